"""How texts fall into words: scripts that part them, and scripts that do not."""

from __future__ import annotations

import re

__all__ = ["UNSPACED", "tokens"]

# Vowel signs of the Indic scripts are no word characters to `re`, but they are part of words.
TOKEN = re.compile("[\\w\u0900-\u0963\u0966-\u0dff]+")
# In two sets, as in showup.detect.fold: one of more than two ranges beyond Latin takes milliseconds to compile.
UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff]|[\u3400-\u9fff\uac00-\ud7a3]")


def tokens(folded: str) -> list[str]:
    """The words of a folded text."""
    return TOKEN.findall(folded)
