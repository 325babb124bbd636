"""`showup free`: when the person is free in the coming working days. No running service is needed.

The interviews that a running service watches count too, for one that was added by hand stands in no calendar; the way to them
only counts where the calendar names it as travel time.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from showup import clock
from showup.cli.asking import asked, show
from showup.cli.judging import configured, instant_of, sources_of
from showup.cli.printing import complaint, warn, when
from showup.errors import NotRunningError, UsageError
from showup.exits import SOURCE_FAILED
from showup.free import Day, days, window
from showup.instant import instant
from showup.model import Interval
from showup.plain import one_line
from showup.sync import BusyReport, Request, busy_here, limits

__all__ = ["free"]

_MINUTE = timedelta(minutes=1)
_STILL_ON = frozenset({"expected", "late", "confirmed"})


def free(arguments: Namespace) -> int:
    """`showup free`: exit 4 when a calendar could not be read (whole)."""
    config = configured(arguments)
    profile, zone = config.profile, ZoneInfo(config.profile.zone)
    now = instant_of(arguments.now, zone, "--now") if arguments.now else clock.now()
    specs = sources_of(arguments, config)
    watched, silent = ([], None) if arguments.calendar or arguments.config or arguments.now else _watched(zone)
    limits.apply()
    try:
        asked_for = window(profile, now, arguments.days)
    except OverflowError:
        raise UsageError("--now: there are not so many days from then on.") from None
    reports = [busy_here(Request(spec, asked_for, profile)) for spec in specs]
    taken = [interval for report in reports for interval in report.intervals]
    # Of calendars of which none could be read, nothing is free.
    readable = any(report.failure is None for report in reports)
    ahead = days([*taken, *watched], profile, now, arguments.days) if readable else ()
    troubles = [*_troubles(reports), *([silent] if silent else [])]
    if arguments.json:
        partial = any(report.partial for report in reports)
        show({"zone": zone.key, "days": [_view(day, zone) for day in ahead], "partial": partial, "troubles": troubles})
    else:
        print("\n".join(_line(day, zone) for day in ahead), end="\n" if ahead else "", flush=True)
    for trouble in troubles:
        warn(one_line(trouble, 600))
    return SOURCE_FAILED if any(report.fault for report in reports) else 0


def _watched(zone: ZoneInfo) -> tuple[list[Interval], str | None]:
    """When the interviews are that the service watches, or why it could not be asked."""
    try:
        views: list[dict[str, Any]] = asked("status")["interviews"]
    except NotRunningError as err:
        return [], f"Interviews that you added yourself are not counted: {err}"
    return [
        Interval(instant(view["start"], zone), instant(view["end"], zone))
        for view in views
        if view["phase"] in _STILL_ON and view["kind"] != "deadline" and not view["all_day"]
    ], None


def _troubles(reports: Sequence[BusyReport]) -> Iterator[str]:
    for report in reports:
        if report.failure:
            yield f"{report.source}: {report.failure} What is in it may take some of this time."
        for trouble in report.troubles:
            yield complaint(report.source, trouble.where, trouble.why)


def _view(day: Day, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "busy": [_iso(interval, zone) for interval in day.busy],
        "free": [_iso(interval, zone) for interval in day.free],
    }


def _iso(interval: Interval, zone: ZoneInfo) -> list[str]:
    return [interval.start.astimezone(zone).isoformat(), interval.end.astimezone(zone).isoformat()]


def _line(day: Day, zone: ZoneInfo) -> str:
    stretches = [(_next_minute(one.start), one.end) for one in day.free]
    said = [f"{_hour(start, zone)}-{_hour(end, zone)}" for start, end in stretches if end - start >= _MINUTE]
    return f"{when(day.date.isoformat(), all_day=True)}  {', '.join(said) or 'nothing free'}"


def _next_minute(moment: datetime) -> datetime:
    """The first whole minute that is not before it: what is offered must be free from its beginning."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + _MINUTE


def _hour(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"
