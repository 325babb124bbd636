"""Choosing by their bytes the events that are worth parsing, and in which order.

Parsing costs a hundred times what a look at the bytes costs. What is left out here is surely far from the
window.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from showup.model import Window
from showup_integrations.ics.lines import value_of
from showup_integrations.ics.split import Block

__all__ = ["sift"]

_FAR = timedelta(days=3)  # more than any difference between two zones
_SERIES_OR_LONG = re.compile(rb"^(?:RRULE|RDATE|RECURRENCE-ID|EXDATE|DURATION)[;:]", re.IGNORECASE | re.MULTILINE)
_DAY = rb"^%s(?:;[^:\n]*)?:(\d{8})(?:T\d{6}Z?)?[ \t]*$"
_START = re.compile(_DAY % b"DTSTART", re.IGNORECASE | re.MULTILINE)
_END = re.compile(_DAY % b"DTEND", re.IGNORECASE | re.MULTILINE)
_ANY_END = re.compile(rb"^DTEND[;:]", re.IGNORECASE | re.MULTILINE)
_LAST = b"~"


class _HasBlock(Protocol):
    @property
    def block(self) -> Block: ...


_T = TypeVar("_T", bound=_HasBlock)


def sift(found: Iterable[_T], window: Window) -> list[_T]:
    """The events that may touch the window, and all versions of those. Coming single events are first, the
    soonest before the later, so that where there is too much it is not they that are left out.
    """
    since, until = _day(window.since, -_FAR), _day(window.until, _FAR)
    near: list[_T] = []
    far: list[_T] = []
    for event in found:
        (far if _outside(event.block.lines, since, until) else near).append(event)
    uids = {_uid(event) for event in near} if far else set()
    # A newer version may have been moved far away: without it the older one would count.
    near += [event for event in far if _uid(event) in uids]
    return sorted(near, key=lambda event: _order(event.block.lines, since))


def _day(moment: datetime, shift: timedelta) -> bytes:
    try:
        return (moment + shift).strftime("%Y%m%d").zfill(8).encode()
    except OverflowError:
        return moment.strftime("%Y%m%d").zfill(8).encode()


def _is_day(digits: bytes) -> bool:
    try:
        datetime.strptime(digits.decode(), "%Y%m%d")  # noqa: DTZ007 only whether it is one
    except ValueError:
        return False
    return True


def _outside(lines: bytes, since: bytes, until: bytes) -> bool:
    start, end = _START.search(lines), _END.search(lines)
    if start is None or _SERIES_OR_LONG.search(lines):
        return False
    if start[1] > until:
        return _is_day(start[1])  # what is no date is to be told of
    if end is None and _ANY_END.search(lines):
        return False
    return max(start[1], end[1] if end else b"") < since


def _order(lines: bytes, since: bytes) -> bytes:
    start = _START.search(lines)
    coming = start is not None and start[1] >= since and not _SERIES_OR_LONG.search(lines)
    return start[1] if start and coming else _LAST


def _uid(event: _HasBlock) -> str:
    return value_of(event.block.lines, "UID")
