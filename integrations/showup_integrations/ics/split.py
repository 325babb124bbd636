"""Cutting the bytes of a calendar into its components, so that a broken one cannot harm another.

Only BEGIN and END lines are looked at, in one pass; nothing is parsed. Lines are unfolded here, as bytes,
because some programs fold in the middle of a UTF-8 character.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from msgspec import Struct, field

__all__ = ["Block", "Part", "is_calendar", "normal", "split"]

_MARK = re.compile(rb"^(BEGIN|END)[ \t]*:[ \t]*([A-Z0-9-]{1,40})[^\w\n]*$", re.IGNORECASE | re.MULTILINE)


class Block(Struct, frozen=True):
    """One component's own content lines, without what is nested in it. `whole` is False when its end is
    missing.
    """

    lines: bytes
    whole: bool = True


class Part(Struct):
    """One VCALENDAR: its own content lines, its VTIMEZONEs and VEVENTs. `whole` says that its end was
    there, or that another one begins after it.
    """

    head: bytearray = field(default_factory=bytearray)
    zones: list[bytes] = field(default_factory=list)
    events: list[Block] = field(default_factory=list)
    whole: bool = False


def normal(data: bytes) -> bytes:
    """UTF-8 (or unknown 8-bit) bytes with LF line ends, unfolded, without byte order marks: where files were put together there
    is one in the middle.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.replace(codecs.BOM_UTF8, b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data.replace(b"\n ", b"").replace(b"\n\t", b"")


def is_calendar(data: bytes) -> bool:
    """Does a calendar begin anywhere in these normal bytes?"""
    return any((mark[1].upper(), mark[2].upper()) == (b"BEGIN", b"VCALENDAR") for mark in _MARK.finditer(data))


def split(data: bytes) -> list[Part]:
    """The calendars in normal bytes, in their order; events before the first are in a part of their own. None where there is no
    calendar.
    """
    parts = [Part(whole=True)]
    for name, start, end, holes, whole in _components(data):
        part = parts[-1]
        if name == b"VCALENDAR":
            part.whole = True  # it was not cut off where another begins: an event without an end is told of by itself
            parts.append(Part())
        elif name == b"/VCALENDAR":
            part.whole = True
        elif name == b"VEVENT":
            part.events.append(Block(_without(data, start, end, holes), whole=whole))
        elif name == b"VTIMEZONE" and whole:
            part.zones.append(data[start:end])
        elif name == b"":
            part.head += data[start:end]
    before, *calendars = parts
    return parts if calendars and before.events else calendars


_Span = tuple[bytes, int, int, list[tuple[int, int]], bool]


def _components(data: bytes) -> Iterator[_Span]:
    """Spans of the components that matter: (name, start, end, nested spans, whole)."""
    scanner = _Scanner(len(data))
    for mark in _MARK.finditer(data):
        opening, name = mark[1].upper() == b"BEGIN", mark[2].upper()
        yield from scanner.step(opening, name, mark.start(), mark.end())
    yield from scanner.finish()


class _Scanner(Struct):
    """Where the scan is: in which component since when, and how deep in nested ones."""

    size: int
    name: bytes = b""
    start: int = -1
    depth: int = 0
    nested_at: int = 0
    holes: list[tuple[int, int]] = field(default_factory=list)

    def step(self, opening: bool, name: bytes, at: int, after: int) -> Iterator[_Span]:
        if name == b"VCALENDAR":
            yield from self._leave(at, whole=not self.name)
            yield (name if opening else b"/VCALENDAR"), at, after, [], True
            self._enter(b"", after if opening else -1)
        elif opening and (not self.name or name == b"VEVENT"):
            # An event that begins inside another: the first one lost its end.
            yield from self._leave(at, whole=not self.name)
            self._enter(name, after)
        elif opening:
            self._nest(at)
        elif name == self.name:
            yield from self._leave(at, whole=True)
            self._enter(b"", after)
        elif self.depth:
            self._unnest(after)

    def finish(self) -> Iterator[_Span]:
        yield from self._leave(self.size, whole=not self.name)

    def _enter(self, name: bytes, start: int) -> None:
        self.name, self.start, self.depth, self.holes = name, start, 0, []

    def _leave(self, at: int, *, whole: bool) -> Iterator[_Span]:
        if self.start < 0:
            return
        if self.depth:
            self.holes.append((self.nested_at, at))
        yield self.name, self.start, at, self.holes, whole

    def _nest(self, at: int) -> None:
        if not self.depth:
            self.nested_at = at
        self.depth += 1

    def _unnest(self, after: int) -> None:
        self.depth -= 1
        if not self.depth:
            self.holes.append((self.nested_at, after))


def _without(data: bytes, start: int, end: int, holes: list[tuple[int, int]]) -> bytes:
    kept = bytearray()
    for hole_start, hole_end in holes:
        kept += data[start:hole_start]
        start = hole_end
    return bytes(kept + data[start:end])
