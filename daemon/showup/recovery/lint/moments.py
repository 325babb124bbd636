"""Dates as a text names them, in its language, with the times that belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from showup.recovery.lint.folded import fold
from showup.recovery.lint.hours import Time, hours
from showup.recovery.lint.text import Text
from showup.recovery.lint.words import Words

__all__ = ["Mention", "mentions"]

_FIRST_YEAR, _LAST_YEAR = 1970, 2200  # what lies beyond is no appointment, and zones could not reckon with it
_FAR = 400  # characters: a time so far behind a date is not its own


@dataclass(frozen=True, slots=True)
class Mention:
    """A date at `start` to `end` of the folded text. `dates`: what it may be, more than one where day and month are in doubt.

    `weekday` counts from Monday, 0. `times` are those said of it.
    """

    start: int
    end: int
    dates: tuple[date, ...]
    weekday: int | None
    times: tuple[Time, ...] = field(default=())


def mentions(text: Text, near: date | None) -> list[Mention]:
    """The dates of a text with their times; a date without a year is the one next to `near`, or left out without it."""
    told = text.plain
    dates = list(_dates(told.text, text.words, near))
    times = list(hours(told, text.own, text.words))
    ends = [*(mention.start for mention in dates[1:]), len(told.text)]
    return [
        Mention(one.start, one.end, one.dates, one.weekday, tuple(_own(times, one.end, min(end, one.end + _FAR))))
        for one, end in zip(dates, ends, strict=False)
    ]


def _own(times: list[Time], start: int, end: int) -> Iterator[Time]:
    return (one for one in times if start <= one.start < end)


# ------------------------------------------------------------------ dates


def _dates(text: str, words: Words, near: date | None) -> Iterator[Mention]:
    found = [one for pattern in _date_patterns(words) for one in pattern.finditer(text)]
    behind = 0
    for one in sorted(found, key=lambda found: (found.start(), -found.end())):
        dates = _meant(one, words, near) if one.start() >= behind else ()
        if dates:
            start, weekday, end = _weekday(text, *one.span(), words)
            yield Mention(start, end, dates, weekday)
            behind = end


def _meant(found: re.Match[str], words: Words, near: date | None) -> tuple[date, ...]:
    parts = found.groupdict()
    day, year = int(parts["d"]), int(parts["y"]) if parts["y"] else None
    month = int(parts["m"]) if parts["m"].isdigit() else _numbers(words, "months")[parts["m"]]
    pairs = {(month, day): None}
    if parts.get("sep") == "/":
        pairs[(day, month)] = None  # some write the month first
    return tuple(one for month, day in pairs for one in _in_year(year, month, day, near))


def _in_year(year: int | None, month: int, day: int, near: date | None) -> Iterator[date]:
    if year is not None:
        years = [year if year > 99 else 2000 + year]
        if not _FIRST_YEAR <= years[0] <= _LAST_YEAR:
            return
    elif near is not None:
        years = [near.year - 1, near.year, near.year + 1]
    else:
        return
    possible = [one for one in (_date(one, month, day) for one in years) if one]
    if possible:
        yield min(possible, key=lambda one: abs(one - near)) if near else possible[0]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})[-/](?P<m>\d{2})[-/](?P<d>\d{2})(?!\d)")
_JAPANESE = re.compile(r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_SLASHED = re.compile(r"(?<![\d/])(?P<d>\d{1,2})(?P<sep>/)(?P<m>\d{1,2})(?:/(?P<y>\d{4}|\d{2}))?(?![\d/])")
_DOTTED = re.compile(r"(?<![\d.:])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?(?P<y>\d{4}|\d{2})(?![\d:]))?")


@cache
def _date_patterns(words: Words) -> tuple[re.Pattern[str], ...]:
    if not words.spaced:
        return _ISO, _JAPANESE, _SLASHED
    names = _alternatives(_numbers(words, "months"))
    day_first = re.compile(
        rf"(?<![\d.:])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|e|o|a|º|°|\.)?\s{{0,2}}(?:(?:of|de|di|del)\s)?(?P<m>{names})(?!\w)\.?"
        rf"(?:,?\s{{1,2}}(?:(?:de|del)\s)?(?P<y>\d{{4}})(?!\d))?"
    )
    month_first = re.compile(
        rf"(?<!\w)(?P<m>{names})\.?\s{{1,2}}(?:the\s)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\w|:\d)(?:,?\s{{1,2}}(?P<y>\d{{4}})(?!\d))?"
    )
    return _ISO, _SLASHED, _DOTTED, day_first, month_first


def _weekday(text: str, start: int, end: int, words: Words) -> tuple[int, int | None, int]:
    """The weekday that stands before a date or, in brackets, behind it; and from where to where the whole goes."""
    days = _numbers(words, "weekdays")
    before = max(start - 40, 0)
    if found := _before_pattern(words).search(text[before:start]):
        return before + found.start("day"), days[found["day"]], end
    if found := _behind_pattern(words).match(text, end):
        return start, days[found["day"]], found.end()
    return start, None, end


@cache
def _before_pattern(words: Words) -> re.Pattern[str]:
    names = _alternatives(_numbers(words, "weekdays"))
    link = "|".join(map(fold, words.dates["links"]))
    return re.compile(rf"(?<!\w)(?P<day>{names})(?!\w)[.,]{{0,2}}\s{{0,2}}(?:(?:{link})\s{{1,2}})?$")


@cache
def _behind_pattern(words: Words) -> re.Pattern[str]:
    names = _alternatives(_numbers(words, "weekdays"))
    return re.compile(rf"\s?\((?P<day>{names})\.?\)")


@cache
def _numbers(words: Words, group: str) -> dict[str, int]:
    """Months count from 1, weekdays from Monday, 0."""
    first = 1 if group == "months" else 0
    return {fold(name): number for number, row in enumerate(words.dates[group], first) for name in row}


def _alternatives(names: dict[str, int]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)"
