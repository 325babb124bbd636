"""What one sync of one source means for the interviews that are watched."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Decision, Demoted, Gone, Rules, Seen, Why, decide
from showup.engine.merge import Health, Synced, merge, stale
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Occurrence, Participant, Profile, Verdict, Window, key_of

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=1), NOW + timedelta(days=35))
RULES = Rules(default_policy(), ZoneInfo("UTC"))
ME = Profile(emails=("me@example.org",))


def interview(uid="u1", verdict=Verdict.INTERVIEW, hours=5, **more):
    start = NOW + timedelta(hours=hours)
    occurrence = Occurrence("cal", uid, start, start + timedelta(hours=1), title=f"Interview {uid}", **more)
    return Interview(occurrence, Judgement(verdict, 90))


def watched(*interviews):
    return {i.key: begin(i, ("cal",), NOW, RULES)[0] for i in interviews}


def said(*interviews, **more):
    return Synced("cal", WINDOW, tuple(interviews), more.pop("events", len(interviews)), **more)


def health(*interviews):
    return merge(said(*interviews), {}, Health("cal"), ME, NOW).health


def run(synced, known=(), now=NOW):
    return merge(synced, watched(*known), health(*known), ME, now)


def test_a_new_interview_is_passed_on_and_what_is_none_is_not():
    merged = run(said(interview("a"), interview("b", Verdict.NO)))
    assert [given.interview.occurrence.uid for _, given in merged.inputs] == ["a"]


def test_an_interview_that_is_only_marked_as_free_or_busy_has_not_changed():
    was = interview("a")
    now = replace(was, occurrence=replace(was.occurrence, transparent=True))
    (watch,) = watched(was).values()
    assert decide(watch, Seen(now, "cal"), NOW, RULES) == Decision(watch)
    assert said(now) == said(was)


def test_what_was_over_before_the_source_was_first_read_is_history():
    assert merge(said(interview(hours=-5)), {}, Health("cal"), ME, NOW).inputs == ()


def test_what_came_and_went_since_the_last_sync_is_not_forgotten():
    slept = Health("cal", last_ok=NOW - timedelta(hours=12))
    assert len(merge(said(interview(hours=-5)), {}, slept, ME, NOW).inputs) == 1


def test_an_interview_that_vanishes_from_a_healthy_source_is_gone():
    a, b = interview("a"), interview("b")
    assert (a.key, Gone("cal", Why.VANISHED)) in run(said(b), (a, b)).inputs


def test_a_failing_source_calls_nothing_off():
    merged = run(said(failure="no network"), (interview("a"),))
    assert [given for _, given in merged.inputs] == [Demoted("cal")]
    assert merged.health.failure == "no network"
    assert merged.health.last_ok == NOW


def test_an_empty_answer_is_not_an_empty_calendar():
    merged = run(said(), (interview("a"),))
    assert merged.inputs == ()
    assert merged.health.held


def test_an_empty_answer_under_a_clock_weeks_ahead_makes_the_next_one_no_truer():
    a, later = interview("a"), NOW + timedelta(days=40)
    empty = Synced("cal", Window(later - timedelta(days=1), later + timedelta(days=35)))
    under_the_wrong_clock = merge(empty, watched(a), health(a), ME, later).health
    merged = merge(said(), watched(a), under_the_wrong_clock, ME, NOW)
    assert merged.inputs == ()
    assert merged.health.held


def test_an_answer_under_a_clock_weeks_ahead_makes_a_loss_no_truer():
    known, later = [interview(str(n)) for n in range(5)], NOW + timedelta(days=40)
    window = Window(later - timedelta(days=1), later + timedelta(days=35))
    then = Synced("cal", window, (interview("then", hours=24 * 45),), 1)
    under_the_wrong_clock = merge(then, watched(*known), health(*known), ME, later).health
    merged = merge(said(known[0]), watched(*known), under_the_wrong_clock, ME, NOW)
    assert not [given for _, given in merged.inputs if isinstance(given, Gone)]
    assert merged.health.held


def test_what_was_slept_through_is_forgotten_at_the_next_reading():
    known, later = [interview(str(n)) for n in range(5)], NOW + timedelta(days=3)
    window = Window(later - timedelta(days=1), later + timedelta(days=35))
    then = Synced("cal", window, (interview("then", hours=24 * 5),), 1)
    once = merge(then, watched(*known), health(*known), ME, later).health
    again = merge(then, watched(*known), once, ME, later + timedelta(minutes=1)).health
    assert (len(once.upcoming), again.upcoming) == (6, then.ends)


def test_a_partial_answer_calls_nothing_off_but_brings_what_is_new():
    merged = run(said(interview("b"), partial=True), (interview("a"),))
    assert [type(given) for _, given in merged.inputs] == [Seen]


def test_a_source_that_loses_more_than_half_of_five_events_is_held():
    known = [interview(str(n)) for n in range(5)]
    held = run(said(*known[:2]), known)
    assert held.health.held
    assert not [given for _, given in held.inputs if isinstance(given, Gone)]
    assert not run(said(*known[:3]), known).health.held


def test_events_that_have_passed_meanwhile_are_no_loss():
    known = [interview(str(n), hours=2) for n in range(4)] + [interview("late", hours=48), interview("later", hours=49)]
    assert not run(said(*known[4:]), known, NOW + timedelta(hours=24)).health.held


def test_a_series_that_is_moved_by_an_hour_has_lost_nothing():
    def series(hours):
        return [
            interview("standup", Verdict.NO, hours=24 * n + hours, recurrence_id=f"{n}-{hours}") for n in range(1, 9)
        ]

    assert not merge(said(*series(1), events=1), {}, health(*series(0)), ME, NOW).health.held


def test_a_held_source_is_believed_when_the_person_says_so():
    known = [interview(str(n)) for n in range(5)]
    believed = replace(health(*known), upcoming=())
    gone = merge(said(known[0]), watched(*known), believed, ME, NOW).inputs
    assert sum(isinstance(given, Gone) for _, given in gone) == 4


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": "CANCELLED"}, Why.CANCELLED),
        ({"attendees": (Participant("Me@Example.org", partstat="DECLINED"),)}, Why.DECLINED),
        ({}, Why.CHANGED),
    ],
)
def test_an_interview_that_is_none_any_more_says_why(changes, why):
    now_no = interview("a", Verdict.NO, **changes)
    assert (now_no.key, Gone("cal", why)) in run(said(now_no, interview("b")), (interview("a"),)).inputs


def test_the_persons_word_goes_before_the_detectors():
    insists = {key: replace(watch, by_person=Verdict.INTERVIEW) for key, watch in watched(interview("a")).items()}
    merged = merge(said(interview("a", Verdict.NO)), insists, Health("cal"), ME, NOW)
    assert isinstance(merged.inputs[0][1], Seen)


def test_a_failing_source_is_told_of_once_when_it_is_stale():
    failing = replace(health(interview("a")), failure="no network")
    assert not stale(failing, NOW + timedelta(minutes=9), timedelta(minutes=10))
    assert stale(failing, NOW + timedelta(minutes=10), timedelta(minutes=10))
    assert not stale(replace(failing, told_at=NOW), NOW + timedelta(hours=5), timedelta(minutes=10))


def test_a_source_that_goes_on_failing_is_told_of_again_each_day():
    told = replace(health(interview("a")), failure="no network", told_at=NOW)
    limit, day = timedelta(minutes=20), timedelta(days=1)
    assert not stale(told, NOW + day - timedelta(seconds=1), limit)
    assert stale(told, NOW + day, limit)
    assert not stale(told, NOW + day, limit, NOW + day - timedelta(minutes=19))


def test_a_clock_that_was_ahead_when_it_was_told_does_not_hide_a_failing_source():
    told = replace(health(interview("a")), failure="no network", told_at=NOW + timedelta(days=400))
    assert stale(told, NOW + timedelta(hours=1), timedelta(minutes=20))


def test_a_permission_that_was_lost_is_told_of_at_once():
    denied = run(said(failure="say `showup connect google`", denied=True), (interview("a"),)).health
    assert stale(denied, NOW, timedelta(minutes=20), awake_since=NOW)


def test_who_knows_that_the_network_is_down_is_told_all_the_same_that_the_permission_is_lost():
    down = replace(health(interview("a")), failure="no network", told_at=NOW)
    lost = merge(said(failure="say `showup connect google`", denied=True), {}, down, ME, NOW + timedelta(hours=1))
    assert stale(lost.health, NOW + timedelta(hours=1), timedelta(minutes=20))
    known = replace(lost.health, told_at=NOW + timedelta(hours=1))
    again = merge(said(failure="say it", denied=True), {}, known, ME, NOW + timedelta(hours=2)).health
    assert not stale(again, NOW + timedelta(hours=2), timedelta(minutes=20))


def test_events_that_are_only_named_count_when_most_of_a_calendar_is_lost():
    """They were left out as no interviews; that they are gone tells the same."""
    ends = tuple((f"event {n}", NOW + timedelta(hours=9)) for n in range(6))
    known = merge(said(interview("a"), others=ends, events=7), {}, Health("cal"), ME, NOW).health
    lost = merge(said(interview("a"), others=ends[:2], events=3), watched(interview("a")), known, ME, NOW)
    assert lost.health.held
    assert "4 of 7" in (lost.health.failure or "")
    assert not merge(said(interview("a"), others=ends[:3], events=4), {}, known, ME, NOW).health.held


def test_what_a_cut_off_calendar_still_shows_is_taken_and_not_demoted():
    a, b = interview("a"), interview("b")
    merged = run(said(interview("a", hours=3), failure="cut off", partial=True), (a, b))
    assert [(key, type(given)) for key, given in merged.inputs] == [(a.key, Seen), (b.key, Demoted)]


def test_a_night_asleep_makes_no_calendar_stale():
    """Right after a resume the network may not be there yet."""
    failing = Health("cal", last_ok=NOW, last_try=NOW, failure="no network")
    morning, limit = NOW + timedelta(hours=9), timedelta(minutes=20)
    assert not stale(failing, morning, limit, morning - timedelta(minutes=19))
    assert stale(failing, morning, limit, morning - timedelta(minutes=20))


def test_a_last_reading_that_lies_ahead_does_not_hide_a_failing_calendar():
    """The clock was wrong when it was read."""
    failing = Health("cal", last_ok=NOW + timedelta(days=400), last_try=NOW, failure="no network")
    assert stale(failing, NOW, timedelta(minutes=20))


def test_a_failing_source_is_told_of_to_somebody_who_opens_the_laptop_for_half_an_hour_at_a_time():
    failing = replace(health(interview("a")), failure="no network")
    now, limit = NOW + timedelta(days=1), timedelta(hours=1)
    assert not stale(failing, now, limit, now - timedelta(minutes=19))
    assert stale(failing, now, limit, now - timedelta(minutes=20))


def test_a_calendar_that_names_its_only_event_as_deleted_is_believed():
    a = interview("a")
    named = (key_of("a", None),)
    merged = run(said(deleted=named), (a,))
    assert merged.inputs == ((a.key, Gone("cal", Why.VANISHED)),)
    assert not merged.health.held
    again = merge(said(), watched(), merged.health, ME, NOW)  # whoever forgets what it named has still lost nothing
    assert not again.health.held


def test_a_calendar_that_names_most_of_many_events_as_deleted_is_held_all_the_same():
    known = [interview(str(n)) for n in range(5)]
    named = tuple(key_of(i.occurrence.uid, None) for i in known)
    for left in ((), known[:2]):
        merged = run(said(*left, deleted=named), known)
        assert merged.health.held
        assert not [given for _, given in merged.inputs if isinstance(given, Gone)]


def test_a_calendar_that_names_another_event_as_deleted_is_not_believed_about_this_one():
    assert run(said(deleted=(key_of("b", None),)), (interview("a"),)).health.held
