"""Which languages an event is written in, by its small words and by phrases that few languages share."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from showup.detect.compiled import words
from showup.detect.match import Hit

__all__ = ["spoken"]

_LEAST = 3  # fewer points are chance
_TITLE, _BODY = 60, 400  # words that are looked at
_TELLING = frozenset({"sure", "plain", "weak", "stage", "address", "lookalike", "exam", "interviewer", "called_off"})


def spoken(title: bytes, body: bytes, in_title: list[Hit], in_body: list[Hit]) -> tuple[str, ...]:
    """The languages, likeliest first; none where no phrase of any is known."""
    if not (in_title or in_body):
        return ()
    points = Counter[str]()
    _add_hits(points, in_title, 6)
    _add_hits(points, in_body, 3)
    speakers = _speakers()
    for word, count in Counter(body.split()[:_BODY]).items():
        for language in speakers.get(word, ()):
            points[language] += min(count, 3)
    for word in set(title.split()[:_TITLE]):
        for language in speakers.get(word, ()):
            points[language] += 3 if len(word) > 1 else 1
    if not (title.isascii() and body.isascii()):
        for language, common in _unspaced():
            points[language] += sum(2 for word in common if word in title or word in body)
    known = _sizes()  # of equals, the one we know more of
    likeliest = sorted(points, key=lambda language: (-points[language], -known.get(language, 0)))[:4]
    least = max(_LEAST, 0.4 * points[likeliest[0]]) if likeliest else 0
    return tuple(language for language in likeliest if language and points[language] >= least)


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
        telling = {sense.language for sense in hit.senses if sense.language and sense.group in _TELLING}
        if telling:
            spans.setdefault((hit.start, hit.end), set()).update(telling)
    for speaking in spans.values():
        for language in speaking:
            if "en" in speaking:
                points[language] += 3 if language == "en" else 1
            else:
                points[language] += worth * (1 if len(speaking) > 1 else 2)
