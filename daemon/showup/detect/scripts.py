"""How texts fall into words."""

from __future__ import annotations

import re

__all__ = ["tokens"]

# Vowel signs of the Indic scripts are no word characters to `re`, but they are part of words.
_TOKEN = re.compile("[\\w\u0900-\u0963\u0966-\u0dff]+")


def tokens(folded: str) -> list[str]:
    """The words of a folded text."""
    return _TOKEN.findall(folded)
