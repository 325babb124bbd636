"""The data files are complete, and ask for facts that exist."""

from string import Template

import pytest
from tests.unit.recovery.cases import combinations

from showup.model import Kind
from showup.recovery.known import known_of
from showup.recovery.parties import parties
from showup.recovery.template import languages, load, words

NAMES = [
    *(f"{stage}_{text}" for stage in ("ahead", "begun", "deadline") for text in ("email", "call_script", "voicemail")),
    "running_late",
    "interviewer_absent",
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
}


@pytest.fixture(scope="module")
def facts():
    seen = set()
    for _, case, profile, now in combinations():
        seen |= set(known_of(case, profile, parties(case, profile), now, words("en")))
    return seen - CONDITIONS | {"voicemail"}


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
    always = {"kind", "brief_kind", "date", "brief", "when"}
    assert set(Template(load(language, name).subjects[-1][-1]).get_identifiers()) <= always


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_language_has_a_word_for_every_kind_of_interview_and_every_month(language):
    small = words(language)
    kinds = {kind.value for kind in Kind}
    assert set(small.kinds) == set(small.kinds_brief) == set(small.meetings) == kinds
    assert (len(small.weekdays), len(small.months), len(small.months_brief)) == (7, 12, 12)
