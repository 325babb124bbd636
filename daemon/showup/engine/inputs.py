"""What can happen to one interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from showup.engine.state import Step, Watch
from showup.model import Explanation, Interview, Verdict

__all__ = [
    "Again",
    "Answered",
    "Clashing",
    "Demoted",
    "Do",
    "Doubted",
    "Gone",
    "InPlaceOf",
    "Input",
    "Joined",
    "Noticed",
    "OfSeries",
    "Parted",
    "Replaced",
    "RingFailed",
    "Seen",
    "Stepped",
    "Tick",
    "TookOver",
    "Unread",
    "Why",
    "Woke",
    "Yielded",
]


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
    RULED = "ruled"
    """The event is as it was; by the person's rules, as they are now, it is no interview."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A source carries it, with these facts. `by_person`: what the person said of others of its series. `again`: it is the date
    that was agreed in a case.
    """

    interview: Interview
    source: str
    by_person: Verdict | None = None
    again: bool = False


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
class OfSeries:
    """The person said of another occurrence of its series whether it is an interview (None: took it back); it is judged so."""

    by_person: Verdict | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Stepped:
    """The person answered a step of the open case; `said` is the answer in the words of the design ("yes", "reached", ...).

    `explanation` comes with the step "explain", `start` (aware UTC) with a reply that names a new date,
    `recipient` with the step "email": the address that the person confirms, before they send anything.
    """

    step: Step
    said: str
    way: str
    generation: int | None = None
    explanation: Explanation | None = None
    start: datetime | None = None
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Every calendar that is read has been read, and none of them has it."""


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
class Noticed:
    """Somebody looked whether the microphone is in use: by which program of meetings, None for by none."""

    program: str | None


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed. `quiet`: the person is in another interview, so what rings now is to be seen and not heard."""

    quiet: bool = False


# ------------------------------------------------ what other interviews mean for it


@dataclass(frozen=True, slots=True)
class Joined:
    """It is the same interview as `leader`, which rings for both from now on."""

    leader: str


@dataclass(frozen=True, slots=True)
class Parted:
    """It is an interview of its own after all."""


@dataclass(frozen=True, slots=True)
class TookOver:
    """The one that rang for it, `leader` as it stood until now, is off: `off` is how it stands since, where a calendar said so in
    words.
    """

    leader: Watch
    off: Watch | None


@dataclass(frozen=True, slots=True)
class Yielded:
    """It is off, and a copy of it, `to` (a key), rings on: there is nothing to tell of it."""

    to: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """A calendar calls a copy of it off, `off` as it stands now; this one stands."""

    off: Watch


@dataclass(frozen=True, slots=True)
class Replaced:
    """It is off, and `by` (a key) stands in its place."""

    by: str


@dataclass(frozen=True, slots=True)
class InPlaceOf:
    """It is the interview that stood in the calendar under the UID `uid`, at the time `was`. `again`: that one had a case."""

    uid: str
    was: datetime
    by_person: Verdict | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """It rings for a copy that is the date which was agreed in a case."""


@dataclass(frozen=True, slots=True)
class Clashing:
    """Others (keys) are at the same time; `news` is the one to tell of (None: they know). `again`: when to remind them."""

    others: tuple[str, ...]
    news: Interview | None = None
    again: datetime | None = None


Input = (
    Seen
    | Gone
    | Demoted
    | Unread
    | Answered
    | OfSeries
    | Stepped
    | RingFailed
    | Woke
    | Noticed
    | Tick
    | Joined
    | Parted
    | TookOver
    | Yielded
    | Doubted
    | Replaced
    | InPlaceOf
    | Again
    | Clashing
)
