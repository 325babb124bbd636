"""What can happen to one interview."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from showup.engine.state import Step
from showup.model import Interview

__all__ = ["Answered", "Demoted", "Do", "Gone", "Input", "RingFailed", "Seen", "Stepped", "Tick", "Why", "Woke"]


class Do(StrEnum):
    """The person's answers, as the command line and the buttons name them."""

    CONFIRM = "confirm"
    ACK = "ack"
    SNOOZE = "snooze"
    LATE = "late"
    DONE = "done"
    NOT_MINE = "not-mine"
    MINE = "mine"
    CANT = "cant"
    MISSED = "missed"
    UNDO = "undo"


class Why(StrEnum):
    """Why a calendar no longer carries an interview."""

    CANCELLED = "cancelled"
    DECLINED = "declined"
    VANISHED = "vanished"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Seen:
    """A source carries it, with these facts."""

    interview: Interview
    source: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A source that carried it does not any more, or says that it is off."""

    source: str
    why: Why


@dataclass(frozen=True, slots=True)
class Answered:
    """The person answered. `generation` is that of the alarm that was answered, None when a command named the interview."""

    do: Do
    way: str
    generation: int | None = None
    minutes: int | None = None
    early: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stepped:
    """The person answered a step of the open case; `said` is the answer in the words of the design ("yes", "reached", ...)."""

    step: Step
    said: str
    way: str
    generation: int | None = None


@dataclass(frozen=True, slots=True)
class Demoted:
    """A source that carries it cannot be read now."""

    source: str


@dataclass(frozen=True, slots=True)
class RingFailed:
    """No channel took the alarm."""

    rung: str
    attempt: int
    generation: int


@dataclass(frozen=True, slots=True)
class Woke:
    """The machine resumed, the clock was set, the zone changed or the service started.

    `other_rules`: the zone or the ladder may be another one than the plan was laid by.
    """

    other_rules: bool = True


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


Input = Seen | Gone | Demoted | Answered | Stepped | RingFailed | Woke | Tick
