"""While the person is in one interview, the alarms of the others are seen and not heard. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from showup.engine.state import Phase, Watch

__all__ = ["under_way"]

_AT_MOST = timedelta(hours=10)
"""An entry over several days must not keep everything quiet for so long."""


def under_way(watches: Mapping[str, Watch], now: datetime) -> frozenset[str]:
    """The keys of those in which the person is, as they said: from when "I'm there" counts until the end."""
    return frozenset(key for key, watch in watches.items() if _is_under_way(watch, now))


def _is_under_way(watch: Watch, now: datetime) -> bool:
    interview, plan = watch.interview, watch.plan
    if watch.phase is not Phase.CONFIRMED or interview.is_deadline or interview.occurrence.all_day:
        return False
    return plan.confirm_from <= now < min(plan.over_at, plan.due + _AT_MOST)
