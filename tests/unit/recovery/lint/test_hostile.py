"""Any text at all, of any length: no failure, every place within it, and time in proportion to it."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.recovery.lint.corpus import good

from showup.model import DraftKind
from showup.recovery.lint import LANGUAGES, lint
from showup.recovery.lint.text import MOST_READ

PIECES = [
    "sorry ", "sorry if ", "A", "a ", "- ", "'-", "\n", " ", "(", "[", "<", "{", "$", "_", "1", "1 1 ", "10:", "26 November ",
    "Monday ", "11月", "申し訳", "もし", "…", "I . ", "train ", "Dr. ", "my ", "x様", ">", "è", "\u0301", "🙂", "your ", "+4",
    "10 h ", "le ", "utc+", "at 1 ", "0001-01-01 10:00 ", "9999-12-31 23:59 EST ", "1/1/9999 ",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_of_a_megabyte_is_judged_by_its_beginning(language):
    found = lint("sorry but the train " * 50_000, DraftKind.EMAIL, language=language)
    assert all(remark.end <= MOST_READ for remark in found)
    assert any(remark.check == 14 for remark in found)


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_text_takes_about_twice_the_time(piece):
    """Four times as much text may take eight times as long, not sixteen: this machine has other work too."""
    took = [min(_seconds(piece * (size // len(piece))) for _ in range(3)) for size in (MOST_READ // 4, MOST_READ)]
    assert took[1] < 8 * took[0] + 0.5


def _seconds(text):
    before = process_time()
    for language in ("en", "ja"):
        lint(text, DraftKind.CALL_SCRIPT, language=language, subject=text, about=good()["en-1"].about)
    return process_time() - before


@settings(max_examples=200, deadline=None)
@given(
    body=st.lists(
        st.sampled_from([*PIECES, *(text.body for text in good().values())]) | st.text(max_size=20), max_size=12
    ).map("".join),
    language=st.sampled_from(LANGUAGES),
    kind=st.sampled_from(list(DraftKind)),
    known=st.sampled_from([text.about for text in good().values()]),
)
def test_whatever_it_is_every_place_lies_within_it(body, language, kind, known):
    for remark in lint(body, kind, language=language, subject=body[:90], about=known):
        whole = body[:90] if remark.part == "subject" else body
        assert 0 <= remark.start <= remark.end <= len(whole)
        assert whole[remark.start : remark.end] == remark.words
