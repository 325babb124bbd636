"""The linter on whole texts: what showup writes, what people write well, and what has one fault."""

import pytest
from tests.unit.recovery.cases import combinations
from tests.unit.recovery.lint.corpus import faulty, good, unseen

from showup.recovery import write
from showup.recovery.lint import LANGUAGES, Severity, about, guessed, lint


def test_what_showup_writes_has_nothing_to_mend_or_consider():
    for kind, case, profile, now in combinations():
        draft = write(kind, case, profile, now)
        known = about(case, profile, now)
        found = lint(draft.body, kind, language=draft.language, subject=draft.subject, about=known)
        assert found == (), (draft, found)


@pytest.mark.parametrize("fault", faulty(), ids=lambda fault: fault.id)
def test_a_planted_fault_is_found_at_its_place(fault):
    assert fault.found(), fault.text.remarks()


def test_there_are_faults_of_every_check_and_every_language():
    assert len(faulty()) >= 60
    assert {fault.text.language for fault in faulty()} == set(LANGUAGES)
    assert {check for fault in faulty() for check in fault.checks} >= set(range(1, 16)) - {11, 12, 13} | {13}


def test_few_good_texts_are_found_fault_with(capsys):
    """The bound is what was measured on the texts that nobody looked at, when the words were written."""
    for name, texts in (
        ("looked at", [text for text in good().values() if not unseen(text.id)]),
        ("not looked at", [text for text in good().values() if unseen(text.id)]),
    ):
        wrong = [text.id for text in texts if any(r.severity is Severity.MEND for r in text.remarks())]
        with capsys.disabled():
            print(f"\nfalse alarms on good texts, {name}: {len(wrong)} of {len(texts)} ({len(wrong) / len(texts):.1%})")
        assert len(wrong) <= _BOUND[name], wrong
    assert len(good()) >= 60


_BOUND = {"looked at": 0, "not looked at": 2}


def test_the_language_of_a_text_is_guessed():
    wrong = [text.id for text in good().values() if guessed(text.body) != text.language]
    assert wrong == []
