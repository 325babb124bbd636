"""Italian: no article that may not fit, courtesy in capitals, and forms that fit whoever writes."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from tests.unit.recovery.cases import HOUR, JANE, interview
from tests.unit.recovery.texts import texts_of

from showup.model import DraftKind
from showup.recovery import write

TEXTS = texts_of("it")


def test_an_article_never_stands_right_before_what_may_begin_with_a_vowel():
    assert len(TEXTS) > 400
    for text in TEXTS:
        assert not re.search(
            r"\b(?:il|lo|la|un|uno|una|del|al|dal|nel|sul)\b \$|\w'\$|\bdi \$(?:date|brief\b|kind|when)",
            text,
            re.IGNORECASE,
        ), text


def test_the_reader_is_addressed_with_a_capital():
    for text in TEXTS:
        assert not re.search(r"\b(?:lei|sua disposizione|la ringrazio|le chiedo|le porgo|\w+[rt]le)\b", text[1:]), text


def test_no_form_tells_the_gender_of_who_writes_or_reads():
    for text in TEXTS:
        assert not re.search(
            r"/a\b|\b(?:grat[oa]|liet[oa]|sono (?:stat|arrivat|riuscit|mancat|dispiaciut)\w"
            r"|essermi \w+t[oa]|mi sono \w+t[oa]|egregi\w|signor\w*|dott\w*|car[oa])\b",
            text,
            re.IGNORECASE,
        ), text


def test_the_first_of_a_month_has_its_own_form():
    start = datetime(2025, 4, 1, 7, 5, tzinfo=UTC)
    case = interview(start=start, zone="Europe/Rome")
    body = write(
        DraftKind.EMAIL, replace(case, judgement=replace(case.judgement, language="it")), JANE, start + HOUR
    ).body
    assert "martedì 1° aprile 2025 alle ore 09:05 CEST" in body
