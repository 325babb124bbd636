"""Times of day as a text names them, in its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from functools import cache

from showup.recovery.lint.folded import Folded, fold
from showup.recovery.lint.words import Words
from showup.recovery.lint.zones import Named, named_at

__all__ = ["Time", "hours"]


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day at `start` to `end` of the folded text, its zone included where one is named.

    `at` is what it may be: "at 3" is the morning's or the afternoon's.
    """

    start: int
    end: int
    at: tuple[time, ...]
    zone: Named | None


_SPACED_TIME = (
    r"(?<![\d.:/+-])(?:(?P<h>\d{{1,2}})[:.](?P<min>\d{{2}})(?!\d|\.\d)(?:\s?(?P<half>am|pm|a\.m|p\.m)\b\.?)?(?:\s?(?:uhr|uur|h|hrs)\b)?"
    r"|(?P<h2>\d{{1,2}})\s?(?P<half2>am|pm|a\.m|p\.m)\b\.?|(?P<h3>\d{{1,2}})\s?h\s?(?P<min3>\d{{2}})?(?!\w)"
    r"|(?P<h4>\d{{1,2}})\s(?:uhr|uur)\b(?:\s(?P<min4>\d{{2}})\b(?!\.))?"
    r"|(?<!\w)(?:{sure})\s(?P<sure>\d{{1,2}})(?![\w:/%]|[.,]\d|\s?(?:h|uhr|uur|am|pm|a\.m|p\.m|min))"
    r"|(?<!\w)(?:{at})\s(?P<bare>\d{{1,2}})(?=\s*(?:[,;!?)\n-]|\.(?!\d)|$)|\s(?:{linked})(?!\w))"
    r")"
)
_LINKED = "and|or|on|und|oder|am|et|ou|le|y|o|u|el|e|ou|na|no|il|en|of|op|de"  # what may follow a bare hour
_UNSPACED_TIME = (
    r"(?P<half>午前|午後)?(?P<h>\d{1,2})(?:時(?:(?P<min>\d{1,2})分|(?P<thirty>半))?(?!間)|:(?P<min2>\d{2})(?!\d))"
)


def hours(told: Folded, raw: str, words: Words) -> Iterator[Time]:
    ended = -1
    for found in _time_pattern(words).finditer(told.text):
        parts = {name: part for name, part in found.groupdict().items() if part}
        at = tuple(_meant_times(parts))
        if not at:
            continue
        zone = named_at(told, raw, found.end())
        end = zone.end if zone else found.end()
        until = 0 <= ended <= found.start() and _range_pattern(words).fullmatch(
            told.text, ended, _digits_at(told.text, found)
        )
        ended = end
        if not until:
            yield Time(_digits_at(told.text, found), end, at, zone)


def _meant_times(parts: dict[str, str]) -> Iterator[time]:
    hour = next(int(parts[name]) for name in ("h", "h2", "h3", "h4", "sure", "bare") if name in parts)
    minute = next(
        (int(parts[name]) for name in ("min", "min2", "min3", "min4") if name in parts), 30 if "thirty" in parts else 0
    )
    half = parts.get("half", parts.get("half2", ""))
    if half:
        hour = hour % 12 + (12 if half[0] in "p午" and half != "午前" else 0)
    if hour < 24 and minute < 60:
        yield time(hour, minute)
        if ("bare" in parts or "sure" in parts) and hour < 12:
            yield time(hour + 12, minute)


def _digits_at(text: str, found: re.Match[str]) -> int:
    """Where the time itself begins, behind an "at"."""
    return next(place for place in range(*found.span()) if text[place].isdigit() or text[place] == "午")


@cache
def _time_pattern(words: Words) -> re.Pattern[str]:
    if not words.spaced:
        return re.compile(_UNSPACED_TIME)
    at, sure = ("|".join(map(fold, words.dates[name])) or r"(?!)" for name in ("at", "hour"))
    return re.compile(_SPACED_TIME.format(at=at, sure=sure, linked=_LINKED))


@cache
def _range_pattern(words: Words) -> re.Pattern[str]:
    until = "|".join(map(re.escape, map(fold, words.dates["until"])))
    return re.compile(rf"\s{{0,2}}(?:{until})\s{{0,2}}")
