"""Words for an interview in spite of one typing error: a letter left out, too many, changed or swapped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from showup.detect.fold import fold, plain
from showup.detect.lexicon import Sense, lexicons
from showup.detect.match import Hit, tokens

__all__ = ["mistyped"]

_SHORTEST = 8  # shorter words have neighbours that mean something else
_TIERS = ("sure", "plain", "weak")


def mistyped(folded: str) -> list[Hit]:
    """The words of a folded title that are one slip away from a word for an interview."""
    found = []
    for word in tokens(folded):
        if _SHORTEST - 1 <= len(word) <= 2 * _SHORTEST + 8 and (near := _nearest(word)):
            start = folded.index(word)
            found.append(Hit(start, start + len(word), near[0], near[1]))
    return found[:3]


def _nearest(word: str) -> tuple[str, tuple[Sense, ...]] | None:
    known = _neighbours()
    if any(right[0] == word for right in known.get(word, ())):
        return None  # it is right, and was hidden by a longer phrase
    for variant in (word, *_shorter(word)):
        for right in known.get(variant, ()):
            if _one_slip(word, right[0]):
                return right[1], right[2]
    return None


def _shorter(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


@lru_cache(maxsize=1)
def _neighbours() -> dict[str, list[tuple[str, str, tuple[Sense, ...]]]]:
    words: dict[str, tuple[str, list[Sense]]] = {}
    for entry in (entry for lexicon in lexicons() for entry in lexicon.entries):
        word = fold(plain(entry.text, 80)).removesuffix("*")
        if entry.sense.group in _TIERS and len(word) >= _SHORTEST and tokens(word) == [word] and not entry.unspaced:
            words.setdefault(word, (entry.text.removesuffix("*"), []))[1].append(entry.sense)
    table: dict[str, list[tuple[str, str, tuple[Sense, ...]]]] = {}
    for word, (shown, senses) in words.items():
        for variant in {word, *_shorter(word)}:
            table.setdefault(variant, []).append((word, shown, tuple(senses)))
    return table


def _one_slip(word: str, right: str) -> bool:
    """One letter more, less or other, or two neighbours swapped."""
    if abs(len(word) - len(right)) > 1:
        return False
    place = next(
        (at for at, (one, two) in enumerate(zip(word, right, strict=False)) if one != two),
        min(len(word), len(right)),
    )
    rest, wanted = word[place:], right[place:]
    return (
        rest[1:] == wanted[1:]
        or rest[1:] == wanted
        or rest == wanted[1:]
        or (rest[1::-1] == wanted[:2] and rest[2:] == wanted[2:])
    )
