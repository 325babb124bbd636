"""`showup simulate`: one interview in several calendars, under several UIDs, and two at the same time."""

import json

from tests.acceptance.scripts import EVE, LADDER, START, alarms, at, interview, line, minutes, whats
from tests.running import calendar, event

DANA = "ORGANIZER;CN=Dana Whitfield:mailto:dana@marlow.example"
ATS = interview(START, "Robin Ashby <> Marlow: technical interview", "ats@x", DANA)
OWN = event("own@x", "Interview Marlow", START, 45)
OTHER = interview(START, "Interview with Acme", "other@x")


def of(lines, what):
    return [row for row in lines if row["what"] == what]


def test_an_invitation_and_an_entry_of_ones_own_have_one_ladder(simulate):
    lines = simulate(calendar(ATS, OWN), line(-4, "confirm"))
    assert whats(lines).count("planned") == 1
    assert list(dict.fromkeys(rung for _, rung, _ in alarms(lines))) == LADDER[:5]
    assert len({row["interview"] for row in of(lines, "alarm")}) == 1
    assert of(lines, "conflict") == []
    assert "attended" in whats(lines)


def test_the_same_in_two_calendars_is_one_too(showup):
    for folder, own in (("jobs", ATS), ("home", OWN)):
        (showup.folder / folder).mkdir()
        (showup.folder / folder / "calendar.ics").write_text(calendar(own), newline="")
    words = ["simulate", "jobs/calendar.ics", "home/calendar.ics", "--json"]
    done = showup(*words, "--from", EVE.isoformat(), "--until", at(60).isoformat())
    lines = [json.loads(row) for row in done.stdout.splitlines()]
    assert whats(lines).count("planned") == 1
    assert minutes(lines, "missed") == [15]


def test_two_interviews_at_the_same_time_both_ring_and_the_conflict_is_told_once(simulate):
    lines = simulate(calendar(ATS, OTHER))
    (conflict,) = of(lines, "conflict")
    assert {conflict["interview"], conflict["with"]} == {"ats@x", "other@x"}
    assert {row["interview"] for row in of(lines, "alarm") if row["rung"] == "door"} == {"ats@x", "other@x"}


def test_two_entries_without_a_length_at_one_instant_are_a_conflict_too(simulate):
    lines = simulate(
        calendar(event("a@x", "Interview with Marlow", START, 0), event("b@x", "Phone screen: Acme", START, 0))
    )
    assert len(of(lines, "conflict")) == 1


def test_the_copy_that_is_left_rings_on_with_the_answers_given(simulate, calendar_at):
    left = calendar_at(calendar(OWN))
    lines = simulate(calendar(ATS, OWN), line(-4, "confirm"), line(-3, "calendar", path=left))
    assert minutes(lines, "attended") != []
    assert [m for m in minutes(lines) if m > -4] == []
    assert of(lines, "cancelled") == []


def test_a_cancellation_and_a_new_invitation_are_a_move(simulate, calendar_at):
    off = interview(START, "Robin Ashby <> Marlow: technical interview", "ats@x", DANA, "STATUS:CANCELLED")
    new = interview(at(120), "Robin Ashby <> Marlow: technical interview", "new@x", DANA)
    lines = simulate(calendar(ATS), line(-70, "calendar", path=calendar_at(calendar(off, new))))
    (moved,) = of(lines, "moved")
    assert (moved["interview"], moved["in_place_of"]) == ("new@x", "ats@x")
    assert (moved["from"], moved["to"]) == (START.isoformat(), at(120).isoformat())
    assert of(lines, "cancelled") == []
    assert minutes(lines, "missed") == [135]


def test_the_case_of_one_that_was_given_another_date_is_closed(simulate, calendar_at):
    new = interview(at(120), "Robin Ashby <> Marlow: technical interview", "new@x", DANA)
    lines = simulate(
        calendar(ATS), line(-90, "cant"), line(-80, "calendar", path=calendar_at(calendar(ATS, new))), until=at(60)
    )
    (closed,) = of(lines, "closed")
    assert (closed["interview"], closed["outcome"]) == ("ats@x", "rescheduled")
