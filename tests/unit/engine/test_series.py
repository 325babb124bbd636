"""What was said of one occurrence counts for its series: those that are known, and those that come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Answered, Do, Phase, Rules
from showup.engine.merge import Synced
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Occurrence, Profile, Verdict, Window
from showup.service.desk import Desk

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WEEK = timedelta(weeks=1)
RULES = Rules(default_policy(), ZoneInfo("UTC"))


def weekly(number, verdict=Verdict.MAYBE, **more):
    start = NOW + timedelta(hours=5) + number * WEEK
    more = {"recurrence_id": start.isoformat(), "recurring": True, "title": "Talk with Dana"} | more
    occurrence = Occurrence("cal", more.pop("uid", "weekly"), start, start + timedelta(hours=1), **more)
    return Interview(occurrence, Judgement(verdict, 40))


def said(*interviews, now=NOW):
    return Synced("cal", Window(now - timedelta(days=1), now + 5 * WEEK), interviews, len(interviews))


@pytest.fixture
def desk(ledger):
    desk = Desk(ledger, RULES, Profile())
    desk.sync(said(*(weekly(n) for n in range(3))), NOW)
    return desk


def phases(desk):
    return [watch.phase for watch in sorted(desk.watches.values(), key=lambda watch: watch.plan.due)]


def give(desk, number, do, now=NOW):
    return desk.give(weekly(number).key, Answered(do, "test"), now)


def test_no_interview_once_is_no_interview_every_week(desk):
    done = give(desk, 1, Do.NOT_MINE)
    assert phases(desk) == [Phase.DISMISSED] * 3
    assert "others of its series (2 known now)" in done.reply


def test_an_interview_once_is_one_every_week_with_its_whole_ladder(desk):
    give(desk, 0, Do.MINE)
    assert phases(desk) == [Phase.EXPECTED] * 3
    assert not any(watch.plan.soft for watch in desk.watches.values())


def test_the_last_word_counts(desk):
    give(desk, 0, Do.NOT_MINE)
    give(desk, 2, Do.MINE)
    assert phases(desk) == [Phase.EXPECTED] * 3
    assert not any(watch.plan.soft for watch in desk.watches.values())


@pytest.mark.parametrize("do", [Do.MINE, Do.NOT_MINE])
def test_an_answer_that_is_taken_back_is_taken_back_for_all(desk, do):
    before = [(w.phase, w.plan) for w in desk.watches.values()]
    give(desk, 1, do)
    give(desk, 1, Do.UNDO)
    assert [(w.phase, w.plan) for w in desk.watches.values()] == before
    assert {w.by_person for w in desk.watches.values()} == {None}


def test_an_occurrence_that_comes_into_sight_later_is_not_asked_about_again(desk, ledger):
    give(desk, 0, Do.NOT_MINE)
    restarted = Desk(ledger, RULES, Profile())
    restarted.sync(said(*(weekly(n) for n in range(5))), NOW + timedelta(hours=1))
    assert phases(restarted) == [Phase.DISMISSED] * 5


def test_an_occurrence_that_the_detector_passes_over_rings_when_its_series_is_one(desk):
    give(desk, 0, Do.MINE)
    desk.sync(said(*(weekly(n) for n in range(3)), weekly(3, Verdict.NO)), NOW + timedelta(hours=1))
    later = desk.watches[weekly(3).key]
    assert (later.phase, later.plan.soft, later.by_person) == (Phase.EXPECTED, False, Verdict.INTERVIEW)


def test_one_that_is_cancelled_stays_so(desk):
    give(desk, 0, Do.MINE)
    off = weekly(3, Verdict.NO, status="CANCELLED")
    desk.sync(said(*(weekly(n) for n in range(3)), off), NOW + timedelta(hours=1))
    assert off.key not in desk.watches


def test_another_event_of_the_same_title_is_an_event_of_its_own(desk):
    other = weekly(1, uid="other", recurrence_id=None)
    desk.sync(said(*(weekly(n) for n in range(3)), other), NOW)
    desk.give(other.key, Answered(Do.MINE, "test"), NOW)
    assert [w.by_person for key, w in desk.watches.items() if key != other.key] == [None] * 3


def test_one_that_the_person_is_at_or_has_said_is_off_keeps_its_own_state(desk):
    first, second = weekly(0).key, weekly(1).key
    give(desk, 0, Do.MINE)
    now = NOW + timedelta(hours=5)
    give(desk, 0, Do.CONFIRM, now)
    desk.watches = desk.watches | {second: replace(desk.watches[second], off=("cal", "cancelled"))}
    give(desk, 1, Do.NOT_MINE, now)
    assert desk.watches[second].by_person is Verdict.INTERVIEW
    give(desk, 2, Do.NOT_MINE, now)
    assert desk.watches[first].phase is Phase.CONFIRMED
    give(desk, 2, Do.MINE, now)
    assert desk.watches[second].phase is Phase.DISMISSED


def test_a_move_changes_nothing_about_the_answer(desk):
    give(desk, 0, Do.NOT_MINE)
    moved = weekly(1)
    start = moved.occurrence.start + timedelta(hours=2)
    moved = replace(moved, occurrence=replace(moved.occurrence, start=start, end=start + timedelta(hours=1)))
    desk.sync(said(weekly(0), moved, weekly(2)), NOW + timedelta(hours=1))
    assert phases(desk) == [Phase.DISMISSED] * 3


def test_another_calendar_that_has_the_event_changes_nothing_about_the_answer(desk):
    give(desk, 0, Do.NOT_MINE)
    elsewhere = [replace(w, occurrence=replace(w.occurrence, source="new")) for w in (weekly(n) for n in range(3))]
    desk.rules = replace(RULES, sources=frozenset({"new"}))
    desk.sync(replace(said(*elsewhere), source="new"), NOW + timedelta(hours=1))
    assert phases(desk) == [Phase.DISMISSED] * 3
