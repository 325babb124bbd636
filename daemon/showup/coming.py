"""What will ring, and when, if the person says nothing: the engine, run ahead of time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from showup.announce import announce_ring
from showup.engine import AHEAD, Ring, Rules, Tick, Watch, decide, wake_at
from showup.ports import Announcement

__all__ = ["HORIZON", "coming"]

HORIZON = timedelta(days=3)
"""How far ahead is looked."""

_MOST = 200
"""Of one interview: a ladder of the person's own may repeat every 30 seconds for days."""


def coming(
    watches: Iterable[Watch], channel: str, now: datetime, rules: Rules
) -> tuple[tuple[datetime, Announcement], ...]:
    """The announcements of the alarms that name `channel`, after `now` and within the horizon, in order, worded as of then."""
    found = [
        (at, announce_ring(watch, ring, at, rules.zone))
        for one in watches
        for at, watch, ring in _rings(one, now, rules)
        if channel in ring.channels
    ]
    return tuple(sorted(found, key=lambda pair: (pair[0], pair[1].tag)))


def _rings(watch: Watch, now: datetime, rules: Rules) -> Iterator[tuple[datetime, Watch, Ring]]:
    for _ in range(_MOST):
        wakes = wake_at(watch) if watch.phase in AHEAD else None
        if wakes is None or wakes > now + HORIZON:
            return
        at = max(wakes, now)  # what is due already rings here, now
        decision = decide(watch, Tick(), at, rules)
        if decision.watch == watch:
            return
        if at > now:
            yield from ((at, decision.watch, intent) for intent in decision.intents if isinstance(intent, Ring))
        watch = decision.watch
