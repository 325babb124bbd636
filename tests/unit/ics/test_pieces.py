"""Calendars that were put together, cut and written by hand: no event of theirs is lost without a word."""

from __future__ import annotations

from typing import Any

import pytest
from tests.readings import reading_of
from tests.unit.ics.conftest import YEAR, calendar

from showup.model import Profile
from showup_integrations.ics import IcsSource

TALK = "BEGIN:VEVENT\nUID:talk\nSUMMARY:Talk\nDTSTART:20261125T100000Z\nEND:VEVENT\n"


def uids(reading) -> list[str]:
    return [found.uid for found in reading.occurrences]


@pytest.mark.parametrize(
    "line",
    ["BEGIN :VEVENT", "BEGIN: VEVENT", "BEGIN:VEVENT;", "BEGIN:VEVENT\0", "BEGIN:VEVENT\x0b", "begin:vevent \t"],
)
def test_an_event_whose_first_line_is_written_in_an_odd_way_is_read(read, line: str) -> None:
    reading = read(f"BEGIN:VCALENDAR\n{TALK.replace('BEGIN:VEVENT', line)}END:VCALENDAR\n")
    assert (uids(reading), reading.troubles) == (["talk"], ())


def test_an_event_before_the_calendar_begins_is_read(read, make) -> None:
    reading = read(TALK + make("UID:2\nDTSTART:20261126T100000Z"))
    assert (uids(reading), reading.events) == (["talk", "2"], 2)


def test_files_that_were_put_together_with_their_byte_order_marks_are_all_read(read, make) -> None:
    head = "X-WR-TIMEZONE:Asia/Tokyo\n"
    calendars = (make("UID:1\nDTSTART:20261125T100000", head=head), make("UID:2\nDTSTART:20261125T100000"))
    reading = read("".join(f"\ufeff{calendar}" for calendar in calendars), zone="UTC")
    assert [(found.uid, found.start.hour) for found in reading.occurrences] == [("1", 1), ("2", 10)]


def test_an_event_that_is_cut_off_where_the_next_calendar_begins_is_named(read, make) -> None:
    cut = make("UID:1\nSUMMARY:Cut\nDTSTART:20261125T100000Z").partition("END:VEVENT")[0]
    reading = read(cut + make("UID:2\nDTSTART:20261126T100000Z"))
    assert uids(reading) == ["2"]
    assert [(trouble.where, "no end" in trouble.why) for trouble in reading.troubles] == [("Cut", True)]


def test_a_calendar_without_its_end_before_another_has_lost_nothing(read, make) -> None:
    reading = read(make("UID:1\nDTSTART:20261125T100000Z", tail="") + make("UID:2\nDTSTART:20261126T100000Z"))
    assert (uids(reading), reading.partial) == (["1", "2"], False)


def test_names_that_are_folded_from_what_they_say_do_not_run_into_the_title(one) -> None:
    found = one("UID:1\nSUMMARY\n\n :Talk\nCLASS\n\n :PUBLIC\nDTSTART\n ;VALUE=DATE-TIME\n :20261125T100000Z")
    assert found.title == "Talk"


@pytest.mark.parametrize(
    ("written", "uid"),
    [
        ("UID:" + "x" * 250, "x" * 250),
        (r"UID:one\,two\;three", "one,two;three"),
        ("UID\n\n :folded", "folded"),
        ("UID;X-ODD=1:with-parameter", "with-parameter"),
    ],
)
def test_an_event_that_is_no_interview_goes_by_the_same_name_as_one_that_is(tmp_path, make, written, uid) -> None:
    path = tmp_path / "calendar.ics"
    path.write_text(make(f"{written}\nSUMMARY:Dentist\nDTSTART:20261125T100000Z"))

    def asked(**more: Any):
        return reading_of(IcsSource({"path": str(path)}), YEAR, Profile(), able=lambda _: False, **more)

    assert uids(asked(uids=frozenset({uid}))) == [uid]
    assert [name for name, _ in asked().others] == [uid]


def test_a_broken_event_is_named_without_the_escapes_of_its_title(read, make) -> None:
    (trouble,) = read(make(r"UID:1" + "\n" + r"SUMMARY:Acme\, second\nround")).troubles
    assert trouble.where == "Acme, second round"


def test_two_series_with_one_uid_and_different_rules_are_both_kept_where_neither_is_newer(read, make) -> None:
    start = "UID:1\nDTSTAMP:20261101T000000Z\nDTSTART:20261125T100000Z\nRRULE:FREQ=WEEKLY;COUNT=2"
    reading = read(make(start, start.replace("WEEKLY", "DAILY")))
    assert {found.start.strftime("%m-%d") for found in reading.occurrences} == {"11-25", "11-26", "12-02"}
    newer = read(make(start, start.replace("WEEKLY", "DAILY").replace("20261101", "20261102")))
    assert [found.start.strftime("%m-%d") for found in newer.occurrences] == ["11-25", "11-26"]


@pytest.mark.parametrize(
    ("written", "uid"),
    [("x" * 250, "x" * 250), (r"one\,two\;three", "one,two;three"), ("a" * 20 + r"\,b", "a" * 20 + ",b")],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_all_versions_of_an_event_go_by_one_name_in_a_large_calendar(
    tmp_path, written: str, uid: str, newline: str
) -> None:
    path = tmp_path / "calendar.ics"
    many = [f"UID:{n}\nSUMMARY:Lunch\nDTSTART:20261125T100000Z\nDTEND:20261125T110000Z" for n in range(60)]
    old = f"UID:{written}\nSEQUENCE:0\nSUMMARY:Interview\nDTSTART:20261125T100000Z\nDTEND:20261125T110000Z"
    moved = f"UID:{written}\nSEQUENCE:1\nSUMMARY:Interview\nDTSTART:20291125T100000Z\nDTEND:20291125T110000Z"

    def asked(*events: str, **more: Any):
        path.write_bytes(calendar(*many, *events, *many[:2]).replace("\n", newline).encode())
        return reading_of(IcsSource({"path": str(path)}), YEAR, Profile(), **more)

    assert uids(asked(old, able=lambda _: False, uids=frozenset({uid}))) == [uid]
    assert uid in [name for name, _ in asked(old, able=lambda _: False).others]
    assert uids(asked(old, moved, able=lambda text: b"Interview" in text)) == []


@pytest.mark.parametrize("titles", [("Dentist", "Interview with Marlow"), ("Interview with Marlow", "Dentist")])
def test_two_events_of_one_uid_and_time_with_other_titles_are_both_read(read, make, titles) -> None:
    reading = read(make(*(f"UID:1\nSUMMARY:{title}\nDTSTART:20261125T100000Z" for title in titles)))
    assert {(found.uid, found.title) for found in reading.occurrences} == {
        ("1", "Interview with Marlow"), ("1#2026-11-25T10:00:00+00:00 Dentist", "Dentist"),
    }  # fmt: skip
