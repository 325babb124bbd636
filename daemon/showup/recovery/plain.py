"""Calendar texts are hostile: this makes one line of plain text of anything."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["line"]

_MOST_MARKS = 2  # combining marks on one letter: two are enough for every script, more are a prank
_JOINERS = {"\u20e3", "\ufe0e", "\ufe0f"}  # what turns digits and letters into emoji


def line(text: str, limit: int) -> str:
    """`text` as one line of at most `limit` characters.

    Line breaks and control characters become a space; bidirectional and zero-width characters, emoji,
    surrogates and unassigned code points go. A text that is too long is cut at a word and ends in an
    ellipsis.
    """
    kept = "".join(map(_plain, unicodedata.normalize("NFC", text[: limit * 20])))
    return shortened(" ".join(_without_piles(kept).split()), limit)


def shortened(text: str, limit: int) -> str:
    """`text` cut at a word to at most `limit` characters, with an ellipsis when something was cut."""
    if len(text) <= limit:
        return text
    room = text[: max(limit - 1, 0)]
    cut = room.rsplit(" ", 1)[0] if " " in room else room
    return cut.rstrip(" ,;:-–—(/&") + "…"


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    if category[0] == "C" or category == "So" or char in _JOINERS:
        return ""
    return "" if category == "Sk" and not char.isascii() else char  # the skin tones of emoji


def _without_piles(text: str) -> str:
    return re.sub(r"\S+", lambda word: _thinned(word[0]), text)


def _thinned(word: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in word:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)
