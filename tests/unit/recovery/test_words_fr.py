"""French: what its typography wants, and forms that fit whoever writes."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.unit.recovery.cases import HOUR, JANE, START, interview
from tests.unit.recovery.texts import texts_of

from showup.model import DraftKind
from showup.recovery import write
from showup.recovery.template import words

NO_BREAK = "\N{NO-BREAK SPACE}"
TEXTS = texts_of("fr")


def _write(kind, start=START, zone="Europe/Paris"):
    case = interview(start=start, zone=zone)
    return write(kind, replace(case, judgement=replace(case.judgement, language="fr")), JANE, start + HOUR)


def test_a_double_mark_stands_after_a_no_break_space():
    assert len(TEXTS) > 400
    for text in TEXTS:
        assert not re.search(rf"(?<!{NO_BREAK})[:;?!»](?!\w)|«(?!{NO_BREAK})", text), text


def test_what_a_kind_is_called_fits_the_words_around_it():
    small = words("fr")
    for kind in (*small.kinds.values(), *small.kinds_brief.values()):
        assert re.match("[eéi]", kind), f"mon, l' and cet go before {kind}"
    assert all(meeting.startswith("cet ") for meeting in small.meetings.values())


def test_no_form_tells_the_gender_of_who_writes_or_reads():
    for text in TEXTS:
        assert not re.search(
            r"\(e\)|·|\b(?:désolée?|navrée?|ravie?|heureu\w+|seule?|absente?|certaine?|intéressée?|prêt"
            r"|me suis \w+é|suis \w+ée?|monsieur|madame|chère?|m'a(?:vez|it)? (?:lu|attendu|reçu))\b",
            text,
            re.IGNORECASE,
        ), text


@pytest.mark.parametrize(
    ("start", "when"),
    [
        (datetime(2025, 4, 1, 7, 5, tzinfo=UTC), "le mardi 1er avril 2025 à 9h05 CEST"),
        (datetime(2025, 4, 2, 13, 0, tzinfo=UTC), "le mercredi 2 avril 2025 à 15h00 CEST"),
    ],
)
def test_a_date_is_written_as_in_french(start, when):
    assert when in _write(DraftKind.EMAIL, start).body


def test_an_hour_elsewhere_is_said_without_an_elision_that_may_be_wrong():
    spoken = _write(DraftKind.VOICEMAIL, zone="Asia/Amman").body
    assert "16h00, heure locale à Amman" in spoken
