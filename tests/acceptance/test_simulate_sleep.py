"""`showup simulate`: laptops that sleep, wake, crash, and cannot be answered meanwhile."""

import pytest
from tests.acceptance.scripts import START, alarms, at, faults, interview, line, minutes, on_the_wall, whats
from tests.running import calendar, event

ONE = calendar(interview())
DAY = 24 * 60


@pytest.mark.parametrize(
    ("asleep", "awake", "rung", "late"),
    [
        (-26 * 60, -17 * 60, "evening before", 60),
        (-20 * 60, -58, "get ready", 2),
        (-90, -14.5, "soon", 0.5),
        (-90, -3, "door", 2),
        (-14, 0, "start", 0),
        (-90, 6.5, "start", 6.5),
        (-3, 14.75, "start", 14.75),
    ],
)
def test_on_resume_the_strongest_overdue_rung_rings_at_once_and_says_how_late(simulate, asleep, awake, rung, late):
    lines = simulate(ONE, line(asleep, "suspend"), line(awake, "resume"), since=at(-27 * 60), until=at(awake + 0.2))
    assert [alarm for alarm in alarms(lines) if alarm[0] > asleep] == [(awake, rung, late)]


@pytest.mark.parametrize("awake", [15, 16, 59, 61, 3 * DAY])
def test_one_that_is_over_at_the_resume_is_a_miss_with_a_question_and_no_alarm(simulate, awake):
    lines = simulate(ONE, line(-90, "suspend"), line(awake, "resume"), until=at(awake + 1))
    after = [row["what"] for row, m in zip(lines, [m_of(row) for row in lines], strict=True) if m > -90]
    assert after[:3] == ["late", "missed", "case"]
    assert "alarm" not in after


def m_of(row):
    return minutes([row], row["what"])[0]


def test_resuming_twice_rings_once(simulate):
    script = line(-90, "suspend"), line(-9, "resume"), line(-9, "resume"), line(-8, "resume"), line(-7.5, "confirm")
    assert [m for m in minutes(simulate(ONE, *script)) if m > -90] == [-9]


def test_suspended_twice_it_is_awake_after_one_resume(simulate):
    lines = simulate(ONE, line(-90, "suspend"), line(-80, "suspend"), line(-9, "resume"), until=at(-8))
    assert alarms(lines)[-1] == (-9, "soon", 6)


def test_a_crash_in_the_sleep_loses_nothing(simulate):
    script = line(-90, "suspend"), line(-40, "crash"), line(-9, "resume")
    assert alarms(simulate(ONE, *script, until=at(-8)))[-1] == (-9, "soon", 6)


@pytest.mark.parametrize("moment", [-60, 0, 15])
def test_a_crash_at_the_very_instant_of_a_rung_neither_loses_nor_doubles(simulate, moment):
    without = [row for row in simulate(ONE) if row["what"] != "synced"]
    crashed = [row for row in simulate(ONE, line(moment, "crash"), line(moment, "crash")) if row["what"] != "synced"]
    assert crashed == without


@pytest.mark.parametrize("do", ["confirm", "cant", "missed"])
def test_nobody_can_answer_a_laptop_that_sleeps(simulate, do):
    """The answer is not taken, and the line says so; the alarms go on when it wakes."""
    lines = simulate(ONE, line(-90, "suspend"), line(-10, do), line(-3, "resume"))
    assert faults(lines) == [("script line 2", "the laptop is asleep: nobody can answer it")]
    assert minutes(lines, "missed") == [15]


def test_an_answer_from_before_the_simulation_is_not_taken(simulate):
    lines = simulate(ONE, line(-600, "confirm", early=True), since=at(-20), until=at(1))
    assert faults(lines) == [("script line 1", "the simulation begins later")]
    assert "confirmed" not in whats(lines)


def test_a_snooze_that_ended_in_the_sleep_rings_at_the_resume(simulate):
    script = line(-4.5, "snooze", minutes=2), line(-4, "suspend"), line(-0.5, "resume"), line(-0.25, "confirm")
    assert alarms(simulate(ONE, *script))[-1] == (-0.5, "door", 4.5)


def test_of_two_interviews_each_rings_its_own_strongest_rung(simulate):
    two = calendar(interview(), interview(at(10), "Interview with Fenwick", "u2@x"))
    lines = simulate(two, line(-50, "suspend"), line(6, "resume"), until=at(6.5))
    rang = {row["interview"]: row["rung"] for row in lines if row["what"] == "alarm" and m_of(row) == 6}
    assert rang == {"u1@x": "start", "u2@x": "door"}


def test_a_deadline_slept_through_asks_and_can_still_be_done(simulate):
    task = calendar(event("d@x", "Take-home assignment due: Marlow coding challenge", START, 0))
    lines = simulate(task, line(-300, "suspend"), line(30, "resume"), line(40, "done"))
    assert [row["kind"] for row in lines if row["what"] == "draft"] == ["extension"]
    assert lines[-1]["outcome"] == "attended after all"


def test_an_all_day_interview_on_the_day_still_rings_in_the_evening(simulate):
    whole = calendar(on_the_wall("20261124"))
    lines = simulate(whole, line(-40 * 60, "suspend"), line(5 * 60, "resume"), since=at(-41 * 60))
    assert alarms(lines) == [(5 * 60, "morning of", 10 * 60)]


def test_a_laptop_that_never_wakes_rings_nothing(simulate):
    assert minutes(simulate(ONE, line(-90, "suspend"), until=at(300)))[-1] < -90


def test_the_zone_that_it_was_carried_to_in_its_sleep_counts_from_the_resume(simulate):
    floating = calendar(on_the_wall("20261124T140000"))
    script = line(-21 * 60, "suspend"), line(-20 * 60, "zone", zone="America/New_York"), line(-60, "resume")
    lines = simulate(floating, *script, zone="Europe/Berlin", until=at(1))
    assert [m for m in minutes(lines, "planned") if m > -21 * 60] == [-60]
    assert alarms(lines)[-1] == (0, "morning of", 0)
