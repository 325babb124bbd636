"""Hostile calendars: each has a name, one sentence, and its bytes, made when they are wanted.

Nearly all of them hold one good interview as well, before and after what is bad: it must be found (`keeps`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from showup.model import Window

__all__ = ["GOOD", "WINDOW", "Hostile", "calendar", "case", "event"]

WINDOW = Window(datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 12, 29, tzinfo=UTC))
GOOD = "UID:good\nDTSTART:20261124T100000Z\nDTEND:20261124T110000Z\nSUMMARY:Job interview with Marlow"


@dataclass(frozen=True)
class Hostile:
    """`keeps`: the good interview is among what is found. `says`: a word that a trouble or the failure must hold."""

    name: str
    about: str
    make: Callable[[], bytes] = field(repr=False)
    keeps: bool = True
    says: str = ""


def event(*lines: str) -> str:
    """One VEVENT of these content lines; a UID and a title are given to those that lack them."""
    text = "\n".join(lines)
    given = "" if "UID" in text else "UID:bad\n"
    given += "" if "SUMMARY" in text else "SUMMARY:Interview that is bad\n"
    return f"BEGIN:VEVENT\n{given}{text}\nEND:VEVENT\n"


def calendar(*components: str, head: str = "VERSION:2.0\n") -> bytes:
    """A calendar of components, with the good interview after them."""
    good = f"BEGIN:VEVENT\n{GOOD}\nEND:VEVENT\n"
    return f"BEGIN:VCALENDAR\n{head}{''.join(components)}{good}END:VCALENDAR\n".encode("utf-8", "surrogatepass")


def case(name: str, about: str, *lines: str, says: str = "") -> Hostile:
    """A calendar with one bad event of these content lines."""
    return Hostile(name, about, lambda: calendar(event(*lines)), says=says)


def everything() -> Iterator[Hostile]:
    """The whole corpus, in a fixed order."""
    from tests.hostile import floods, rules, shapes, texts, times, zones

    for part in (rules, times, zones, shapes, texts, floods):
        yield from part.files()
