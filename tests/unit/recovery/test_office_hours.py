"""When the other side works: the moments of follow-ups."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showup.days_off import DaysOff, days_off
from showup.model import Profile
from showup.recovery.office_hours import (
    Office,
    business_days_later,
    next_office_moment,
    own_office,
    their_office,
    working_days,
)

BERLIN = Office("Europe/Berlin", days_off("DE", date(2026, 1, 1)))
CAIRO = Office("Africa/Cairo", days_off("EG", date(2026, 1, 1)))


def at(text, zone="Europe/Berlin"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("office", "after", "then"),
    [
        (BERLIN, "2026-11-24T14:00", "2026-11-24T14:00"),  # they are there
        (BERLIN, "2026-11-24T06:30", "2026-11-24T09:00"),
        (BERLIN, "2026-11-24T17:00", "2026-11-25T09:00"),
        (BERLIN, "2026-11-27T18:00", "2026-11-30T09:00"),  # over a weekend
        (BERLIN, "2026-12-24T18:00", "2026-12-28T09:00"),  # over Christmas, which is a Friday
        (BERLIN, "2026-12-31T23:59", "2027-01-04T09:00"),  # over New Year
        (BERLIN, "2026-03-27T18:00", "2026-03-30T09:00"),  # the clocks go forward
        (BERLIN, "2026-10-23T18:00", "2026-10-26T09:00"),  # and back
        (CAIRO, "2026-11-26T18:00", "2026-11-29T09:00"),  # Friday and Saturday are off, Sunday is not
    ],
)
def test_the_next_moment_at_which_somebody_is_there(office, after, then):
    assert next_office_moment(at(after, office.zone), office) == at(then, office.zone)


def test_who_works_at_night_is_there_after_midnight():
    night = Office("Europe/Berlin", BERLIN.off, ("22:00", "06:00"))
    assert next_office_moment(at("2026-11-25T02:00"), night) == at("2026-11-25T02:00")
    assert next_office_moment(at("2026-11-25T07:00"), night) == at("2026-11-25T22:00")


@pytest.mark.parametrize(
    ("office", "start", "days", "then"),
    [
        (BERLIN, "2026-11-24T14:20", 2, "2026-11-26T14:20"),
        (BERLIN, "2026-11-26T14:20", 2, "2026-11-30T14:20"),
        (BERLIN, "2026-11-24T23:10", 3, "2026-11-27T09:00"),  # nobody reads it at ten past eleven
        (BERLIN, "2026-11-24T17:00", 1, "2026-11-25T09:00"),
        (BERLIN, "2026-11-28T12:00", 1, "2026-11-30T12:00"),  # from a Saturday
        (BERLIN, "2026-12-23T10:00", 2, "2026-12-28T10:00"),
        (BERLIN, "2026-12-28T10:00", 7, "2027-01-07T10:00"),  # into the next year, over its first day
        (BERLIN, "2026-10-23T10:00", 1, "2026-10-26T10:00"),  # 73 hours later
        (BERLIN, "2026-03-27T10:00", 1, "2026-03-30T10:00"),  # 71 hours later
        (CAIRO, "2026-11-25T10:00", 2, "2026-11-29T10:00"),
    ],
)
def test_working_days_later_at_the_same_time_of_the_day(office, start, days, then):
    assert business_days_later(at(start, office.zone), days, office) == at(then, office.zone)


@pytest.mark.parametrize("days", [0, -1])
def test_no_working_day_later_is_refused(days):
    with pytest.raises(ValueError, match="one at least"):
        business_days_later(at("2026-11-24T14:00"), days, BERLIN)


offices = st.builds(
    Office,
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "Australia/Lord_Howe"]),
    st.builds(DaysOff, st.just(""), st.frozensets(st.integers(1, 7), max_size=6), st.just(CAIRO.off.dates)),
)
moments = st.integers(0, 630 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


@given(moments, offices, st.integers(1, 12))
def test_both_fall_into_the_hours_of_a_working_day(moment, office, days):
    soon, later = next_office_moment(moment, office), business_days_later(moment, days, office)
    for there in (soon, later):
        hours = office.on(office.day_of(there))
        assert office.day_of(there) not in office.off
        assert hours.start <= there < hours.end
    assert soon >= moment
    assert next_office_moment(soon, office) == soon
    between = working_days(office, office.day_of(moment) + timedelta(days=1))
    assert list(islice(between, days))[-1] == office.day_of(later)


NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("profile", "own", "zone", "theirs"),
    [
        (
            Profile(zone="Europe/Berlin", country="at"),
            "AT",
            "Europe/Berlin",
            "AT",
        ),  # the zone is their own: so is the country
        (Profile(zone="Europe/Berlin", country="DE"), "DE", "America/New_York", "US"),
        (Profile(zone="Europe/Vienna"), "AT", "Asia/Calcutta", "IN"),
        (Profile(zone="Europe/Vienna"), "AT", "UTC", "AT"),
        (Profile(zone="UTC"), "", "UTC", ""),
    ],
)
def test_the_country_is_that_of_the_profile_or_of_the_zone(profile, own, zone, theirs):
    assert own_office(profile, NOW).off.country == own
    assert their_office(zone, profile, NOW).off.country == theirs


def test_the_persons_hours_are_their_own_and_the_others_the_usual_ones():
    profile = Profile(zone="Europe/Berlin", working_hours=("07:30", "15:00"))
    assert own_office(profile, NOW).hours == ("07:30", "15:00")
    assert their_office("Europe/Berlin", profile, NOW).hours == ("09:00", "17:00")
