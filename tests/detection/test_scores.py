"""The corpus is what it should be, and the detector does not get worse on the part that nobody looks at."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.detection.entries import Entry, entries
from tests.detection.scores import Scores, judged, score

from showup.detect.wordlists import word_lists

SORTS = {
    "self typed", "invitation", "recruiter screen", "technical", "panel", "onsite", "final", "assessment", "deadline", "trial",
    "internal", "process chat", "booking", "hold", "coffee chat", "admissions", "phishing", "interviewer side", "debrief",
    "preparation", "lookalike", "press", "research", "review", "exit", "legal", "topic", "ordinary", "cancelled", "declined",
}  # fmt: skip


@pytest.fixture(scope="module")
def everything() -> list[Entry]:
    return list(entries())


@pytest.fixture(scope="module")
def held_out(everything: list[Entry]) -> Scores:
    return score(judged(entry for entry in everything if entry.held_out))


def test_every_language_and_every_sort_has_entries(everything: list[Entry]) -> None:
    assert {entry.language for entry in everything} == {words.language for words in word_lists()} - {""}
    assert {entry.sort for entry in everything} == SORTS
    assert len([entry for entry in everything if not entry.practice]) >= 800


def test_a_third_of_the_entries_is_held_out_in_every_language(everything: list[Entry]) -> None:
    blind = [entry for entry in everything if not entry.practice]
    assert 0.28 < len([entry for entry in blind if entry.held_out]) / len(blind) < 0.38
    assert set(Counter(entry.language for entry in blind if entry.held_out)) == {entry.language for entry in blind}


def test_interviews_of_the_held_out_part_are_found_as_well_as_ever(held_out: Scores) -> None:
    """The aim is at most 1 % missed and 96 % found. These are what was reached, so that nothing is lost unnoticed."""
    assert held_out.missed is not None
    assert held_out.recall is not None
    assert held_out.missed <= 0.03
    assert held_out.recall >= 0.90


def test_what_is_none_is_left_alone_as_well_as_ever(held_out: Scores) -> None:
    """The aim is at most 2 % alarms and 6 % questions."""
    assert held_out.alarms is not None
    assert held_out.questions is not None
    assert held_out.alarms <= 0.065
    assert held_out.questions <= 0.085
