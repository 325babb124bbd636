"""Commands that read calendars themselves: no configuration and no running service is needed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from showup import clock
from showup.cli.asking import asked, show
from showup.cli.printing import complaint, counted, headline, table, warn, way_there, when
from showup.config import Config, load
from showup.errors import ConfigError, NotRunningError, UsageError
from showup.exits import SOURCE_FAILED
from showup.instant import instant
from showup.model import Interview, Verdict, Window
from showup.plain import one_line
from showup.sync import Request, SourceReport, SourceSpec, limits, read_here
from showup.views import interview_view, plan_view, way_view

__all__ = ["calendars", "configured", "instant_of", "interviews", "plan", "sources_of", "why"]

_TOLD = 10  # what is wrong with a calendar, at most so many lines of it


def configured(arguments: Namespace) -> Config:
    """The configuration that the command asks for."""
    return load(Path(arguments.config) if arguments.config else None)


def calendars(texts: Sequence[str]) -> list[SourceSpec]:
    """Calendars of the command line; two of one name are told apart by a number."""
    specs: list[SourceSpec] = []
    for text in texts:
        spec = SourceSpec.for_calendar(text)
        count = sum(other.name.split("#")[0] == spec.name for other in specs)
        specs.append(replace(spec, name=f"{spec.name}#{count + 1}") if count else spec)
    return specs


def sources_of(arguments: Namespace, config: Config) -> list[SourceSpec]:
    """Those that the command names, else those of the configuration. Raises ConfigError where there is none."""
    specs = calendars(arguments.calendar) if arguments.calendar else list(config.sources)
    if not specs:
        raise ConfigError("No calendar: add one with `showup connect`, or give one with --calendar PATH_OR_URL.")
    return specs


def instant_of(text: str, zone: ZoneInfo, option: str) -> datetime:
    """A time of the command line."""
    try:
        return instant(text, zone)
    except ValueError as err:
        raise UsageError(f"{option}: {err}") from None


def _read(arguments: Namespace, *, whole: bool = False) -> tuple[list[Interview], bool, Config, datetime]:
    """The judged occurrences that are not over (`whole`: every one), whether a calendar failed, and what it was read with."""
    config = configured(arguments)
    zone = ZoneInfo(config.profile.zone)
    now = instant_of(arguments.now, zone, "--now") if arguments.now else clock.now()
    specs = sources_of(arguments, config)
    try:
        window = Window(now, now + timedelta(days=arguments.days))
    except OverflowError:
        raise UsageError("--now: there are not so many days from then on.") from None
    limits.apply()
    reports = [read_here(Request(spec, window, config.profile, whole)) for spec in specs]
    for report in reports:
        _complain(report)
    found = [interview for report in reports for interview in report.judged]
    failed = any(report.fault for report in reports)
    return sorted(found, key=lambda interview: (interview.occurrence.start, interview.title)), failed, config, now


def _complain(report: SourceReport) -> None:
    if report.failure:
        warn(f"{report.source}: {report.failure}")
    first = sorted(report.troubles, key=lambda trouble: not trouble.whole)
    for trouble in first[:_TOLD]:
        warn(complaint(report.source, trouble.where, trouble.why))
    if more := first[_TOLD:]:
        warn(f"{report.source}: {counted(len(more), 'more complaint')} like these.")


def interviews(arguments: Namespace) -> int:
    """`showup interviews`."""
    found, failed, config, _ = _read(arguments, whole=arguments.all)
    zone = ZoneInfo(config.profile.zone)
    shown = [i for i in found if arguments.all or i.judgement.verdict is not Verdict.NO]
    views = [interview_view(interview, zone) for interview in shown]
    if arguments.json:
        show(views)
    elif views:
        several = len(arguments.calendar or config.sources) > 1
        print(table([_row(view, several=several) for view in views]))
    elif not failed:  # a calendar that cannot be read is not an empty one
        print(f"No interview in the next {arguments.days} days.")
    return SOURCE_FAILED if failed else 0


def _row(view: dict[str, Any], *, several: bool) -> tuple[str, ...]:
    source = (one_line(view["source"], 40),) if several else ()
    return headline(view), *source, view["verdict"], view["kind"], view["join_url"] or view["location"]


def why(arguments: Namespace) -> int:
    """`showup why`: every reason, with the points that it counted."""
    from showup.detect import weigh

    found, failed, config, _ = _read(arguments, whole=True)
    zone, wanted = ZoneInfo(config.profile.zone), arguments.event.casefold()
    hits = [i for i in found if arguments.event in {i.key, i.occurrence.uid} or wanted in i.title.casefold()]
    if not hits:
        raise UsageError(f'No event of the next {arguments.days} days is called "{arguments.event}".')
    views = []
    for interview in hits:
        weighed = [{"points": e.points, "reason": e.reason} for e in weigh(interview.occurrence, config.profile)]
        weighed += [{"points": r.points, "reason": r.reason} for r in interview.judgement.history]
        told = {"key": interview.key, "evidence": weighed}
        views.append(interview_view(interview, zone) | way_view(interview) | told)
    if arguments.json:
        show(views)
    else:
        print("\n\n".join(_why_lines(view) for view in views))
    return SOURCE_FAILED if failed else 0


def _why_lines(view: dict[str, Any]) -> str:
    head = f"{headline(view)}\n  {view['verdict']} (score {view['score']}, you are: {view['role']})"
    weighed = [f"  {e['points']:+4d}  {e['reason']}" for e in view["evidence"]]
    said = {e["reason"] for e in view["evidence"]}
    return "\n".join(
        [head, *way_there(view), *weighed, *(f"        {reason}" for reason in view["reasons"] if reason not in said)]
    )


def plan(arguments: Namespace) -> int:
    """`showup plan`: of the service, or of the calendars that are named."""
    plans, failed = _plans(arguments)
    if arguments.json:
        show(plans)
    else:
        print("\n\n".join(_plan_lines(view) for view in plans) or "No interview is ahead: nothing is planned.")
    return SOURCE_FAILED if failed else 0


def _plans(arguments: Namespace) -> tuple[list[dict[str, Any]], bool]:
    if not (arguments.calendar or arguments.config or arguments.now):
        try:
            plans: list[dict[str, Any]] = asked("plan", interview=arguments.interview)["plans"]
        except NotRunningError as err:
            warn(str(err))
        else:
            return plans, False
    from showup.engine import Rules
    from showup.engine.planning import begin

    found, failed, config, now = _read(arguments)
    rules = Rules(config.policy, ZoneInfo(config.profile.zone))
    wanted = (arguments.interview or "").casefold()
    watched = [
        i for i in found if i.judgement.verdict is not Verdict.NO and (wanted in i.title.casefold() or wanted == i.key)
    ]
    return [plan_view(begin(i, (i.occurrence.source,), now, rules)[0], rules.zone) for i in watched], failed


def _plan_lines(view: dict[str, Any]) -> str:
    rows = [(f"  {when(a['at'])}", a["rung"], a["urgency"], ", ".join(a["channels"]), _tail(a)) for a in view["alarms"]]
    missed = [(f"  {when(view['missed_at'])}", "missed", "", "", 'asks "were you there?"')] if view["missed_at"] else []
    return f"{headline(view)}{' (maybe)' if view['verdict'] == 'maybe' else ''}\n{table([*rows, *missed])}"


def _tail(alarm: dict[str, Any]) -> str:
    repeats = f"repeats until {alarm['until']}" if alarm["repeats"] else "once"
    return repeats if alarm["state"] == "to come" else f"{repeats} ({alarm['state']})"
