"""`showup free`: when the person is free in the coming working days. No running service is needed."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from showup.cli.asking import show
from showup.cli.busy import Asked
from showup.cli.judging import configured
from showup.cli.printing import when
from showup.errors import UsageError
from showup.free import WORKING_DAYS, Day, days, window
from showup.model import Interval

__all__ = ["free"]

_MINUTE = timedelta(minutes=1)


def free(arguments: Namespace) -> int:
    """`showup free`, and with `--slots` dates to propose: exit 4 when a calendar could not be read (whole)."""
    asked = Asked.by(arguments, configured(arguments))
    try:
        if arguments.slots:
            from showup.cli.proposing import slots

            return slots(arguments, asked)
        _refuse_without_slots(arguments)
        return _days(arguments, asked)
    except OverflowError:
        raise UsageError("--now: there are not so many days from then on.") from None


def _refuse_without_slots(arguments: Namespace) -> None:
    for option in ("minutes", "zone"):
        if getattr(arguments, option) is not None:
            raise UsageError(f"--{option} is for dates to propose: add --slots.")


def _days(arguments: Namespace, asked: Asked) -> int:
    profile, zone, count = asked.profile, ZoneInfo(asked.profile.zone), arguments.days or WORKING_DAYS
    taken = asked.read(window(profile, asked.now, count))
    ahead = days([*taken.events, *taken.interviews], profile, asked.now, count) if taken.readable else ()
    if arguments.json:
        views = [_view(day, zone) for day in ahead]
        show({"zone": zone.key, "days": views, "partial": taken.partial, "troubles": taken.troubles})
    else:
        print("\n".join(_line(day, zone) for day in ahead), end="\n" if ahead else "", flush=True)
    taken.complain()
    return taken.exit_code


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
