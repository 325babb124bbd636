"""Spanish and Portuguese: nothing tells a gender, or whether one reads or several; Portuguese suits Brazil and Portugal alike."""

import re
from dataclasses import replace
from itertools import islice

import pytest
from tests.unit.recovery.cases import DAY, HOUR, JANE, START, combinations, interview

from showup.model import Cause, DraftKind, Explanation, Kind
from showup.recovery import Told, write
from showup.recovery.template import words

AFTERWARDS = (DraftKind.FOLLOW_UP, DraftKind.CONFIRMATION, DraftKind.GRACEFUL_CLOSE, DraftKind.DELEGATE_NOTE)
TOLD = tuple(
    Told(Explanation(cause, 3, "", uncharacteristic=True), offer, new_start=START + 50 * DAY, refused=offer == "more")
    for cause in Cause
    for offer in ("references", "more", "a first draft")
)
NEVER = {
    "es": r"les?|usted(?:es)?|haya[ns]?|estimad[oa] (?!equipo)|(?:interesad|agradecid|dormid|encantad|dispuest|list)[oa]",
    "pt": r"lhes?|você|vocês|consigo|connosco|conosco|si|equip[ae]|contac?to|facto|(?:obrigad|interessad|grat|pront|dispost)[oa]"
    r"|prezad[oa]|car[oa]|exm[oa]",
}


def drafts(language):
    for number, (kind, case, profile, now) in enumerate(islice(combinations(), 0, None, 7)):
        ours = replace(case, judgement=replace(case.judgement, language=language))
        person = replace(profile, references=("Ann Lee",))
        for one in (kind, AFTERWARDS[number % 4]):
            yield write(one, ours, person, now, TOLD[number % len(TOLD)])


@pytest.mark.parametrize("language", sorted(NEVER))
def test_nobody_is_addressed_by_a_gender_or_a_number(language):
    for draft in drafts(language):
        for text in (draft.subject, draft.body):
            assert not re.search(rf"\b(?:{NEVER[language]})\b", text, re.IGNORECASE), draft


@pytest.mark.parametrize("language", sorted(NEVER))
def test_a_follow_up_and_an_opening_are_short(language):
    for draft in drafts(language):
        if draft.kind is DraftKind.FOLLOW_UP:
            assert len(draft.body.split()) <= 80, draft
        if draft.kind is DraftKind.CALL_SCRIPT:
            assert len(draft.body.split("\n\n")[0].split("\n", 1)[1].split()) <= 75, draft


@pytest.mark.parametrize("language", sorted(NEVER))
def test_every_kind_of_interview_is_feminine(language):
    """The sentences say "la", "prevista", "à minha" of it."""
    first = {
        kind.split()[0] for table in (words(language).kinds, words(language).kinds_brief) for kind in table.values()
    }
    assert first <= {"entrevista", "prueba", "tarea", "conversa", "prova", "tarefa"}


@pytest.mark.parametrize("language", sorted(NEVER))
def test_what_is_to_be_handed_in_is_not_attended(language):
    case = interview(kind=Kind.DEADLINE)
    case = replace(case, judgement=replace(case.judgement, language=language))
    for kind in (DraftKind.CONFIRMATION, DraftKind.DELEGATE_NOTE):
        body = write(kind, case, JANE, START + HOUR, Told(new_start=START + 9 * DAY)).body
        assert "entreg" in body
        assert not re.search(r"asist|acud|llevar|levar|presença|comparec", body)
