"""When the person is free in the coming working days: by their hours, zone and weekend, around all that blocks. Pure.

Public holidays do not count here: who looks at their own week knows them. What is proposed to others is in showup.recovery.slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from showup.days_off import weekend
from showup.model import Interval, Occurrence, Profile, Window

if TYPE_CHECKING:  # who reads calendars has no use for the engine
    from showup.engine import Watch

__all__ = ["WORKING_DAYS", "Day", "blocks", "days", "hours_on", "merged", "of_events", "of_interviews", "window"]

WORKING_DAYS = 15
_NO_TIME, _DAY = timedelta(0), timedelta(days=1)
_WEEK = 7  # days


@dataclass(frozen=True, slots=True)
class Day:
    """One working day of the person: its hours, and what of them is taken and what is free, in order, without overlaps."""

    date: date
    hours: Interval
    busy: tuple[Interval, ...]
    free: tuple[Interval, ...]


def window(profile: Profile, now: datetime, count: int = WORKING_DAYS) -> Window:
    """What the calendars are to be asked for, for the next `count` working days."""
    last = _hours(list(_working_days(profile, now, count))[-1], profile)
    return Window(now, last.end)


def days(taken: Iterable[Interval], profile: Profile, now: datetime, count: int = WORKING_DAYS) -> tuple[Day, ...]:
    """The coming `count` working days, the present one first as far as it is still to come. `taken` may overlap, in any order."""
    busy = merged(taken)
    return tuple(_day(day, busy, profile, now) for day in _working_days(profile, now, count))


def of_events(occurrences: Iterable[Occurrence], profile: Profile, window: Window) -> tuple[Interval, ...]:
    """When events take the person's time within `window`, the way there and back that their calendar names included; merged."""
    taken = (occurrence for occurrence in occurrences if blocks(occurrence, profile))
    # Cut first: an event may last to the end of all dates, and the way back be beyond it.
    cut = ((_cut(Interval(o.start, o.end), window), o.travel or _NO_TIME) for o in taken)
    return merged(_cut(_with_way(stretch, way), window) for stretch, way in cut)


def blocks(occurrence: Occurrence, profile: Profile) -> bool:
    """Whether an event takes the person's time.

    An all-day one takes its whole days, for that is what TRANSP means where it is not written (RFC 5545: OPAQUE): a holiday that
    no calendar marks as free costs an offer, a journey that is offered as free costs the person's word.
    """
    if occurrence.transparent or occurrence.status == "CANCELLED" or occurrence.end <= occurrence.start:
        return False
    mine = {email.lower() for email in profile.emails}
    return not any(p.email.lower() in mine and p.partstat == "DECLINED" for p in occurrence.attendees)


def of_interviews(watches: Iterable[Watch], travel: timedelta) -> Iterator[Interval]:
    """The interviews that are ahead, with the way there and back: the calendar's, or `travel` where it names only a place."""
    from showup.engine import AHEAD, Phase  # noqa: PLC0415 - as above

    for watch in watches:
        occurrence, judgement = watch.interview.occurrence, watch.interview.judgement
        if watch.phase not in {*AHEAD, Phase.CONFIRMED} or watch.interview.is_deadline or occurrence.all_day:
            continue
        way = occurrence.travel if occurrence.travel is not None else travel if judgement.place else _NO_TIME
        yield _with_way(Interval(occurrence.start, max(occurrence.end, occurrence.start)), way)


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time in as few intervals as it takes, in order."""
    whole: list[Interval] = []
    for interval in sorted(i for i in intervals if i.start < i.end):
        if whole and interval.start <= whole[-1].end:
            whole[-1] = Interval(whole[-1].start, max(whole[-1].end, interval.end))
        else:
            whole.append(interval)
    return tuple(whole)


def hours_on(day: date, zone: str, hours: tuple[str, str]) -> Interval:
    """By the clock on the wall of that day. Hours that end before they begin end on the next one."""
    first, last = (time.fromisoformat(text) for text in hours)
    start = datetime.combine(day, first, tzinfo=ZoneInfo(zone))
    end = datetime.combine(day if first < last else day + _DAY, last, tzinfo=ZoneInfo(zone))
    return Interval(start.astimezone(UTC), end.replace(fold=1).astimezone(UTC))


def _with_way(stretch: Interval, way: timedelta) -> Interval:
    way = max(way, _NO_TIME)
    return Interval(stretch.start - way, stretch.end + way)


def _cut(stretch: Interval, window: Window) -> Interval:
    return Interval(max(stretch.start, window.since), min(stretch.end, window.until))


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


def _working_days(profile: Profile, now: datetime, count: int) -> Iterator[date]:
    """The next ones of which something is still to come."""
    first = now.astimezone(ZoneInfo(profile.zone)).date() - _DAY  # who works at night may still be in yesterday's hours
    off = weekend(profile.country)
    ahead = (first + n * _DAY for n in range(_WEEK * (count + 1)))  # a week has a working day, whatever the weekend
    working = (day for day in ahead if day.isoweekday() not in off and _hours(day, profile).end > now)
    return islice(working, count)


def _hours(day: date, profile: Profile) -> Interval:
    return hours_on(day, profile.zone, profile.working_hours)
