"""Words for an interview in spite of one typing error: a letter left out, too many, changed or swapped."""

from __future__ import annotations

from collections.abc import Iterator

from showup.detect.compiled import words
from showup.detect.match import Hit
from showup.detect.scripts import tokens
from showup.detect.wordlists import Sense

__all__ = ["mistyped", "nearest"]

_SHORTEST = 8  # shorter words have neighbours that mean something else


def mistyped(folded: str) -> list[Hit]:
    """The words of a folded title that are one slip away from a word for an interview."""
    found = []
    for word in tokens(folded):
        if near := nearest(word):
            start = folded.index(word)
            found.append(Hit(start, start + len(word), near[0], near[1]))
    return found[:3]


def nearest(word: str) -> tuple[str, tuple[Sense, ...]] | None:
    """The word for an interview that a folded word is one slip away from, with what it stands for."""
    if not _SHORTEST - 1 <= len(word) <= 2 * _SHORTEST + 8:
        return None
    known = words().slips
    if any(right[0] == word for right in known.get(word, ())):
        return None  # it is right, and was hidden by a longer phrase
    for variant in (word, *_shorter(word)):
        for right in known.get(variant, ()):
            if _one_slip(word, right[0]):
                return right[1], tuple(Sense(*words().senses[number]) for number in right[2])
    return None


def _shorter(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


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
