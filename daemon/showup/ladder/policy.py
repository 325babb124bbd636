"""What a ladder is made of, before it is laid against an interview."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum

from showup.ladder.quiet import Quiet
from showup.model import Urgency

__all__ = ["Policy", "Repeat", "Rung", "Until"]


class Until(StrEnum):
    """What ends a rung's repeats (a rung that begins always ends those of the rungs before it)."""

    RUNG = "rung"
    ACKNOWLEDGED = "acknowledged"
    CONFIRMED = "confirmed"


Repeat = timedelta | tuple[timedelta, ...] | None
"""A period, a list of offsets from the rung's instant, or no repeat."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One layer: either `before` the start, or `at` a local time of a `day` counted from the start's own (0, -1)."""

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


@dataclass(frozen=True, slots=True)
class Policy:
    """The person's ladder: `rungs` for interviews, `deadline` for what is due at an instant."""

    rungs: tuple[Rung, ...]
    deadline: tuple[Rung, ...] = ()
    grace: timedelta = timedelta(minutes=15)
    confirm_from: timedelta = timedelta(minutes=20)
    travel: timedelta = timedelta(minutes=30)
    pause: timedelta = timedelta(minutes=2)
    quiet: Quiet | None = None
    soft_channels: frozenset[str] = field(default=frozenset({"desktop", "terminal", "toast"}))
