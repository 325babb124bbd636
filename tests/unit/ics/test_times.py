"""When an event is: zones, floating and all-day times, lengths."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from showup.model import Window

OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Our Own
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0330
TZOFFSETTO:+0230
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0230
TZOFFSETTO:+0330
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""


def utc(*parts: int) -> datetime:
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("dtstart", "start", "zone"),
    [
        ("DTSTART:20261125T100000Z", utc(2026, 11, 25, 10), "UTC"),
        ("DTSTART;TZID=America/New_York:20261125T100000", utc(2026, 11, 25, 15), "America/New_York"),
        ('DTSTART;TZID="Eastern Standard Time":20261125T100000', utc(2026, 11, 25, 15), "America/New_York"),
        ("DTSTART;TZID=W. Europe Standard Time:20260625T100000", utc(2026, 6, 25, 8), "Europe/Berlin"),
        ("DTSTART;TZID=/vendor.example/20200101_1/Asia/Tokyo:20261125T100000", utc(2026, 11, 25, 1),
         "Asia/Tokyo"),
        ("DTSTART;TZID=/a.example/America/Argentina/Ushuaia:20261125T100000", utc(2026, 11, 25, 13),
         "America/Argentina/Ushuaia"),
        ("DTSTART;TZID=tzone://Microsoft/Utc:20261125T100000", utc(2026, 11, 25, 10), "UTC"),
        ("DTSTART;TZID=europe/berlin:20261125T100000", utc(2026, 11, 25, 9), "Europe/Berlin"),
        ("dtstart;tzid=Europe/London:20261125T100000", utc(2026, 11, 25, 10), "Europe/London"),
    ],
)  # fmt: skip
def test_a_zone_is_known_by_its_iana_windows_or_prefixed_name(one, dtstart, start, zone) -> None:
    found = one(f"UID:1\n{dtstart}")
    assert (found.start, found.zone, found.floating, found.notes) == (start, zone, False, ())


def test_a_zone_that_only_the_calendar_knows_is_taken_from_its_definition(one) -> None:
    winter = one("UID:1\nDTSTART;TZID=Our Own:20261125T100000", head=OWN_ZONE)
    summer = one("UID:1\nDTSTART;TZID=Our Own:20260625T100000", head=OWN_ZONE)
    assert (winter.start, summer.start) == (utc(2026, 11, 25, 7, 30), utc(2026, 6, 25, 6, 30))
    assert winter.zone is None


def test_a_known_name_counts_more_than_the_calendars_definition_of_it(one) -> None:
    found = one("UID:1\nDTSTART;TZID=Asia/Tokyo:20261125T100000", head=OWN_ZONE.replace("Our Own", "Asia/Tokyo"))
    assert found.start == utc(2026, 11, 25, 1)


@pytest.mark.parametrize("tzid", ["Nowhere/Atall", "Customized Time Zone", "Europe", "../../etc/passwd", "x" * 5000])
def test_an_unknown_zone_is_taken_as_the_persons_own_and_noted(one, tzid: str) -> None:
    found = one(f"UID:1\nDTSTART;TZID={tzid}:20261125T100000")
    assert found.start == utc(2026, 11, 25, 9)
    assert (found.zone, found.floating) == ("Europe/Berlin", True)
    assert "is not known; Europe/Berlin was assumed" in found.notes[0]


def test_a_zone_definition_that_never_ends_is_treated_as_unknown(one) -> None:
    head = OWN_ZONE.replace("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "FREQ=SECONDLY")
    assert "is not known" in one("UID:1\nDTSTART;TZID=Our Own:20261125T100000", head=head).notes[0]


def test_a_floating_time_is_read_where_the_person_is(one) -> None:
    found = one("UID:1\nDTSTART:20261125T100000", zone="Asia/Kolkata")
    assert (found.start, found.floating, found.zone) == (utc(2026, 11, 25, 4, 30), True, "Asia/Kolkata")


def test_a_floating_time_is_read_in_the_zone_that_the_calendar_names_and_noted(one) -> None:
    found = one("UID:1\nDTSTART:20261125T100000", head="X-WR-TIMEZONE:America/New_York\n")
    assert (found.start, found.floating, found.zone) == (utc(2026, 11, 25, 15), False, "America/New_York")
    assert found.notes


def test_an_all_day_event_lasts_from_the_persons_midnight_to_midnight(one) -> None:
    found = one("UID:1\nDTSTART;VALUE=DATE:20260329\nDTEND;VALUE=DATE:20260330")
    assert found.all_day
    assert (found.start, found.end) == (utc(2026, 3, 28, 23), utc(2026, 3, 29, 22))


def test_an_all_day_event_without_an_end_lasts_one_day(one) -> None:
    assert one("UID:1\nDTSTART;VALUE=DATE:20261125").end == utc(2026, 11, 25, 23)


@pytest.mark.parametrize(
    ("length", "end"),
    [
        ("DTEND:20261125T104500Z", utc(2026, 11, 25, 10, 45)),
        ("DURATION:PT1H30M", utc(2026, 11, 25, 11, 30)),
        ("DURATION:P1D", utc(2026, 11, 26, 10)),
        ("", utc(2026, 11, 25, 10)),
    ],
)
def test_the_end_comes_from_dtend_or_duration_or_is_the_start(one, length: str, end: datetime) -> None:
    found = one(f"UID:1\nDTSTART:20261125T100000Z\n{length}")
    assert (found.end, found.notes) == (end, ())


@pytest.mark.parametrize("length", ["DTEND:20261124T100000Z", "DURATION:-PT1H"])
def test_an_event_that_ends_before_it_begins_keeps_its_start(one, length: str) -> None:
    found = one(f"UID:1\nDTSTART:20261125T100000Z\n{length}")
    assert found.start == found.end == utc(2026, 11, 25, 10)
    assert found.notes == ("It ended before it began; the end was left out.",)


def test_an_end_that_cannot_be_read_does_not_cost_the_event(one) -> None:
    found = one("UID:1\nDTSTART:20261125T100000Z\nDTEND:tomorrow")
    assert found.start == utc(2026, 11, 25, 10)
    assert found.notes == ("Its DTEND cannot be read and was left out.",)


def test_a_time_that_the_clock_skips_is_read_with_the_offset_before(one) -> None:
    assert one("UID:1\nDTSTART;TZID=Europe/Berlin:20260329T023000").start == utc(2026, 3, 29, 1, 30)


def test_a_time_that_comes_twice_is_its_first_coming(one) -> None:
    assert one("UID:1\nDTSTART;TZID=Europe/Berlin:20261025T023000").start == utc(2026, 10, 25, 0, 30)


def test_hours_of_a_duration_are_exact_across_a_change_of_the_clock(one) -> None:
    found = one("UID:1\nDTSTART;TZID=Europe/Berlin:20261025T013000\nDURATION:PT2H")
    assert found.end - found.start == timedelta(hours=2)


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("20261125T080000Z", "20261125T090000Z", False),
        ("20261125T080000Z", "20261125T090001Z", True),
        ("20261125T090000Z", "20261125T090000Z", True),
        ("20261125T095900Z", "20261125T110000Z", True),
        ("20261125T100000Z", "20261125T110000Z", False),
        ("20261101T000000Z", "20261224T000000Z", True),
    ],
)
def test_the_window_takes_what_touches_it(read, make, start: str, end: str, wanted: bool) -> None:
    window = Window(utc(2026, 11, 25, 9), utc(2026, 11, 25, 10))
    reading = read(make(f"UID:1\nDTSTART:{start}\nDTEND:{end}"), window=window)
    assert (bool(reading.occurrences), reading.events) == (wanted, 1)


@pytest.mark.parametrize("start", ["00010101T000000Z", "99991231T235959Z", "00010101T000000", "99991231T235959"])
def test_times_at_the_ends_of_the_calendar_harm_nothing(read, make, start: str) -> None:
    reading = read(make(f"UID:1\nDTSTART:{start}\nDURATION:P9999W", "UID:2\nDTSTART:20261125T100000Z"))
    assert [found.uid for found in reading.occurrences] == ["2"]


def test_midnights_of_a_day_are_the_persons_even_for_a_series(one) -> None:
    found = one("UID:1\nDTSTART;VALUE=DATE:20261125\nRRULE:FREQ=DAILY;COUNT=1", zone="Pacific/Auckland")
    assert (found.start, found.recurrence_id) == (utc(2026, 11, 24, 11), date(2026, 11, 25).isoformat())
