"""Quiet hours: the part of each day in which nothing mild rings. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from showup.ladder.wall_clock import existing

__all__ = ["Quiet", "put_off", "quiet_stretch", "wait"]

_DAY = timedelta(days=1)
_BEFORE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `begins` on until `ends`, by the clock on the wall where the person is; over midnight where it ends before that."""

    begins: time
    ends: time


def quiet_stretch(quiet: Quiet, instant: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The beginning and the end (UTC) of the quiet hours in which the instant lies; None when it lies in none."""
    today = instant.astimezone(zone).date()
    for day in (today - _DAY, today):
        begins = existing(datetime.combine(day, quiet.begins, tzinfo=zone))
        last = day + _DAY if quiet.ends < quiet.begins else day
        ends = existing(datetime.combine(last, quiet.ends, tzinfo=zone))
        if begins <= instant < ends:
            return begins, ends
    return None


def put_off(quiet: Quiet, instant: datetime, zone: ZoneInfo, until: datetime) -> datetime:
    """When a mild alarm of that instant rings instead: at the end of the quiet hours if that is before `until`, when something
    stronger rings or all is over; else shortly before they begin, so that it is not lost.
    """
    stretch = quiet_stretch(quiet, instant, zone)
    if stretch is None:
        return instant
    begins, ends = stretch
    return ends if ends < until else begins - _BEFORE


def wait(quiet: Quiet, now: datetime, zone: ZoneInfo, until: datetime | None = None) -> datetime | None:
    """The end of the quiet hours in which it is `now`, if that is before `until`; None where there is nothing to wait for."""
    stretch = quiet_stretch(quiet, now, zone)
    return stretch[1] if stretch and (until is None or stretch[1] < until) else None
