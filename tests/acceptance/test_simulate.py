"""`showup simulate`: whole days on virtual time, by script, in the form of the design."""

from datetime import UTC, datetime

import pytest
from tests.acceptance.scripts import LADDER, START, at, interview, line, minutes, whats
from tests.running import calendar


def test_with_no_answer_every_rung_then_late_missed_case_and_drafts_in_order(simulate):
    lines = simulate(calendar(interview()))
    first = list(dict.fromkeys(line["rung"] for line in lines if line["what"] == "alarm"))
    assert first == LADDER
    order = [w for w in dict.fromkeys(whats(lines)) if w not in {"synced", "planned", "asked"}]
    assert order == ["alarm", "late", "missed", "case", "draft"]
    assert [line["kind"] for line in lines if line["what"] == "draft"] == ["email", "call_script", "voicemail"]
    assert {line["interview"] for line in lines if line["what"] != "synced"} == {"u1@x"}
    case = next(line for line in lines if line["what"] == "case")
    assert case["step"] == "attended"
    assert minutes(lines, "missed") == [15]


def test_with_a_confirmation_nothing_rings_after_it(simulate):
    lines = simulate(calendar(interview()), line(-4.5, "confirm"))
    assert max(minutes(lines)) == -5
    assert whats(lines)[-1] == "attended"
    assert "late" not in whats(lines)


def test_with_an_acknowledgement_only_that_alarm_is_silenced(simulate):
    lines = simulate(calendar(interview()), line(-44, "ack"))
    assert [m for m in minutes(lines) if -60 <= m < -10] == [-60, -50, -15, -12]
    assert "acknowledged" in whats(lines)


def test_a_suspend_makes_the_strongest_overdue_alarm_ring_late_and_once(simulate):
    lines = simulate(calendar(interview()), line(-90, "suspend"), line(-9, "resume"), line(-8, "ack"))
    late = [line for line in lines if line["what"] == "alarm" and line["late_s"] > 0]
    assert [(alarm["rung"], alarm["late_s"]) for alarm in late[:1]] == [("soon", 6 * 60)]
    assert [m for m in minutes(lines) if -90 < m < -5] == [-9]


def test_a_suspend_over_the_whole_interview_becomes_a_miss_not_noise(simulate):
    lines = simulate(calendar(interview()), line(-90, "suspend"), line(200, "resume"))
    assert not [m for m in minutes(lines) if m > -90]
    assert minutes(lines, "missed") == [200]


def test_a_crash_forgets_nothing_and_doubles_nothing(simulate):
    without = simulate(calendar(interview()), line(-3.5, "confirm"))
    crashed = simulate(calendar(interview()), line(-47, "crash"), line(-3.5, "confirm"), line(-3, "crash"))
    assert [x for x in crashed if x["what"] != "synced"] == [x for x in without if x["what"] != "synced"]


def test_a_moved_interview_is_told_and_rings_at_its_new_time(simulate, showup):
    (showup.folder / "moved.ics").write_text(calendar(interview(at(120))), newline="")
    lines = simulate(calendar(interview()), line(-70, "calendar", path="moved.ics"))
    moved = next(line for line in lines if line["what"] == "moved")
    assert (moved["from"], moved["to"]) == (START.isoformat(), at(120).isoformat())
    assert not [m for m in minutes(lines) if -70 < m < 60]
    assert minutes(lines, "missed") == [135]


@pytest.mark.parametrize("how", ["STATUS:CANCELLED", "vanished"])
def test_a_cancelled_interview_rings_no_more(simulate, showup, how):
    other = interview(at(3000), "Dentist", "other@x")
    rest = [other] if how == "vanished" else [other, interview(START, "Interview with Marlow", "u1@x", how)]
    (showup.folder / "off.ics").write_text(calendar(*rest), newline="")
    lines = simulate(calendar(interview(), other), line(-70, "calendar", path="off.ics"))
    assert minutes(lines, "cancelled") == [-70]
    assert max(minutes(lines)) < -70
    assert "case" not in whats(lines)


def test_a_calendar_that_breaks_is_a_fault_and_what_is_known_goes_on_ringing(simulate, showup):
    (showup.folder / "broken.ics").write_text("<html>Sign in</html>")
    lines = simulate(calendar(interview()), line(-70, "calendar", path="broken.ics"), expect=4)
    assert "fault" in whats(lines)
    assert "missed" in whats(lines)
    assert -15 in minutes(lines)


def test_who_cannot_make_it_gets_a_request_for_another_date(simulate):
    lines = simulate(calendar(interview()), line(-300, "cant", reason="ill"))
    assert [line["kind"] for line in lines if line["what"] == "draft"] == ["reschedule", "call_script"]
    assert "missed" not in whats(lines)
    assert not any("ill" in line["body"].split() for line in lines if line["what"] == "draft")


def test_steps_lead_to_an_outcome(simulate):
    steps = [
        line(20, "step", step="attended", answer="no"),
        line(22, "step", step="gather"),
        line(25, "step", step="explain", category="overslept", level=0),
        line(30, "step", step="call", result="voicemail"),
        line(40, "step", step="email"),
        line(50, "step", step="offer", what="references"),
        line(200, "step", step="reply", kind="refused"),
    ]
    lines = simulate(calendar(interview()), *steps)
    assert [line["step"] for line in lines if line["what"] == "case"] == [
        "attended", "gather", "explain", "call", "email", "offer", "reply",
    ]  # fmt: skip
    assert next(line for line in lines if line["what"] == "closed")["outcome"] == "declined"
    assert lines[-1]["kind"] == "graceful_close"


def test_having_been_there_costs_nothing(simulate):
    lines = simulate(calendar(interview()), line(20, "step", step="attended", answer="yes"))
    assert lines[-1]["outcome"] == "attended after all"


def test_the_script_names_one_of_several_interviews(simulate):
    two = calendar(interview(), interview(at(10), "Interview with Fenwick", "u2@x"))
    lines = simulate(two, line(-2, "confirm", interview="u2@x"))
    missed = [line["interview"] for line in lines if line["what"] == "missed"]
    assert missed == ["u1@x"]


def test_an_answer_that_has_no_meaning_is_a_fault_of_the_script(simulate):
    lines = simulate(calendar(interview()), line(-600, "confirm", interview="nobody@x"))
    fault = next(line for line in lines if line["what"] == "fault")
    assert fault["where"] == "script line 1"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('{"at": "2026-11-24T13:00:00Z", "do": "confrm"}', 'did you mean "confirm"'),
        ('{"do": "confirm"}', "'at' is missing"),
        ('{"at": "tomorrow", "do": "confirm"}', "is no time"),
        ("confirm", "script.jsonl:1"),
        ('{"at": "2026-11-24T13:00:00Z", "do": "zone", "zone": "Berlin"}', "is no zone"),
        ('{"at": "2026-11-24T13:00:00Z", "do": "step", "step": "run"}', "'run'"),
    ],
)
def test_a_script_that_cannot_be_used_says_where_and_why(showup, row, told):
    (showup.folder / "a.ics").write_text(calendar(interview()))
    (showup.folder / "script.jsonl").write_text(row)
    words = ("simulate", "a.ics", "--from", "2026-11-24", "--until", "2026-11-25", "--script", "script.jsonl")
    assert told in showup(*words, expect=2).stderr


def test_a_zone_that_changes_moves_the_local_rungs_only(simulate):
    lines = simulate(calendar(interview()), line(-20 * 60, "zone", zone="America/New_York"))
    assert minutes(lines)[-1] == 10
    morning = next(line for line in lines if line["what"] == "alarm" and line["rung"] == "morning of")
    assert datetime.fromisoformat(morning["at"]) == datetime(
        2026, 11, 24, 11, tzinfo=UTC
    )  # 2 h before: earlier than 08:00 there


def test_a_ladder_of_the_persons_own_is_used(simulate, showup):
    showup.config.write_text('[[ladder.rung]]\nname = "only"\nbefore = "7m"\nchannels = ["sound"]\n')
    lines = simulate(calendar(interview()), more=("--config", str(showup.config)))
    assert [(line["rung"], line["channels"]) for line in lines if line["what"] == "alarm"] == [("only", ["sound"])]


def test_simulated_time_must_run_forward(showup):
    words = ("simulate", "a.ics", "--from", "2026-11-24", "--until", "2026-11-23")
    assert "later" in showup(*words, expect=2).stderr


def test_a_calendar_that_is_not_there_is_a_source_that_failed(showup):
    words = ("simulate", "nowhere.ics", "--from", "2026-11-24", "--until", "2026-11-25")
    assert "nowhere.ics" in showup(*words, expect=4).stderr


@pytest.mark.parametrize("title", ["Cancelled: Interview with Marlow", "Abgesagt: Interview with Marlow"])
def test_an_interview_whose_title_says_that_it_is_off_is_cancelled(simulate, showup, title):
    (showup.folder / "off.ics").write_text(calendar(interview(START, title)), newline="")
    lines = simulate(calendar(interview()), line(-70, "calendar", path="off.ics"))
    assert [line["why"] for line in lines if line["what"] == "cancelled"] == ["cancelled"]
