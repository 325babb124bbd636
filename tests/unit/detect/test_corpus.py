"""The labelled corpus: every entry is a test of its own."""

from typing import Any

import pytest
from tests.unit.detect.reading import events, occurrence, read, titles, titles_by_language

from showup.detect import judge
from showup.model import Judgement, Profile, Role, Verdict

LANGUAGES = {
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "sv",
    "da",
    "no",
    "fi",
    "pl",
    "cs",
    "hu",
    "ro",
    "ru",
    "uk",
    "tr",
    "el",
    "ar",
    "he",
    "hi",
    "zh",
    "ja",
    "ko",
    "vi",
    "id",
}


@pytest.mark.parametrize(("verdict", "title"), titles(), ids=lambda value: value[:60])
def test_a_title_alone_gets_its_verdict(verdict: str, title: str) -> None:
    assert judge(occurrence(title), Profile()).verdict == verdict


@pytest.mark.parametrize("row", events(), ids=lambda row: row["name"])
def test_an_event_gets_its_judgement(row: dict[str, Any]) -> None:
    judgement = judge(*read(row))
    found = _facts(judgement)
    expected = {name: row[name] for name in found if name in row}
    assert {name: found[name] for name in expected} == expected
    assert set(row.get("contacts", ())) <= {
        who for contact in judgement.contacts for who in (contact.email, contact.name)
    }
    if "contacts" in row:
        assert len(judgement.contacts) == len(row["contacts"])


@pytest.mark.parametrize("row", events(), ids=lambda row: row["name"])
def test_every_verdict_has_reasons(row: dict[str, Any]) -> None:
    reasons = judge(*read(row)).reasons
    assert reasons
    assert all(reasons)


def test_the_corpus_has_every_language_of_the_design_and_every_verdict() -> None:
    assert {language for language, _, _ in titles_by_language()} >= LANGUAGES
    for language in LANGUAGES:
        verdicts = {verdict for named, verdict, _ in titles_by_language() if named == language}
        assert {"interview", "no"} <= verdicts, language


def test_an_interview_that_someone_types_is_the_candidates_without_any_configuration() -> None:
    judgement = judge(occurrence("Interview with Acme"), Profile())
    assert (judgement.verdict, judgement.role) == (Verdict.INTERVIEW, Role.CANDIDATE)


def test_an_ordinary_event_says_that_nothing_speaks_of_an_interview() -> None:
    judgement = judge(occurrence("Dentist"), Profile())
    assert judgement.reasons == ("nothing in it speaks of an interview",)
    assert judgement.score == 0


def _facts(judgement: Judgement) -> dict[str, Any]:
    return {
        "verdict": judgement.verdict,
        "role": judgement.role,
        "company": judgement.company or "",
        "join": judgement.join_url or "",
        "kind": judgement.kind,
        "position": judgement.position or "",
        "phone": judgement.phone or "",
        "place": judgement.place,
        "language": judgement.language or "",
        "usable": all(contact.usable for contact in judgement.contacts),
    }
