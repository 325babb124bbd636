"""The small language in which phrases stand in the data files, and finding them.

A phrase is words in a row. `*` at the end of a word stands for the rest of it, `..` for up to four words of any kind within the
sentence, `(a|b)` for one of several words, `(a|b)?` for one that may be missing. Case and accents do not matter. Where a language
is written without spaces a phrase is what stands in a row, and `..` is up to sixteen characters of the sentence.

Every gap is bounded and no two neighbours can take the same character, so the time is proportional to the text, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from showup.recovery.lint.folded import fold

__all__ = ["compiled"]

_PIECE = re.compile(r"\.\.|\([^()]*\)\??|[^\s().]+(?:\.[^\s().]+)*(?:\.(?!\.))?")
_BETWEEN = r"(?:(?!\n\n)[^\w.!?…;:]){1,4}"
_GAP = rf"(?:\w+{_BETWEEN}){{0,4}}?"
_GAP_UNSPACED = r"[^。!?\n]{0,16}?"


def compiled(phrases: Iterable[str], *, spaced: bool) -> re.Pattern[str]:
    """One pattern that finds any of the phrases in a folded text; of none it finds nothing."""
    patterns = [_spaced(phrase) if spaced else _unspaced(phrase) for phrase in phrases]
    one = "|".join(patterns) or r"(?!)"
    return re.compile(rf"(?<![\w-])(?:{one})(?!\w)" if spaced else rf"(?:{one})")


def _spaced(phrase: str) -> str:
    pattern, glue = "", ""
    for piece in _PIECE.findall(fold(phrase)):
        if piece == "..":
            pattern += glue + _GAP
            glue = ""
        elif piece.endswith(")?"):
            pattern += rf"(?:{glue}{_word(piece[:-1])})?" if glue else rf"(?:{_word(piece[:-1])}{_BETWEEN})?"
        else:
            pattern += glue + _word(piece)
            glue = _BETWEEN
    return pattern


def _unspaced(phrase: str) -> str:
    pieces = _PIECE.findall(fold(phrase))
    return "".join(
        _GAP_UNSPACED if piece == ".." else f"{_word(piece[:-1])}?" if piece.endswith(")?") else _word(piece)
        for piece in pieces
    )


def _word(piece: str) -> str:
    if piece.startswith("("):
        return f"(?:{'|'.join(_word(one.strip()) for one in piece[1:-1].split('|'))})"
    return r"\w*".join(re.escape(part).replace(r"\ ", _BETWEEN) for part in piece.split("*"))
