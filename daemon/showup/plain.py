"""Hostile text made plain: for one line of a heading, a mail or a terminal."""

from __future__ import annotations

import unicodedata

__all__ = ["plain"]


def plain(text: str, longest: int) -> str:
    """One line without control, format (zero-width, bidirectional), private or surrogate characters; at most `longest` long.

    The zero-width joiners that Indic scripts, Persian and emoji need are dropped too: a word looks odd rather than lies.
    """
    kept = "".join(" " if char.isspace() else char for char in text[: longest * 8] if not _drop(char))
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _drop(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Cn"} and not char.isspace()
