"""What others may read of an alarm on a shared screen."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.announced import AT_THE_DOOR

from showup.announce_covered import cover
from showup.model import Details
from showup.ports import Action

BERLIN = ZoneInfo("Europe/Berlin")
ALARM = replace(AT_THE_DOOR, title="Interview with Marlow", due=datetime(2026, 11, 24, 13, tzinfo=UTC))


def texts(announcement):
    """All that a channel may show, the link and the buttons too."""
    shown = [getattr(announcement, field.name) for field in fields(announcement) if field.name != "actions"]
    return " ".join(map(str, [*shown, *(f"{a.label} {a.typed}" for a in announcement.actions)]))


def test_it_says_that_something_rings_and_when_and_its_buttons_answer():
    covered = cover(ALARM, Details.NOTHING, BERLIN)
    assert covered.summary == covered.title == "An alarm of showup: 14:00"
    assert covered.link is None
    assert "Marlow" not in texts(replace(covered, tag="", interview=""))
    assert "nterview" not in texts(covered).replace("interview=", "")
    assert covered.actions == ALARM.actions
    for kept in ("tag", "interview", "generation", "urgency", "rung", "attempt", "due"):
        assert getattr(covered, kept) == getattr(ALARM, kept)


def test_its_title_may_stay():
    covered = cover(ALARM, Details.TITLE, BERLIN)
    assert (covered.summary, covered.title) == (ALARM.summary, ALARM.title)
    assert covered.link is None
    assert "last call" not in covered.body


def test_or_all_of_it():
    assert cover(ALARM, Details.ALL, BERLIN) is ALARM


@pytest.mark.parametrize(("do", "label"), [("mine", "It is an interview"), ("not-mine", "Not an interview")])
def test_no_button_tells_that_there_is_an_interview(do, label):
    asked = replace(ALARM, actions=(Action(do, label, f"showup {do} b6a1"),))
    (action,) = cover(asked, Details.NOTHING, BERLIN).actions
    assert action.do == do
    assert "interview" not in action.label.casefold()


def test_a_rule_that_is_offered_names_nobody():
    offer = Action("rule-organizer", "Always for this organiser", "showup rules add --organizer dana@marlow.example")
    assert cover(replace(ALARM, rung="", actions=(offer,)), Details.NOTHING, BERLIN).actions == ()


def test_what_is_no_alarm_says_so():
    assert cover(replace(ALARM, rung="", due=None, title=""), Details.NOTHING, BERLIN).summary == "A message of showup"
