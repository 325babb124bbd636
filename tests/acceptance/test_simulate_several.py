"""`showup simulate` of several interviews: back to back, at the same time, and while one of them runs."""

from datetime import timedelta

import pytest
from tests.acceptance.scripts import LADDER, START, at, line, minutes
from tests.running import calendar, event

LOUD = {"sound", "takeover", "push"}
FIRST = event("first@x", "Interview with Marlow", START, 60)
WEEKS = START - timedelta(days=21)


def after(minute, length=60):
    return event("next@x", "Interview with Quill", at(minute), length)


def alarms(lines, uid):
    found = [line for line in lines if line["what"] == "alarm" and line["interview"] == uid]
    return dict(zip(minutes(found), found, strict=True))


@pytest.mark.parametrize("minute", [30, 60])
def test_back_to_back_and_overlapping_ones_have_ladders_of_their_own(simulate, minute):
    lines = simulate(calendar(FIRST, after(minute)), line(-4.5, "confirm", interview="first@x"))
    rungs = [alarm["rung"] for alarm in alarms(lines, "next@x").values()]
    assert list(dict.fromkeys(rungs)) == LADDER
    assert {line["interview"] for line in lines if line["what"] == "missed"} == {"next@x"}


def test_while_one_is_confirmed_and_runs_the_next_is_seen_and_not_heard(simulate):
    """Its alarms are as many as ever; from the end of the first on they are loud."""
    lines = simulate(calendar(FIRST, after(60)), line(-4.5, "confirm", interview="first@x"))
    rings = alarms(lines, "next@x")
    during = {m: alarm for m, alarm in rings.items() if -4.5 < m < 60}
    assert {alarm["rung"] for alarm in during.values()} == {"get ready", "soon", "door"}
    assert all(alarm["channels"] == ["desktop"] and alarm["quiet"] for alarm in during.values())
    assert {45, 55, 56, 57, 58, 59} <= during.keys()
    assert set(rings[60]["channels"]) >= LOUD
    assert "quiet" not in rings[60]


def test_one_that_runs_unconfirmed_keeps_nothing_quiet(simulate):
    rings = alarms(simulate(calendar(FIRST, after(30))), "next@x")
    assert set(rings[25]["channels"]) >= LOUD


def test_a_confirmation_that_is_taken_back_keeps_nothing_quiet(simulate):
    script = line(-4.5, "confirm", interview="first@x"), line(10, "missed", interview="first@x")
    rings = alarms(simulate(calendar(FIRST, after(60)), *script), "next@x")
    assert rings[0]["channels"] == ["desktop"]
    assert "sound" in rings[45]["channels"]


def test_who_only_acknowledged_is_asked_again_at_the_door(simulate):
    lines = simulate(calendar(FIRST), line(-14.5, "ack"), line(-4.9, "ack"))
    rings = alarms(lines, "first@x")
    assert [m for m in rings if -15 < m < -5] == []
    assert rings[-5]["rung"] == "door"
    assert -2.9 in {round(m, 1) for m in rings}, "an acknowledgement at the door is a pause"


def test_a_conflict_seen_weeks_ahead_is_told_at_once_and_two_days_before(simulate):
    text = calendar(FIRST, after(30))
    lines = simulate(text, line(-120, "confirm"), since=WEEKS)
    assert minutes(lines, "conflict") == [-21 * 24 * 60, -2 * 24 * 60]
    (told, again) = (line for line in lines if line["what"] == "conflict")
    assert (told["interview"], told["with"]) == (again["interview"], again["with"])


def test_a_conflict_seen_a_day_ahead_is_told_once(simulate):
    assert len(minutes(simulate(calendar(FIRST, after(30))), "conflict")) == 1


def test_of_a_conflict_that_was_solved_nobody_is_reminded(simulate, calendar_at):
    calendar_at(calendar(FIRST, after(180)))
    lines = simulate(calendar(FIRST, after(30)), line(-10 * 24 * 60, "calendar", path="other.ics"), since=WEEKS)
    assert len(minutes(lines, "conflict")) == 1


def test_a_conflict_that_moves_with_both_is_reminded_of_two_days_before_the_new_time(simulate, calendar_at):
    week = timedelta(days=7)
    later = [event(uid, title, START + week + timedelta(minutes=m)) for uid, title, m in
             (("first@x", "Interview with Marlow", 0), ("next@x", "Interview with Quill", 30))]  # fmt: skip
    calendar_at(calendar(*later))
    script = line(-10 * 24 * 60, "calendar", path="other.ics")
    lines = simulate(calendar(FIRST, after(30)), script, since=WEEKS, until=START + week)
    assert minutes(lines, "conflict")[-1] == 5 * 24 * 60
