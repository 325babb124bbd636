"""When a calendar is read next: calmly far from an interview, often before one, and once more before its first loud alarm. Pure.

A reading never stands before an alarm: it runs beside it, and what is known rings whether the calendar answers or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from showup.engine import AHEAD, Phase, Watch
from showup.engine.merge import Health
from showup.model import Urgency

__all__ = ["CALM", "HASTY", "Told", "next_reading", "stale_after"]

HASTY = timedelta(minutes=2)
"""Between two readings shortly before an interview."""

CALM = timedelta(minutes=30)
"""Between two readings when nothing is near, and of files that are watched; also the longest pause after a failure."""

_SHORTLY = timedelta(hours=2)
_NEAR = timedelta(days=2)
_RESCUE = timedelta(minutes=15)
_BEFORE_IT_IS_LOUD = timedelta(minutes=3)
_FIRST_RETRY = timedelta(minutes=1)
_WATCHED = frozenset({*AHEAD, Phase.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a source's readings: when the last one began, whether a change of it is told at once, its health, and
    when it was last asked for afresh (a start, a resume): of what was before, its failures say nothing.
    """

    began: datetime | None
    sees_changes: bool = False
    health: Health | None = None
    afresh: datetime | None = None


def next_reading(source: str, told: Told, watches: Mapping[str, Watch], every: timedelta, now: datetime) -> datetime:
    """When to read `source` next; `now` when that is overdue. `every` is the person's own interval.

    A clock that was set back makes no pause longer: what seems to have begun later than now is over.
    """
    if told.began is None or told.began > now:
        return now
    carried = _carried(source, watches)
    pause = _pause(carried, watches.values(), every, told.sees_changes, now)
    pause = _after_failure(told, pause)
    instants = [told.began + pause]
    if not told.sees_changes:
        instants += [watch.plan.due - _SHORTLY for watch in carried]
    instants += [at - _BEFORE_IT_IS_LOUD for watch in carried if (at := _first_loud(watch)) is not None]
    return max(min(at for at in instants if at > told.began), now)


def stale_after(every: timedelta) -> timedelta:
    """How old the last good reading may be: two intervals, of the longest that there are."""
    return 2 * max(every, CALM)


def _carried(source: str, watches: Mapping[str, Watch]) -> list[Watch]:
    """Under any UID: a copy is silent, and its calendar may be the first to say that the interview has moved."""
    twins = {watch.twin for watch in watches.values() if source in watch.sources}
    return [
        watch for key, watch in watches.items() if watch.phase in _WATCHED and (source in watch.sources or key in twins)
    ]


def _pause(
    carried: Iterable[Watch], watches: Iterable[Watch], every: timedelta, sees_changes: bool, now: datetime
) -> timedelta:
    if sees_changes:
        return max(every, CALM)
    if any(watch.plan.due - _SHORTLY <= now < watch.plan.due + _RESCUE for watch in carried):
        return min(every, HASTY)
    near = any(w.phase in _WATCHED and now - _RESCUE < w.plan.due <= now + _NEAR for w in watches)
    return every if near else max(every, CALM)


def _after_failure(told: Told, pause: timedelta) -> timedelta:
    """Half as long as it has failed already: soon at first, then more and more seldom, for the sake of those who serve it.

    A network comes up after the service, or after the laptop: a night without it is no night of failures.
    """
    health = told.health
    if health is None or health.failure is None or health.held or told.began is None:
        return pause
    well = max((at for at in (health.last_ok, told.afresh) if at is not None), default=told.began)
    failing = max(told.began - well, timedelta(0))
    return min(max(failing / 2, _FIRST_RETRY), max(pause, CALM) if pause > HASTY else 2 * HASTY)


def _first_loud(watch: Watch) -> datetime | None:
    return next((alarm.at for alarm in watch.plan.alarms if alarm.urgency is Urgency.CRITICAL), None)
