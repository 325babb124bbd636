"""On which days an event may happen, by a look at its content lines: nothing is parsed, and where it is not plain it may.

The lines are in upper case (`upper`), each after a newline; they may still be folded.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from showup.model import Window

__all__ = ["Days", "upper"]

_FAR = timedelta(days=3)  # more than any difference between two zones
_LONGEST = timedelta(days=3650)  # no event that anybody waits for lasts longer
_DAY = rb"\n%s(?:;[^:\n]*)?:(\d{8})(?:T\d{6}Z?)?[ \t]*\r?(?:\n(?![ \t])|\Z)"
_NAMES = (b"DTSTART", b"DTEND", b"RECURRENCE-ID", b"DURATION")
_LINE = {name: re.compile(rb"\n%s[;:]" % name) for name in _NAMES}
_VALUE = {name: re.compile(_DAY % name) for name in _NAMES}
_RULE = re.compile(rb"\nRRULE[;:]([^\n]*)")
_UNTIL = re.compile(rb";UNTIL=(\d{8})(?:T\d{6}Z?)?(?=[;\r]|\Z)")
_NOT_PLAIN = re.compile(rb"\n(?:RDATE[;:]|RECURRENCE-ID;[^\n]*RANGE=)")


class Days(Struct, frozen=True):
    """A stretch of time as the digits of its first and last day, with room on both sides for zones."""

    since: bytes
    until: bytes

    @classmethod
    def of(cls, window: Window) -> Days:
        return cls(_digits(window.since, -_FAR), _digits(window.until, _FAR))

    def miss(self, lines: bytes) -> bool:
        """Is this event surely without an occurrence in these days?"""
        start = _day(lines, b"DTSTART")
        if start is None:
            return False
        rules = _RULE.findall(lines)
        if (rules and start <= self.until and b"UNTIL" not in rules[0]) or _NOT_PLAIN.search(lines):
            return False
        if _LINE[b"RECURRENCE-ID"].search(lines):
            changed = _day(lines, b"RECURRENCE-ID")
            if rules or changed is None or self._hold(changed):
                return False
        if start > self.until:
            return True
        end = _day(lines, b"DTEND", without=start)
        if end is None or _LINE[b"DURATION"].search(lines) or max(start, end) >= self.since:
            return False
        return not rules or (len(rules) == 1 and int(end) - int(start) <= 1 and self._over(rules[0]))

    def unread(self, lines: bytes) -> bool:
        """Is its start no plain date? It may be broken, and then it has to be told of."""
        return _day(lines, b"DTSTART") is None

    def coming(self, lines: bytes) -> bytes | None:
        """The day on which it starts, of one that is yet to come and no series."""
        start = _day(lines, b"DTSTART")
        return start if start is not None and start >= self.since and not _RULE.search(lines) else None

    def last_end(self, lines: bytes, window: Window) -> datetime:
        """An instant not before the end of its last occurrence that begins before the window's end."""
        if b"\nRRULE" in lines or b"\nDURATION" in lines or _NOT_PLAIN.search(lines):
            return _later(window.until, _LONGEST)
        start = _day(lines, b"DTSTART")
        end = _day(lines, b"DTEND", without=start)
        return (
            _later(_moment(max(start, end)), _FAR + timedelta(days=1))
            if start and end
            else _later(window.until, _LONGEST)
        )

    def _hold(self, day: bytes) -> bool:
        return self.since <= day <= self.until

    def _over(self, rule: bytes) -> bool:
        until = _UNTIL.findall(rule)
        return len(until) == 1 and rule.count(b"UNTIL") == 1 and until[0] < self.since


def upper(lines: bytes) -> bytes:
    """Normal content lines as this module reads them."""
    return b"\n" + lines.upper()


def _day(lines: bytes, name: bytes, without: bytes | None = None) -> bytes | None:
    """The day that a property names, `without` where there is none, None for what is no plain date."""
    line = _LINE[name].search(lines)
    if line is None:
        return without
    value = _VALUE[name].match(lines, line.start())
    return value[1] if value and _is_day(value[1]) else None


def _is_day(digits: bytes) -> bool:
    try:
        _moment(digits)
    except ValueError:
        return False
    return True


def _moment(digits: bytes) -> datetime:
    return datetime(int(digits[:4]), int(digits[4:6]), int(digits[6:]), tzinfo=UTC)


def _digits(moment: datetime, shift: timedelta) -> bytes:
    return _later(moment, shift).strftime("%Y%m%d").zfill(8).encode()


def _later(moment: datetime, shift: timedelta) -> datetime:
    """The moment itself where there is no later one."""
    try:
        return moment + shift
    except OverflowError:
        return moment
