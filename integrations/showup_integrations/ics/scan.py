"""A first look at the bytes of a large calendar, so cheap that a hundred thousand events cost little more than their file.

Most events of a calendar are over. What is left out here surely has no occurrence in the window, or surely is no interview;
the rest of the bytes stays as it is and goes the careful way. An event can be left out only when it is plain: it stands
between two others with nothing in between, its lines end as all lines end, and none that could matter is written in an odd way.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from showup.model import Window
from showup_integrations.ics.body import Body
from showup_integrations.ics.days import Days
from showup_integrations.ics.lines import meant

__all__ = ["Plain", "Scan"]

_FEWEST = 50  # fewer events are read the careful way at once
_START = b"\nBEGIN:VEVENT"
_END = b"\nEND:VEVENT"
_FIRST = 16  # so many bytes of a UID are compared first
_LONE_RETURN = re.compile(rb"\r(?!\n)")
# A day that there is in every year, so that no plain event is taken for far by a date that is none.
_MONTH_DAY = (
    rb"(?:(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31)"
    rb"(?:T\d{6}Z?)?\r?\n(?![ \t])"
)
_DAY = rb"(?:;[^:\n]*)?:(?!0000)(?=\d{4}%s)(\d{8})[^\n]*" % _MONTH_DAY
_QUIET = rb"[ \tACF-LN-QSTVWYZ]|E(?!N)|DTSTAMP[;:]|DESC|URL|X(?!-WR-T)|R(?:ELATED-TO|ESOURCES)[;:]"
# Atomic, for nothing is gained by a second try; and few, for each takes memory.
_QUIET_LINES = rb"(?>(?:\n(?:%s)[^\n]*){0,200})" % _QUIET
_UID_LINE = rb"\nUID:([^\s\\]{%d}|[^\s\\]{1,%d}(?=\r?\n(?![ \t])))[^\n]*" % (_FIRST, _FIRST - 1)
# Every line that is not quiet: the first of an event, as far as the end of its dates where they come plain and in order; lines
# that tell of a series or a length; and the odd ones, of which nothing is caught.
_TELLING = (
    rb"\n(?!%s|DTSTART[;:]|DTEND[;:]|UID:|END:|BEGIN:VALARM)"
    rb"(?:(BEGIN:VEVENT)%%s(?=\n[A-Z])(?:%s(?:%s%s)?\nDTSTART%s(?:\nDTEND%s)?(?:(?:\nDTSTAMP[^\n]*)?%s)?)?"
    rb"|(RRULE|RDATE|RECURRENCE-ID|DURATION)[;:])?"
) % (_QUIET, _QUIET_LINES, _UID_LINE, _QUIET_LINES, _DAY, _DAY, _UID_LINE)
_UID = re.compile(rb"\nUID:([^\n]*(?:\n[ \t][^\n]*)*)")
_ANY_UID = re.compile(rb"^UID[^:\n]*:([^\n]*)", re.IGNORECASE | re.MULTILINE)
_FOLD = re.compile(rb"\r?\n[ \t]")
_NESTED = re.compile(rb"\nBEGIN:VALARM\r?\n.*?\nEND:VALARM(?=\r?\n)", re.DOTALL)


class Plain(Struct, frozen=True):
    """A plain event that may touch the window: its place among all, its UID, its bytes from the newline before it.

    `dated` says that it was seen to begin on a day that there is.
    """

    place: int
    uid: bytes
    lines: bytes
    dated: bool


class Scan:
    """One text, looked at. Without plain events, `plain` is empty and everything is kept."""

    def __init__(self, data: Body, window: Window) -> None:
        self._data = data
        self._days = Days.of(window)
        self._newline = _newline(data)
        self._begins: list[int] = []  # the newlines before the lines that begin an event
        self._firsts: list[bytes | None] = []  # how the UID of each begins, where that is plain to see
        self._undated: set[int] = set()
        self._near: list[int] = []
        self._far: list[int] = []
        self._sort(*self._look())

    @property
    def head(self) -> bytes:
        """What stands before the first event."""
        return self._data[: self._begins[0]] if self._begins else b""

    @cached_property
    def plain(self) -> tuple[Plain, ...]:
        """The plain events that may touch the window."""
        return tuple(
            Plain(place, uid_in(lines := self._own_lines(place)), lines, place not in self._undated)
            for place in self._near
        )

    @cached_property
    def odd(self) -> frozenset[bytes]:
        """The UIDs of all that is not plain, whatever it is."""
        rest = _FOLD.sub(b"", self._without({*self._near, *self._far})).replace(b"\r", b"\n")
        return frozenset(meant(found).encode() for found in _ANY_UID.findall(rest))

    def kept(self, uids: Collection[bytes]) -> tuple[bytes, int]:
        """The text with those plain events only that have one of these UIDs, and how many were left out."""
        left_out = {event.place for event in self.plain if event.uid not in uids}
        left_out.update(self._of_others(uids))
        return self._without(left_out), len(left_out)

    def _of_others(self, uids: Collection[bytes]) -> Iterator[int]:
        """The events far from the window that have none of these UIDs."""
        known, firsts = self._firsts, {None, *(uid[:_FIRST] for uid in uids)}
        for place in self._far:
            if known[place] not in firsts or uid_in(self._own_lines(place)) not in uids:
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

    def _look(self) -> tuple[set[int], set[int], set[int]]:
        """Finds the events. The places of those that surely do not touch the window unless a line tells of more; of those with a
        line that does; and of those with an odd line.
        """
        begins, firsts, since, until = self._begins, self._firsts, self._days.since, self._days.until
        clear: set[int] = set()
        telling: set[int] = set()
        odd: set[int] = set()
        for found in re.finditer(_TELLING % self._newline[:-1], self._data):
            event, first, start, end, late_first, tells = found.groups()
            if event:
                if not start:
                    self._undated.add(len(begins))
                elif start > until or (end and start < since and end < since):
                    clear.add(len(begins))
                begins.append(found.start())
                firsts.append(first or late_first)
            else:
                (telling if tells else odd).add(len(begins) - 1)
        odd.update(bisect_right(begins, found.start()) - 1 for found in _LONE_RETURN.finditer(self._data))
        return clear, telling, odd

    def _sort(self, clear: set[int], telling: set[int], odd: set[int]) -> None:
        """Part the plain events: those that may touch the window, and those that do not."""
        if len(self._begins) < _FEWEST:
            return self._begins.clear()
        data, last_line = self._data, _END + self._newline
        size, ended = len(last_line) - 1, False
        clear -= telling
        for place, (_, after) in enumerate(pairwise(self._begins)):
            # It follows directly on an event that has ended, and another follows directly on it.
            follows, ended = ended, data[after - size : after + 1] == last_line
            if follows and ended and place not in odd:
                (self._far if place in clear or self._misses(place) else self._near).append(place)
        return None

    def _misses(self, place: int) -> bool:
        lines = self._own_lines(place)
        return lines.find(b"\nBEGIN:", 1) < 0 and self._days.miss(lines)


def uid_in(lines: bytes) -> bytes:
    """The UID as the content lines have it, unfolded; empty without one."""
    found = _UID.search(lines)
    return meant(_FOLD.sub(b"", found[1])).encode() if found else b""


def _newline(data: Body) -> bytes:
    """How the lines end; judged by the first that begins an event."""
    after = data.find(_START) + len(_START)
    return b"\r\n" if data[after : after + 2] == b"\r\n" else b"\n"
