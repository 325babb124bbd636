"""When a calendar is read next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showup.engine import Phase, Rules
from showup.engine.merge import Health
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Kind, Occurrence, Verdict
from showup.service.rhythm import CALM, HASTY, Told, next_reading, stale_after

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
EVERY = timedelta(minutes=10)
RULES = Rules(default_policy(), ZoneInfo("UTC"))


def before(**length):
    return START - timedelta(**length)


def watch(source="work", uid="u1", start=START, **more):
    judgement = Judgement(Verdict.INTERVIEW, 90, kind=more.pop("kind", Kind.INTERVIEW))
    occurrence = Occurrence(source, uid, start, start + timedelta(hours=1), title="Interview", **more)
    return begin(Interview(occurrence, judgement), (source,), before(days=9), RULES)[0]


def known(*watches):
    return {watch.key: watch for watch in watches}


ONE = known(watch())


def following(began, watches=ONE, source="work", now=None, **told):
    return next_reading(source, Told(began, **told), watches, EVERY, now or began)


def test_a_calendar_that_was_never_read_is_read_now():
    assert following(None, now=START) == START


@pytest.mark.parametrize(
    ("began", "pause"),
    [
        (before(days=5), CALM),
        (before(days=2), EVERY),
        (before(hours=5), EVERY),
        (before(hours=2), HASTY),
        (before(minutes=30), HASTY),
        (START, HASTY),
        (before(minutes=-14), HASTY),
        (before(minutes=-15), CALM),
    ],
)
def test_it_is_read_the_more_often_the_nearer_an_interview_is(began, pause):
    assert following(began) == began + pause


def test_a_calm_pause_ends_where_the_last_two_hours_begin():
    assert following(before(hours=2, minutes=4)) == before(hours=2)


def test_a_calendar_that_carries_nothing_near_keeps_its_own_interval():
    assert following(before(minutes=30), source="home") == before(minutes=20)


@pytest.mark.parametrize("phase", [Phase.CANCELLED, Phase.DISMISSED, Phase.CLOSED, Phase.ATTENDED])
def test_what_is_off_or_over_hurries_nothing(phase):
    assert following(before(minutes=30), known(replace(watch(), phase=phase))) == before(minutes=0)


def test_what_is_confirmed_may_still_be_moved():
    assert following(before(minutes=10), known(replace(watch(), phase=Phase.CONFIRMED))) == before(minutes=8)


def test_a_calendar_with_a_copy_is_read_as_often_as_that_of_the_interview():
    lead = watch()
    copy = replace(watch("feed", "u2"), twin=lead.key)
    assert following(before(minutes=30), known(lead, copy), source="feed") == before(minutes=28)


def test_a_calendar_is_read_once_more_before_the_first_loud_alarm():
    """Two hours of travel: "get ready" rings three hours before."""
    far = known(watch(travel=timedelta(hours=2)))
    assert following(before(hours=3, minutes=8), far) == before(hours=3, minutes=3)
    assert following(before(hours=3, minutes=3), far) == before(hours=2, minutes=53)


def test_a_deadline_is_looked_at_before_its_loud_alarms_too():
    due = known(watch(kind=Kind.DEADLINE))
    first = next(iter(due.values())).plan.alarms
    loud = next(alarm.at for alarm in first if alarm.urgency == 2)
    assert following(loud - timedelta(minutes=5), due) == loud - timedelta(minutes=3)


def test_files_that_are_watched_are_read_seldom_but_before_the_first_loud_alarm():
    assert following(before(minutes=100), sees_changes=True) == before(minutes=70)
    assert following(before(minutes=70), sees_changes=True) == before(minutes=63)
    assert following(before(minutes=63), sees_changes=True) == before(minutes=33)


def failing(since, now, **more):
    return Health("work", last_ok=since, last_try=now, failure="no network", **more)


def test_a_failing_calendar_is_tried_again_soon_and_then_more_and_more_seldom():
    far, now, pauses = before(days=1, hours=9), before(days=1, hours=9), []
    for _ in range(9):
        again = following(now, health=failing(far - EVERY, now))
        pauses.append(again - now)
        now = again
    assert pauses[0] == timedelta(minutes=5)
    assert all(one <= other for one, other in pairwise(pauses))
    assert pauses[-1] == CALM


def test_a_night_of_sleep_is_no_night_of_failures():
    """The network comes up a little after the laptop: the calendars are not left alone for half an hour then."""
    woke = before(hours=5)
    again = following(woke, health=failing(woke - timedelta(hours=9), woke), afresh=woke)
    assert again == woke + timedelta(minutes=1)


def test_shortly_before_an_interview_a_failing_calendar_is_not_left_alone_for_long():
    now = before(minutes=40)
    assert following(now, health=failing(before(hours=9), now)) == now + 2 * HASTY


def test_one_that_could_not_be_read_yet_is_tried_again_soon_and_then_more_and_more_seldom():
    start, now, pauses = before(days=9), before(days=9), []
    for _ in range(12):
        again = following(now, health=Health("work", last_try=now, failure="no network"), afresh=start)
        pauses.append(again - now)
        now = again
    assert pauses[0] == timedelta(minutes=1)
    assert all(one <= other for one, other in pairwise(pauses))
    assert pauses[-1] == CALM


def test_one_that_is_held_is_well_enough_to_be_read_as_ever():
    now = before(hours=5)
    assert following(now, health=failing(before(days=2), now, held=True)) == now + EVERY


def test_a_reading_that_a_wrong_clock_has_put_into_the_future_is_made_up_for():
    assert following(before(hours=-9), now=before(hours=5)) == before(hours=5)


def test_one_that_was_slept_through_is_read_at_once():
    assert following(before(hours=9), now=before(hours=1)) == before(hours=1)


def test_two_intervals_are_counted_by_the_longest_that_there_are():
    assert stale_after(EVERY) == 2 * CALM
    assert stale_after(timedelta(hours=1)) == timedelta(hours=2)


@given(
    st.integers(-4000, 600),
    st.integers(0, 600),
    st.booleans(),
    st.one_of(st.none(), st.integers(0, 3000)),
)
def test_the_next_reading_is_never_behind_never_beyond_half_an_hour_and_never_at_once_again(
    minutes, later, sees_changes, failing_for
):
    began = before(minutes=-minutes)
    now = began + timedelta(minutes=later)
    health = None if failing_for is None else failing(began - timedelta(minutes=failing_for), began)
    at = following(began, now=now, sees_changes=sees_changes, health=health)
    assert at >= now
    assert at <= max(now, began + CALM)
    assert at - began > timedelta(0)
