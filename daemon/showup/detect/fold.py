"""Text from calendars made plain to show, and folded to compare."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["close_gaps", "fold", "plain", "visible"]

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

# Marks are dropped in these scripts only: in Devanagari, Thai or kana they are letters in their own right.
_LATIN_GREEK_MARKS = re.compile("(?<=[a-zα-ω])[\u0300-\u036f]+")
_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]")
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ё": "е",
        "_": " ",
        "ى": "ي",
        "ة": "ه",
        "ک": "ك",
        "ی": "ي",
        "ʼ": "'",
        "’": "'",
        "‘": "'",
        "`": "'",
    }
)
_LOOKALIKES = str.maketrans("аеорсухіѕјԁɡктмνοαιρυε", "aeopcyxisjdgktmvoaipue")
_MIXED = re.compile("[a-z][а-яіѕјԁα-ω]|[а-яіѕјԁα-ω][a-z]")
_LETTERS_RUN = re.compile(r"[^\W\d_]+")
_LETTERSPACED = re.compile(r"(?<!\w)(?:\w[ .\-*·]){4,40}\w(?!\w)")


def plain(text: str, limit: int) -> str:
    """`text` on one line without control, invisible and bidirectional characters, at most `limit` long."""
    return " ".join(visible(text[: limit * 4]).split())[:limit].rstrip()


def visible(text: str) -> str:
    """`text` without invisible and bidirectional characters, with a space for each control character."""
    return _CONTROL.sub(" ", text if text.isascii() else _INVISIBLE.sub("", text))


def fold(text: str) -> str:
    """`text` (already plain) to compare: without case, accents, width, look-alike letters, letter spacing."""
    if text.isascii():
        return _spelled_together(text.lower().translate(_LETTERS))
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    folded = _POINTS.sub("", _LATIN_GREEK_MARKS.sub("", folded))
    folded = unicodedata.normalize("NFC", folded).translate(_LETTERS)
    if _MIXED.search(folded):
        folded = _LETTERS_RUN.sub(_one_script, folded)
    return close_gaps(_spelled_together(folded))


def _one_script(found: re.Match[str]) -> str:
    """A word that mixes Latin with Cyrillic or Greek is a Latin one in disguise."""
    return found[0].translate(_LOOKALIKES) if _MIXED.search(found[0]) else found[0]


def _spelled_together(text: str) -> str:
    """`l i k e  t h i s` as `like this`."""
    return _LETTERSPACED.sub(lambda found: re.sub(r"[ .\-*·]", "", found[0]), text)


def close_gaps(text: str) -> str:
    """Without spaces inside of scripts that part no words."""
    return _gap().sub("", text)


@lru_cache(maxsize=1)
def _gap() -> re.Pattern[str]:
    """Made when it is wanted: it takes milliseconds."""
    return re.compile("(?<=[\u3040-\u30ff\u3400-\u9fff]|[\uac00-\ud7a3]) (?=[\u3040-\u30ff\u3400-\u9fff])")
