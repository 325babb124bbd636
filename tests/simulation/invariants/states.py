"""What must hold after every step, at every start, and at the end."""

from __future__ import annotations

import heapq
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.simulation.facts import Broken, Expected, broken

from showup.engine import AHEAD, Phase, Watch
from showup.ladder import default_policy, stronger

if TYPE_CHECKING:
    from tests.simulation.laptop import Laptop
    from tests.simulation.witness import Witness

__all__ = ["AT_END", "ON_START", "ON_STEP"]

_HANGS = timedelta(seconds=11)
_ABOUT_THAT_DAY = timedelta(hours=36)
_OPEN = frozenset({Phase.EXPECTED, Phase.LATE, Phase.CONFIRMED})
_DATED = {rung.name for rung in stronger(default_policy()).rungs if rung.at is not None}


def every_alarm_that_is_due_has_rung(witness: Witness, laptop: Laptop) -> None:
    """Itself or a stronger one of its ladder, unless it was answered, moved or called off before. A reminder at a time of day
    is not repeated when the hour of that day changes.
    """
    while witness.expected and witness.expected[0].at <= laptop.wall:
        expected = heapq.heappop(witness.expected)
        watch = laptop.desk.watches.get(expected.key)
        if watch is None or watch.generation != expected.generation or watch.phase not in AHEAD:
            continue
        if watch.twin is not None:
            continue  # one_rings_for_several
        if laptop.busy(expected.key):
            heapq.heappush(witness.expected, Expected(laptop.wall + _HANGS, *_rest(expected)))
        elif not _has_rung(witness, watch, expected, laptop.wall):
            broken(
                every_alarm_that_is_due_has_rung, watch, f"{expected.rung} of {expected.due} has not at {laptop.wall}"
            )


def _rest(expected: Expected) -> tuple[str, int, str, datetime, int]:
    return expected.key, expected.generation, expected.rung, expected.due, expected.since


def _has_rung(witness: Witness, watch: Watch, expected: Expected, wall: datetime) -> bool:
    alarms = watch.plan.alarms
    index = next((i for i, a in enumerate(alarms) if (a.rung, a.at) == (expected.rung, expected.due)), None)
    if index is None:
        return True
    enough = {alarm.rung for alarm in alarms[index:] if alarm.at <= wall}
    rings = witness.rings[watch.key]
    if any(r.rung in enough and r.generation == watch.generation for r in rings[expected.since :]):
        return True
    answered_or_failed = (*witness.retries, *witness.pauses)
    tried = {(generation, rung) for key, generation, rung in answered_or_failed if key == watch.key}
    if any((watch.generation, rung) in tried for rung in enough):
        return True
    about_it = any(abs(start - watch.plan.due) < _ABOUT_THAT_DAY for start in witness.reminded[watch.key])
    return expected.rung in _DATED and about_it


def something_is_always_planned_in_time(witness: Witness, laptop: Laptop) -> None:
    """After every step what is due has been done, and the timer stands at what comes next."""
    at = laptop.desk.wake_at()
    if at is not None and (at <= laptop.wall or laptop.timer.at is None):
        raise Broken(
            "something_is_always_planned_in_time", f"{at} is due at {laptop.wall}, the timer is {laptop.timer.at}"
        )


def a_claim_is_settled_or_open(witness: Witness, laptop: Laptop) -> None:
    """Never gone: what was committed and not settled is found at the next start."""
    book = laptop.book
    if len(book.open_claims()) + len(book.settled) != book.committed:
        raise Broken("a_claim_is_settled_or_open", f"{book.committed} committed, {len(book.settled)} settled")


def nothing_committed_is_lost(witness: Witness, laptop: Laptop) -> None:
    """What the person answered and what was planned stands as it stood before the crash."""
    now = laptop.desk.watches
    lost = [key for key, watch in witness.last.items() if now.get(key) != watch]
    if lost:
        broken(nothing_committed_is_lost, witness.last[lost[0]], f"now it is {now.get(lost[0])}")


def every_interview_ends(witness: Witness, laptop: Laptop) -> None:
    """Confirmed and attended, called off, dismissed or in a case; a maybe and a whole day may just pass."""
    for watch in laptop.desk.watches.values():
        if watch.phase in _OPEN and watch.twin is None:
            broken(every_interview_ends, watch, f"it began {watch.plan.due}")
    unknown = witness.known - laptop.desk.watches.keys()
    if unknown:
        raise Broken("every_interview_ends", f"{sorted(unknown)} were known and are watched no more")


def no_claim_is_left_open(witness: Witness, laptop: Laptop) -> None:
    """When everything works again everything is carried out or given up."""
    left = laptop.desk.open_claims()
    if left:
        raise Broken("no_claim_is_left_open", f"{left}")


def one_rings_for_several(witness: Witness, laptop: Laptop) -> None:
    """Who is silent as a copy has one that rings: known, no copy itself, and not called off while the copy stands."""
    watches = laptop.desk.watches
    if watches is witness.looked_at:
        return
    witness.looked_at = watches
    for watch in watches.values():
        if watch.twin is None:
            continue
        leader = watches.get(watch.twin)
        stands = watch.phase in AHEAD and watch.plan.over_at > laptop.wall
        if leader is None or leader.twin is not None:
            broken(one_rings_for_several, watch, f"it follows {leader}")
        if stands and leader.phase is Phase.CANCELLED and leader.key not in witness.given_up:
            broken(one_rings_for_several, watch, f"it follows {leader.key}, which is off")


ON_STEP = (
    every_alarm_that_is_due_has_rung,
    something_is_always_planned_in_time,
    a_claim_is_settled_or_open,
    one_rings_for_several,
)
ON_START = (nothing_committed_is_lost,)
AT_END = (every_interview_ends, no_claim_is_left_open)
