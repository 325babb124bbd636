"""Two interviews at the same time: they stay two, both ring, and the person is told, and once more as they come near. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from showup.engine.inputs import Clashing
from showup.engine.likeness import same_matter
from showup.engine.state import Phase, Watch
from showup.engine.together import AT_MOST, STANDING, Step, Together
from showup.model import Profile

__all__ = ["clashes", "reminders"]

_DAY = timedelta(days=1)
_AT_LEAST = timedelta(minutes=15)
_AT_ONCE = 5
"""Of as many at the same time it is said that they are in conflict."""

_AGAIN_BEFORE = timedelta(days=2)
"""So long before the first of both there is time to put one off."""

_APART = timedelta(days=1)
"""Who was told later than that before it knows."""

_IN_A_DAY = 5 * AT_MOST
"""More than these are nobody's day, and are not compared."""


def clashes(turn: Together) -> Step:
    """Two interviews at the same time stay two; of each pair the person is told."""
    live = _by_start(watch for watch in turn.now.values() if _can_clash(watch, turn.at))
    for key in turn.touched:
        watch = turn.now[key]
        found = _overlapping(watch, live, turn) if _can_clash(watch, turn.at) else []
        keys = tuple(sorted(other.key for other in found))
        news = next((other for other in found if _is_news(watch, other, turn.at)), None)
        again = _again(watch, found, turn.at) if news or watch.clash_at else None
        if keys != tuple(sorted(watch.overlaps)) or again != watch.clash_at:
            for gone in set(watch.overlaps).difference(keys) & turn.now.keys():
                left = tuple(k for k in turn.now[gone].overlaps if k != key)
                yield gone, Clashing(left, again=turn.now[gone].clash_at if left else None)
            for other in (o for o in found if key not in turn.now[o.key].overlaps):
                known = turn.now[other.key]
                yield other.key, Clashing((*known.overlaps, key), again=known.clash_at)
            yield key, Clashing(keys, news.interview if news else None, again)


def reminders(watches: Mapping[str, Watch], keys: Iterable[str], now: datetime) -> Step:
    """Those of `keys` of which it is time to say once more that another is at the same time, if something can still be done."""
    for key in keys:
        watch = watches.get(key)
        if watch is not None and watch.clash_at is not None and watch.clash_at <= now:
            others = (watches[other] for other in watch.overlaps if other in watches)
            standing = [other for other in others if _can_clash(other, now) and now < _first(watch, other)]
            tells = watch.phase is Phase.EXPECTED and _can_clash(watch, now) and standing
            yield key, Clashing(watch.overlaps, standing[0].interview if tells else None)


def _again(watch: Watch, found: list[Watch], now: datetime) -> datetime | None:
    """When to remind them; None when they have just been told, or it would be too late."""
    first = min((_first(watch, other) for other in found), default=now)
    again = first - _AGAIN_BEFORE
    return again if again >= now + _APART else None


def _first(watch: Watch, other: Watch) -> datetime:
    return min(watch.plan.due, other.plan.due)


def _can_clash(watch: Watch, now: datetime) -> bool:
    interview = watch.interview
    sure = watch.phase in STANDING and watch.twin is None and not watch.plan.soft
    return sure and not interview.is_deadline and not interview.occurrence.all_day and watch.plan.over_at > now


def _is_news(watch: Watch, other: Watch, now: datetime) -> bool:
    """Once for a pair, as long as something can be done about it: who is in one of them, or about to be, is not told."""
    return other.key not in watch.overlaps and watch.phase is Phase.EXPECTED and now < _first(watch, other)


def _by_start(live: Iterable[Watch]) -> list[Watch]:
    return sorted(live, key=lambda watch: (_start(watch), watch.key))


def _start(watch: Watch) -> datetime:
    return watch.interview.occurrence.start


def _end(watch: Watch) -> datetime:
    """An entry without a length takes some time all the same."""
    occurrence = watch.interview.occurrence
    return max(occurrence.end, occurrence.start + _AT_LEAST)


def _overlapping(watch: Watch, live: list[Watch], turn: Together) -> list[Watch]:
    """None where there are too many for anybody's day."""
    start, end = _start(watch), _end(watch)
    near = range(bisect_left(live, start - _DAY, key=_start), bisect_left(live, end, key=_start))
    if len(near) > _IN_A_DAY:
        return []
    at_once = (other for other in (live[i] for i in near) if _end(other) > start and other.key != watch.key)
    found = [other for other in at_once if not _frames(watch, other, turn.profile)]
    return found if len(found) <= _AT_ONCE else []


def _frames(one: Watch, other: Watch, me: Profile) -> bool:
    """A whole day on site, and the talks of that day."""
    a, b = one.interview.occurrence, other.interview.occurrence
    within = (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
    return within and (a.end - a.start) != (b.end - b.start) and same_matter(one.interview, other.interview, me)
