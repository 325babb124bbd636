"""The protocols that integrations implement, and the values that pass through them.

An integration is found by entry point: `showup.source`, `showup.channel`, `showup.draft_box`, `showup.presence`,
`showup.sharing`. Its entry is a class that is called with the settings of its table in the configuration, as a mapping (none for
`showup.sharing`); a value it cannot use raises ConfigError. It may have a static method `validate_environment() -> str | None`
that says in words why it cannot run on this machine (None: it can).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from showup.model import Draft, Occurrence, Profile, Urgency, Window

__all__ = [
    "Able",
    "Action",
    "Ahead",
    "Announcement",
    "CalendarSource",
    "Channel",
    "DraftBox",
    "Examined",
    "Presence",
    "Press",
    "Reading",
    "Sharing",
    "Trouble",
    "Unchanged",
    "Wanted",
]


# ------------------------------------------------------------------ sources

Able = Callable[[bytes], bool]
"""Could an event be an interview, by its text as the calendar has it (UTF-8, escaped, folded or not)? It errs towards yes."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a source: the occurrences of `window`, for the person of `profile`. `name` is what they call it.

    With `able`, only those events are wanted of which it says yes, and those whose UID is among `uids`; the others are only named
    (`Reading.others`). `busy` asks for what takes the person's time, also where it is no appointment (out of office, focus time).
    `known` is the mark of an earlier reading that the caller still has. `keep` is a folder of the source's own (0700) for what
    makes the next reading cheap, None for one that is read once.
    """

    name: str
    window: Window
    profile: Profile
    able: Able | None = None
    uids: frozenset[str] = frozenset()
    known: str | None = None
    keep: Path | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The source would say the very same as in the reading whose mark is known."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something in a calendar that could not be used: `where` names it, `why` is a sentence for the person.

    `whole` says that not one event is meant but the calendar: it was read, but not to its end.
    """

    where: str
    why: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source said. `partial` means that more may exist than was read, so that an absence proves nothing.

    `events` counts the calendar's components (VEVENT), in the window or not. `others` are the events that were left out as not
    `able`: the UID of each that may have an occurrence in the window, with an instant not before the end of its last one.
    `mark` names this state of the calendar: asked with it as `known` and for the same, the source may answer Unchanged. `deleted`
    are UIDs that the calendar itself has named as deleted since an earlier reading: that they are missing is no accident.
    """

    occurrences: tuple[Occurrence, ...]
    events: int
    troubles: tuple[Trouble, ...] = ()
    partial: bool = False
    others: tuple[tuple[str, datetime], ...] = ()
    mark: str | None = None
    deleted: tuple[str, ...] = ()


class CalendarSource(Protocol):
    """A configured calendar. It runs in a child process with limits, or in a one-shot command that limits itself."""

    def read(self, wanted: Wanted) -> Reading | Unchanged:
        """What is wanted; raises SourceError with what to do when the calendar cannot be read."""
        ...


# ----------------------------------------------------------------- channels


@dataclass(frozen=True, slots=True)
class Action:
    """A button. `do` is the answer it gives (see showup.engine.inputs), `label` what stands on it, `typed` the command
    that does the same.
    """

    do: str
    label: str
    typed: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """One thing to tell the person. Texts are plain: no markup, no control or bidirectional characters.

    `tag` is stable: a later announcement with the same tag replaces the earlier one. `interview` and `generation` bind
    the answers. At most three `actions`. `title` is what the interview is called, `due` the instant at which it begins (or is to
    be handed in), for a channel that counts down by itself. An `insistent` one lasts until the person confirms, and may do what
    it takes to be noticed. `loudness` is its amplitude, above 0 to 1, for what sounds. `quiet`: the person is in another
    interview: it must make no sound and cover nothing.
    """

    tag: str
    interview: str
    generation: int
    summary: str
    body: str
    urgency: Urgency
    actions: tuple[Action, ...] = ()
    link: str | None = None
    rung: str = ""
    attempt: int = 1
    title: str = ""
    due: datetime | None = None
    insistent: bool = False
    loudness: float = 1.0
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """The person pressed a button of an announcement."""

    interview: str
    generation: int
    do: str
    channel: str


@runtime_checkable
class Channel(Protocol):
    """A way to reach the person. Every call may be cancelled; one that takes more than ten seconds counts as failed."""

    async def open(self, on_press: Callable[[Press], None]) -> None:
        """Get ready, once, before the first ring. Must not raise for what may come back (a bus that is down)."""
        ...

    async def ring(self, announcement: Announcement) -> None:
        """Hand it over. Returns when the outside part has taken it; raises DeliveryError when it has not."""
        ...

    async def silence(self, tag: str) -> None:
        """Take the announcement of that tag away, if it is still there. Never raises."""
        ...

    def trouble(self) -> str | None:
        """Why it could not ring right now, as a sentence with what to do; None when it is believed to work."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...


@runtime_checkable
class Examined(Protocol):
    """What a channel is besides, when it can be looked at more closely than by `trouble`, without disturbing anybody."""

    async def examine(self) -> str | None:
        """Why it could not ring right now, as `trouble` says it; None when it could. At most ten seconds."""
        ...


@runtime_checkable
class Ahead(Protocol):
    """What a channel is besides, when what will ring can be left with somebody who rings it while this machine cannot."""

    async def lay(self, coming: Sequence[tuple[datetime, Announcement]]) -> None:
        """This, each at its instant, is all that will ring through the channel within three days: what was left earlier and is
        not among it must not ring. Returns when the wish is known; it is carried out, and tried again, beside. Never raises.
        """
        ...


# ------------------------------------------------------------------ presence


@runtime_checkable
class Presence(Protocol):
    """What hints at the person being in a meeting. It is asked only around an interview, now and then; it never confirms."""

    async def seen(self) -> str | None:
        """What speaks for it now, as a name for the person ("Zoom"); None when nothing does. Raises PresenceError with what
        to do when it cannot be seen. The call may be cancelled; one that takes more than ten seconds counts as failed.
        """
        ...


# ------------------------------------------------------------------- sharing


class Sharing(Protocol):
    """Whether others see the person's screen."""

    async def shared(self) -> bool:
        """Is the screen being shared or recorded now? It may be cancelled, and is given a second; what it raises counts as no."""
        ...


# --------------------------------------------------------------- draft boxes


class DraftBox(Protocol):
    """Where drafts are put. Putting the same `name` again replaces the earlier text; nothing is ever sent."""

    def put(self, name: str, draft: Draft, sender: Profile) -> str:
        """Store it and return where it is, for the person; raises DraftBoxError."""
        ...

    def withdraw(self, name: str) -> None:
        """Take it away, if it is there."""
        ...
