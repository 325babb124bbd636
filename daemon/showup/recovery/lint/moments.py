"""Dates and times as a text names them, in its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache

from showup.recovery.lint.folded import Folded, fold
from showup.recovery.lint.text import Text
from showup.recovery.lint.words import Words
from showup.recovery.lint.zones import Named, named_at

__all__ = ["Mention", "Time", "mentions"]

_FAR = 400  # characters: a time so far behind a date is not its own


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day at `start` to `end` of the folded text, its zone included where one is named.

    `at` is what it may be: "at 3" is the morning's or the afternoon's.
    """

    start: int
    end: int
    at: tuple[time, ...]
    zone: Named | None


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
    times = list(_times(told, text.own, text.words))
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
def _numbers_of(language: str, group: str, names: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    first = 1 if group == "months" else 0
    return {fold(name): number for number, row in enumerate(names, first) for name in row}


def _numbers(words: Words, group: str) -> dict[str, int]:
    return _numbers_of(words.language, group, tuple(map(tuple, words.dates[group])))


def _alternatives(names: dict[str, int]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)"


# ------------------------------------------------------------------ times

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


def _times(told: Folded, raw: str, words: Words) -> Iterator[Time]:
    ended = -1
    for found in _time_pattern(words).finditer(told.text):
        parts = {name: part for name, part in found.groupdict().items() if part}
        at = tuple(_meant_times(parts))
        if not at:
            continue
        zone = named_at(told, raw, found.end())
        end = zone.end if zone else found.end()
        until = 0 <= ended <= found.start() and _range_pattern(words).fullmatch(told.text, ended, _digits_at(told.text, found))
        ended = end
        if not until:
            yield Time(_digits_at(told.text, found), end, at, zone)


def _meant_times(parts: dict[str, str]) -> Iterator[time]:
    hour = next(int(parts[name]) for name in ("h", "h2", "h3", "h4", "sure", "bare") if name in parts)
    minute = next((int(parts[name]) for name in ("min", "min2", "min3", "min4") if name in parts), 30 if "thirty" in parts else 0)
    half = parts.get("half", parts.get("half2", ""))
    if half:
        hour = hour % 12 + (12 if half[0] in "p午" and half != "午前" else 0)
    if hour < 24 and minute < 60:
        yield time(hour, minute)
        if ("bare" in parts or "sure" in parts) and hour < 12:
            yield time(hour + 12, minute)


def _digits_at(text: str, found: re.Match[str]) -> int:
    """Where the time itself begins, behind an "at"."""
    return next(place for place in range(*found.span()) if text[place].isdigit() or text[place] in "午")


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
