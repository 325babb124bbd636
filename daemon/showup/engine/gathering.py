"""Many notices of one kind become one: a reading of calendars must not flood the person, nor whoever shows it to them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from showup.engine.intents import Decision, Gathered, Intent, Tell
from showup.engine.state import Watch

__all__ = ["gathered", "still_to_tell"]

_FEW = 3
_SOON = timedelta(days=2)
_APART = frozenset({"confirmed"})
"""The word back to who has just answered."""


def gathered(decisions: Sequence[Decision], now: datetime) -> list[Decision]:
    """The decisions of one transaction: of a kind of which there are more than a few notices, or several about one series, one
    that gathers them is left, with the nearest interview. What is told of an interview of today, tomorrow or the day after, or
    one that was until now, stays alone.
    """
    told: dict[str, list[Watch]] = defaultdict(list)
    for decision in decisions:
        for tell in decision.intents:
            if isinstance(tell, Tell) and _can_wait(decision.watch, tell, now):
                told[tell.what].append(decision.watch)
    many = {what: _about(watches) for what, watches in told.items() if _are_many(watches)}
    return [_gathered(decision, many, now) for decision in decisions] if many else list(decisions)


def still_to_tell(intent: Gathered, watches: Mapping[str, Watch]) -> tuple[Watch, ...]:
    """Those of them of which it still holds: nothing has re-armed them since."""
    known = ((watches.get(key), generation) for key, generation in intent.about)
    return tuple(watch for watch, generation in known if watch is not None and watch.generation == generation)


def _can_wait(watch: Watch, tell: Tell, now: datetime) -> bool:
    """Is there time to look it up?"""
    times = (watch.plan.due, tell.was or watch.plan.due)
    soon = any(at <= now + _SOON for at in times) and watch.plan.over_at > now
    return tell.what not in _APART and not soon


def _are_many(watches: Sequence[Watch]) -> bool:
    return len(watches) > _FEW or len({watch.interview.occurrence.uid for watch in watches}) < len(watches)


def _about(watches: Iterable[Watch]) -> tuple[tuple[str, int], ...]:
    nearest_first = sorted(watches, key=lambda watch: (watch.plan.due, watch.key))
    return tuple((watch.key, watch.generation) for watch in nearest_first)


def _gathered(decision: Decision, many: Mapping[str, tuple[tuple[str, int], ...]], now: datetime) -> Decision:
    intents: list[Intent] = []
    for intent in decision.intents:
        if not (isinstance(intent, Tell) and intent.what in many and _can_wait(decision.watch, intent, now)):
            intents.append(intent)
        elif many[intent.what][0][0] == decision.watch.key:
            intents.append(Gathered(intent.what, many[intent.what]))
    return replace(decision, intents=tuple(intents))
