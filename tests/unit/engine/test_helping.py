"""When a helper is told, and that they hear once that all is well."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.unit.engine import test_day
from tests.unit.engine.test_day import START, Day, at, interview

from showup.engine import Answered, Do, ReassureHelper, Ring, RingFailed, Rules, Step, Stepped
from showup.engine.inputs import Noticed
from showup.ladder import HELPER, default_policy
from showup.model import Kind, Verdict

HELPED = Rules(replace(default_policy(), helped=True), ZoneInfo("UTC"))


@pytest.fixture(autouse=True)
def helped(monkeypatch):
    monkeypatch.setattr(test_day, "RULES", HELPED)


def told(day):
    """When the helper was told."""
    return [
        f"{when} {detail['rung']}" for when, what, detail in day.log if what == "alarm" and HELPER in detail["channels"]
    ]


def calmed(day):
    return [intent for intent in day.intents if isinstance(intent, ReassureHelper)]


def test_the_last_repeats_of_the_start_tell_the_helper():
    assert told(Day().run(at("14:14"))) == ["24 14:04 start", "24 14:07 start", "24 14:10 start"]


def test_who_has_no_helper_has_none(monkeypatch):
    monkeypatch.setattr(test_day, "RULES", Rules(default_policy(), ZoneInfo("UTC")))
    assert told(Day().run(at("14:14"))) == []


def test_a_confirmation_before_spares_the_helper():
    day = Day().run(at("14:03"))
    day.give(Answered(Do.CONFIRM, "cli"))
    assert told(day.run(at("16:00"))) == []
    assert calmed(day) == []


@pytest.mark.parametrize(
    "first",
    [
        interview(verdict=Verdict.MAYBE),
        interview(kind=Kind.DEADLINE),
        interview(START.replace(hour=0), end=START.replace(hour=0) + timedelta(days=1), all_day=True),
    ],
    ids=["maybe", "deadline", "all day"],
)
def test_they_are_told_of_no_maybe_no_deadline_and_no_day(first):
    assert told(Day(first=first).run(at("23:00"))) == []


def test_after_a_confirmation_they_hear_once_that_the_person_is_there():
    day = Day().run(at("14:05"))
    day.give(Answered(Do.CONFIRM, "cli"))
    day.give(Answered(Do.CONFIRM, "cli"))
    day.run(at("16:00"))
    assert calmed(day) == [ReassureHelper(there=True)]


@pytest.mark.parametrize("do", [Do.NOT_MINE, Do.MISSED, Do.CANT])
def test_after_another_answer_they_hear_that_there_is_no_need_to_call(do):
    day = Day().run(at("14:05"))
    day.give(Answered(do, "cli"))
    assert calmed(day) == [ReassureHelper(there=False)]


def test_yes_i_was_there_spares_them_too():
    day = Day().run(at("14:20"))
    day.give(Stepped(Step.ATTENDED, "yes", "cli"))
    assert calmed(day) == [ReassureHelper(there=False)]


@pytest.mark.parametrize("do", [Do.ACK, Do.SNOOZE, Do.LATE])
def test_who_puts_it_off_is_not_there_yet(do):
    day = Day().run(at("14:05"))
    day.give(Answered(do, "cli"))
    assert calmed(day) == []


def test_a_confirmation_taken_back_and_given_again_is_told_again_only_when_they_were_told_again():
    day = Day().run(at("14:05"))
    for do in (Do.CONFIRM, Do.UNDO, Do.CONFIRM):
        day.give(Answered(do, "cli"))
    assert calmed(day) == [ReassureHelper(there=True)]
    day.give(Answered(Do.UNDO, "cli"))
    day.run(at("14:12"))
    assert told(day)[-1] == "24 14:10 start"
    day.give(Answered(Do.CONFIRM, "cli"))
    assert len(calmed(day)) == 2


def test_an_alarm_that_nobody_took_does_not_tell_them_every_half_minute():
    day = Day()
    day.sleep(at("14:08"))
    for _ in range(2):
        day.give(RingFailed("start", day.watch.attempt, 1))
        day.run(day.now + timedelta(seconds=65))
    rings = [intent for intent in day.intents if isinstance(intent, Ring) and intent.rung == "start"]
    assert [HELPER in ring.channels for ring in rings] == [False, True, False]


def test_after_a_sleep_the_person_comes_first():
    day = Day()
    day.sleep(at("14:08"))
    assert told(day.run(at("14:09"))) == []
    assert told(day.run(at("14:11"))) == ["24 14:10 start"]


def test_who_seems_to_be_in_the_meeting_is_not_called_in_it():
    day = Day().run(at("14:03"))
    for minute in range(3, 9):
        day.run(at(f"14:{minute:02}"))
        day.give(Noticed("Zoom"))
    assert told(day) == []
    day.give(Noticed(None))
    assert told(day.run(at("14:11"))) == ["24 14:10 start"]


def test_a_rung_of_the_persons_own_may_name_them(monkeypatch):
    rungs = (replace(default_policy().rungs[-2], channels=("desktop", HELPER)),)
    policy = replace(default_policy(), rungs=rungs, helped=True)
    monkeypatch.setattr(test_day, "RULES", Rules(policy, ZoneInfo("UTC")))
    assert told(Day().run(at("14:00"))) == ["24 13:55 door", "24 13:57 door", "24 13:59 door"]
