"""Where the other side is: the same answer for the letters and for the days on which they are asked again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Rules, Seen, Watch, decide
from showup.engine.follow_ups import callable_again
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Occurrence, Profile, Verdict
from showup.other_side import zone_there
from showup.recovery.moment import zone_of

START = datetime(2026, 10, 22, 13, tzinfo=UTC)
OWN = "America/New_York"


def occurrence(zone, **more):
    return Occurrence("cal", "u1", START, START + timedelta(hours=1), zone=zone, **more)


def watch(zone, **more) -> Watch:
    interview = Interview(occurrence(zone, **more), Judgement(Verdict.INTERVIEW, 90))
    return decide(None, Seen(interview, "cal"), START - timedelta(days=1), rules()).watch


def rules():
    return Rules(default_policy(), ZoneInfo(OWN))


PLACES = pytest.mark.parametrize(
    ("zone", "more", "there"),
    [
        ("Europe/Berlin", {}, "Europe/Berlin"),
        ("Asia/Kolkata", {}, "Asia/Kolkata"),
        ("UTC", {}, OWN),
        ("Etc/UTC", {}, OWN),
        ("Zulu", {}, OWN),
        ("GMT", {}, "GMT"),
        (None, {}, OWN),
        ("", {}, OWN),
        ("No/Such_Zone", {}, OWN),
        ("../../etc/passwd", {}, OWN),
        ("America", {}, OWN),
        ("Europe/Berlin", {"floating": True}, OWN),
        ("Europe/Berlin", {"all_day": True}, OWN),
    ],
)


@PLACES
def test_the_letters_know_where_they_are(zone, more, there):
    assert zone_there(occurrence(zone, **more), OWN).key == there
    assert zone_of(watch(zone, **more).interview, Profile(zone=OWN)).key == there


@PLACES
def test_their_office_opens_where_they_are(zone, more, there):
    night = datetime(2026, 10, 22, 0, 30, tzinfo=ZoneInfo(there))
    assert callable_again(watch(zone, **more), night.astimezone(UTC), rules()) == night.replace(hour=9, minute=0)


@pytest.mark.parametrize(
    ("friday", "monday"),
    [
        ("2026-10-23T18:00+02:00", "2026-10-26T09:00+01:00"),  # Berlin sets its clock back, New York does not yet
        ("2026-03-27T18:00+01:00", "2026-03-30T09:00+02:00"),
    ],
)
def test_their_office_opens_by_their_clock_over_its_change(friday, monday):
    after = datetime.fromisoformat(friday).astimezone(UTC)
    assert callable_again(watch("Europe/Berlin"), after, rules()) == datetime.fromisoformat(monday)


def test_a_person_without_a_zone_of_the_tables_is_in_utc():
    assert zone_there(occurrence(None), "Not/A_Zone").key == "UTC"
