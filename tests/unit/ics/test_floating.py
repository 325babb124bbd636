"""What stands at a time on the wall has the same name wherever it is read."""

from __future__ import annotations

import pytest

ZONES = ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kathmandu", "UTC"]

SERIES = {
    "daily": "UID:d\nDTSTART:20261005T140000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=40",
    "in the gaps and folds": "UID:g\nDTSTART:20260301T023000\nRRULE:FREQ=DAILY;COUNT=250",
    "all-day": "UID:a\nDTSTART;VALUE=DATE:20261005\nRRULE:FREQ=WEEKLY;COUNT=3",
    "with more dates": "UID:r\nDTSTART:20261005T140000\nRDATE:20261007T090000,20261009T090000",
    "in a zone that nobody knows": "UID:n\nDTSTART;TZID=Nowhere/Atall:20261005T140000\nRRULE:FREQ=DAILY;COUNT=3",
    "in a zone": "UID:z\nDTSTART;TZID=Asia/Tokyo:20261005T140000\nRRULE:FREQ=DAILY;COUNT=3",
}


@pytest.mark.parametrize("event", SERIES.values(), ids=SERIES.keys())
def test_the_instances_of_a_series_have_the_same_keys_in_every_zone(read, make, event: str) -> None:
    keys = {zone: {found.key for found in read(make(event), zone=zone).occurrences} for zone in ZONES}
    assert len(keys["UTC"]) > 2
    assert all(found == keys["UTC"] for found in keys.values())


def test_an_instance_of_a_floating_series_is_named_by_its_time_on_the_wall(read, make) -> None:
    reading = read(make("UID:w\nDTSTART:20261005T140000\nRRULE:FREQ=DAILY;COUNT=2"))
    assert [found.recurrence_id for found in reading.occurrences] == ["2026-10-05T14:00:00", "2026-10-06T14:00:00"]


@pytest.mark.parametrize(
    ("instance", "to"),
    [
        ("RECURRENCE-ID:20261006T140000", "DTSTART:20261006T160000"),
        ("RECURRENCE-ID;TZID=Europe/Berlin:20261006T140000", "DTSTART:20261006T160000"),
        ("RECURRENCE-ID;TZID=Europe/Berlin:20261006T140000", "DTSTART:20261006T150000Z"),
    ],
)
def test_a_moved_instance_of_a_floating_series_keeps_its_name(read, make, instance: str, to: str) -> None:
    reading = read(make("UID:w\nDTSTART:20261005T140000\nRRULE:FREQ=DAILY;COUNT=2", f"UID:w\n{instance}\n{to}"))
    assert [found.recurrence_id for found in reading.occurrences] == ["2026-10-05T14:00:00", "2026-10-06T14:00:00"]


def test_a_change_of_this_and_future_of_a_floating_series_keeps_the_names(read, make) -> None:
    later = "UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261006T140000\nDTSTART:20261006T160000"
    reading = read(make("UID:w\nDTSTART:20261005T140000\nRRULE:FREQ=DAILY;COUNT=3", later))
    assert [found.recurrence_id for found in reading.occurrences] == [f"2026-10-0{day}T14:00:00" for day in (5, 6, 7)]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("instance", "name"),
    [
        ("RECURRENCE-ID:20261006T140000", "2026-10-06T14:00:00"),
        ("RECURRENCE-ID:20261006T140000Z", "2026-10-06T14:00:00+00:00"),
        ("RECURRENCE-ID;TZID=Asia/Tokyo:20261006T140000", "2026-10-06T05:00:00+00:00"),
        ("RECURRENCE-ID;VALUE=DATE:20261006", "2026-10-06"),
    ],
)
def test_an_instance_whose_series_is_elsewhere_is_named_as_it_names_itself(one, zone, instance, name) -> None:
    assert one(f"UID:w\n{instance}\nDTSTART:20261006T160000", zone=zone).recurrence_id == name


def test_two_floating_events_with_one_uid_have_the_same_keys_in_every_zone(read, make) -> None:
    twins = make("UID:1\nDTSTART:20261125T100000", "UID:1\nDTSTART:20261126T100000")
    keys = [{found.key for found in read(twins, zone=zone).occurrences} for zone in ZONES]
    assert len(keys[0]) == 2
    assert all(found == keys[0] for found in keys)


@pytest.mark.parametrize(
    ("event", "read_in"),
    [
        ("DTSTART:20261125T100000", "Asia/Tokyo"),
        ("DTSTART;VALUE=DATE:20261125", "Asia/Tokyo"),
        ("DTSTART;TZID=Nowhere/Atall:20261125T100000", "Asia/Tokyo"),
        ("DTSTART;TZID=Europe/Berlin:20261125T100000", "Europe/Berlin"),
    ],
)
def test_what_has_no_zone_says_in_which_it_was_read(one, event: str, read_in: str) -> None:
    assert one(f"UID:1\n{event}", zone="Asia/Tokyo").zone == read_in
