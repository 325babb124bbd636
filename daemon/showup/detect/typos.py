"""Words for an interview in spite of one typing error: a letter left out, too many, changed or swapped."""

from __future__ import annotations

from functools import lru_cache

from showup.detect.compiled import Phrase, words
from showup.detect.match import Hit, Known, known_of
from showup.detect.wordlists import Sense

__all__ = ["SHORTEST", "ends_of", "mistyped", "nearest"]

SHORTEST = 8  # letters: shorter words have neighbours that mean something else
_END = 3


def mistyped(line: bytes, known: list[Hit]) -> list[Hit]:
    """The words of a line that are one slip away from a word for an interview, and none of those that are known there."""
    found: list[Hit] = []
    start = 1
    for word in line[1:-1].split(b" "):
        end = start + len(word)
        said = word.decode(errors="replace")
        if len(said) >= SHORTEST - 1 and not any(hit.start <= start and end <= hit.end for hit in known):
            near = nearest(said)
            found += [Hit(start, end, line, near)] if near else []
        start = end + 1
    return found[:3]


@lru_cache(maxsize=4096)
def nearest(word: str) -> Known | None:
    """The word for an interview that a folded word is one slip away from."""
    if not SHORTEST - 1 <= len(word) <= 2 * SHORTEST + 8:
        return None
    known = words().slips
    found = [right for key in ends_of(word) for right in known.get(key, ())]
    if any(right[0] == word for right in found):
        return None  # it is right, and was hidden by a longer phrase
    near = next((right for right in found if _one_slip(word, right[0])), None)
    if near is None:
        return None
    return known_of(Phrase(near[1], b"", (), near[2]), (Sense(*words().senses[number]) for number in near[2]))


def ends_of(word: str) -> tuple[str, str]:
    """The first and the last letters of a word, of which one slip leaves one as it was."""
    return f"{word[:_END]}-", f"-{word[-_END:]}"


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
