"""Text on its way out to somebody else's program: no control, bidirectional or broken characters get through.

Announcements are said to be plain already; calendars are hostile, so the last door checks again.
"""

from __future__ import annotations

import unicodedata

__all__ = ["one_line", "plain"]

# Marks that reorder what stands around them, so that a text can show something else than it says.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = frozenset("\u2028\u2029\u0085\r\v\f")
# Cf stays otherwise: emoji and several scripts need joiners. Co and Cn are harmless boxes.
_REFUSED = frozenset({"Cc", "Cs"})


def plain(text: str, limit: int) -> str:
    """`text` with newlines as its only control character, cut to `limit` characters with an ellipsis."""
    kept = "".join(map(_kept, text[: 4 * limit].replace("\r\n", "\n"))).strip()
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def one_line(text: str, limit: int) -> str:
    """`plain`, with every run of white space as a single space."""
    return " ".join(plain(text, limit).split())


def _kept(character: str) -> str:
    if character == "\n" or character in _LINE_ENDS:
        return "\n"
    if character == "\t":
        return " "
    if character in _REORDERING or unicodedata.category(character) in _REFUSED:
        return ""
    return character
