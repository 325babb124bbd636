"""When the person is free in the coming working days: by their hours, zone and weekend, around all that blocks. Pure.

Holidays are not known: what is offered from this is for the person to look at first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from showup.engine import AHEAD, Phase, Watch
from showup.model import Occurrence, Profile, Window

__all__ = ["WORKING_DAYS", "Day", "Interval", "blocks", "days", "merged", "of_interviews", "window"]

WORKING_DAYS = 15
_DAY = timedelta(days=1)
_SATURDAY_AND_SUNDAY = frozenset({6, 7})
_LONGEST = 60  # days: fifteen working days are over by then, whatever the weekend


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of time, `start` before `end`, both instants (UTC)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One working day of the person: its hours, and what of them is taken and what is free, in order, without overlaps."""

    date: date
    hours: Interval
    busy: tuple[Interval, ...]
    free: tuple[Interval, ...]


def window(profile: Profile, now: datetime) -> Window:
    """What the calendars are to be asked for."""
    last = _hours(list(_working_days(profile, now))[-1], profile)
    return Window(now, last.end)


def days(taken: Iterable[Interval], profile: Profile, now: datetime) -> tuple[Day, ...]:
    """The coming working days, the present one first as far as it is still to come. `taken` may overlap, in any order."""
    busy = merged(taken)
    return tuple(_day(day, busy, profile, now) for day in _working_days(profile, now))


def blocks(occurrence: Occurrence, profile: Profile) -> bool:
    """Whether an event takes the person's time; one that is marked as free (TRANSP) should not come here."""
    if occurrence.status == "CANCELLED" or occurrence.end <= occurrence.start:
        return False
    mine = {email.lower() for email in profile.emails}
    return not any(p.email.lower() in mine and p.partstat == "DECLINED" for p in occurrence.attendees)


def of_interviews(watches: Iterable[Watch], travel: timedelta) -> Iterator[Interval]:
    """The interviews that are ahead, with the way there and back: the calendar's, or `travel` where it names only a place."""
    for watch in watches:
        occurrence, judgement = watch.interview.occurrence, watch.interview.judgement
        if watch.phase not in {*AHEAD, Phase.CONFIRMED} or watch.interview.is_deadline or occurrence.all_day:
            continue
        way = occurrence.travel if occurrence.travel is not None else travel if judgement.place else timedelta(0)
        way = max(way, timedelta(0))
        yield Interval(occurrence.start - way, max(occurrence.end, occurrence.start) + way)


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time in as few intervals as it takes, in order."""
    whole: list[Interval] = []
    for interval in sorted(i for i in intervals if i.start < i.end):
        if whole and interval.start <= whole[-1].end:
            whole[-1] = Interval(whole[-1].start, max(whole[-1].end, interval.end))
        else:
            whole.append(interval)
    return tuple(whole)


def _day(day: date, busy: tuple[Interval, ...], profile: Profile, now: datetime) -> Day:
    hours = _hours(day, profile)
    begins = max(hours.start, now)
    taken = tuple(Interval(max(b.start, begins), min(b.end, hours.end)) for b in busy if _meet(b, begins, hours.end))
    return Day(day, Interval(begins, hours.end), taken, tuple(_between(taken, begins, hours.end)))


def _meet(interval: Interval, start: datetime, end: datetime) -> bool:
    return interval.start < end and start < interval.end


def _between(taken: Iterable[Interval], start: datetime, end: datetime) -> Iterator[Interval]:
    for interval in taken:
        if start < interval.start:
            yield Interval(start, interval.start)
        start = interval.end
    if start < end:
        yield Interval(start, end)


def _working_days(profile: Profile, now: datetime) -> Iterator[date]:
    """The next ones of which something is still to come."""
    first = now.astimezone(ZoneInfo(profile.zone)).date() - _DAY  # who works at night may still be in yesterday's hours
    off = _weekend(profile.country)
    ahead = (first + n * _DAY for n in range(_LONGEST))
    working = (day for day in ahead if day.isoweekday() not in off and _hours(day, profile).end > now)
    for _, day in zip(range(WORKING_DAYS), working, strict=False):
        yield day


def _hours(day: date, profile: Profile) -> Interval:
    """By the clock on the wall of that day. Hours that end before they begin end on the next one."""
    zone = ZoneInfo(profile.zone)
    first, last = (time.fromisoformat(text) for text in profile.working_hours)
    start = datetime.combine(day, first, tzinfo=zone)
    end = datetime.combine(day if first < last else day + _DAY, last, tzinfo=zone)
    return Interval(start.astimezone(UTC), end.replace(fold=1).astimezone(UTC))


@lru_cache(1)
def _weekends() -> dict[str, frozenset[int]]:
    text = resources.files("showup").joinpath("weekends.toml").read_text("utf-8")
    return {country: frozenset(numbers) for country, numbers in tomllib.loads(text).items()}


def _weekend(country: str) -> frozenset[int]:
    return _weekends().get(country.upper(), _SATURDAY_AND_SUNDAY)
