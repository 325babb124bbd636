"""What a helper is told, and what not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.announced import HOSTILE_TITLES
from tests.unit.test_announce import BERLIN, START, watch

from showup.announce_helper import ask_helper, reassure_helper
from showup.model import Helper, Kind, Telling, Urgency

LATE = START + timedelta(minutes=4)


def asked(telling=Telling.THAT, person="Robin Vale", name="", now=LATE, zone=BERLIN, **judged):
    return ask_helper(watch(company="Marlow", **judged), Helper(name, telling), person, now, zone)


@pytest.mark.parametrize(
    ("telling", "body"),
    [
        (Telling.THAT, "They have an appointment at 14:00 (4 min ago) and have not said that they are there."),
        (Telling.WHAT, "They have a job interview at 14:00 (4 min ago) and have not said that they are there."),
        (
            Telling.ALL,
            "They have a job interview with Marlow at 14:00 (4 min ago) and have not said that they are there.",
        ),
    ],
)
def test_no_more_is_told_than_was_allowed(telling, body):
    said = asked(telling)
    assert (said.summary, said.body) == ("Please call Robin Vale", body)
    assert (said.link, said.actions, said.interview, said.title, said.due) == (None, (), "", "", None)
    assert said.urgency is Urgency.CRITICAL


def test_they_are_called_by_their_name_and_the_person_by_theirs_or_none():
    assert asked(name="Sam").summary == "Sam, please call Robin Vale"
    assert asked(person="").summary == "Please call the person who gave you this address"


def test_without_a_company_all_is_the_title():
    said = ask_helper(watch("Round 2"), Helper("", Telling.ALL), "Robin", LATE, BERLIN)
    assert 'a job interview ("Round 2") at 14:00' in said.body


def test_a_deadline_is_no_appointment():
    assert "something due at 14:00 (4 min ago) and have not said that it is done." in asked(kind=Kind.DEADLINE).body


def test_another_day_and_what_is_to_come_are_said():
    assert "on Tuesday at 14:00 (in 23 h)" in asked(now=START - timedelta(hours=23)).body
    assert "at 14:00 (now)" in asked(now=START).body


def test_the_zone_is_the_persons():
    assert "at 08:00 (4 min ago)" in asked(zone=ZoneInfo("America/New_York")).body


@pytest.mark.parametrize(
    ("there", "summary"),
    [(True, "All is well: Robin Vale is there"), (False, "No need to call: Robin Vale has answered")],
)
def test_all_is_well_takes_the_place_of_what_was_asked(there, summary):
    said = reassure_helper(watch(company="Marlow"), "Robin Vale", there=there)
    assert said.summary == summary
    assert said.tag == asked().tag
    assert said.urgency < Urgency.CRITICAL
    assert "Marlow" not in said.summary + said.body


@pytest.mark.parametrize("title", HOSTILE_TITLES.values(), ids=HOSTILE_TITLES.keys())
def test_hostile_words_of_a_calendar_stay_plain(title):
    said = ask_helper(
        watch(title, company=title), Helper("", Telling.ALL), "Robin", datetime(2026, 11, 24, 14, tzinfo=UTC), BERLIN
    )
    assert not any(bad in said.body for bad in ("\x1b", "\u202e", "\u2067", "\ud83d ", "\n"))
    assert len(said.body) < 300
    assert replace(said, body="") == replace(asked(now=datetime(2026, 11, 24, 14, tzinfo=UTC), person="Robin"), body="")
