import re

import pytest

from showup.detect.fold import fold
from showup.detect.line import line_of
from showup.detect.match import Vocabulary, vocabulary
from showup.detect.typos import mistyped
from showup.detect.wordlists import Entry, Sense, word_lists

SENSE = Sense("sure", "xx")


def vocabulary_of(*texts: str, unspaced: bool = False) -> Vocabulary:
    return Vocabulary.of(Entry(text.removeprefix("^"), SENSE, text.startswith("^"), unspaced) for text in texts)


def slips(word: str) -> list[str]:
    line = line_of(word)
    return [hit.text for hit in mistyped(line, vocabulary().all_in(line))]


def found(words: Vocabulary, text: str) -> list[str]:
    return [hit.text for hit in words.find(fold(text))]


@pytest.mark.parametrize("text", ["three", "Chris", "hrs", "thr", "Ohr"])
def test_hr_is_not_found_inside_words(text: str) -> None:
    assert found(vocabulary_of("hr"), text) == []


@pytest.mark.parametrize("text", ["HR", "call (hr)", "hr_call", "Acme-HR", "hr/people"])
def test_hr_is_found_as_a_word(text: str) -> None:
    assert found(vocabulary_of("hr"), text) == ["hr"]


def test_a_stem_matches_what_begins_so() -> None:
    assert found(vocabulary_of("rozmow* kwalifikacyjn*"), "po rozmowie kwalifikacyjnej") == ["rozmow kwalifikacyjn"]


def test_a_longer_phrase_hides_the_shorter_inside_it() -> None:
    assert found(vocabulary_of("interview", "mock interview"), "mock interview") == ["mock interview"]


def test_a_phrase_outside_the_longer_one_still_counts() -> None:
    assert found(vocabulary_of("interview", "mock interview"), "interview after mock interview") == [
        "interview",
        "mock interview",
    ]


def test_no_phrase_goes_across_a_separator() -> None:
    assert found(vocabulary_of("interview podcast"), "Interview @ Podcast Network") == []


def test_an_anchored_phrase_is_found_at_the_beginning_only() -> None:
    words = vocabulary_of("^book train")
    assert found(words, "Book train") == ["book train"]
    assert found(words, "I book train") == []
    assert words.find("book train", anchored=False) == []


@pytest.mark.parametrize("text", ["一次面接のご案内", "面接", "株式会社X面接"])
def test_scripts_without_spaces_match_anywhere(text: str) -> None:
    assert found(vocabulary_of("面接", unspaced=True), text) == ["面接"]


def test_the_longest_phrase_wins_in_scripts_without_spaces() -> None:
    assert found(vocabulary_of("面接", "模擬面接", unspaced=True), "模擬面接") == ["模擬面接"]


@pytest.mark.parametrize(
    "word", ["inteview", "interveiw", "intervieww", "imterview", "vorstelungsgespräch", "sobeseda"]
)
def test_one_slip_of_the_finger_is_forgiven(word: str) -> None:
    assert bool(slips(word)) is (word != "sobeseda")


@pytest.mark.parametrize(
    "word", ["interval", "internet", "overview", "interviewer", "interview", "internship", "reviewed"]
)
def test_a_word_of_its_own_is_no_slip(word: str) -> None:
    assert slips(word) == []


def test_every_phrase_of_every_lexicon_is_found_when_it_stands_alone() -> None:
    missing = [
        (words.language, entry.text)
        for words in word_lists()
        for entry in words.entries
        if not any(
            entry.sense in (*hit.senses, *hit.known.kinds)
            for hit in vocabulary().all_in(line_of(re.sub(r"\*(?=\s|$)", "", entry.text).replace(" .. ", " ")))
        )
    ]
    assert missing == []


@pytest.mark.parametrize(
    "text",
    ["discuss the position", "discuss our open backend engineer position", "Discuss position"],
)
def test_a_gap_stands_for_up_to_four_words(text: str) -> None:
    assert found(vocabulary_of("discuss .. position"), text) == ["discuss .. position"]


@pytest.mark.parametrize(
    "text",
    [
        "discuss one two three four five position",
        "discuss: your position",
        "discuss (a) position",
        "position to discuss",
    ],
)
def test_a_gap_goes_neither_further_nor_across_a_separator(text: str) -> None:
    assert found(vocabulary_of("discuss .. position"), text) == []
