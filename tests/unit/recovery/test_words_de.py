"""German has cases and genders: the words for a kind of interview fit only where a sentence leaves room for them."""

import re

import pytest
from tests.unit.recovery.test_templates import NAMES

from showup.recovery.template import load, words

_DATIVE_OR_GENITIVE = r"(?:mit|zu|zum|zur|bei|beim|von|vom|nach|aus|wegen|bezüglich|während|trotz|am|im|in|an)"


def _texts(name):
    template = load("de", name)
    rows = (*template.subjects, *(row for part in template.paragraphs for one in part.sentences for row in one.rows))
    return [text for row in rows for text in row]


def test_a_kind_has_an_article_that_is_nominative_and_accusative_alike():
    assert {text.split()[0] for text in words("de").kinds.values()} == {"das", "die"}
    assert {text.split()[0] for text in words("de").meetings.values()} == {"das", "die"}


@pytest.mark.parametrize("name", NAMES)
def test_no_other_case_is_asked_of_a_kind(name):
    for text in _texts(name):
        assert not re.search(rf"\b{_DATIVE_OR_GENITIVE} \$(?:kind|meeting|brief_kind)", text), text
        assert not text.startswith(("$kind", "$meeting")), text


@pytest.mark.parametrize("name", NAMES)
def test_an_article_or_an_ending_is_given_to_neuter_words_only(name):
    agreeing = [text for text in _texts(name) if re.search(r"\b(?:das|Versäumtes) \$brief_kind", text)]
    assert not agreeing or name in {"begun_email", "interviewer_absent"}  # never about a task, which is feminine
