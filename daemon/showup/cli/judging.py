"""Commands that read calendars themselves: no configuration and no running service is needed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from showup import clock
from showup.cli.asking import asked, show
from showup.cli.printing import complaint, counted, either, headline, table, warn, when
from showup.config import Config, load
from showup.errors import ConfigError, NotRunningError, ShowupError, UsageError
from showup.exits import SOURCE_FAILED
from showup.instant import instant
from showup.model import Interview, Rule, Verdict, Window
from showup.plain import one_line
from showup.rules.book import Book
from showup.sync import Request, SourceReport, SourceSpec, limits, read_here
from showup.views import interview_view, plan_view

__all__ = [
    "Found",
    "calendars",
    "configured",
    "find",
    "instant_of",
    "interviews",
    "plan",
    "read",
    "rules_of",
    "sources_of",
]

_SERVICE_TAKES_S = 3
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


def rules_of(config: Config) -> tuple[Rule, ...]:
    """The person's rules beside this configuration; those that cannot be followed are told."""
    book = Book(config.rules_file)
    try:
        entries = book.entries()
    except ConfigError as err:
        warn(str(err))
        return ()
    for entry in entries:
        if entry.trouble:
            warn(entry.trouble)
    return tuple(entry.rule for entry in entries if entry.rule is not None)


@dataclass(frozen=True, slots=True)
class Found:
    """The judged occurrences that are not over, in their order; did a calendar fail? And what it was read with."""

    interviews: tuple[Interview, ...]
    failed: bool
    config: Config
    now: datetime
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.config.profile.zone)


def find(arguments: Namespace, *, whole: bool = False) -> Found:
    """Read the calendars that the command names; `whole`: every event, not only what could be an interview."""
    config = configured(arguments)
    zone = ZoneInfo(config.profile.zone)
    now = instant_of(arguments.now, zone, "--now") if arguments.now else clock.now()
    specs = sources_of(arguments, config)
    rules = rules_of(config)
    answers = {} if arguments.calendar or arguments.config or arguments.now else _answers()
    found, failed = read(specs, config, now, arguments.days, rules, whole=whole)
    return Found(tuple(_as_answered(i, answers) for i in found), failed, config, now, answers)


def read(
    specs: Sequence[SourceSpec],
    config: Config,
    now: datetime,
    length: int,
    rules: tuple[Rule, ...] = (),
    *,
    whole: bool = False,
) -> tuple[list[Interview], bool]:
    """The judged occurrences of the coming days, `length` of them, and whether a calendar failed; complaints go to stderr."""
    try:
        window = Window(now, now + timedelta(days=length))
    except OverflowError:
        raise UsageError("--now: there are not so many days from then on.") from None
    limits.apply()
    reports = [read_here(Request(spec, window, config.profile, whole, rules=rules)) for spec in specs]
    for report in reports:
        _complain(report)
    found = [interview for report in reports for interview in report.judged]
    failed = any(report.fault for report in reports)
    return sorted(found, key=lambda interview: (interview.occurrence.start, interview.title)), failed


def _answers() -> dict[str, str]:
    """What the person answered, by key or UID, as the service knows it; nothing where none runs."""
    try:
        told = asked("answers", patience=_SERVICE_TAKES_S)
    except ShowupError:
        return {}
    return {**told["series"], **told["answers"]}


def _as_answered(interview: Interview, answers: Mapping[str, str]) -> Interview:
    """The person's own word on the event goes before everything else."""
    said = answers.get(interview.key) or answers.get(interview.occurrence.uid)
    if said is None:
        return interview
    word = "you said that it is an interview of yours" if said == "interview" else "you said that it is none of yours"
    judgement = interview.judgement
    return replace(interview, judgement=replace(judgement, verdict=Verdict(said), reasons=(word, *judgement.reasons)))


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
    found = find(arguments, whole=arguments.all)
    shown = [i for i in found.interviews if arguments.all or i.judgement.verdict is not Verdict.NO]
    if arguments.json:
        show([interview_view(interview, found.zone) for interview in shown])
    elif shown:
        several = len(arguments.calendar or found.config.sources) > 1
        print(table([_row(interview, found.zone, several=several) for interview in shown]))
        _print_questions([] if arguments.calendar else shown, found.zone)
    elif not found.failed:  # a calendar that cannot be read is not an empty one
        print(f"No interview in the next {arguments.days} days.")
    return SOURCE_FAILED if found.failed else 0


def _row(interview: Interview, zone: ZoneInfo, *, several: bool) -> tuple[str, ...]:
    view, judgement = interview_view(interview, zone), interview.judgement
    source = (one_line(view["source"], 40),) if several else ()
    silenced = judgement.rule if judgement.verdict is Verdict.NO else ""
    return headline(view), *source, view["verdict"], view["kind"], silenced or view["join_url"] or view["location"]


def _print_questions(interviews: Sequence[Interview], zone: ZoneInfo) -> None:
    """What only may be an interview is for the person to say."""
    doubtful = [i for i in interviews if i.judgement.verdict is Verdict.MAYBE]
    if doubtful:
        print("\nIs it an interview of yours?")
        print(table([(headline(interview_view(i, zone)), either(i.key)) for i in doubtful], "  "))


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

    found = find(arguments)
    rules = Rules(found.config.policy, found.zone)
    wanted = (arguments.interview or "").casefold()
    watched = [
        i
        for i in found.interviews
        if i.judgement.verdict is not Verdict.NO and (wanted in i.title.casefold() or wanted == i.key)
    ]
    return [plan_view(begin(i, (i.occurrence.source,), found.now, rules)[0], rules.zone) for i in watched], found.failed


def _plan_lines(view: dict[str, Any]) -> str:
    rows = [(when(a["at"]), a["rung"], a["urgency"], _channels(a), _tail(a)) for a in view["alarms"]]
    missed = [(when(view["missed_at"]), "missed", "", "", 'asks "were you there?"')] if view["missed_at"] else []
    stronger = " (a stronger ladder: it is a new date)" if view["stronger"] else ""
    return (
        f"{headline(view)}{' (maybe)' if view['verdict'] == 'maybe' else ''}{stronger}\n{table([*rows, *missed], '  ')}"
    )


def _channels(alarm: dict[str, Any]) -> str:
    joins = f"; helper from {alarm['helper_from'][11:16]}" if alarm["helper_from"] else ""
    return ", ".join(alarm["channels"]) + joins


def _tail(alarm: dict[str, Any]) -> str:
    said = [f"repeats until {alarm['until']}" if alarm["repeats"] else "once"]
    if alarm["moved_from"]:
        said.append(f"not at {when(alarm['moved_from'])}: quiet hours")
    states = {"to come": "", "waiting": " (waits for the end of the quiet hours)"}
    return ", ".join(said) + states.get(alarm["state"], f" ({alarm['state']})")
