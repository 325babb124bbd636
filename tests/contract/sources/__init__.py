"""The calendars that the contract suite runs on: one module here for each kind of source.

A module joins by a mapping `KEPT`: a name for each calendar it can make, and a function that is called with the test's own empty
folder and pytest's `request` (for fixtures such as a server of the whole session) and gives a context manager of a `Kept`.
"""

from __future__ import annotations

import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from showup.model import Window
from showup.ports import CalendarSource

__all__ = ["BROKEN", "START", "WINDOW", "Entry", "Kept", "Maker", "calendar", "makers"]

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
START = datetime(2026, 11, 25, 13, tzinfo=UTC)
BROKEN = "BEGIN:VEVENT\r\nUID:broken\r\nSUMMARY:Broken\r\nDTSTART:some day\r\nEND:VEVENT\r\n"
"""An event that every calendar server would refuse, and that some calendars hold all the same."""


@dataclass(frozen=True)
class Entry:
    """An event as a person would put it into a calendar. `weekly`: so many times, a week apart (0: once). `transparent`: marked
    as free.
    """

    uid: str
    start: datetime = START
    length: timedelta = timedelta(hours=1)
    title: str = "Interview with Marlow"
    status: str = "CONFIRMED"
    sequence: int = 0
    weekly: int = 0
    transparent: bool = False

    @property
    def end(self) -> datetime:
        return self.start + self.length

    def ical(self) -> str:
        more = f"RRULE:FREQ=WEEKLY;COUNT={self.weekly}\r\n" if self.weekly else ""
        more += "TRANSP:TRANSPARENT\r\n" if self.transparent else ""
        return (
            f"BEGIN:VEVENT\r\nUID:{self.uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{self.start:%Y%m%dT%H%M%SZ}\r\n"
            f"DTEND:{self.end:%Y%m%dT%H%M%SZ}\r\nSUMMARY:{self.title}\r\nSTATUS:{self.status}\r\n"
            f"SEQUENCE:{self.sequence}\r\nORGANIZER;CN=Ann:mailto:ann@marlow.example\r\n{more}END:VEVENT\r\n"
        )


def calendar(entries: list[Entry], extra: str = "") -> str:
    """A calendar as a file has it."""
    body = "".join(entry.ical() for entry in entries)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{body}{extra}END:VCALENDAR\r\n"


class Kept(ABC):
    """A calendar under test, and the source that reads it.

    What a kind of calendar cannot suffer has a default below that says so; the suite holds for it all the same.
    """

    source: CalendarSource
    """Made once: it is asked again and again, as the service does. It waits 2 seconds at most for a server."""

    cancelled_stays = True
    """A cancelled event is still there and says so. False: the calendar takes it away (Google)."""

    @abstractmethod
    def hold(self, entries: list[Entry]) -> None:
        """From now on these are the calendar's events, and all is well again.

        What is new is added, what differs is changed, what is no longer named is deleted, as a calendar program does it.
        """

    @abstractmethod
    def spoil_one(self, entries: list[Entry]) -> None:
        """These events, and one titled "Broken" whose start is none."""

    @abstractmethod
    def spoil(self) -> None:
        """The calendar answers with something that is no calendar, such as a page to log in on."""

    @abstractmethod
    def take_away(self) -> None:
        """The calendar is no longer there."""

    @abstractmethod
    def answer_empty(self) -> None:
        """The calendar answers as if all were well, with nothing at all (not: with a calendar that has no events)."""

    @abstractmethod
    def second(self, entries: list[Entry]) -> CalendarSource:
        """The source of another calendar, of the same kind, that holds these events."""

    def server_slow(self) -> None:
        """The calendar takes longer than its source waits. Default: what has no server is gone instead."""
        self.take_away()

    def server_down(self) -> None:
        """Nobody answers. Default: what has no server is gone instead, like a disk that is not mounted."""
        self.take_away()

    def lose_permission(self) -> None:
        """The calendar is there, and may not be read any more. Default: where that cannot be had, it is gone."""
        self.take_away()

    def lose_token(self) -> None:  # noqa: B027 - a default, not a thing forgotten
        """The calendar forgets what it told the source about its state. Default: it has told nothing, so nothing changes."""


Maker = Callable[[Path, pytest.FixtureRequest], AbstractContextManager[Kept]]


def makers() -> dict[str, Maker]:
    """Every calendar that a module of this folder can make, by its name."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return {name: maker for module in modules for name, maker in sorted(module.KEPT.items())}
