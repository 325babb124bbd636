"""A text as the matcher reads it: folded, in UTF-8, one space before and after every word, a bar where no phrase goes across."""

from __future__ import annotations

import re
from collections.abc import Iterable

from showup.detect.fold import close_gaps, fold, spelled_together, visible

__all__ = ["BAR", "EMPTY", "line_of", "lined"]

BAR = b"|"
EMPTY = b"  "
_BREAKS = b"|:@();!?"
# Small letters, digits, and bytes beyond ASCII stay. What else there is parts words.
_PLAIN = bytes(
    code if code > 127 or chr(code).islower() or chr(code).isdigit()
    else code + 32 if chr(code).isupper()
    else BAR[0] if code in _BREAKS
    else 45 if code == 45
    else 32
    for code in range(256)
)  # fmt: skip
_DASH = bytes.maketrans(b"-", b" ")
# Beyond ASCII: what is neither a letter nor a mark of one. In scripts without spaces marks are parts of words.
_OTHER = re.compile("[^\\w\\s\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u0e00-\u0fff]")
_OTHER_BREAKS = frozenset("•【】「」『』。；！？…→↔⇄")
_DASHES = frozenset("–—−‐―")
_NOT_UNSPACED = bytes(code for code in range(256) if not 0xE3 <= code <= 0xED)
_APART = b"     "  # every second letter of what is spaced out
_LONGEST, _MOST = 60, 20_000


def line_of(text: str) -> bytes:
    """Of any text, cleaned or not. A text without words is nothing but spaces."""
    if text.isascii():
        line = lined(text.encode())
        apart = _APART in line[::2] or _APART in line[1::2]
    else:
        line = _joined(map(_known.__getitem__, text.split()))
        letters = line.decode(errors="replace")
        apart = "     " in letters[::2] or "     " in letters[1::2]
        if line.translate(None, _NOT_UNSPACED):
            line = close_gaps(letters).encode(errors="replace")
    return spelled_together(line.decode(errors="replace")).encode(errors="replace") if apart else line


def lined(text: bytes) -> bytes:
    """The line of a text in UTF-8 whose letters beyond ASCII are folded already."""
    text = text.translate(_PLAIN)
    if b"- " in text:
        text = text.replace(b" - ", b" | ")
    if BAR in text:
        text = text.replace(BAR, b" | ")
    return b" %b " % b" ".join(text.translate(_DASH).split())


class _Known(dict[str, bytes]):
    """The lines of single words: people use the same words again and again."""

    def __missing__(self, word: str) -> bytes:
        line = b"|" if word in _DASHES or word == "-" else _line_of_word(word)
        if len(word) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[word] = line
        return line


_known = _Known()


def _line_of_word(word: str) -> bytes:
    folded = fold(visible(word))
    return lined((folded if folded.isascii() else _OTHER.sub(_instead, folded)).encode(errors="replace")).strip()


def _joined(words: Iterable[bytes]) -> bytes:
    line = b" %b " % b" ".join(words)
    return b" %b " % b" ".join(line.split()) if b"  " in line else line


def _instead(found: re.Match[str]) -> str:
    letter = found[0]
    if letter in _DASHES:
        return "-"
    return letter if letter.isascii() else "|" if letter in _OTHER_BREAKS else " "
