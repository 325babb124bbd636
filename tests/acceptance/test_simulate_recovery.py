"""`showup simulate` through whole cases: what the drafts say at each answer, and to which outcome each road leads."""

import json
import re

import pytest
from tests.acceptance.scripts import at, interview, line, minutes, on_the_wall, whats
from tests.running import calendar

DAY = 24 * 60
WITH_NUMBER = "DESCRIPTION:Recruiter: Dana Fox, dana@marlow.example, +49 30 901820"
NO = line(20, "step", step="attended", answer="no")
CALLED, SENT = line(30, "step", step="call", result="reached"), line(40, "step", step="email")
OFFERED = line(50, "step", step="offer")


def drafts(lines, kind=None):
    return [line for line in lines if line["what"] == "draft" and kind in (None, line["kind"])]


def steps(lines):
    return [line["step"] for line in lines if line["what"] == "case"]


def explained(**more):
    return line(25, "step", step="explain", **more)


@pytest.mark.parametrize(
    ("level", "said", "unsaid"),
    [
        (0, (), ("overslept", "Two alarms", "show")),
        (1, ("overslept",), ("Two alarms went", "shows this")),
        (2, ("Two alarms went off and I slept on.",), ("shows this",)),
        (3, ("Two alarms went off and I slept on.", "shows this"), ()),
    ],
)
def test_the_letter_says_of_the_cause_what_the_person_chose(simulate, level, said, unsaid):
    why = explained(category="overslept", level=level, words="two alarms went off and I slept on")
    lines = simulate(calendar(interview()), NO, why)
    body = drafts(lines, "email")[-1]["body"]
    assert all(text in body for text in said)
    assert not any(text in body for text in unsaid)
    assert "overslept" not in drafts(lines, "email")[0]["body"]


def test_that_it_is_not_like_them_is_said_once_with_a_company_and_only_on_their_word(simulate):
    again = interview(at(3 * DAY), "Interview with Marlow", "u2@x")
    affirmed = {
        "category": "technical",
        "level": 1,
        "uncharacteristic": True,
        "prevention": "I now check the link the day before",
    }
    first = [line(20, "step", step="attended", answer="no", interview="u1@x"), explained(**affirmed, interview="u1@x")]
    second = [
        line(3 * DAY + 20, "step", step="attended", answer="no", interview="u2@x"),
        line(3 * DAY + 25, "step", step="explain", interview="u2@x", **affirmed),
    ]
    lines = simulate(calendar(interview(), again), *first, *second, until=at(5 * DAY))
    bodies = [line["body"] for line in drafts(lines, "email")]
    assert ["not like me" in body for body in bodies] == [False, True, False, False]
    assert "I now check the link the day before." in bodies[1]


def test_the_letter_proposes_dates_that_are_ahead_and_free(simulate):
    whole_day = on_the_wall("20261126", "Away", "away@x", "TRANSP:OPAQUE")
    lines = simulate(calendar(interview(), whole_day), NO)
    for kind in ("email", "call_script"):
        body = drafts(lines, kind)[0]["body"]
        proposed = re.findall(r"^(\w+ \d+ \w+), (\d\d:\d\d) UTC$", body, re.MULTILINE)
        assert len(proposed) == 3, body
        assert all(day != "Thursday 26 November" for day, _ in proposed)
        assert all("09:00" <= hour < "17:00" and not day.startswith("S") for day, hour in proposed)


def test_no_dates_are_proposed_while_a_calendar_cannot_be_read_whole(simulate):
    broken = "BEGIN:VEVENT\r\nUID:b@x\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:nonsense\r\nSUMMARY:Broken\r\nEND:VEVENT"
    lines = simulate(calendar(interview(), broken), NO, expect=0)
    assert "any of these times" not in drafts(lines, "email")[0]["body"]
    assert "suit me:" not in drafts(lines, "email")[0]["body"]


def test_an_offer_of_references_names_none_that_the_person_has_not_given(simulate):
    lines = simulate(calendar(interview()), NO, line(50, "step", step="offer", what="references"))
    assert "in touch with people" not in drafts(lines, "email")[-1]["body"]


def test_silence_is_asked_about_twice_by_working_days_and_then_let_go(simulate):
    lines = simulate(calendar(interview()), NO, CALLED, SENT, OFFERED, until=at(40 * DAY))
    due = [line["at"][:10] for line in lines if line["what"] == "follow_up"]
    assert due == ["2026-11-27", "2026-12-04"]
    assert [draft["kind"] for draft in drafts(lines)][-3:] == ["follow_up", "follow_up", "graceful_close"]
    assert all(len(draft["body"].split()) <= 80 for draft in drafts(lines)[-3:])
    assert steps(lines)[-1] == "close"
    assert "closed" not in whats(lines)


def test_an_answer_ends_the_questions_and_a_new_date_is_watched_at_once(simulate):
    new = line(2 * DAY, "step", step="reply", kind="new-date", start=at(6 * DAY).isoformat())
    lines = simulate(calendar(interview()), NO, CALLED, SENT, OFFERED, new, until=at(7 * DAY))
    closed = next(line for line in lines if line["what"] == "closed")
    assert closed["outcome"] == "rescheduled"
    assert "follow_up" not in whats(lines)
    assert "30 November 2026" in drafts(lines, "confirmation")[0]["body"]
    assert 6 * DAY in minutes(lines)


def test_a_refusal_is_answered_kindly_and_no_more(simulate):
    lines = simulate(
        calendar(interview()),
        NO,
        CALLED,
        SENT,
        OFFERED,
        line(200, "step", step="reply", kind="refused"),
        until=at(30 * DAY),
    )
    assert [draft["kind"] for draft in drafts(lines)][-1] == "graceful_close"
    assert "respect" in drafts(lines)[-1]["body"]
    assert next(line for line in lines if line["what"] == "closed")["outcome"] == "declined"


def test_a_call_that_nobody_took_is_tried_again_after_the_letter(simulate):
    missed = line(30, "step", step="call", result="no-answer")
    lines = simulate(
        calendar(interview(at(0), "Interview with Marlow", "u1@x", WITH_NUMBER)), NO, missed, SENT, until=at(3 * DAY)
    )
    assert steps(lines) == ["attended", "gather", "email", "call"]


def test_in_an_emergency_nothing_asks_and_somebody_else_can_write(simulate):
    lines = simulate(calendar(interview()), NO, line(22, "step", step="gather", answer="emergency"), until=at(10 * DAY))
    assert [draft["kind"] for draft in drafts(lines)][-1] == "delegate_note"
    assert not [m for m in minutes(lines, "asked") if m > 22]


def test_a_new_date_in_the_past_is_refused_with_a_word(simulate):
    lines = simulate(
        calendar(interview()), NO, line(200, "step", step="reply", kind="new-date", start=at(-60).isoformat())
    )
    assert "in the past" in next(line for line in lines if line["what"] == "fault")["why"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"category": "dragons"}, "is no cause that is known"),
        ({"category": "health", "level": 7}, "from 0"),
        ({"category": "health", "level": 2, "words": "long " * 100}, "at most 240"),
    ],
)
def test_an_explanation_that_cannot_be_used_is_named_with_its_line(showup, given, said):
    (showup.folder / "a.ics").write_text(calendar(interview()))
    (showup.folder / "script.jsonl").write_text(json.dumps(explained(**given)))
    words = ("simulate", "a.ics", "--from", "2026-11-24", "--until", "2026-11-25", "--script", "script.jsonl")
    told = showup(*words, expect=2).stderr
    assert "script.jsonl:1" in told
    assert said in told
