"""When the machine is needed: awake until when, looked after from when, and woken at which instants. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from showup.engine import AHEAD, Phase, Watch
from showup.ladder import Until
from showup.model import Urgency

__all__ = ["LEAD", "Need", "is_watched", "need", "wake_ups"]

LEAD = timedelta(minutes=2)
"""So long before a critical alarm the machine is woken: the network comes up, and the calendar says whether it is still on."""

_LAST_MINUTES = timedelta(minutes=15)
_AT_MOST = timedelta(hours=1)
_RINGS_FOR = timedelta(minutes=1)
_LOOKED_AFTER = timedelta(hours=1)
_A_LITTLE_EARLIER = timedelta(minutes=3)
_MOST_WAKE_UPS = 24


@dataclass(frozen=True, slots=True)
class Need:
    """The machine must be awake until then; with `lid`, also when the lid is shut: the interview is held at it."""

    until: datetime
    lid: bool


def need(watches: Iterable[Watch], now: datetime) -> Need | None:
    """Why the machine must not go to sleep now: the last minutes before an interview and its grace, until the person has
    answered; and, so that one that was woken for a critical alarm lives to ring it, the minutes around each.
    """
    stretches = [(ends, watch) for watch in watches for begins, ends in _stretches(watch, now) if begins <= now < ends]
    if not stretches:
        return None
    lid = any(not watch.interview.judgement.place for _, watch in stretches)
    return Need(max(ends for ends, _ in stretches), lid)


def wake_ups(watches: Iterable[Watch], now: datetime) -> frozenset[datetime]:
    """The instants at which a sleeping machine is to wake up: before each critical alarm that is still to come."""
    instants = {
        alarm.at - LEAD
        for watch in watches
        if _rings(watch, now)
        for alarm in watch.plan.alarms[watch.position + 1 :]
        if alarm.urgency is Urgency.CRITICAL and alarm.at - LEAD > now
    }
    return frozenset(sorted(instants)[:_MOST_WAKE_UPS])


def is_watched(watch: Watch, now: datetime) -> bool:
    """Whether battery and network are looked after for it now: from the first critical alarm, at least an hour before, until
    the start, or until the grace is over when nobody has said that they are there.
    """
    missed_at = watch.plan.missed_at
    if missed_at is None or watch.plan.soft or watch.twin is not None:
        return False
    if watch.phase is Phase.CONFIRMED:
        return watch.plan.due - _LOOKED_AFTER <= now < watch.plan.due
    critical = (alarm.at for alarm in watch.plan.alarms if alarm.urgency is Urgency.CRITICAL)
    first = min(critical, default=watch.plan.due) - _A_LITTLE_EARLIER
    return watch.phase in AHEAD and min(first, watch.plan.due - _LOOKED_AFTER) <= now < missed_at


def _rings(watch: Watch, now: datetime) -> bool:
    missed_at = watch.plan.missed_at
    ahead = watch.phase in AHEAD and watch.twin is None and not watch.plan.soft
    return ahead and missed_at is not None and now < missed_at


def _stretches(watch: Watch, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    if not _rings(watch, now) or watch.plan.missed_at is None:
        return
    due = watch.plan.due
    wanting = [alarm.at for alarm in watch.plan.alarms if alarm.until is Until.CONFIRMED]
    # A ladder of the person's own may ask for an answer from the day before on: that is no reason to stay awake all night.
    yield max(min([due - _LAST_MINUTES, *wanting]), due - _AT_MOST), watch.plan.missed_at
    for alarm in watch.plan.alarms:
        if alarm.urgency is Urgency.CRITICAL:
            yield alarm.at - LEAD, alarm.at + _RINGS_FOR
