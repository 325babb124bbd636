"""Every draft that can be written is a first-rate one, and the rubric that says so can tell."""

from dataclasses import replace

import pytest
from tests.unit.recovery.cases import HOUR, JANE, LONG_JANE, START, combinations, interview
from tests.unit.recovery.rubric import LETTERS, faults

from showup.model import DraftKind
from showup.recovery import write


def test_every_combination_of_known_and_unknown_facts_passes_the_rubric():
    seen = 0
    for kind, case, profile, now in combinations():
        draft = write(kind, case, profile, now)
        # a name of nine words and a number of eight, each said twice, take their time
        words = (50, 85) if profile is LONG_JANE else (50, 76)
        assert faults(draft, voicemail_words=words) == [], draft
        seen += 1
    assert seen >= 3000


def test_a_letter_names_what_is_known_and_nothing_else_is_left_out():
    draft = write(DraftKind.EMAIL, interview(), JANE, START + HOUR)
    facts = (
        "Dana Fox", "Platform Engineer", "Marlow", "Monday 3 March 2025", "14:00 CET", "technical interview",
        "Jane Doe", "+49 176 1234567",
    )  # fmt: skip
    for fact in facts:
        assert fact in draft.body
    assert draft.missing == ()


def test_every_subject_names_the_candidate_the_role_and_the_day():
    for kind, case, profile, now in combinations():
        draft = write(kind, case, profile, now)
        if draft.kind in LETTERS:
            day = draft.subject.replace("March", "Mar")
            assert "3 Mar 2025" in day or "4 Mar 2025" in day, draft.subject
            assert profile.name[:12] in draft.subject
            assert (case.judgement.position or "")[:6] in draft.subject


PLANTED = {
    "blame": "The train was late.",
    "an excuse": "This was due to unforeseen circumstances.",
    "begging": "I beg you for another chance.",
    "a condition in the apology": "I am sorry if I caused trouble.",
    "a claim about character": "This is uncharacteristic of me.",
    "a promise of prevention": "It will not happen again.",
    "an invented slot": "I am free on Tuesday.",
    "hostility": "I am disappointed in you.",
    "placeholder": "I can come on [DATE].",
    "spacing": "I can come , gladly.",
    "emoji": "Thank you 🙏",
    "letter of": "so " * 171,
    "more than one apology": "I am sorry, again.",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_the_rubric_finds_a_planted(fault):
    draft = write(DraftKind.EMAIL, interview(), JANE, START + HOUR)
    spoilt = replace(draft, body=f"{draft.body}\n\n{PLANTED[fault]}")
    assert any(found.startswith(fault) for found in faults(spoilt))


@pytest.mark.parametrize(
    ("gone", "fault"),
    [
        ("sorry", "no apology in the first two sentences"),
        ("responsibility", "no responsibility"),
        ("cost", "no impact"),
        ("that suits you", "no deferral to their time"),
        ("I will understand", "no easy way out"),
        ("interested", "interest not restated"),
        ("Dear", "no greeting"),
    ],
)
def test_the_rubric_finds_what_is_not_there(gone, fault):
    bodies = (write(DraftKind.EMAIL, interview(uid=f"u{seed}"), JANE, START + HOUR) for seed in range(100))
    draft = next(draft for draft in bodies if gone in draft.body)
    assert fault in faults(replace(draft, body=draft.body.replace(gone, "")))
