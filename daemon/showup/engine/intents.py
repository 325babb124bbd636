"""What is to be done about a decision, and what is to be remembered of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from showup.engine.state import Step, Watch
from showup.model import DraftKind

__all__ = [
    "Decision",
    "Gathered",
    "Intent",
    "Nag",
    "Note",
    "OpenCase",
    "ReassureHelper",
    "Ring",
    "Silence",
    "Tell",
    "WithdrawDrafts",
    "WriteDraft",
]


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring one rung of the ladder. `due` is the rung's own instant: lateness counts from it, also on a repeat. `asks`: it is the
    first time that the person is asked whether it is an interview, or for its hour. `seems_there`: the microphone is in use, so
    that it is shown and neither sounds nor covers the screen. `quiet`: so it is too, and in nothing else that sounds, because the
    person is in another interview.
    """

    rung: str
    attempt: int
    due: datetime
    channels: tuple[str, ...]
    asks: bool = False
    seems_there: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """Take the interview's announcement away."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Say something once: `what` is moved, cancelled, vanished, changed, restored, doubtful, declined, disagree, unread,
    ruled, conflict, confirmed, asked, passed.

    `was`: the time that it stood at before; in a conflict the start of the other one, whose title is `other`. `says`: what
    several calendars say, each by its name: the time at which it has it, None when it is off there.
    """

    what: str
    was: datetime | None = None
    other: str = ""
    says: tuple[tuple[str, datetime | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """Say the same of several interviews at once: `what` is that of a Tell, `about` their keys with the generations of which it
    holds, the nearest first.
    """

    what: str
    about: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Ask the first question of a case that has just been opened."""

    step: Step


@dataclass(frozen=True, slots=True)
class Nag:
    """Ask again."""

    step: Step
    count: int


@dataclass(frozen=True, slots=True)
class ReassureHelper:
    """Tell the helper, who was told before, that there is nothing more to do. `there`: the person has said that they are there,
    and not merely something else.
    """

    there: bool


@dataclass(frozen=True, slots=True)
class WriteDraft:
    """Write a text and put it where drafts are kept."""

    kind: DraftKind


@dataclass(frozen=True, slots=True)
class WithdrawDrafts:
    """The drafts of this interview are not needed after all."""


Intent = Ring | Silence | Tell | Gathered | OpenCase | Nag | ReassureHelper | WriteDraft | WithdrawDrafts


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the interview's history; `what` is a word of `showup simulate` (see the design)."""

    what: str
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """The new state, what to do, what to remember, and the word back to the person who answered."""

    watch: Watch
    intents: tuple[Intent, ...] = ()
    notes: tuple[Note, ...] = ()
    reply: str = ""
    refused: bool = False
