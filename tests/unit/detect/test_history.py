"""What the other events of a calendar say of one."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.detection.entries import participant
from tests.unit.detect.reading import START, occurrence

from showup.detect import judge, remember
from showup.detect.evidence import Evidence
from showup.detect.history import with_history
from showup.model import Interview, Judgement, Occurrence, Profile, Verdict

ME = Profile(name="Sam Rivera", emails=("sam@home.example",))
NOBODY = Profile()


def event(
    uid: str, title: str, days: int = 0, organizer: str = "", attendees: tuple[str, ...] = (), **more: Any
) -> Occurrence:
    people = tuple(map(participant, attendees))
    start = START + timedelta(days=days)
    made = occurrence(title, organizer=participant(organizer) if organizer else None, attendees=people, **more)
    return replace(made, uid=uid, start=start, end=start + timedelta(hours=1))


def remembered(*events: Occurrence, profile: Profile = ME) -> dict[str, Judgement]:
    judged = [Interview(event, judge(event, profile)) for event in events]
    return {one.occurrence.uid: one.judgement for one in remember(judged, profile)}


INTERVIEW = event("1", "Job interview with Acme", organizer="Dana Fox <dana@acme.example>")


def test_what_is_doubtful_is_an_interview_when_it_is_with_the_people_of_one() -> None:
    doubtful = event("2", "The position", 3, "Bo <bo@acme.example>")
    assert judge(doubtful, ME).verdict is Verdict.MAYBE
    found = remembered(INTERVIEW, doubtful)
    assert found["2"].verdict is Verdict.INTERVIEW
    assert found["2"].reasons[-1] == (
        "you have another interview with the people of acme.example (“Job interview with Acme”)"
    )
    assert [piece.points for piece in found["2"].history] == [30]
    assert found["1"] == judge(INTERVIEW, ME)


def test_a_meeting_that_says_nothing_of_an_interview_stays_one_with_whomever_it_is() -> None:
    """Most of these are not even parsed, so that one that is must not be told otherwise."""
    quick = event("2", "Quick sync", 3, "Bo <bo@acme.example>")
    assert remembered(INTERVIEW, quick)["2"] == judge(quick, ME)


def beside_an_interview(title: str, own: Evidence) -> Judgement:
    """What becomes of a question with this evidence of its own, which shares its people with an interview."""
    asked = Interview(event("2", title, 3, "Bo <bo@acme.example>"), Judgement(Verdict.MAYBE, own.points))
    judged = [Interview(INTERVIEW, judge(INTERVIEW, ME)), asked]
    return with_history(judged, ME, lambda *_: (own,))[1].judgement


def test_what_was_only_a_question_becomes_an_interview() -> None:
    own = Evidence(45, "the title says “something”, which can also mean something else", sign="title.weak")
    found = beside_an_interview("Something", own)
    assert (found.verdict, found.score) == (Verdict.INTERVIEW, 75)


def test_what_only_stands_in_a_text_stays_a_question() -> None:
    found = beside_an_interview("Planning", Evidence(54, "the text mentions “hiring call”", sign="body.plain"))
    assert (found.verdict, found.score) == (Verdict.MAYBE, 55)
    assert [piece.most for piece in found.history] == [55]


@pytest.mark.parametrize("profile", [ME, NOBODY])
def test_of_an_interview_that_was_called_off_it_may_be_the_new_date(profile: Profile) -> None:
    off = replace(INTERVIEW, status="CANCELLED")
    found = remembered(off, event("2", "The position", 7, "dana@acme.example"), profile=profile)
    assert found["2"].verdict is Verdict.INTERVIEW
    assert found["2"].reasons[-1].endswith("was called off (“Job interview with Acme”): this may be its new date")
    assert found["1"].verdict is Verdict.NO


def test_a_later_round_of_the_same_company_says_so() -> None:
    events = [event(str(number), f"Acme interview round {number}", number) for number in (1, 2, 3)]
    found = remembered(*events)
    assert found["3"].reasons[-1] == "it is round 3 with Acme, after round 1 and 2"
    assert found["1"].history == ()


@pytest.mark.parametrize(
    "other",
    [
        event("2", "Lunch", 3, "kim@gmail.com"),  # a private mailbox is anybody's
        event("2", "Team sync", 3, "boss@home.example", ("sam@home.example",)),  # one's own company
        event("2", "Lunch", 3, "x@calendly.com"),
        event("2", "Quick sync", 0, "bo@acme.example"),  # the same hour: a copy of it
        event("1", "Quick sync", 7, "bo@acme.example"),  # of the same series
        event("2", "Weekly sync", 3, "bo@acme.example", recurring=True),
        event("2", "Debrief of the interview", 3, "bo@acme.example"),
        event("2", "Quick sync", 3, "bo@acme.example", ("sam@home.example|DECLINED",)),
        event("2", "Quick sync", 3, "bo@other.example"),
    ],
)
def test_what_shares_nothing_of_it_stays_what_it_is(other: Occurrence) -> None:
    judged = [Interview(one, judge(one, ME)) for one in (INTERVIEW, other)]
    assert remember(judged, ME)[1] == judged[1]


def test_people_whom_one_meets_every_day_say_nothing() -> None:
    days = [event(f"day {number}", "Quick sync", number, "bo@acme.example") for number in range(1, 7)]
    assert {judgement.verdict for uid, judgement in remembered(INTERVIEW, *days).items() if uid != "1"} == {Verdict.NO}


def test_an_interview_with_signs_of_fraud_vouches_for_nobody() -> None:
    fraud = replace(INTERVIEW, description="A refundable deposit is due.")
    found = remembered(fraud, event("2", "Quick sync", 3, "bo@acme.example"))
    assert found["2"].verdict is Verdict.NO


def test_signs_of_fraud_are_not_outweighed() -> None:
    fraud = event("2", "Interview", 3, "bo@acme.example", description="A refundable deposit is due.")
    assert remembered(INTERVIEW, fraud)["2"] == judge(fraud, ME)


def test_without_own_addresses_only_the_organizer_counts() -> None:
    mine = event("2", "Quick sync", 3, "kim@other.example", ("sam@work.example",))
    interview = replace(INTERVIEW, attendees=(participant("sam@work.example"),))
    assert remembered(interview, mine, profile=NOBODY)["2"].verdict is Verdict.NO


def test_many_events_of_the_same_people_are_told_in_little_time() -> None:
    judgement = judge(INTERVIEW, ME)
    many = [
        Interview(replace(INTERVIEW, uid=str(number), title=f"Interview {number}"), judgement)
        for number in range(20_000)
    ]
    began = time.perf_counter()
    assert len(remember(many, ME)) == len(many)
    assert time.perf_counter() - began < 5
