"""Which languages an event is written in, by its small words, by phrases that few languages share, and else by its letters."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from showup.detect.compiled import words
from showup.detect.line import is_unspaced
from showup.detect.match import Hit

__all__ = ["spoken"]

_SCRIPTS = tuple(
    (re.compile(letters), languages)
    for letters, languages in (
        ("[\u3041-\u30ff]", ("ja",)),
        ("[\uac00-\ud7a3]", ("ko",)),
        ("[\u4e00-\u9fff]", ("zh", "ja")),
        ("[\u0e01-\u0e5b]", ("th",)),
        ("[\u0900-\u097f]", ("hi",)),
        ("[\u05d0-\u05ea]", ("he",)),
        ("[\u06cc\u06a9\u06af\u067e\u0686]", ("fa",)),
        ("[\u0621-\u064a]", ("ar", "fa")),
        ("[\u0370-\u03ff]", ("el",)),
        ("[\u0456\u0457\u0454\u0491]", ("uk",)),
        ("[\u0430-\u044f]", ("ru", "uk", "bg")),
    )
)
_LEAST = 3  # fewer points are chance
_TITLE, _BODY = 60, 400  # words that are looked at


def spoken(title: bytes, body: bytes, in_title: list[Hit], in_body: list[Hit]) -> tuple[str, ...]:
    """The languages, likeliest first; none where no phrase of any is known."""
    if not (in_title or in_body):
        return ()
    points = Counter[str]()
    _add_hits(points, in_title, 6)
    _add_hits(points, in_body, 3)
    speakers = _speakers()
    small = speakers.keys()
    for word in small & set(body.split()[:_BODY]):
        for language in speakers[word]:
            points[language] += 2
    for word in small & set(title.split()[:_TITLE]):
        for language in speakers[word]:
            points[language] += 3 if len(word) > 1 else 1
    if is_unspaced(title) or is_unspaced(body):
        for language, common in _unspaced():
            points[language] += sum(2 for word in common if word in title or word in body)
    least = max(_LEAST, 0.4 * max(points.values(), default=0))
    likely = [language for language, found in points.items() if language and found >= least]
    if not likely:
        return _by_script(title.decode(errors="replace"))
    known = _sizes()  # of equals, the one we know more of
    return tuple(sorted(likely, key=lambda language: (-points[language], -known.get(language, 0)))[:4])


def _by_script(text: str) -> tuple[str, ...]:
    """The languages of the lexicons that are written in the letters of a text; none for Latin letters, which too many share."""
    return next((languages for letters, languages in _SCRIPTS if letters.search(text)), ())


@lru_cache(maxsize=1)
def _speakers() -> dict[bytes, tuple[str, ...]]:
    """By small word, the languages that have it."""
    found: dict[bytes, tuple[str, ...]] = {}
    for lexicon in words().languages:
        for word in () if lexicon.unspaced else lexicon.common:
            found[word.encode()] = (*found.get(word.encode(), ()), lexicon.language)
    return found


@lru_cache(maxsize=1)
def _unspaced() -> tuple[tuple[str, tuple[bytes, ...]], ...]:
    return tuple(
        (one.language, tuple(word.encode() for word in one.common)) for one in words().languages if one.unspaced
    )


@lru_cache(maxsize=1)
def _sizes() -> dict[str, int]:
    return {lexicon.language: lexicon.size for lexicon in words().languages}


def _add_hits(points: Counter[str], found: list[Hit], worth: int) -> None:
    """A phrase of one language says much, one that English has too says next to nothing."""
    spans: dict[tuple[int, int], set[str]] = {}
    for hit in found:
        if telling := hit.known.telling:
            spans.setdefault((hit.start, hit.end), set()).update(telling)
    for speaking in spans.values():
        for language in speaking:
            if "en" in speaking:
                points[language] += 3 if language == "en" else 1
            else:
                points[language] += worth * (1 if len(speaking) > 1 else 2)
