"""What a ladder is made of, before it is laid against an interview."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum

from showup.ladder.quiet import Quiet
from showup.model import Urgency

__all__ = ["HELPER", "Policy", "Repeat", "Rung", "Until"]

HELPER = "helper"
"""The channel that reaches not the person but somebody whom they have asked to look after them."""


class Until(StrEnum):
    """What ends a rung's repeats (a rung that begins always ends those of the rungs before it)."""

    RUNG = "rung"
    ACKNOWLEDGED = "acknowledged"
    CONFIRMED = "confirmed"


Repeat = timedelta | tuple[timedelta, ...] | None
"""A period, a list of offsets from the rung's instant, or no repeat."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One layer: either `before` the start, or `at` a local time of a `day` counted from the start's own (0, -1).
    `helper`: from so long after its instant its repeats tell the helper too.
    """

    name: str
    before: timedelta | None = None
    at: time | None = None
    day: int = 0
    or_before: timedelta | None = None
    travel: bool = False
    urgency: Urgency = Urgency.NORMAL
    channels: tuple[str, ...] = ("desktop",)
    repeat: Repeat = None
    until: Until = Until.RUNG
    helper: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The person's ladder: `rungs` for interviews, `deadline` for what is due at an instant. `helped`: they have a helper.
    `strong`: it is as strong as it gets (showup.ladder.stronger).
    """

    rungs: tuple[Rung, ...]
    deadline: tuple[Rung, ...] = ()
    grace: timedelta = timedelta(minutes=15)
    confirm_from: timedelta = timedelta(minutes=20)
    travel: timedelta = timedelta(minutes=30)
    pause: timedelta = timedelta(minutes=2)
    quiet: Quiet | None = None
    soft_channels: frozenset[str] = field(default=frozenset({"desktop", "terminal", "toast"}))
    helped: bool = False
    strong: bool = False

    @property
    def tells_helper(self) -> bool:
        """Is there a rung that does?"""
        return any(rung.helper is not None or HELPER in rung.channels for rung in (*self.rungs, *self.deadline))
