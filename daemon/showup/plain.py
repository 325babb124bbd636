"""Hostile text made plain: what may pass on to a notification server, a terminal, somebody else's program.

No control, bidirectional, invisible or broken character gets through, so that a text cannot show something else than it says.
The joiners that emoji and several scripts need stay.
"""

from __future__ import annotations

import unicodedata

__all__ = ["one_line", "plain"]

_LINE_ENDS = frozenset("\n\u2028\u2029\u0085\r\v\f")
_JOINERS = frozenset("\u200c\u200d")
_REFUSED = frozenset({"Cc", "Cf", "Cs"})  # Co and Cn are harmless boxes


def plain(text: str, limit: int) -> str:
    """`text` with newlines as its only control character, cut to `limit` characters with an ellipsis."""
    kept = "".join(map(_kept, text[: 4 * limit].replace("\r\n", "\n"))).strip()
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def one_line(text: str, limit: int) -> str:
    """`plain`, with every run of white space as a single space."""
    return plain(" ".join(plain(text, 4 * limit).split()), limit)


def _kept(character: str) -> str:
    if character in _LINE_ENDS:
        return "\n"
    if character == "\t":
        return " "
    if character in _JOINERS:
        return character
    return "" if unicodedata.category(character) in _REFUSED else character
