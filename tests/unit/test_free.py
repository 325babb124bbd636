"""The free hours of the coming working days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showup.engine import Phase, Rules
from showup.engine.planning import begin
from showup.free import WORKING_DAYS, blocks, days, merged, of_events, of_interviews, window
from showup.ladder import default_policy
from showup.model import Interval, Interview, Judgement, Kind, Occurrence, Participant, Profile, Verdict, Window

BERLIN = Profile(zone="Europe/Berlin", country="DE", emails=("me@example.org",))
MONDAY = datetime(2026, 10, 19, 6, tzinfo=UTC)  # 08:00 in Berlin; the clocks go back on Sunday, the 25th
HOUR = timedelta(hours=1)


def local(zone, day, hour, minute=0, month=10):
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def berlin(day, hour, minute=0):
    return local("Europe/Berlin", day, hour, minute)


def test_fifteen_working_days_lie_ahead_without_their_weekends():
    ahead = [day.date for day in days((), BERLIN, MONDAY)]
    assert len(ahead) == WORKING_DAYS
    assert ahead[0] == date(2026, 10, 19)
    assert ahead[-1] == date(2026, 11, 6)
    assert not {day.isoweekday() for day in ahead} & {6, 7}


def test_hours_are_those_of_the_clock_on_the_wall_also_when_it_is_set_back():
    ahead = {day.date.day: day.hours for day in days((), BERLIN, MONDAY) if day.date.month == 10}
    assert ahead[23] == Interval(datetime(2026, 10, 23, 7, tzinfo=UTC), datetime(2026, 10, 23, 16, tzinfo=UTC))
    assert ahead[26] == Interval(datetime(2026, 10, 26, 8, tzinfo=UTC), datetime(2026, 10, 26, 17, tzinfo=UTC))


def test_what_is_taken_is_cut_to_the_hours_and_the_rest_is_free():
    taken = [
        Interval(berlin(19, 8), berlin(19, 9, 30)),
        Interval(berlin(19, 12), berlin(19, 13)),
        Interval(berlin(19, 12, 30), berlin(19, 14)),
        Interval(berlin(19, 17), berlin(19, 23)),
    ]
    day = days(taken, BERLIN, MONDAY)[0]
    assert day.busy == (
        Interval(berlin(19, 9), berlin(19, 9, 30)),
        Interval(berlin(19, 12), berlin(19, 14)),
        Interval(berlin(19, 17), berlin(19, 18)),
    )
    assert day.free == (Interval(berlin(19, 9, 30), berlin(19, 12)), Interval(berlin(19, 14), berlin(19, 17)))


def test_of_today_only_what_is_still_to_come_is_offered():
    assert days((), BERLIN, berlin(19, 15))[0].free == (Interval(berlin(19, 15), berlin(19, 18)),)
    assert days((), BERLIN, berlin(19, 18))[0].date == date(2026, 10, 20)


@pytest.mark.parametrize(
    ("country", "off"), [("AE", {6, 7}), ("IL", {5, 6}), ("in", {7}), ("AF", {4, 5}), ("", {6, 7})]
)
def test_the_weekend_is_that_of_the_country(country, off):
    ahead = days((), replace(BERLIN, country=country), MONDAY)
    assert {day.date.isoweekday() for day in ahead} == {1, 2, 3, 4, 5, 6, 7} - off
    assert len(ahead) == WORKING_DAYS


def test_the_day_is_that_of_the_persons_zone():
    """Sunday evening in Berlin is Monday morning in Auckland."""
    ahead = days((), Profile(zone="Pacific/Auckland"), datetime(2026, 10, 18, 19, tzinfo=UTC))
    assert ahead[0].date == date(2026, 10, 19)
    assert ahead[0].hours.start == local("Pacific/Auckland", 19, 9)


def test_who_works_at_night_is_asked_for_the_hours_that_run():
    night = replace(BERLIN, working_hours=("22:00", "06:00"))
    first = days((), night, berlin(20, 2))[0]
    assert first.date == date(2026, 10, 19)
    assert first.hours == Interval(berlin(20, 2), berlin(20, 6))


def test_hours_that_the_clock_skips_or_repeats_leave_no_day_out():
    """In Berlin 02:30 comes twice on the 25th of October, and never on the 28th of March 2027."""
    early = replace(BERLIN, working_hours=("02:30", "10:00"), country="IL")
    autumn = next(day for day in days((), early, MONDAY) if day.date == date(2026, 10, 25))
    assert autumn.hours.end - autumn.hours.start == timedelta(hours=8, minutes=30)
    spring = [d.hours for d in days((), early, datetime(2027, 3, 22, tzinfo=UTC)) if d.date.day == 28]
    assert [hours.end - hours.start for hours in spring] == [timedelta(hours=6, minutes=30)]


def test_the_calendars_are_asked_until_the_last_of_these_days_is_over():
    asked = window(BERLIN, MONDAY)
    assert asked.since == MONDAY
    assert asked.until == datetime(2026, 11, 6, 17, tzinfo=UTC)


def occurrence(**more):
    return Occurrence("cal", "u1", berlin(20, 10), berlin(20, 11), **more)


@pytest.mark.parametrize(
    ("more", "takes_time"),
    [
        ({}, True),
        ({"status": "TENTATIVE"}, True),
        ({"status": "CANCELLED"}, False),
        ({"transparent": True}, False),
        ({"all_day": True}, True),
        ({"all_day": True, "transparent": True}, False),
        ({"attendees": (Participant("Me@example.org", partstat="DECLINED"),)}, False),
        ({"attendees": (Participant("dana@example.org", partstat="DECLINED"),)}, True),
    ],
)
def test_what_is_off_or_declined_takes_no_time(more, takes_time):
    assert blocks(occurrence(**more), BERLIN) is takes_time


def test_an_event_without_length_takes_no_time():
    assert not blocks(replace(occurrence(), end=berlin(20, 10)), BERLIN)


def test_events_that_overlap_or_meet_are_one_stretch_with_the_way_their_calendar_names():
    events = [
        occurrence(travel=HOUR / 2),
        replace(occurrence(), start=berlin(20, 10, 30), end=berlin(20, 12)),
        replace(occurrence(), start=berlin(20, 12), end=berlin(20, 13)),
        replace(occurrence(transparent=True), start=berlin(20, 13), end=berlin(20, 14)),
        replace(occurrence(), start=berlin(20, 14), end=berlin(20, 15)),
    ]
    taken = of_events(events, BERLIN, window(BERLIN, MONDAY))
    assert taken == (Interval(berlin(20, 9, 30), berlin(20, 13)), Interval(berlin(20, 14), berlin(20, 15)))


def test_what_goes_on_beyond_the_window_is_cut_also_at_the_end_of_all_dates():
    asked = Window(berlin(20, 9), berlin(20, 18))
    endless = replace(occurrence(travel=timedelta(days=1)), end=datetime.max.replace(tzinfo=UTC))
    assert of_events([endless], BERLIN, asked) == (Interval(asked.since, asked.until),)
    assert of_events([replace(occurrence(), end=berlin(20, 12))], BERLIN, Window(berlin(20, 12), berlin(20, 13))) == ()


def test_a_day_of_twenty_five_hours_is_taken_whole():
    day = replace(occurrence(all_day=True), start=berlin(25, 0), end=berlin(26, 0))
    sunday = replace(BERLIN, country="IL", working_hours=("00:00", "23:59"))
    taken = of_events([day], sunday, window(sunday, MONDAY))
    assert [i.end - i.start for i in taken] == [25 * HOUR]
    free = {each.date: each.free for each in days(taken, sunday, MONDAY)}
    assert free[date(2026, 10, 25)] == ()
    assert free[date(2026, 10, 26)]


@pytest.mark.parametrize("count", [1, 2, 40, 300])
@pytest.mark.parametrize("country", ["DE", "IL", "IN"])
def test_as_many_working_days_as_are_wanted(count, country):
    person = replace(BERLIN, country=country)
    ahead = days((), person, MONDAY, count)
    assert len(ahead) == count
    assert ahead[-1].hours.end == window(person, MONDAY, count).until


def watched(judgement, **more):
    rules = Rules(default_policy(), ZoneInfo("Europe/Berlin"))
    return begin(Interview(occurrence(**more), judgement), ("cal",), MONDAY, rules)[0]


def test_an_interview_takes_the_way_there_and_back_too():
    call = watched(Judgement(Verdict.INTERVIEW, 90))
    on_site = watched(Judgement(Verdict.INTERVIEW, 90, place="Main St 1"))
    far = watched(Judgement(Verdict.INTERVIEW, 90), travel=2 * HOUR)
    taken = list(of_interviews([call, on_site, far], HOUR))
    assert [(i.start, i.end) for i in taken] == [
        (berlin(20, 10), berlin(20, 11)),
        (berlin(20, 9), berlin(20, 12)),
        (berlin(20, 8), berlin(20, 13)),
    ]


def test_what_is_over_called_off_or_a_deadline_takes_none():
    off = [replace(watched(Judgement(Verdict.INTERVIEW, 90)), phase=p) for p in (Phase.CANCELLED, Phase.DISMISSED)]
    assert not list(of_interviews([*off, watched(Judgement(Verdict.INTERVIEW, 90, kind=Kind.DEADLINE))], HOUR))


minutes = st.integers(0, 25 * 24 * 60)
stretches = st.builds(
    lambda start, length: Interval(MONDAY + start * HOUR / 60, MONDAY + (start + length) * HOUR / 60),
    minutes,
    st.integers(0, 3000),
)


@given(st.lists(stretches, max_size=40))
def test_busy_and_free_make_up_the_hours_and_never_overlap(taken):
    for day in days(taken, BERLIN, MONDAY):
        pieces = sorted((*day.busy, *day.free))
        assert pieces[0].start == day.hours.start
        assert pieces[-1].end == day.hours.end
        assert all(one.end == other.start for one, other in pairwise(pieces))
        assert not any(t.start < f.end and f.start < t.end for f in day.free for t in taken if t.start < t.end)


@given(st.lists(stretches, max_size=40))
def test_merging_keeps_the_time_and_leaves_gaps_between(taken):
    whole = merged(taken)
    assert all(one.end < other.start for one, other in pairwise(whole))
    assert all(any(w.start <= t.start and t.end <= w.end for w in whole) for t in taken if t.start < t.end)
