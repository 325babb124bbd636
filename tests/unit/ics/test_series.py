"""Events that repeat, change, or come twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from showup.model import Window

# Some rules here run until the alarm strikes. It may strike inside a callback of the garbage collector (hypothesis installs one),
# where Python only warns; it strikes again a tenth of a second later.
pytestmark = pytest.mark.filterwarnings("ignore:.*gc_callback:pytest.PytestUnraisableExceptionWarning")

WEEKLY = "UID:w\nDTSTART;TZID=Europe/Berlin:20261005T140000\nDURATION:PT1H\nSUMMARY:Weekly\n"


def starts(reading) -> list[str]:
    return [found.start.strftime("%m-%d %H:%M") for found in reading.occurrences]


def test_a_series_keeps_its_local_hour_across_a_change_of_the_clock(read, make) -> None:
    assert starts(read(make(f"{WEEKLY}RRULE:FREQ=WEEKLY;COUNT=4"))) == [
        "10-05 12:00", "10-12 12:00", "10-19 12:00", "10-26 13:00",
    ]  # fmt: skip


def test_an_instance_is_named_by_its_original_instant(read, make) -> None:
    reading = read(make(f"{WEEKLY}RRULE:FREQ=WEEKLY;COUNT=2"))
    assert [found.recurrence_id for found in reading.occurrences] == [
        "2026-10-05T12:00:00+00:00", "2026-10-12T12:00:00+00:00",
    ]  # fmt: skip
    assert all(found.recurring for found in reading.occurrences)


def test_a_single_event_has_no_recurrence_id(one) -> None:
    found = one(WEEKLY)
    assert (found.recurrence_id, found.recurring) == (None, False)


def test_exdate_takes_instances_away_and_rdate_adds_them(read, make) -> None:
    lines = "RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Berlin:20261012T140000\nRDATE:20261014T090000Z"
    event = WEEKLY + lines
    assert starts(read(make(event))) == ["10-05 12:00", "10-14 09:00", "10-19 12:00"]


def test_an_exdate_of_another_type_than_the_start_takes_that_day_away(read, make) -> None:
    event = f"{WEEKLY}RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20261012"
    assert starts(read(make(event))) == ["10-05 12:00", "10-19 12:00"]


def test_a_moved_instance_keeps_its_name(read, make) -> None:
    moved = "UID:w\nRECURRENCE-ID;TZID=Europe/Berlin:20261012T140000\nDTSTART:20261013T070000Z\nSUMMARY:Moved"
    reading = read(make(f"{WEEKLY}RRULE:FREQ=WEEKLY;COUNT=2", moved))
    assert starts(reading) == ["10-05 12:00", "10-13 07:00"]
    assert (reading.occurrences[1].title, reading.occurrences[1].recurrence_id) == (
        "Moved",
        "2026-10-12T12:00:00+00:00",
    )


def test_an_instance_moved_into_the_window_is_found(read, make) -> None:
    moved = "UID:w\nRECURRENCE-ID;TZID=Europe/Berlin:20261012T140000\nDTSTART:20261225T070000Z"
    window = Window(datetime(2026, 12, 20, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert starts(read(make(f"{WEEKLY}RRULE:FREQ=WEEKLY;COUNT=2", moved), window=window)) == ["12-25 07:00"]


def test_an_instance_whose_series_is_not_in_the_calendar_is_found(one) -> None:
    found = one("UID:w\nRECURRENCE-ID:20261012T120000Z\nDTSTART:20261013T070000Z")
    assert (found.recurrence_id, found.recurring) == ("2026-10-12T12:00:00+00:00", True)


def test_a_change_of_this_and_future_moves_them_all_and_each_keeps_its_name(read, make) -> None:
    later = "UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261012T120000Z\nDTSTART;TZID=Europe/Berlin:20261012T160000"
    reading = read(make(f"{WEEKLY}RRULE:FREQ=WEEKLY;COUNT=3", later))
    assert starts(reading) == ["10-05 12:00", "10-12 14:00", "10-19 14:00"]
    assert [found.recurrence_id for found in reading.occurrences] == [
        "2026-10-05T12:00:00+00:00", "2026-10-12T12:00:00+00:00", "2026-10-19T12:00:00+00:00",
    ]  # fmt: skip


@pytest.mark.parametrize("until", ["20261026", "20261026T140000", "20261026T130000Z"])
def test_the_last_instance_is_kept_however_the_end_is_written(read, make, until: str) -> None:
    assert starts(read(make(f"{WEEKLY}RRULE:FREQ=WEEKLY;UNTIL={until}")))[-1] == "10-26 13:00"


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=SECONDLY", "every second"),
        ("FREQ=MINUTELY;COUNT=5", "every minute"),
        ("FREQ=DAILY;INTERVAL=0", "interval of 0"),
        ("FREQ=DAILY;INTERVAL=-1", "its repetition rule cannot be read|interval of -1"),
        ("INTERVAL=2", "how often|cannot be read"),
        ("FREQ=SOMETIMES", "cannot be read"),
        (
            "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
            "more than 48 times a day",
        ),
    ],
)
def test_an_absurd_rule_is_refused_with_a_reason_and_the_others_stay(read, make, rule: str, why: str) -> None:
    reading = read(make(f"{WEEKLY}RRULE:{rule}", "UID:2\nDTSTART:20261125T100000Z"))
    assert "2" in {found.uid for found in reading.occurrences}
    (trouble,) = reading.troubles
    assert trouble.where == "Weekly"
    assert any(part in trouble.why for part in why.split("|")), trouble.why
    assert reading.partial


def test_a_rule_that_never_comes_true_is_given_up_soon(read, make) -> None:
    event = "UID:1\nSUMMARY:Never\nDTSTART:00010101T000000Z\nRRULE:FREQ=HOURLY;BYMONTH=7;BYWEEKNO=1"
    reading = read(make(event, "UID:2\nDTSTART:20261125T100000Z"))
    assert [found.uid for found in reading.occurrences] == ["2"]
    assert "takes too long" in reading.troubles[0].why


def test_a_cancelled_event_says_so(one) -> None:
    assert one("UID:1\nDTSTART:20261125T100000Z\nSTATUS:cancelled").status == "CANCELLED"


def test_every_event_of_a_cancellation_is_cancelled(one) -> None:
    assert one("UID:1\nDTSTART:20261125T100000Z\nSTATUS:CONFIRMED", head="METHOD:CANCEL\n").status == "CANCELLED"


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("SEQUENCE:1", "SEQUENCE:2"),
        ("SEQUENCE:1\nDTSTAMP:20260102T000000Z", "SEQUENCE:2\nDTSTAMP:20260101T000000Z"),
    ],
)
def test_of_two_versions_the_higher_sequence_counts(read, make, older: str, newer: str) -> None:
    versions = [f"UID:1\nDTSTART:20261125T100000Z\n{older}", f"UID:1\nDTSTART:20261126T100000Z\n{newer}"]
    for calendar in (make(*versions), make(*reversed(versions))):
        assert starts(read(calendar)) == ["11-26 10:00"]


@pytest.mark.parametrize("stamp", ["DTSTAMP", "LAST-MODIFIED"])
def test_of_two_versions_with_one_sequence_the_later_change_counts(read, make, stamp: str) -> None:
    event = "UID:1\nDTSTART:20261125T100000Z\n"
    versions = [
        f"{event}SUMMARY:old\n{stamp}:20260101T000000Z",
        f"{event}SUMMARY:new\n{stamp}:20260102T000000Z",
    ]
    for calendar in (make(*versions), make(*reversed(versions))):
        assert [found.title for found in read(calendar).occurrences] == ["new"]


def test_two_different_events_with_one_uid_are_both_kept_and_noted(read, make) -> None:
    reading = read(make("UID:1\nDTSTART:20261125T100000Z", "UID:1\nDTSTART:20261126T100000Z"))
    assert starts(reading) == ["11-25 10:00", "11-26 10:00"]
    assert len({found.key for found in reading.occurrences}) == 2
    assert any(found.notes for found in reading.occurrences)


def test_too_many_occurrences_are_cut_and_single_events_come_first(read, make) -> None:
    series = [f"UID:s{n}\nDTSTART:20260101T000000Z\nRRULE:FREQ=HOURLY;COUNT=1000" for n in range(30)]
    reading = read(make(*series, "UID:single\nDTSTART:20260101T000000Z"))
    assert len(reading.occurrences) == 20_000
    assert "single" in {found.uid for found in reading.occurrences}
    assert "too large" in reading.troubles[-1].why
