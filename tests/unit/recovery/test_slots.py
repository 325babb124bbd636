"""Dates to propose: free, decent, and within the working time of both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showup.days_off import DaysOff
from showup.model import Interval, Profile
from showup.recovery.office_hours import Office, own_office, their_office
from showup.recovery.slots import AHEAD, Lack, Proposals, propose, still_free, window, with_room

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)  # 11:00 in Berlin
BERLIN = Profile(zone="Europe/Berlin", country="DE")
ALWAYS = DaysOff(weekend=frozenset())


def at(text, zone="Europe/Berlin"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def found(profile=BERLIN, zone="Europe/Berlin", taken=(), length=HOUR, now=MONDAY, days=AHEAD):
    return propose(taken, own_office(profile, now), their_office(zone, profile, now), length, now, days)


def all_but(*stretches, now=MONDAY):
    """Everything is taken but these."""
    edges = [now - DAY, *(edge for stretch in stretches for edge in stretch), now + 60 * DAY]
    return [Interval(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def said(proposals):
    return [f"{slot.theirs:%a %d %H:%M}" for slot in proposals.slots]


def test_three_dates_on_different_days_and_at_different_times():
    assert said(found()) == ["Tue 24 14:00", "Wed 25 10:00", "Fri 27 15:00"]


def test_each_is_to_be_proposed_before_their_last_office_ends():
    proposals = found(now=at("2026-11-26T11:00"))
    closings = [f"{slot.valid_until.astimezone(ZoneInfo('Europe/Berlin')):%a %d %H:%M}" for slot in proposals.slots]
    assert said(proposals) == ["Fri 27 14:00", "Mon 30 10:00", "Wed 02 15:00"]
    assert closings == ["Thu 26 17:00", "Fri 27 17:00", "Tue 01 17:00"]
    assert proposals.valid_until == at("2026-11-26T17:00")


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-11-27T11:00", "Mon 30 10:00"),  # a Friday: they can answer in the afternoon
        ("2026-11-27T15:30", "Tue 01 10:00"),  # too late for Monday
        ("2026-11-28T11:00", "Tue 01 10:00"),  # read on Monday
        ("2026-11-25T16:30", "Fri 27 10:00"),
    ],
)
def test_there_is_a_days_notice_and_time_to_answer(now, first):
    assert said(found(now=at(now)))[0] == first


def test_what_is_taken_is_not_proposed_and_there_is_room_around_it():
    lesson = Interval(at("2026-11-24T09:30"), at("2026-11-24T15:50"))
    tuesday = (at("2026-11-24T00:00"), at("2026-11-25T00:00"))
    taken = with_room([*all_but(tuesday), lesson])
    assert found(taken=taken).slots == ()
    assert said(found(taken=with_room([*all_but(tuesday), replace(lesson, end=at("2026-11-24T15:45"))]))) == [
        "Tue 24 16:00"
    ]


def test_there_is_an_hour_around_another_interview_and_the_way_to_a_place():
    interview = Interval(at("2026-11-24T12:00"), at("2026-11-24T13:00"))
    assert with_room([], [interview]) == (Interval(at("2026-11-24T11:00"), at("2026-11-24T14:00")),)
    assert with_room([interview], way=2 * HOUR) == (Interval(at("2026-11-24T10:00"), at("2026-11-24T15:00")),)
    assert with_room([interview], [interview]) == with_room([], [interview])


def test_on_a_single_day_there_is_one_in_the_morning_and_one_in_the_afternoon():
    proposals = found(taken=all_but((at("2026-11-25T00:00"), at("2026-11-26T00:00"))))
    assert said(proposals) == ["Wed 25 10:00", "Wed 25 14:00"]
    assert proposals.lack is None


@pytest.mark.parametrize(
    ("start", "end", "two"),
    [("09:00", "12:00", ["Wed 25 09:00", "Wed 25 10:00"]), ("09:30", "11:30", ["Wed 25 09:30", "Wed 25 10:30"])],
)
def test_in_a_single_morning_there_are_two_also_where_the_best_time_lies_between_them(start, end, two):
    assert said(found(taken=all_but((at(f"2026-11-25T{start}"), at(f"2026-11-25T{end}"))))) == two


def test_one_alone_says_that_nothing_else_is_free():
    proposals = found(taken=all_but((at("2026-11-25T09:00"), at("2026-11-25T10:30"))))
    assert said(proposals) == ["Wed 25 09:00"]
    assert proposals.lack is Lack.NOTHING_FREE


def test_nothing_free_at_all_is_said():
    proposals = found(taken=all_but())
    assert proposals == Proposals(lack=Lack.NOTHING_FREE)
    assert proposals.valid_until is None


def test_lunch_is_left_alone_while_there_is_another_time():
    day = at("2026-11-25T00:00")
    assert said(found(taken=all_but((day + 12 * HOUR, day + 13.5 * HOUR)))) == ["Wed 25 12:00"]
    assert said(found(taken=all_but((day + 11 * HOUR, day + 14.5 * HOUR)))) == ["Wed 25 11:00", "Wed 25 13:30"]


def test_rather_three_mornings_than_a_lunch():
    """In New York there are only 09:00 to 13:00."""
    slots = found(zone="America/New_York", profile=replace(BERLIN, working_hours=("09:00", "19:00"))).slots
    assert [slot.theirs.hour for slot in slots] == [10, 9, 11]


def test_it_begins_at_a_half_hour_also_where_their_day_does_not():
    odd = Office("Europe/Berlin", DaysOff(), ("09:15", "10:45"))
    assert said(propose((), odd, odd, HOUR, MONDAY)) == ["Wed 25 09:30", "Thu 26 09:30", "Mon 30 09:30"]


@pytest.mark.parametrize(
    ("zone", "country", "now", "holiday"),
    [
        ("Europe/Berlin", "DE", "2026-12-22T11:00", "2026-12-25"),
        ("America/New_York", "US", "2026-11-23T11:00", "2026-11-26"),
        ("America/Toronto", "CA", "2026-10-08T11:00", "2026-10-12"),
        ("Asia/Tokyo", "JP", "2026-11-19T11:00", "2026-11-23"),
        ("Europe/Paris", "FR", "2026-07-10T11:00", "2026-07-14"),
        ("Africa/Cairo", "EG", "2026-11-23T11:00", "2026-11-27"),  # a Friday
        ("Asia/Jerusalem", "IL", "2026-11-23T11:00", "2026-11-27"),
        ("Asia/Dubai", "AE", "2026-11-25T11:00", "2026-11-28"),  # a Saturday
    ],
)
def test_on_a_day_off_of_either_side_nothing_is_proposed(zone, country, now, holiday):
    moment, free = at(now, zone), at(holiday, zone)
    taken = all_but((free, free + DAY), now=moment)
    there = Profile(zone=zone, country=country)
    works = Office(zone, DaysOff())
    both = own_office(there, moment), their_office(zone, there, moment)
    own_off, theirs_off = (propose(taken, *pair, HOUR, moment) for pair in ((both[0], works), (works, both[1])))
    assert own_off == theirs_off == Proposals(lack=Lack.NOTHING_FREE)
    never = Office(zone, ALWAYS)
    assert propose(taken, never, never, HOUR, moment).slots  # it is the day off that counts


def test_a_sunday_is_a_working_day_where_friday_is_not():
    cairo = Profile(zone="Africa/Cairo", country="EG")
    assert [slot.theirs.isoweekday() for slot in found(cairo, cairo.zone, now=at("2026-11-25T09:00", cairo.zone)).slots] == [
        4, 7, 2,
    ]  # fmt: skip


@pytest.mark.parametrize("now", ["2026-10-22T11:00", "2027-03-23T11:00"])
def test_it_is_by_the_clock_on_the_wall_also_when_it_is_changed(now):
    proposals = found(now=at(now))
    assert [slot.theirs.hour for slot in proposals.slots] == [14, 10, 15]
    assert len({slot.theirs.utcoffset() for slot in proposals.slots}) == 2


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        ("2026-10-22T11:00", {"Fri 23": 6, "Mon 26": 5, "Wed 28": 5}),  # in New York a week later
        ("2027-03-11T11:00", {"Fri 12": 6, "Mon 15": 5, "Wed 17": 5}),  # in New York two weeks earlier
    ],
)
def test_each_clock_changes_on_its_own_day(now, hours):
    slots = found(zone="America/New_York", now=at(now)).slots
    assert {f"{s.theirs:%a %d}": (s.own.utcoffset() - s.theirs.utcoffset()) // HOUR for s in slots} == hours


def test_a_time_that_comes_twice_is_never_proposed():
    """In Berlin 02:00 to 03:00 comes twice on the 25th of October."""
    night = Office("Europe/Berlin", ALWAYS, ("00:00", "06:00"))
    now, half = at("2026-10-23T01:00"), HOUR / 2
    twice = (datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert propose(all_but(twice, now=now), night, night, half, now).slots == ()
    after = (datetime(2026, 10, 25, 2, tzinfo=UTC), datetime(2026, 10, 25, 2, 30, tzinfo=UTC))
    assert said(propose(all_but(after, now=now), night, night, half, now)) == ["Sun 25 03:00"]


def test_where_the_hours_never_meet_theirs_stand_and_the_persons_are_stretched():
    slots = found(zone="America/Los_Angeles").slots
    assert all(slot.outside_own_hours for slot in slots)
    assert [(f"{s.theirs:%a %H:%M}", f"{s.own:%a %H:%M}") for s in slots] == [
        ("Tue 10:00", "Tue 19:00"),
        ("Wed 09:00", "Wed 18:00"),
        ("Mon 11:00", "Mon 20:00"),
    ]
    own = found(zone="America/Los_Angeles", profile=replace(BERLIN, working_hours=("12:00", "20:00"))).slots
    assert not any(slot.outside_own_hours for slot in own)


def test_where_not_even_these_meet_it_is_said():
    assert found(zone="Pacific/Auckland") == Proposals(lack=Lack.NO_COMMON_HOURS)


def test_far_zones_that_meet_keep_to_both_days():
    """Friday afternoon in Los Angeles is Saturday in Auckland."""
    auckland = Profile(zone="Pacific/Auckland", country="NZ")
    slots = found(auckland, "America/Los_Angeles").slots
    assert len(slots) == 3
    assert not any(slot.outside_own_hours for slot in slots)
    assert not {slot.theirs.isoweekday() for slot in slots} & {5, 6, 7}


def test_it_says_the_time_on_both_clocks_where_they_differ():
    vienna, new_york = (found(zone=zone).slots[0] for zone in ("Europe/Vienna", "America/New_York"))
    assert vienna.own is None
    assert new_york.own == new_york.theirs == new_york.start
    assert (new_york.own.hour, new_york.theirs.hour) == (16, 10)


def test_what_has_become_busy_or_too_late_is_taken_out():
    first, second, third = found().slots
    busy = with_room([Interval(second.start, second.end)])
    assert still_free((first, second, third), busy, MONDAY) == (first, third)
    assert still_free((first, second, third), (), first.valid_until - DAY / 99) == (first, second, third)
    assert still_free((first, second, third), (), first.valid_until) == (second, third)


def test_no_length_is_refused():
    with pytest.raises(ValueError, match="no length"):
        found(length=timedelta(0))


def test_the_calendars_are_asked_for_all_that_can_be_proposed():
    asked = window(their_office("Europe/Berlin", BERLIN, MONDAY), MONDAY)
    assert asked.since == MONDAY
    assert asked.until == at("2026-12-03T17:00")  # the seventh working day after Monday is Wednesday


ZONES = {
    "Europe/Berlin": "DE", "America/New_York": "US", "America/Los_Angeles": "US", "Asia/Kathmandu": "NP",
    "Pacific/Auckland": "NZ", "Africa/Cairo": "EG", "Asia/Tokyo": "JP", "Australia/Lord_Howe": "AU",
}  # fmt: skip
nows = st.integers(0, 690 * 24 * 60).map(lambda minutes: datetime(2026, 1, 5, tzinfo=UTC) + minutes * HOUR / 60)
stretches = st.lists(st.tuples(st.integers(0, 18 * 96), st.integers(1, 300)), max_size=60)


def oracle(own, theirs, length, now):
    """Every start that may be proposed with an empty calendar, found the long way round: each quarter of an hour by itself."""
    there, here = ZoneInfo(theirs.zone), ZoneInfo(own.zone)
    today = now.astimezone(there).date()
    ahead = [day for n in range(60) if (day := today + n * DAY) not in theirs.off][: AHEAD + 1]
    before = {day: previous for previous, day in pairwise(ahead)}
    first = (now + DAY).replace(minute=0, second=0, microsecond=0)
    for n in range(45 * 96):
        start = first + n * HOUR / 4
        end = start + length
        clocks = [(m.astimezone(there), m.astimezone(here)) for m in (start, end)]
        (their_start, own_start), (their_end, own_end) = clocks
        closing = before.get(their_start.date()) and datetime.combine(
            before[their_start.date()], time(17), tzinfo=there
        )
        if (
            closing
            and closing - now >= 2 * HOUR
            and start - now >= DAY
            and their_start.minute in {0, 30}
            and f"{their_start:%H:%M}" >= "09:00"
            and f"{their_end:%H:%M}" <= "17:00"
            and their_end.date() == their_start.date()
            and f"{own_start:%H:%M}" >= own.hours[0]
            and f"{own_end:%H:%M}" <= own.hours[1]
            and own_end.date() == own_start.date()
            and own_start.date() not in own.off
        ):
            yield start


@settings(max_examples=150, deadline=None)
@given(
    nows, st.sampled_from(sorted(ZONES)), st.sampled_from(sorted(ZONES)), stretches, st.sampled_from([30, 45, 60, 120])
)
def test_what_is_proposed_is_free_and_decent_and_as_varied_as_it_can_be(now, here, there, busy, minutes):
    profile, length = Profile(zone=here, country=ZONES[here]), timedelta(minutes=minutes)
    own, theirs = own_office(profile, now), their_office(there, profile, now)
    events = [Interval(now + start * HOUR / 4, now + (start + long) * HOUR / 4) for start, long in busy]
    taken = with_room(events)
    proposals = propose(taken, own, theirs, length, now)
    meet = set(oracle(own, theirs, length, now))
    assert all(slot.outside_own_hours is not bool(meet) for slot in proposals.slots)
    if not meet:
        own = replace(own, hours=("07:00", "21:00"))
        meet = set(oracle(own, theirs, length, now))
    assert (proposals.lack is Lack.NO_COMMON_HOURS) is not bool(meet)
    possible = {start for start in meet if not any(t.start < start + length and start < t.end for t in taken)}
    assert {slot.start for slot in proposals.slots} <= possible
    for slot in proposals.slots:
        assert slot.end - slot.start == length
        assert now < slot.valid_until < slot.start
        for event in events:
            assert slot.end + HOUR / 4 <= event.start or event.end + HOUR / 4 <= slot.start
    assert all(one.end <= other.start for one, other in pairwise(proposals.slots))
    days = {slot.theirs.date() for slot in proposals.slots}
    assert len(days) == min(3, len({start.astimezone(ZoneInfo(there)).date() for start in possible}))
    assert (proposals.lack is None) == (len(proposals.slots) >= 2)
    assert (len(proposals.slots) >= 2) is bool(possible and max(possible) - min(possible) >= length)
    assert len(proposals.slots) <= 3
    assert still_free(proposals.slots, taken, now) == proposals.slots


@settings(max_examples=60, deadline=None)
@given(nows, st.sampled_from(sorted(ZONES)))
def test_by_night_too_no_clock_shows_it_twice_or_never(now, zone):
    night = Office(zone, ALWAYS, ("00:00", "05:00"))
    for slot in propose((), night, night, HOUR, now).slots:
        for moment in (slot.start, slot.end):
            wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            assert {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)} == {moment}
