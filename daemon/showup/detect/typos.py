"""Words for an interview in spite of one typing error: a letter left out, too many, changed or swapped."""

from __future__ import annotations

from showup.detect.compiled import words
from showup.detect.match import Hit
from showup.detect.wordlists import Sense

__all__ = ["ends_of", "mistyped", "nearest"]

_SHORTEST = 8  # shorter words have neighbours that mean something else
_END = 3


def mistyped(line: bytes) -> list[Hit]:
    """The words of a line that are one slip away from a word for an interview."""
    found = []
    for said in line.decode(errors="replace").split():
        if near := nearest(said):
            start = line.index(b" %b " % said.encode()) + 1
            found.append(Hit(start, start + len(said.encode()), said, near[0], near[1]))
    return found[:3]


def nearest(word: str) -> tuple[str, tuple[Sense, ...]] | None:
    """The word for an interview that a folded word is one slip away from, with what it stands for."""
    if not _SHORTEST - 1 <= len(word) <= 2 * _SHORTEST + 8:
        return None
    known = words().slips
    found = [right for key in ends_of(word) for right in known.get(key, ())]
    if any(right[0] == word for right in found):
        return None  # it is right, and was hidden by a longer phrase
    near = next((right for right in found if _one_slip(word, right[0])), None)
    return (near[1], tuple(Sense(*words().senses[number]) for number in near[2])) if near else None


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
