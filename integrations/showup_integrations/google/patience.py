"""How long one reading may take, and how long is waited before asking again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

__all__ = ["Deadline", "Patience"]


@dataclass(frozen=True, slots=True)
class Patience:
    """`total` covers one reading with all its requests, `silence` one answer that does not come; `pauses` are waited, one after
    the other, when Google asks to slow down or has a fault of its own.
    """

    total: timedelta
    silence: timedelta = timedelta(seconds=15)
    pauses: tuple[timedelta, ...] = (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=5))

    def begin(self) -> Deadline:
        return Deadline(self, time.monotonic() + self.total.total_seconds())


@dataclass(frozen=True, slots=True)
class Deadline:
    """A reading that has begun; `end` is an instant of the monotonic clock."""

    patience: Patience
    end: float

    @property
    def left(self) -> timedelta:
        """Never below zero."""
        return timedelta(seconds=max(0.0, self.end - time.monotonic()))

    def pause(self, wait: timedelta) -> bool:
        """Wait, and say that it was worth it; False at once where the time would be over before."""
        if wait >= self.left:
            return False
        time.sleep(wait.total_seconds())
        return True
