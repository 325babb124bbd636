"""The linter on whole texts: what showup writes, what people write well, and what has one fault."""

import pytest
from tests.unit.recovery.cases import combinations
from tests.unit.recovery.lint.corpus import faulty, good, later

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
    assert {check for fault in faulty() for check in fault.checks} >= set(range(1, 16)) - {12}


def test_few_good_texts_are_found_fault_with(capsys):
    """The words have seen all of these by now; what they make of new ones is told in later.toml."""
    texts = [*good().values(), *later()]
    rates = {}
    for severity in Severity:
        wrong = [text.id for text in texts if any(remark.severity is severity for remark in text.remarks())]
        rates[severity] = len(wrong) / len(texts)
        with capsys.disabled():
            print(
                f"\nof {len(texts)} good texts, something to {severity} in {len(wrong)} ({rates[severity]:.1%}): {wrong}"
            )
    assert len(texts) >= 60
    assert rates[Severity.MEND] <= 0.01
    assert rates[Severity.CONSIDER] <= 0.09


def test_the_language_of_a_text_is_guessed():
    wrong = [text.id for text in [*good().values(), *later()] if guessed(text.body) != text.language]
    assert wrong == []
