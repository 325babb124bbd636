"""Dates to propose for the interview: two or three, free, and decent for both sides. Pure.

They lie within the next working days of the other side, when both work: on no weekend or holiday of either, with room around
what is in the person's calendars, at a half hour of the other side's clock, at no time that a change of the clocks repeats.
There is a day's notice, and the other side can still answer in its hours before. Where the hours of the two never meet, theirs
stand and the person's are stretched; such a slot says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from showup.free import merged
from showup.model import Interval, Window
from showup.recovery.office_hours import Office, working_days

__all__ = ["AHEAD", "Lack", "Proposals", "Slot", "propose", "still_free", "window", "with_room"]

AHEAD = 7
"""Within so many working days of the other side."""
_FEWEST, _MOST = 2, 3
_NOTICE, _TO_ANSWER = timedelta(hours=24), timedelta(hours=2)
_STEP = timedelta(minutes=30)
_PAUSE, _BETWEEN_INTERVIEWS = timedelta(minutes=15), timedelta(hours=1)
_NO_TIME, _DAY = timedelta(0), timedelta(days=1)
_STRETCHED = ("07:00", "21:00")
_NOON = 12
_LUNCH = (timedelta(hours=12), timedelta(hours=13, minutes=30))
_BEST = (timedelta(hours=10), timedelta(hours=14))  # in the morning, in the afternoon


class Lack(StrEnum):
    """Why there are fewer than two."""

    NOTHING_FREE = "nothing free"
    NO_COMMON_HOURS = "no common hours"


@dataclass(frozen=True, slots=True)
class Slot:
    """One date, from `start` to `end`, to be proposed before `valid_until`; all are instants. The zones are IANA names.

    `valid_until` is when the other side closes on its last working day before: later it could no longer answer in its hours.
    """

    start: datetime
    end: datetime
    valid_until: datetime
    their_zone: str
    own_zone: str
    outside_own_hours: bool = False

    @property
    def theirs(self) -> datetime:
        """The start on the other side's clock."""
        return self.start.astimezone(ZoneInfo(self.their_zone))

    @property
    def own(self) -> datetime | None:
        """The start on the person's clock, where it shows another time than theirs."""
        local = self.start.astimezone(ZoneInfo(self.own_zone))
        return None if local.utcoffset() == self.theirs.utcoffset() else local


@dataclass(frozen=True, slots=True)
class Proposals:
    """At most three slots, the earliest first; with fewer than two it says what is lacking."""

    slots: tuple[Slot, ...] = ()
    lack: Lack | None = None

    @property
    def valid_until(self) -> datetime | None:
        """From then on they are to be looked for anew."""
        return min((slot.valid_until for slot in self.slots), default=None)


def window(theirs: Office, now: datetime, days: int = AHEAD) -> Window:
    """What the calendars are to be asked for."""
    *_, last = _days(theirs, now, days)
    return Window(now, theirs.on(last).end + _DAY)  # of what comes after, the way there may reach into it


def with_room(
    events: Iterable[Interval], interviews: Iterable[Interval] = (), way: timedelta = _NO_TIME
) -> tuple[Interval, ...]:
    """What is taken, with room to breathe around it, and more around another interview. `way`: to the place of the new one."""
    wide = [(event, max(_PAUSE, way)) for event in events]
    wide += [(interview, max(_BETWEEN_INTERVIEWS, way)) for interview in interviews]
    return merged(Interval(taken.start - room, taken.end + room) for taken, room in wide)


def propose(
    taken: Sequence[Interval], own: Office, theirs: Office, length: timedelta, now: datetime, days: int = AHEAD
) -> Proposals:
    """Slots of `length` beside what is `taken`: see `with_room`. Raises ValueError for no length."""
    if length <= _NO_TIME:
        raise ValueError(f"an interview of {length} has no length")
    possible = list(_possible(own, theirs, length, now, days))
    if not possible:
        wide = replace(own, hours=(min(own.hours[0], _STRETCHED[0]), max(own.hours[1], _STRETCHED[1])))
        possible = [replace(s, outside_own_hours=True) for s in _possible(wide, theirs, length, now, days)]
    if not possible:
        return Proposals(lack=Lack.NO_COMMON_HOURS)
    chosen = _chosen(still_free(possible, taken, now))
    return Proposals(chosen, Lack.NOTHING_FREE if len(chosen) < _FEWEST else None)


def still_free(slots: Iterable[Slot], taken: Sequence[Interval], now: datetime) -> tuple[Slot, ...]:
    """Those that can still be proposed beside what is `taken` now: see `with_room`."""
    return tuple(
        s for s in slots if now < s.valid_until and not any(t.start < s.end and s.start < t.end for t in taken)
    )


# ------------------------------------------------------------- what is possible


def _days(theirs: Office, now: datetime, days: int) -> Iterator[date]:
    """Those on which it may be, after the one on which they read of it."""
    return islice(working_days(theirs, theirs.day_of(now)), days + 1)


def _possible(own: Office, theirs: Office, length: timedelta, now: datetime, days: int) -> Iterator[Slot]:
    for before, day in pairwise(_days(theirs, now, days)):
        closing = theirs.on(before).end
        if closing < now + _TO_ANSWER:
            continue
        for start in _half_hours(theirs.on(day), length, theirs.zone):
            slot = Slot(start, start + length, closing, theirs.zone, own.zone)
            if start >= now + _NOTICE and _works(own, slot) and _is_plain(slot):
                yield slot


def _half_hours(hours: Interval, length: timedelta, zone: str) -> Iterator[datetime]:
    local = hours.start.astimezone(ZoneInfo(zone))
    start = hours.start + -timedelta(minutes=local.minute, seconds=local.second) % _STEP
    while start + length <= hours.end:
        yield start
        start += _STEP


def _works(own: Office, slot: Slot) -> bool:
    """Is the person at work, from its start to its end?"""
    day = own.day_of(slot.start)
    shifts = (own.on(shift) for shift in (day - _DAY, day) if shift not in own.off)
    return any(shift.start <= slot.start and slot.end <= shift.end for shift in shifts)


def _is_plain(slot: Slot) -> bool:
    """Does either clock show its start and its end only once on that day?"""
    locals_ = (m.astimezone(ZoneInfo(z)) for m in (slot.start, slot.end) for z in (slot.their_zone, slot.own_zone))
    return all(local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset() for local in locals_)


# --------------------------------------------------------------- what is chosen


def _chosen(free: Sequence[Slot]) -> tuple[Slot, ...]:
    """On different days and at different times of the day, as far as there are."""
    days = sorted({slot.theirs.date() for slot in free})
    chosen: list[Slot] = []
    for day in [*days[:2], *(days[3:4] or days[2:3])]:  # soon, and one for who is away on these two
        chosen.append(_best((slot for slot in free if slot.theirs.date() == day), chosen))
    while len(chosen) < _MOST and (others := [slot for slot in free if _is_other(slot, chosen)]):
        chosen.append(_best(others, chosen))
    if len(chosen) == 1 and free[0].end <= free[-1].start:  # the best one stood in the way of two
        chosen = [free[0], free[-1]]
    return tuple(sorted(chosen, key=lambda slot: slot.start))


def _best(slots: Iterable[Slot], chosen: Sequence[Slot]) -> Slot:
    """Not over lunch, at another time of the day than those before, at a full hour, in the middle of the morning or afternoon."""

    def rank(slot: Slot) -> tuple[bool, bool, bool, bool, timedelta, datetime]:
        local = slot.theirs
        at = timedelta(hours=local.hour, minutes=local.minute)
        over_lunch = at < _LUNCH[1] and _LUNCH[0] < at + (slot.end - slot.start)
        like_the_last = bool(chosen) and _is_afternoon(chosen[-1]) == _is_afternoon(slot)
        same_time = local.time() in {other.theirs.time() for other in chosen}
        return over_lunch, like_the_last, same_time, local.minute != 0, abs(at - _BEST[_is_afternoon(slot)]), slot.start

    return min(slots, key=rank)


def _is_other(slot: Slot, chosen: Sequence[Slot]) -> bool:
    """Is it a choice beside them: in another half of a day, or at least apart from a single one?"""
    apart = all(slot.end <= other.start or other.end <= slot.start for other in chosen)
    return apart and (len(chosen) < _FEWEST or _half(slot) not in map(_half, chosen))


def _half(slot: Slot) -> tuple[date, bool]:
    return slot.theirs.date(), _is_afternoon(slot)


def _is_afternoon(slot: Slot) -> bool:
    return slot.theirs.hour >= _NOON
