"""What gets through the last door."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showup.plain import one_line, plain


@given(st.text(alphabet=st.characters(), max_size=300), st.integers(1, 50))
def test_no_control_or_reordering_character_gets_through(text: str, limit: int) -> None:
    cleaned = plain(text, limit)
    assert len(cleaned) <= limit
    cleaned.encode("utf-8")  # raises when half a character is left
    assert not [c for c in cleaned if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n"]
    reordering = {"RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"}
    assert not [c for c in cleaned if unicodedata.bidirectional(c) in reordering]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\te", "a\nb\nc\nd e"),
        ("\x1b[31mred\x07", "[31mred"),
        ("Goog\u202ele\u200f", "Google"),
        ("half \ud83d emoji", "half  emoji"),
        ("🧑‍💻 مقابلة", "🧑‍💻 مقابلة"),
        ("  around  ", "around"),
    ],
)
def test_plain_keeps_words_and_lines(text: str, expected: str) -> None:
    assert plain(text, 100) == expected


def test_a_long_text_is_cut_and_says_so() -> None:
    assert plain("word " * 10, 9) == "word wor…"


def test_one_line_has_single_spaces() -> None:
    assert one_line(" a \n\n b\tc ", 100) == "a b c"
