"""A text without case, accents and width, of which every character knows where it stood."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Folded", "fold", "folded"]

_LAST_LATIN = "\u024f"
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "−": "-"})


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` to compare; `origin[i]` is the place in the unfolded text of its i-th character, with one more for the end."""

    text: str
    origin: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the unfolded text of what stands here from `start` to `end`."""
        return self.origin[start], self.origin[end - 1] + 1 if end > start else self.origin[start]


def fold(text: str) -> str:
    return folded(text).text


def folded(text: str) -> Folded:
    characters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        characters.append(plain)
        origin += [place] * len(plain)
    return Folded("".join(characters), (*origin, len(text)))


@lru_cache(4096)
def _plain(character: str) -> str:
    if character == "\n" or (character.isascii() and character.isprintable()):
        return character.lower().translate(_QUOTES)
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    if category in {"Cf", "Cs"} or "\u0300" <= character <= "\u036f":
        return ""
    wide = unicodedata.normalize("NFKC", character).casefold()
    apart = unicodedata.normalize("NFD", wide)
    latin = apart[:1] <= _LAST_LATIN  # in kana a mark makes another letter
    kept = "".join(mark for mark in apart if not unicodedata.combining(mark)) if latin else wide
    return kept.translate(_QUOTES)
