"""A time zone as a calendar defines it (VTIMEZONE): read once, bounded, and then only looked up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import islice

from icalendar.prop import vRecur

from showup_integrations.ics.lines import text_of
from showup_integrations.ics.rules import mend_until, refusal, times

__all__ = ["OwnZone", "read"]

# Outside of these years the offset of the nearest of them holds.
_FIRST, _LAST = datetime(1990, 1, 1), datetime(2049, 12, 31)  # noqa: DTZ001 times on the wall
_CHANGES_LIMIT = 1000
_OBSERVANCES_LIMIT = 300
_SIZE_LIMIT = 64 * 1024
_OBSERVANCE = re.compile(
    r"^BEGIN:(STANDARD|DAYLIGHT)[ \t]*\n(.*?)^END:\1[ \t]*$", re.IGNORECASE | re.MULTILINE | re.DOTALL
)
_LINE = re.compile(r"^(DTSTART|TZOFFSETFROM|TZOFFSETTO|RRULE|RDATE)(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)
_OFFSET = re.compile(r"([+-]?)(\d{2}):?([0-5]\d)(?::?([0-5]\d))?$")
_TIME = re.compile(r"(\d{8}T\d{6})Z?")

_Change = tuple[datetime, timedelta, timedelta]
"""An instant (UTC, without zone), the offset before it and the offset from it on."""


class OwnZone(tzinfo):
    """Offsets by a table of changes."""

    def __init__(self, name: str, changes: list[_Change]) -> None:
        self._name = name
        self._changes = changes
        self._instants = [at for at, _, _ in changes]
        # A time on the wall that comes twice is its first coming, one that is skipped has the offset before (PEP 495).
        self._walls = (
            [at + max(was, now) for at, was, now in changes],
            [at + min(was, now) for at, was, now in changes],
        )

    def utcoffset(self, moment: datetime | None) -> timedelta:
        if moment is None:
            return self._changes[-1][2]
        return self._offset(bisect_right(self._walls[moment.fold], moment.replace(tzinfo=None)))

    def fromutc(self, moment: datetime) -> datetime:
        place = bisect_right(self._instants, moment.replace(tzinfo=None))
        there = moment + self._offset(place)
        if place:
            at, was, now = self._changes[place - 1]
            there = there.replace(fold=int(moment.replace(tzinfo=None) - at < was - now))
        return there

    def dst(self, _moment: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, _moment: datetime | None) -> str:
        return self._name

    def _offset(self, place: int) -> timedelta:
        return self._changes[place - 1][2] if place else self._changes[0][1]


def read(name: str, raw: bytes, *, once: bool = False) -> OwnZone | None:
    """The zone that a VTIMEZONE's own content lines (normal bytes) describe; None for one that means nothing, or too much.

    One with a summer and a winter that never come again is commonly one whose rules were forgotten, and None; with `once` it is
    taken at its word.
    """
    if len(raw) > _SIZE_LIMIT:
        return None
    observances = _OBSERVANCE.findall(text_of(raw))
    if not observances or len(observances) > _OBSERVANCES_LIMIT:
        return None
    try:
        changes = sorted({change for _, lines in observances for change in _changes(lines)})
    except (ValueError, OverflowError, KeyError, TypeError):
        return None
    if _lacks_rules(observances) and not (once and _one_after_the_other(changes)):
        return None
    return OwnZone(name, changes) if changes and len(changes) <= _CHANGES_LIMIT else None


def _lacks_rules(observances: list[tuple[str, str]]) -> bool:
    """Whether there are summers and winters, but nothing says when in a year they begin."""
    kinds = {kind.upper() for kind, _ in observances}
    return len(kinds) > 1 and not any("RRULE" in lines.upper() or "RDATE" in lines.upper() for _, lines in observances)


def _one_after_the_other(changes: list[_Change]) -> bool:
    return sum(at + was <= _FIRST for at, was, _ in changes) <= 1


@lru_cache(maxsize=64)
def _changes(lines: str) -> tuple[_Change, ...]:
    """The changes to one observance. Raises ValueError or KeyError for one without a meaning."""
    return tuple(_worked_out(lines))


def _worked_out(lines: str) -> Iterator[_Change]:
    said: dict[str, list[str]] = {}
    for name, value in _LINE.findall(lines):
        said.setdefault(name.upper(), []).append(value.strip())
    was, now = _offset(said["TZOFFSETFROM"][0]), _offset(said["TZOFFSETTO"][0])
    first = _time(said["DTSTART"][0]) if "DTSTART" in said else _FIRST
    yield max(first, _FIRST) - was, was, now
    for text in _TIME.findall(",".join(said.get("RDATE", []))):
        yield _time(text) - was, was, now
    for rule in said.get("RRULE", []):
        for moment in islice(_ruled(rule, first, timezone(was)), _CHANGES_LIMIT + 1):
            yield moment - was, was, now


def _ruled(text: str, first: datetime, zone: timezone) -> Iterator[datetime]:
    rule = vRecur.from_ical(text)
    if str(rule["FREQ"][0]).upper() not in {"YEARLY", "MONTHLY"} or refusal([rule]):
        raise ValueError("no zone changes so often")
    mend_until(rule, first.replace(tzinfo=zone), UTC)
    return times(rule, first, zone, _FIRST, _LAST)


def _time(text: str) -> datetime:
    moment = _TIME.match(text)
    if moment is None:
        raise ValueError("no time")
    return datetime.strptime(moment[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007 a time on the wall


def _offset(text: str) -> timedelta:
    offset = _OFFSET.match(text)
    if offset is None or int(offset[2]) > 23:
        raise ValueError("no offset")
    length = timedelta(hours=int(offset[2]), minutes=int(offset[3]), seconds=int(offset[4] or 0))
    return -length if offset[1] == "-" else length
