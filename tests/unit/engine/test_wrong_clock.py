"""What a clock that was wrong for a while leaves behind. Each was found by the simulation."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from showup.engine import Answered, Do, Phase, Rules, Seen, Step, Stepped, Tick, WithdrawDrafts, Woke, decide
from showup.engine.merge import Health, Synced, merge
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Occurrence, Profile, Verdict, Window

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
DAY = timedelta(days=1)
HERE = Rules(default_policy(), ZoneInfo("Europe/Berlin"))


def interview(uid="u1", start=START, floating=False):
    zone = "Europe/Berlin" if floating else None
    occurrence = Occurrence(
        "cal", uid, start, start + timedelta(hours=1), title="Interview", floating=floating, zone=zone
    )
    return Interview(occurrence, Judgement(Verdict.INTERVIEW, 90))


def watched(one, now):
    return decide(None, Seen(one, "cal"), now, HERE).watch


def said(now, *interviews):
    return Synced("cal", Window(now - DAY, now + 35 * DAY), interviews, len(interviews))


def test_a_reading_begun_before_the_clock_was_set_back_calls_nothing_off():
    """It looked at a later stretch of time, in which the interview is not."""
    now = START - 3 * DAY
    watch = watched(interview(), now)
    health = Health("cal", now, now, events=1)
    merged = merge(
        said(START + 40 * DAY, interview("later", START + 41 * DAY)), {watch.key: watch}, health, Profile(), now
    )
    assert watch.key not in dict(merged.inputs)


def test_what_a_reading_cannot_contain_is_not_lost():
    """The last good reading was made under a clock that was weeks ahead."""
    now = START - 3 * DAY
    ahead = [interview(f"far{n}", now + (36 + n) * DAY) for n in range(9)]
    health = merge(said(now + 20 * DAY, *ahead), {}, Health("cal"), Profile(), now + 20 * DAY).health
    merged = merge(said(now, interview()), {}, health, Profile(), now)
    assert not merged.health.held


def test_a_miss_that_a_wrong_clock_declared_comes_back_in_the_zone_where_the_person_is():
    watch = watched(interview(floating=True), START - DAY)
    missed = decide(watch, Tick(), START + DAY, HERE).watch
    assert missed.phase is Phase.MISSED
    there = replace(HERE, zone=ZoneInfo("Europe/London"))
    flown = decide(missed, Woke(other_rules=True), START + DAY, there).watch
    back = decide(flown, Woke(other_rules=False), START - DAY, there).watch
    assert (back.phase, back.plan.due) == (Phase.EXPECTED, START + timedelta(hours=1))


def test_a_closed_case_takes_its_drafts_along_when_the_interview_gets_another_date():
    watch = decide(watched(interview(), START - DAY), Tick(), START + timedelta(hours=2), HERE).watch
    for answer in (Stepped(Step.ATTENDED, "no", "test"), Stepped(Step.CLOSE, "no answer", "test")):
        watch = decide(watch, answer, START + timedelta(hours=3), HERE).watch
    assert watch.case is not None
    assert watch.case.drafts
    moved = decide(watch, Seen(interview(start=START + 3 * DAY), "cal"), START + DAY, HERE)
    assert WithdrawDrafts() in moved.intents
    assert moved.watch.case is None


def test_an_answer_to_what_a_wrong_clock_declared_missed_stands():
    watch = decide(watched(interview(), START - DAY), Tick(), START + DAY, HERE).watch
    answered = decide(watch, Answered(Do.MISSED, "test"), START + DAY, HERE).watch
    assert decide(answered, Woke(other_rules=False), START - DAY, HERE).watch == answered
