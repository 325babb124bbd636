"""Zones that cannot be known at once: what is assumed instead, and that it is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from showup.model import Window

OWN = (
    "BEGIN:VTIMEZONE\nTZID:{}\nBEGIN:STANDARD\nDTSTART:20200101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\n"
    "END:STANDARD\nEND:VTIMEZONE\n"
)


def utc(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize("tzid", [r"America\/New_York", r"\/vendor.example\/America\/New_York"])
def test_a_zone_whose_slash_is_escaped_is_known(one, tzid: str) -> None:
    assert one(f"UID:1\nDTSTART;TZID={tzid}:20261125T100000").zone == "America/New_York"


@pytest.mark.parametrize("tzid", ['"Lab, wing 2"', r"Lab\, wing 2"])
def test_a_zone_of_the_calendars_own_is_found_however_its_name_is_escaped(one, tzid: str) -> None:
    found = one(f"UID:1\nDTSTART;TZID={tzid}:20261125T100000", head=OWN.format(r"Lab\, wing 2"))
    assert (found.start, found.notes) == (utc(25, 1), ())


def test_an_end_in_an_unknown_zone_is_in_that_of_the_start(one) -> None:
    found = one("UID:1\nDTSTART;TZID=Asia/Tokyo:20261125T100000\nDTEND;TZID=Somewhere:20261125T110000")
    assert (found.start, found.end) == (utc(25, 1), utc(25, 2))
    assert "Asia/Tokyo was assumed" in found.notes[0]


def test_an_end_in_an_unknown_zone_is_the_persons_where_the_start_names_none(one) -> None:
    found = one("UID:1\nDTSTART:20261125T090000Z\nDTEND;TZID=Somewhere:20261125T110000")
    assert (found.end, "Europe/Berlin was assumed" in found.notes[0]) == (utc(25, 10), True)


@pytest.mark.parametrize(("dress", "said"), [("", "names no time zone"), (";TZID=Somewhere", "Asia/Tokyo was assumed")])
def test_a_start_without_a_zone_that_is_known_is_in_that_of_the_end(one, dress: str, said: str) -> None:
    found = one(f"UID:1\nDTSTART{dress}:20261125T100000\nDTEND;TZID=Asia/Tokyo:20261125T110000")
    assert (found.start, found.end, found.floating) == (utc(25, 1), utc(25, 2), False)
    assert said in found.notes[0]


def test_an_unknown_zone_is_that_in_which_the_calendar_is_shown(one) -> None:
    found = one("UID:1\nDTSTART;TZID=Somewhere:20261125T100000", head="X-WR-TIMEZONE:Asia/Tokyo\n")
    assert (found.start, found.floating) == (utc(25, 1), False)
    assert "Asia/Tokyo was assumed" in found.notes[0]


def test_a_change_of_an_instance_in_an_unknown_zone_changes_that_instance(read, make) -> None:
    whole = "UID:1\nDTSTART;TZID=Somewhere:20261125T100000\nRRULE:FREQ=DAILY;COUNT=2"
    change = "UID:1\nRECURRENCE-ID;TZID=Somewhere:20261126T100000\nDTSTART;TZID=Asia/Tokyo:20261127T100000"
    assert [found.start for found in read(make(whole, change)).occurrences] == [utc(25, 9), utc(27, 1)]


@pytest.mark.parametrize(("day", "hour"), [("20240601", 20), ("20261125", 0)])
def test_a_zone_that_changed_its_clocks_once_is_taken_at_its_word(read, make, day: str, hour: int) -> None:
    """Offsets that no zone of today has, so that it cannot be one whose rules were forgotten."""
    head = (
        "BEGIN:VTIMEZONE\nTZID:Lab\nBEGIN:STANDARD\nDTSTART:20240101T000000\nTZOFFSETFROM:+1000\nTZOFFSETTO:+1400\n"
        "END:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:20250505T080000\nTZOFFSETFROM:+1400\nTZOFFSETTO:+1000\nEND:DAYLIGHT\n"
        "END:VTIMEZONE\n"
    )
    window = Window(datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    (found,) = read(make(f"UID:1\nDTSTART;TZID=Lab:{day}T100000", head=head), window=window).occurrences
    assert (found.start.hour, found.notes) == (hour, ())


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("American/New_York", "America/New_York"),
        ("Berlin", "Europe/Berlin"),
        ('"Skopje, Zagreb"', "Europe/Skopje"),
        ('"(GMT-08.00) Pacific Time (US & Canada)/Tijuana"', "America/Los_Angeles"),
    ],
)
def test_a_zone_is_known_by_a_city_of_which_there_is_one(one, tzid: str, zone: str) -> None:
    found = one(f"UID:1\nDTSTART;TZID={tzid}:20261125T100000")
    assert (found.zone, "was read as" in found.notes[0]) == (zone, True)


@pytest.mark.parametrize("tzid", ["Central", "Somewhere/", "Office Berlin"])
def test_a_word_that_is_in_the_names_of_several_zones_or_of_none_is_not_known(one, tzid: str) -> None:
    assert "is not known" in one(f"UID:1\nDTSTART;TZID={tzid}:20261125T100000").notes[0]
