"""What the person is to have with them: "Please bring your passport and two certificates"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from showup.detect.datafiles import phrases, table
from showup.detect.fold import plain
from showup.detect.view import View

__all__ = ["bring_of"]

_MOST = 4
_LINES = 120
_LONGEST = 120
_SHORTEST = 3
_BEFORE = 80
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.!?]\s+(?=[^\Wa-z])|[。！？；;]\s?")

_BULLET = re.compile(r"^\s{0,4}(?:[-–•*·▪■□✓✔]|\d{1,2}[.)])\s{0,3}(?P<item>\S.{1,119})$")
_ASKED = re.compile(r"\bbitte\s", re.IGNORECASE)  # "..., bitte Zeugnisse mitbringen"
_EDGES = " :：,-–—.!()[]・"
_LEADING = re.compile(r"^(?:with you|along|bitte|please|mee|mit|med|own)\s", re.IGNORECASE)
_TRAILING = re.compile(r"\s(?:mit|mee|bitte|con usted|consigo|con te|con sé|with you|along)$", re.IGNORECASE)


@lru_cache(maxsize=4)
def _said(where: str) -> re.Pattern[str]:
    """The words of `where`; in scripts without spaces they may stand inside others."""
    words = table("phrases")["bring"][where]
    whole = phrases(word for word in words if word.isascii() or not _unspaced(word))
    inside = phrases(word for word in words if _unspaced(word))
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)|(?:{inside or '(?!)'})", re.IGNORECASE)


def _unspaced(word: str) -> bool:
    return any(
        "\u0e00" <= letter <= "\u0e7f" or "\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3"
        for letter in word
    )


def bring_of(view: View) -> tuple[str, ...]:
    """What to bring, in the calendar's words, each thing that is said of it once; from the title too."""
    found: list[str] = []
    for thing in _things([view.title, *view.lines[:_LINES]]):
        if thing and thing not in found:
            found.append(thing)
        if len(found) == _MOST:
            break
    return tuple(found)


def _things(lines: list[str]) -> Iterator[str]:
    for place, line in enumerate(lines):
        for sentence in _SENTENCE.split(line):
            said = _said("before").search(sentence)
            if said is None:
                yield from _named_before(sentence)
                continue
            if _said("not_brought").search(sentence[max(0, said.start() - _BEFORE) : said.end() + _SHORTEST]):
                continue
            thing = _clean(sentence[said.end() :])
            if len(thing) >= _SHORTEST:
                yield thing
            elif _clean(sentence[said.end() :]) == "" and (listed := list(_listed(lines[place + 1 : place + 8]))):
                yield ", ".join(listed)[:_LONGEST]
            else:
                yield from _named_before(sentence)


def _named_before(sentence: str) -> Iterator[str]:
    """What the languages put before the verb."""
    if said := _said("after").search(sentence):
        thing = _clean(sentence[max(0, said.start() - _BEFORE) : said.start()])
        asked = list(_ASKED.finditer(thing))
        thing = _clean(thing[asked[-1].end() :]) if asked else thing
        if len(thing) > 1:
            yield thing


def _listed(lines: list[str]) -> Iterator[str]:
    for line in lines:
        item = _BULLET.search(line)
        if item is None:
            return
        yield _clean(item["item"])


def _clean(text: str) -> str:
    text = plain(text, _LONGEST).strip(_EDGES)
    return _TRAILING.sub("", _LEADING.sub("", text)).strip(_EDGES)
