"""Where to go, or which number to call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from showup.detect.datafiles import phrases, table, virtual_words
from showup.detect.fold import fold, plain
from showup.detect.match import tokens
from showup.detect.view import View

__all__ = ["phone_of", "place_of"]

_URL = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]+\.(?:us|com|live|net|org)/\S+")
_NUMBER = re.compile(r"(?<![\w+/=.#-])(?:\+|\(\+?|00)?\d(?:[\d() ./\-\xa0]|[\u2010-\u2014]){6,22}\d(?![\w/@=-])")
_WORLD = re.compile(r"(?<![\w+/=.#-])\+\d(?:[\d() ./\-\xa0]|[\u2010-\u2014]){6,20}\d(?![\w/@=])")
_TEL = re.compile(r"tel:(\+?[\d().-]{6,24})", re.IGNORECASE)
_DIGITS = (8, 15)


@lru_cache(maxsize=2)
def _before(group: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{phrases(table('phrases')[group])})(?![a-z])", re.IGNORECASE)


def place_of(view: View) -> str:
    """A physical place, empty when the location is a link, a number or the name of a service."""
    text = _URL.sub(" ", view.location)
    text = plain(_WORLD.sub(" ", text), 200).strip(" ,;:|-–()[]/")
    words = [word for word in tokens(fold(text)) if not word.isdigit() and len(word) > 1]
    if not words or "@" in text or all(word in virtual_words() for word in words):
        return ""
    return "" if _only_number(text) else text


def phone_of(view: View) -> str | None:
    """A number to call: one with a country code, or one that the words around it call a telephone number."""
    own = _significant(view.profile.phone)
    for number in _numbers(view):
        digits = re.sub(r"\D", "", number)
        if _DIGITS[0] <= len(digits) <= _DIGITS[1] and not (own and _significant(number) == own):
            return (
                plain(number, 40).strip(" .-/(")
                if number.count("(") != number.count(")")
                else plain(number, 40).strip(" .-/")
            )
    return None


def _numbers(view: View) -> Iterator[str]:
    for link in (view.occurrence.conference[:200], view.occurrence.url[:200], view.location):
        yield from _TEL.findall(link)
    yield from (found[0] for found in _NUMBER.finditer(_URL.sub(" ", view.location)))
    yield from (found[0] for found in _WORLD.finditer(view.title))
    if _before("calling").search(view.title):
        yield from (found[0] for found in _NUMBER.finditer(view.title))
    yield from _TEL.findall(view.occurrence.description[:20_000])
    for line in view.lines[:120]:
        yield from _in_line(_URL.sub(" ", line))


def _in_line(line: str) -> Iterator[str]:
    for found in _NUMBER.finditer(line):
        before = line[: found.start()]
        if found[0].startswith("+") or (
            _before("calling").search(before[-60:]) and not _before("not_called").search(before[-25:])
        ):
            yield found[0]


def _only_number(text: str) -> bool:
    return not re.search(r"[^\W\d_]{2,}", text) and sum(letter.isdigit() for letter in text) >= _DIGITS[0]


def _significant(number: str) -> str:
    """The last nine digits, which are the same with and without the country code."""
    return re.sub(r"\D", "", number)[-9:]
