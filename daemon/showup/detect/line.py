"""A text as the matcher reads it: folded, in UTF-8, one space before and after every word.

Words of one phrase are one space apart. Where punctuation stands between two words there are more, and no phrase goes across:
"interview (podcast)" is no podcast interview. A full stop parts no phrase, it may stand for the rest of a word.
"""

from __future__ import annotations

import re

from showup.detect.fold import close_gaps, fold, visible

__all__ = ["PLAIN", "is_spaced_out", "is_unspaced", "line_of", "lined"]

# Small letters, digits, bytes beyond ASCII stay, and the sign that belongs to names of settings. What else there is parts words.
PLAIN = bytes(
    code + 32 if chr(code).isupper() and code < 128
    else code if code > 127 or chr(code).isalnum() or chr(code) == "="
    else 32
    for code in range(256)
)  # fmt: skip
# Beyond ASCII: what is neither a letter nor a mark of one. In scripts without spaces marks are parts of words.
_OTHER = re.compile("[^\\w\\s\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u0e00-\u0fff]")
_NOT_UNSPACED = bytes(code for code in range(256) if not 0xE3 <= code <= 0xED)
_THAI = (b"\xe0\xb8", b"\xe0\xb9")
_APART = b"     "  # every second letter of what is spaced out
_LONGEST, _MOST = 60, 20_000


def line_of(text: str) -> bytes:
    """Of any text, cleaned or not. A text without words is nothing but spaces."""
    if text.isascii():
        line = lined(text.encode())
        return _of_words(fold(visible(text))) if is_spaced_out(line) else line
    line = _of_words(text)
    letters = line.decode(errors="replace")
    if "     " in letters[::2] or "     " in letters[1::2]:
        return _of_words(fold(visible(text)))
    return close_gaps(letters).encode(errors="replace") if is_unspaced(line) else line


def is_unspaced(line: bytes) -> bool:
    """Is there a letter of a script that does not part words? (Chinese, Japanese, Korean, Thai)"""
    return bool(line.translate(None, _NOT_UNSPACED)) or any(begun in line for begun in _THAI)


def is_spaced_out(line: bytes) -> bool:
    """Are there words of ASCII letters written  l i k e  t h i s?"""
    return _APART in line[::2] or _APART in line[1::2]


def lined(text: bytes, table: bytes = PLAIN) -> bytes:
    """The line of a text in UTF-8 whose letters beyond ASCII are folded already."""
    if b"  " in text:
        text = b" ".join(text.split())
    if b". " in text:
        text = text.replace(b". ", b" ")
    if b".-" in text:
        text = text.replace(b".-", b" ")
    return b" %b " % text.translate(table)


class _Known(dict[str, bytes]):
    """The lines of single words: people use the same words again and again."""

    def __missing__(self, word: str) -> bytes:
        line = _line_of_word(word)
        if len(word) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[word] = line
        return line


_known = _Known()


def _line_of_word(word: str) -> bytes:
    if word.isascii() and not is_spaced_out(line := lined(word.removesuffix(".").encode())):
        return line[1:-1]
    folded = fold(visible(word)).removesuffix(".")
    return lined((folded if folded.isascii() else _OTHER.sub(" ", folded)).encode(errors="replace"))[1:-1]


def _of_words(text: str) -> bytes:
    return b" %b " % b" ".join(map(_known.__getitem__, text.split()))
