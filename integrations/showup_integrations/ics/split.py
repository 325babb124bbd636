"""Cutting the bytes of a calendar into its components, so that a broken one cannot harm another.

Only BEGIN and END lines are looked at, in one pass; nothing is parsed. Lines are unfolded here, as bytes,
because some programs fold in the middle of a UTF-8 character.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Block", "Part", "is_calendar", "normal", "split"]

_MARK = re.compile(rb"^(BEGIN|END):[ \t]*([A-Z0-9-]{1,40})[ \t]*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One component's own content lines, without what is nested in it. `whole` is False when its end is
    missing.
    """

    lines: bytes
    whole: bool = True


@dataclass(slots=True)
class Part:
    """One VCALENDAR: its own content lines, its VTIMEZONEs and VEVENTs. `whole` says that its end was
    there.
    """

    head: bytearray = field(default_factory=bytearray)
    zones: list[bytes] = field(default_factory=list)
    events: list[Block] = field(default_factory=list)
    whole: bool = False


def normal(data: bytes) -> bytes:
    """UTF-8 (or unknown 8-bit) bytes with LF line ends, unfolded, without byte order mark."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data.replace(b"\n ", b"").replace(b"\n\t", b"")


def is_calendar(data: bytes) -> bool:
    """Does a calendar begin anywhere in these normal bytes?"""
    return any((mark[1].upper(), mark[2].upper()) == (b"BEGIN", b"VCALENDAR") for mark in _MARK.finditer(data))


def split(data: bytes) -> list[Part]:
    """The calendars in normal bytes, in their order."""
    parts: list[Part] = []
    for mark in _components(data):
        name, start, end, holes, whole = mark
        if name == b"VCALENDAR":
            parts.append(Part())
        elif name == b"/VCALENDAR" and parts:
            parts[-1].whole = True
        elif parts and name == b"VEVENT":
            parts[-1].events.append(Block(_without(data, start, end, holes), whole=whole))
        elif parts and name == b"VTIMEZONE" and whole:
            parts[-1].zones.append(data[start:end])
        elif parts and name == b"":
            parts[-1].head += data[start:end]
    return parts


_Span = tuple[bytes, int, int, list[tuple[int, int]], bool]


def _components(data: bytes) -> Iterator[_Span]:
    """Spans of the components that matter: (name, start, end, nested spans, whole)."""
    scanner = _Scanner(len(data))
    for mark in _MARK.finditer(data):
        opening, name = mark[1].upper() == b"BEGIN", mark[2].upper()
        yield from scanner.step(opening, name, mark.start(), mark.end())
    yield from scanner.finish()


@dataclass(slots=True)
class _Scanner:
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
