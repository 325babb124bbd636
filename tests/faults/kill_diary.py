"""What the harness itself knows of one world: the lives of its victims, what its calendar said, what the person answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from showup.model import key_of

__all__ = ["LADDER", "MISSED_AFTER", "PAUSE", "Answered", "Appointment", "Diary", "Life", "Version"]

LADDER = (
    (timedelta(seconds=-12), "soon"),
    (timedelta(seconds=-8), "soon"),
    (timedelta(seconds=-4), "door"),
    (timedelta(seconds=0), "start"),
    (timedelta(seconds=4), "start"),
)
"""Every ring of an interview that nobody answers, counted from its start. (The configuration of the world says the same.)"""

MISSED_AFTER = timedelta(seconds=8)
PAUSE = timedelta(seconds=3)


@dataclass(slots=True)
class Life:
    """One process. `ready` is when it said so; `killed` tells SIGKILL from an orderly end; `step` is where it was killed."""

    pid: int
    spawned: datetime
    ready: datetime | None = None
    died: datetime | None = None
    killed: bool = False
    step: str = "at random"


@dataclass(slots=True)
class Version:
    """What the calendar said of an appointment from `written` on; `synced` is when the service said that it had read it."""

    start: datetime
    written: datetime
    off: bool = False
    gone: bool = False
    synced: datetime | None = None


@dataclass(slots=True)
class Appointment:
    """One event of the calendar, with all that it has been."""

    uid: str
    versions: list[Version]

    @property
    def key(self) -> str:
        return key_of(self.uid, None)

    @property
    def now(self) -> Version:
        return self.versions[-1]

    @property
    def on(self) -> bool:
        return not (self.now.off or self.now.gone)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer whose reply the person got. `phase` is the interview's in that reply."""

    key: str
    do: str
    sent: datetime
    replied: datetime
    reply: str
    phase: str


@dataclass(slots=True)
class Diary:
    """One world's."""

    lives: list[Life] = field(default_factory=list)
    appointments: dict[str, Appointment] = field(default_factory=dict)
    answers: list[Answered] = field(default_factory=list)
    breakdowns: list[str] = field(default_factory=list)
    """What went wrong outside of the check: a victim that ended by itself, or never got ready."""
