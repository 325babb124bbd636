"""What a person tells stands in the drafts of every language but English, and untold nothing is said of it."""

from dataclasses import replace

import pytest
from tests.unit.recovery.cases import DAY, HOUR, JANE, START, interview

from showup.model import Cause, DraftKind, Explanation
from showup.recovery import Told, write
from showup.recovery.template import languages, words

LANGUAGES = sorted(languages() - {"en"})
SLOTS = tuple(START + days * DAY for days in (35, 36, 37))


def _body(kind, language, told=None):
    case = interview()
    case = replace(case, judgement=replace(case.judgement, language=language))
    return write(kind, case, JANE, START + HOUR, told or Told()).body


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_stands_in_the_letter(language):
    small = words(language)
    body = _body(DraftKind.EMAIL, language, Told(Explanation(Cause.HEALTH, 1), "more", SLOTS))
    assert any(text in body for text in small.causes["health"])
    assert small.offers["more"] in body
    assert all(small.weekdays[slot.weekday()] in body for slot in SLOTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_untold_nothing_is_said_of_it(language):
    small = words(language)
    for kind in (DraftKind.EMAIL, DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL):
        body = _body(kind, language)
        assert not [text for texts in small.causes.values() for text in texts if text in body]
        assert small.offers["more"] not in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_voicemail_says_name_and_number_twice(language):
    body = _body(DraftKind.VOICEMAIL, language)
    assert (body.count(JANE.name), body.count(JANE.phone)) == (2, 2)
