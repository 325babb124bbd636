"""How the facts of the corpus are compared with what was found."""

import pytest
from tests.detection import facts
from tests.detection.entries import entry

from showup.model import Judgement, Kind, Verdict


def sort_of(fact: str, wanted: str, judgement: Judgement) -> str:
    row = {"title": "Interview", "class": "plain", "verdict": "interview", fact: wanted}
    return facts.compared(entry("en", row), judgement)[0].sort


def found(**more) -> Judgement:
    return Judgement(Verdict.INTERVIEW, 90, **more)


@pytest.mark.parametrize(
    ("wanted", "company", "sort"),
    [
        ("Acme GmbH", "ACME", "right"),
        ("マーロウ", "株式会社マーロウ", "right"),
        ("Acme", "Acme Foods", "near"),
        ("Acme", "Globex", "wrong"),
        ("Acme", None, "missing"),
        ("", "Globex", "wrong"),
        ("", None, "right"),
    ],
)
def test_companies_compare_without_case_and_legal_form(wanted, company, sort) -> None:
    assert sort_of("company", wanted, found(company=company)) == sort


def test_a_kind_that_is_not_told_is_missing_and_a_plain_interview_is_none() -> None:
    assert sort_of("kind", "panel", found(kind=Kind.PANEL)) == "right"
    assert sort_of("kind", "panel", found()) == "missing"
    assert sort_of("kind", "interview", found()) == "right"
    assert sort_of("kind", "interview", found(kind=Kind.PANEL)) == "wrong"


def test_the_shares_are_told_and_what_is_held_out_is_not_shown() -> None:
    rows = [{"title": f"Interview {n}", "class": "x", "verdict": "interview", "company": "Acme"} for n in range(60)]
    ones = [one for row in rows for one in facts.compared(entry("en", row), found(company="Globex"))]
    assert "100.0 %" in facts.lines(ones)[1]
    held_out = sum(one.entry.held_out for one in ones)
    assert 0 < held_out < 60
    assert len(list(facts.shown(ones))) == 60 - held_out
