"""Rungs at a time of day in the zones of this world: changes of the clock, gaps, folds, the date line."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showup.ladder import default_policy, lay
from showup.ladder.reading import policy
from showup.model import Interview, Judgement, Occurrence, Verdict

DAY = timedelta(days=1)

ODD_DAYS = [
    ("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"),
    ("America/New_York", "2026-03-08"), ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"), ("Australia/Lord_Howe", "2026-10-04"),  # by half an hour
    ("America/Santiago", "2026-04-05"), ("America/Santiago", "2026-09-06"),
    ("Asia/Beirut", "2026-03-29"), ("Africa/Cairo", "2026-04-24"), ("America/Sao_Paulo", "2018-11-04"),  # no midnight
    ("America/Nuuk", "2026-03-28"), ("America/Nuuk", "2026-10-24"),
    ("Pacific/Apia", "2011-12-31"), ("Pacific/Kwajalein", "1993-08-22"),  # no day before
    ("Pacific/Chatham", "2026-04-05"), ("Pacific/Chatham", "2026-09-27"), ("Asia/Kathmandu", "2026-03-29"),
    ("Africa/Casablanca", "2026-02-15"), ("Antarctica/Troll", "2026-03-29"), ("Pacific/Kiritimati", "2026-01-01"),
]  # fmt: skip
NO_SUCH_DAY = {("Pacific/Apia", date(2011, 12, 30)), ("Pacific/Kwajalein", date(1993, 8, 21))}


def interview(start, *, all_day=False, zone=None):
    end = start + (DAY if all_day else timedelta(hours=1))
    occurrence = Occurrence("test", "u1", start, end, title="Interview", all_day=all_day, zone=zone)
    return Interview(occurrence, Judgement(Verdict.INTERVIEW, 90))


def local(text, zone):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def rungs(start, zone, ladder=None):
    """The rungs at a time of day, as the clock of `zone` shows them, with the day of the year's month."""
    plan = lay(ladder or default_policy(), interview(start.astimezone(UTC)), ZoneInfo(zone))
    return {alarm.rung: f"{alarm.at.astimezone(ZoneInfo(zone)):%d %H:%M}" for alarm in plan.alarms}


def one_rung(at, day=0):
    return policy({"rung": [{"name": "night", "at": at, "day": day}]}, default_policy())


@pytest.mark.parametrize(("zone", "day"), ODD_DAYS)
def test_the_evening_and_the_morning_keep_their_time_on_the_wall_on_an_odd_day(zone, day):
    start = local(f"{day}T14:00", zone)
    before = start.date() - DAY * (2 if (zone, start.date() - DAY) in NO_SUCH_DAY else 1)
    found = rungs(start, zone)
    assert found["evening before"] == f"{before:%d} 19:00"
    assert found["morning of"] == f"{start:%d} 08:00"


@pytest.mark.parametrize(
    ("start", "evening", "morning"),
    [("00:30", "23 19:00", "23 22:30"), ("02:00", "23 19:00", "24 00:00"), ("06:00", "23 19:00", "24 04:00"),
     ("08:00", "23 19:00", "24 06:00"), ("10:00", "23 19:00", "24 08:00"), ("23:45", "23 19:00", "24 08:00")],
)  # fmt: skip
def test_at_whatever_hour_it_is_the_evening_is_before_the_morning_and_both_before_the_start(start, evening, morning):
    found = rungs(local(f"2026-11-24T{start}", "Europe/Berlin"), "Europe/Berlin")
    assert (found["evening before"], found["morning of"]) == (evening, morning)


def test_two_hours_before_are_two_real_hours_across_a_change_of_the_clock():
    start = local("2026-03-29T04:00", "Europe/Berlin")  # 02:00 to 03:00 does not exist
    assert rungs(start, "Europe/Berlin")["morning of"] == "29 01:00"


@pytest.mark.parametrize(
    ("zone", "start", "day", "wall", "instant"),
    [
        ("Europe/Berlin", "2026-03-29T14:00", 0, "02:30", "2026-03-29T01:30"),  # rings when the clock shows 03:30
        ("Australia/Lord_Howe", "2026-10-04T14:00", 0, "02:15", "2026-10-03T15:45"),  # shows 02:45
        ("Asia/Beirut", "2026-03-29T14:00", 0, "00:00", "2026-03-28T22:00"),  # the day begins at 01:00
        ("Africa/Cairo", "2026-04-24T14:00", 0, "00:30", "2026-04-23T22:30"),
        ("America/Sao_Paulo", "2018-11-04T14:00", 0, "00:00", "2018-11-04T03:00"),
        ("America/Nuuk", "2026-03-29T10:00", -1, "23:30", "2026-03-29T01:30"),  # the gap ends at midnight
        ("Europe/Berlin", "2026-03-29T03:10", 0, "02:30", "2026-03-29T01:10"),  # never after the start
        ("Pacific/Apia", "2011-12-31T09:00", -1, "23:30", "2011-12-30T09:30"),  # a whole day: the day before it
    ],
)
def test_a_rung_in_a_gap_rings_as_if_the_clock_had_not_been_set_yet(zone, start, day, wall, instant):
    """It comes as long after the rung before as on any other day (RFC 5545 reads such a time in this way too)."""
    plan = lay(one_rung(wall, day), interview(local(start, zone).astimezone(UTC)), ZoneInfo(zone))
    assert plan.alarms[0].at == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "instant"),
    [
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45"),
    ],
)
def test_a_rung_at_a_time_that_comes_twice_rings_the_first_time(zone, day, wall, instant):
    """Rather early than late."""
    plan = lay(one_rung(wall), interview(local(f"{day}T14:00", zone).astimezone(UTC)), ZoneInfo(zone))
    assert plan.alarms[0].at == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_an_interview_in_the_second_of_two_equal_hours_has_its_rungs_before_it():
    start = local("2026-10-25T02:45", "Europe/Berlin").replace(fold=1)
    plan = lay(one_rung("02:30"), interview(start.astimezone(UTC)), ZoneInfo("Europe/Berlin"))
    assert start - plan.alarms[0].at == timedelta(hours=1, minutes=15)


@pytest.mark.parametrize(
    ("zone", "evening"),
    [("Pacific/Auckland", "24 19:00"), ("Pacific/Honolulu", "23 19:00"), ("Pacific/Kiritimati", "24 19:00"),
     ("Pacific/Pago_Pago", "23 19:00"), ("Asia/Kathmandu", "24 19:00")],
)  # fmt: skip
def test_the_evening_before_is_that_of_the_day_on_the_clock_of_the_person(zone, evening):
    """11:00 on the 25th in Auckland is noon on the 24th in Honolulu: there the evening before is that of the 23rd."""
    start = local("2026-11-25T11:00", "Pacific/Auckland")
    assert rungs(start, zone)["evening before"] == evening


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "Pacific/Apia", "America/Los_Angeles", "Asia/Beirut", "Pacific/Chatham"]
)
def test_an_all_day_interview_rings_on_its_own_date(zone):
    start = local("2026-11-24T00:00", zone).astimezone(UTC)
    plan = lay(default_policy(), interview(start, all_day=True, zone=zone), ZoneInfo(zone))
    assert [f"{alarm.at.astimezone(ZoneInfo(zone)):%d %H:%M}" for alarm in plan.alarms] == ["23 19:00", "24 08:00"]


def test_an_all_day_interview_rings_on_its_own_date_where_midnight_is_skipped():
    start = local("2026-03-29T00:00", "Asia/Beirut").astimezone(UTC)
    plan = lay(default_policy(), interview(start, all_day=True, zone="Asia/Beirut"), ZoneInfo("Asia/Beirut"))
    assert [f"{alarm.at.astimezone(ZoneInfo('Asia/Beirut')):%d %H:%M}" for alarm in plan.alarms] == [
        "28 19:00",
        "29 08:00",
    ]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "Pacific/Honolulu"])
def test_an_all_day_date_read_elsewhere_keeps_its_date(zone):
    """A source that does not say where it read the midnight: it was Berlin."""
    start = local("2026-11-24T00:00", "Europe/Berlin").astimezone(UTC)
    plan = lay(default_policy(), interview(start, all_day=True), ZoneInfo(zone))
    assert [f"{alarm.at.astimezone(ZoneInfo(zone)):%d %H:%M}" for alarm in plan.alarms] == ["23 19:00", "24 08:00"]


odd_starts = st.builds(
    lambda odd, days, minutes: (local(f"{odd[1]}T00:00", odd[0]).astimezone(UTC) + days * DAY + minutes, odd[0]),
    st.sampled_from(ODD_DAYS),
    st.integers(-3, 3),
    st.timedeltas(timedelta(0), DAY),
)


@settings(max_examples=1500, deadline=None)
@given(odd_starts)
def test_around_every_odd_day_the_rungs_stand_in_order_before_the_start(found):
    start, name = found
    zone = ZoneInfo(name)
    plan = lay(default_policy(), interview(start), zone)
    at = {alarm.rung: alarm.at for alarm in plan.alarms}
    evening, morning = at["evening before"], at["morning of"]
    assert [alarm.at for alarm in plan.alarms] == sorted(alarm.at for alarm in plan.alarms)
    assert evening < morning <= start - timedelta(hours=2)
    assert evening.astimezone(zone).time() == time(19)
    assert evening.astimezone(zone).date() < start.astimezone(zone).date()
    assert start - evening <= timedelta(hours=30)
    assert morning.astimezone(zone).time() == time(8) or start - morning == timedelta(hours=2)


@settings(max_examples=500, deadline=None)
@given(odd_starts, st.times(), st.sampled_from([-1, 0]))
def test_no_rung_of_a_ladder_comes_after_the_start_whatever_its_time_of_day(found, wall, day):
    start, name = found
    plan = lay(one_rung(f"{wall:%H:%M}", day), interview(start), ZoneInfo(name))
    assert all(start - timedelta(hours=49) < alarm.at <= start for alarm in plan.alarms)
