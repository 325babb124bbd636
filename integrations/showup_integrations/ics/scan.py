"""A first look at the bytes of a large calendar, so cheap that a hundred thousand events cost little more than their file.

Most events of a calendar are over. What is left out here surely has no occurrence in the window, or surely is no interview;
the rest of the bytes stays as it is and goes the careful way. An event can be left out only when it is plain: it stands
between two others with nothing in between, its lines end as all lines end, and none that could matter is written in an odd way.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from showup.model import Window
from showup_integrations.ics.body import Body
from showup_integrations.ics.days import Days

__all__ = ["Plain", "Scan"]

_FEWEST = 50  # fewer events are read the careful way at once
_START = b"\nBEGIN:VEVENT"
_END = b"\nEND:VEVENT"
_SOON = 24  # so few bytes after the beginning of an event, nothing can be nested in it yet
_FIRST = 16  # so many bytes of a UID are compared first
_LONE_RETURN = re.compile(rb"\r(?!\n)")
# A day that there is in every year, so that no plain event is taken for far by a date that is none.
_MONTH_DAY = (
    rb"(?:(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31)"
    rb"(?:T\d{6}Z?)?\r?\n(?![ \t])"
)
_DAY = rb"(?:;[^:\n]*)?:(?=\d{4}%s)(\d{8})" % _MONTH_DAY
# From the newline before an event to its first start, and its end where that comes next.
_SPAN = re.compile(rb"\n[^\n]*+\n(?:(?!DTSTART|DTEND|BEGIN:)[^\n]*+\n)*+DTSTART%s[^\n]*\n(?:DTEND%s)?" % (_DAY, _DAY))
_UID = re.compile(rb"\nUID:([^\n]*(?:\n[ \t][^\n]*)*)")
_ANY_UID = re.compile(rb"^UID[^:\n]*:([^\n]*)", re.IGNORECASE | re.MULTILINE)
_FOLD = re.compile(rb"\r?\n[ \t]")
_NESTED = re.compile(rb"\nBEGIN:VALARM\r?\n.*?\nEND:VALARM(?=\r?\n)", re.DOTALL)
# Lines that are no plain ones of a single event: they tell of a series or a length, or they are written in an odd way.
_TELLING = (
    rb"\n(?![ \tACE-LN-QSTVWYZ]|D(?:TSTA(?:MP|RT)[;:]|TEND[;:]|ESC)|U(?:ID:|RL)|X(?!-WR-T)|BEGIN:V(?:EVENT%s[A-Z]|ALARM)"
    rb"|R(?:ELATED-TO|ESOURCES)[;:])(?:(RRULE|RDATE|RECURRENCE-ID|DURATION)[;:])?"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain event that may touch the window: its place among all, its UID, its bytes from the newline before it."""

    place: int
    uid: bytes
    lines: bytes


class Scan:
    """One text, looked at. Without plain events, `plain` is empty and everything is kept."""

    def __init__(self, data: Body, window: Window) -> None:
        self._data = data
        self._days = Days.of(window)
        self._newline = _newline(data)
        self._begins = _begins(data, _START + self._newline)
        self._near, self._far = self._sorted() if self._begins else ([], [])

    @property
    def head(self) -> bytes:
        """What stands before the first event."""
        return self._data[: self._begins[0]] if self._begins else b""

    @cached_property
    def plain(self) -> tuple[Plain, ...]:
        """The plain events that may touch the window."""
        return tuple(Plain(place, uid_in(lines), lines) for place in self._near if (lines := self._own_lines(place)))

    @cached_property
    def odd(self) -> frozenset[bytes]:
        """The UIDs of all that is not plain, whatever it is."""
        rest = _FOLD.sub(b"", self._without({*self._near, *self._far})).replace(b"\r", b"\n")
        return frozenset(found[:200].strip() for found in _ANY_UID.findall(rest))

    def kept(self, uids: Collection[bytes]) -> tuple[bytes, int]:
        """The text with those plain events only that have one of these UIDs, and how many were left out."""
        left_out = {event.place for event in self.plain if event.uid not in uids}
        left_out.update(self._of_others(uids))
        return self._without(left_out), len(left_out)

    def _of_others(self, uids: Collection[bytes]) -> Iterator[int]:
        """The events far from the window that have none of these UIDs."""
        data, begins = self._data, self._begins
        find, firsts = data.find, frozenset(uid[:_FIRST] for uid in uids)
        for place in self._far:
            begin = begins[place]
            at = find(b"\nUID:", begin, begins[place + 1])
            first = data[at + 5 : at + 5 + _FIRST]
            unsure = first in firsts or b"\n" in first or (at - begin > _SOON and find(b"\nBEGIN:", begin + 1, at) >= 0)
            if not (unsure and uid_in(self._own_lines(place)) in uids):
                yield place

    def _own_lines(self, place: int) -> bytes:
        lines = self._data[self._begins[place] : self._begins[place + 1] + 1]
        return _NESTED.sub(b"", lines) if lines.find(b"\nBEGIN:VALARM", 1) >= 0 else lines

    def _without(self, places: set[int]) -> bytes:
        pieces, at = [], 0
        for place in sorted(places):
            if at != self._begins[place]:
                pieces.append(self._data[at : self._begins[place]])
            at = self._begins[place + 1]
        return b"".join([*pieces, self._data[at:]])

    def _sorted(self) -> tuple[list[int], list[int]]:
        """The plain events that may touch the window, and those that do not."""
        near: list[int] = []
        far: list[int] = []
        telling, odd = self._told()
        data, clear, last_line = self._data, self._clear, _END + self._newline
        size, ended = len(last_line) - 1, False
        for place, (begin, after) in enumerate(pairwise(self._begins)):
            # It follows directly on an event that has ended, and another follows directly on it.
            follows, ended = ended, data[after - size : after + 1] == last_line
            if not (follows and ended) or place in odd:
                continue
            if (place not in telling and clear(begin, after)) or self._misses(place):
                far.append(place)
            else:
                near.append(place)
        return near, far

    def _told(self) -> tuple[set[int], set[int]]:
        """The places of the events with a line that tells of a series or a length, and with one that is odd."""
        data, begins = self._data, self._begins
        lines = re.compile(_TELLING % self._newline)
        telling: set[int] = set()
        odd = {bisect_right(begins, found.start()) - 1 for found in _LONE_RETURN.finditer(data)}
        for found in lines.finditer(data):
            (telling if found[1] else odd).add(bisect_right(begins, found.start()) - 1)
        return telling, odd

    def _clear(self, begin: int, after: int) -> bool:
        """Is it plain at first sight that a single event does not touch the window?"""
        span = _SPAN.match(self._data, begin, after + 1)
        if span is None:
            return False
        start, end = span.groups()
        if start > self._days.until:
            return True
        if end is None and self._data.find(b"\nDTEND", span.end() - 1, after) >= 0:
            return False
        return max(start, end or start) < self._days.since

    def _misses(self, place: int) -> bool:
        lines = self._own_lines(place)
        return lines.find(b"\nBEGIN:", 1) < 0 and self._days.miss(lines)


def uid_in(lines: bytes) -> bytes:
    """The UID as the content lines have it, unfolded; empty without one."""
    found = _UID.search(lines)
    return _FOLD.sub(b"", found[1])[:200].strip() if found else b""


def _newline(data: Body) -> bytes:
    """How the lines end; judged by the first that begins an event."""
    after = data.find(_START) + len(_START)
    return b"\r\n" if data[after : after + 2] == b"\r\n" else b"\n"


def _begins(data: Body, line: bytes) -> list[int]:
    """The newlines before the lines that begin an event; none when there are so few that nothing is to be saved."""
    begins: list[int] = []
    at = data.find(line)
    while at >= 0:
        begins.append(at)
        at = data.find(line, at + 1)
    return begins if len(begins) >= _FEWEST else []
