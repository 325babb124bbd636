"""Calendars that are broken, hostile or none at all."""

from __future__ import annotations

import pytest

from showup.errors import SourceError

GOOD = "UID:good\nDTSTART:20261125T100000Z\nSUMMARY:Good"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ("\ufeff", "is empty"),
        ("<!DOCTYPE html><html><body>Log in</body></html>", "secret address in iCal format"),
        ("\n\n<?xml version='1.0'?><html/>", "is a web page"),
        ('{"error": "denied"}', "no BEGIN:VCALENDAR"),
        ("BEGIN:VEVENT\nUID:1\nEND:VEVENT\n", "no BEGIN:VCALENDAR"),
        ("\0" * 1000, "no BEGIN:VCALENDAR"),
    ],
)
def test_what_is_no_calendar_is_refused_with_what_to_do(read, text: str, word: str) -> None:
    with pytest.raises(SourceError, match=word):
        read(text)


def test_a_calendar_without_events_is_an_empty_reading(read, make) -> None:
    reading = read(make())
    assert (reading.occurrences, reading.events, reading.troubles, reading.partial) == ((), 0, (), False)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("UID:bad\nSUMMARY:Bad", "no start"),
        ("UID:bad\nSUMMARY:Bad\nDTSTART:tomorrow", "its start cannot be read"),
        ("UID:bad\nSUMMARY:Bad\nDTSTART:20261325T100000Z", "its start cannot be read"),
        ("UID:bad\nSUMMARY:Bad\nDTSTART:PT1H", "its start is not a date"),
        ("UID:bad\nSUMMARY:Bad\nDTSTART;=;:20261125T100000Z", "its start cannot be read"),
        (
            "UID:bad\nSUMMARY:Bad\nDTSTART:20261125T100000Z\nRRULE:FREQ=X",
            "its repetition rule cannot be read",
        ),
        ("UID:bad\nSUMMARY:Bad\nDTSTART:20261125T100000Z\nRECURRENCE-ID:x", "which instance it changes"),
        (
            "UID:bad\nSUMMARY:Bad\nDTSTART:20261125T100000Z\n" + "EXDATE:20261125T100000Z\n" * 6000,
            "larger than",
        ),
    ],
)
def test_one_broken_event_is_named_and_the_others_stay(read, make, event: str, why: str) -> None:
    for calendar in (make(event, GOOD), make(GOOD, event)):
        reading = read(calendar)
        assert [found.uid for found in reading.occurrences] == ["good"]
        (trouble,) = reading.troubles
        assert trouble.where == "Bad"
        assert why in trouble.why
        assert (reading.partial, reading.events) == (True, 2)


def test_an_event_that_lost_its_end_does_not_swallow_the_next(read) -> None:
    reading = read(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Lost\nBEGIN:VEVENT\n{GOOD}\nEND:VEVENT\nEND:VCALENDAR\n")
    assert [found.uid for found in reading.occurrences] == ["good"]
    assert [trouble.where for trouble in reading.troubles] == ["Lost"]


def test_a_cut_off_calendar_gives_what_it_has_and_says_that_it_was_cut_off(read, make) -> None:
    whole = make(GOOD, "UID:2\nDTSTART:20261126T100000Z\nSUMMARY:Second")
    for length in range(whole.index("UID:2"), len(whole) - len("END:VCALENDAR\n")):
        reading = read(whole[:length])
        assert reading.occurrences[0].uid == "good"
        assert reading.partial
        assert any("cut off" in trouble.why for trouble in reading.troubles)


def test_several_calendars_in_one_file_are_all_read(read, make) -> None:
    reading = read(make(GOOD) + make("UID:2\nDTSTART:20261126T100000Z"))
    assert ([found.uid for found in reading.occurrences], reading.partial) == (["good", "2"], False)


@pytest.mark.parametrize(
    "junk",
    [
        "BEGIN:VALARM\n" * 20_000,
        "END:VALARM\n" * 20_000,
        "BEGIN:VEVENT\n" * 2_000,
        "BEGIN:VTODO\nBEGIN:VTODO\n",
        "END:VEVENT\n" * 2_000,
        "BEGIN:X\nEND:Y\n" * 2_000,
        "\0\x01\x02\x7f\n",
        "X" * 1_000_000 + "\n",
        ":\n;\n=\n,\n" * 1_000,
    ],
)
def test_junk_between_events_harms_none_of_them(read, make, junk: str) -> None:
    reading = read(make(GOOD, head=junk).replace("END:VCALENDAR", f"{junk}END:VCALENDAR"))
    assert [found.uid for found in reading.occurrences] == ["good"]


def test_many_broken_events_are_counted_instead_of_listed(read, make) -> None:
    reading = read(make(*(f"UID:{n}\nSUMMARY:Bad {n}" for n in range(500)), GOOD))
    assert len(reading.troubles) == 101
    assert "400 more" in reading.troubles[-1].why


def test_the_mended_exdate_is_noted_and_the_series_rings_on(read, make) -> None:
    reading = read(make("UID:1\nDTSTART:20261125T100000Z\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:whenever"))
    assert len(reading.occurrences) == 2
    assert reading.occurrences[0].notes == ("Its EXDATE cannot be read and was left out.",)
