"""Where to go."""

from __future__ import annotations

import re

from showup.detect.datafiles import virtual_words
from showup.detect.fold import fold, plain
from showup.detect.match import tokens
from showup.detect.view import View

__all__ = ["place_of"]

_URL = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]+\.(?:us|com|live|net|org)/\S+")
_WORLD = re.compile(r"(?<![\w+/=.#-])\+\d(?:[\d() ./\-\xa0]|[\u2010-\u2014]){6,20}\d(?![\w/@=])")
_FEWEST_DIGITS = 8


def place_of(view: View) -> str:
    """A physical place, empty when the location is a link, a number or the name of a service."""
    text = _URL.sub(" ", view.location)
    text = plain(_WORLD.sub(" ", text), 200).strip(" ,;:|-–()[]/")
    words = [word for word in tokens(fold(text)) if not word.isdigit() and len(word) > 1]
    if not words or "@" in text or all(word in virtual_words() for word in words):
        return ""
    return "" if _only_number(text) else text


def _only_number(text: str) -> bool:
    return not re.search(r"[^\W\d_]{2,}", text) and sum(letter.isdigit() for letter in text) >= _FEWEST_DIGITS
