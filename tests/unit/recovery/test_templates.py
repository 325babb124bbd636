"""The data files are complete, and ask for facts that exist."""

from string import Template

import pytest
from tests.unit.recovery.cases import combinations

from showup.model import Cause, Kind
from showup.recovery.known import known_of
from showup.recovery.parties import parties
from showup.recovery.template import languages, load, words

NAMES = [
    *(f"{stage}_{text}" for stage in ("ahead", "begun", "deadline") for text in ("email", "call_script", "voicemail")),
    "running_late",
    "interviewer_absent",
    "follow_up",
    "confirmation",
    "graceful_close",
    "delegate_note",
]
CONDITIONS = {
    "passed",
    "over_a_day",
    "over_a_week",
    "short_notice",
    "agency",
    "panel",
    "several",
    "brief_please",
    "deadline",
    "last",
    "refused",
    "uncharacteristic",
}
TOLD = {"cause", "own_cause", "evidence", "prevention", "offer", "slots", "new_when", "new_date", "new_brief"}


@pytest.fixture(scope="module")
def facts():
    seen = set()
    for _, case, profile, now in combinations():
        seen |= set(known_of(case, profile, parties(case, profile), now, words("en")))
    return seen - CONDITIONS | TOLD | {"voicemail"}


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("name", NAMES)
def test_a_template_asks_only_for_facts_that_there_are(language, name, facts):
    template = load(language, name)
    sentences = [sentence for paragraph in template.paragraphs for sentence in paragraph.sentences]
    texts = [text for rows in (template.subjects, *(one.rows for one in sentences)) for row in rows for text in row]
    assert all(Template(text).is_valid() for text in texts)
    assert {fact for text in texts for fact in Template(text).get_identifiers()} <= facts
    assert {condition for one in sentences for condition in (*one.when, *one.unless)} <= CONDITIONS | facts


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("name", NAMES)
def test_the_last_subject_needs_only_what_is_always_known(language, name):
    always = {"kind", "brief_kind", "date", "brief", "when"} | ({"new_date"} if name == "confirmation" else set())
    assert set(Template(load(language, name).subjects[-1][-1]).get_identifiers()) <= always


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_language_has_a_word_for_every_cause_and_every_offer(language):
    small = words(language)
    assert set(small.causes) == {cause.value for cause in Cause} - {Cause.UNSAID.value}
    assert all(small.causes.values())
    assert small.evidence
    assert set(small.offers) == {"references", "work_samples", "more", "own"}
    assert all(
        text.format(weekday="", day=1, month="", mon="", year=1, time="9", own="8") for text in small.slots.values()
    )


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_language_has_a_word_for_every_kind_of_interview_and_every_month(language):
    small = words(language)
    kinds = {kind.value for kind in Kind}
    assert set(small.kinds) == set(small.kinds_brief) == set(small.meetings) == kinds
    assert (len(small.weekdays), len(small.months), len(small.months_brief)) == (7, 12, 12)
