"""When the helper is told, and when told that all is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from showup.engine.intents import Decision, ReassureHelper
from showup.engine.state import AHEAD, Phase, Watch
from showup.ladder import HELPER, channels_of

__all__ = ["reassured", "with_channels"]

_AGAIN = timedelta(minutes=2)
"""Not sooner are they told once more: an alarm that nobody took rings again within half a minute."""


def with_channels(watch: Watch, now: datetime) -> tuple[Watch, tuple[str, ...]]:
    """Through which channels the alarm that begins to ring now does, and what is to be remembered of it."""
    assert watch.alarm is not None  # noqa: S101 - it rings
    channels = channels_of(watch.alarm, watch.attempt, now)
    if HELPER not in channels:
        return watch, channels
    if watch.helper_at is not None and watch.helper_at <= now < watch.helper_at + _AGAIN:
        return watch, tuple(name for name in channels if name != HELPER)
    return replace(watch, helper_at=now, helper_waits=True), channels


def reassured(decision: Decision) -> Decision:
    """After an answer that ends the ladder a helper who was told has nothing more to do, and hears that once."""
    watch = decision.watch
    if not watch.helper_waits or watch.phase in AHEAD or decision.refused:
        return decision
    intent = ReassureHelper(there=watch.phase is Phase.CONFIRMED)
    return replace(decision, watch=replace(watch, helper_waits=False), intents=(*decision.intents, intent))
