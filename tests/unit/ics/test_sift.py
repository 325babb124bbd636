"""Leaving out by bytes what is far from the window never changes what is found in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from showup.model import Occurrence, Profile, Window
from showup_integrations.ics import reading
from showup_integrations.ics.reading import Collector

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 8, tzinfo=UTC))
DAY = datetime(2026, 11, 4, tzinfo=UTC)

_hours = st.integers(-400, 400)
_zones = st.sampled_from(["", ";TZID=Pacific/Kiritimati", ";TZID=Pacific/Niue", ";TZID=Unknown", ";VALUE=DATE"])


@st.composite
def _events(draw: st.DrawFn) -> str:
    zone, start = draw(_zones), DAY + timedelta(hours=draw(_hours))
    end = start + timedelta(hours=draw(st.integers(-5, 400)))
    form = "%Y%m%d" if "DATE" in zone else draw(st.sampled_from(["%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ", "nonsense"]))
    lines = [f"UID:{draw(st.integers(0, 5))}", f"DTSTART{zone}:{start.strftime(form)}"]
    lines += draw(st.sampled_from([[], [f"DTEND{zone}:{end.strftime(form)}"], ["DURATION:P10D"], ["DTEND:later"]]))
    lines += draw(st.sampled_from([[], ["RRULE:FREQ=WEEKLY;COUNT=4"], [f"SEQUENCE:{draw(st.integers(0, 3))}"]]))
    return "BEGIN:VEVENT\n" + "\n".join(lines) + "\nEND:VEVENT\n"


def _read(text: str) -> tuple[Occurrence, ...]:
    collector = Collector("x", WINDOW, Profile(zone="Europe/Berlin"))
    collector.add("x", text.encode())
    return collector.reading().occurrences


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_events(), max_size=8))
def test_the_sifted_way_finds_what_the_full_way_finds(events: list[str]) -> None:
    text = "BEGIN:VCALENDAR\n" + "".join(events) + "END:VCALENDAR\n"
    sifted = _read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "sift", lambda found, _window: list(found))
        whole = _read(text)
    assert {(o.uid, o.start, o.end) for o in sifted} == {(o.uid, o.start, o.end) for o in whole}


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_never_crash_the_reader(junk: bytes) -> None:
    assert isinstance(_read_junk(junk), tuple)


def _read_junk(junk: bytes) -> tuple[Occurrence, ...]:
    collector = Collector("x", WINDOW, Profile())
    collector.add(
        "x",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261104T100000Z\n" + junk + b"\nEND:VEVENT\nEND:VCALENDAR\n",
    )
    return collector.reading().occurrences


_LINES = st.sampled_from([
    "DTSTART:20261104T100000Z", "DTSTART;VALUE=DATE:20261104", "DTSTART;TZID=Europe/Berlin:20261104T100000",
    "DTEND:20261104", "DTEND:19991231T000000", "DURATION:-P1W", "DURATION:P99999999999999D",
    "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=YEARLY;BYEASTER=1", "RRULE:FREQ=WEEKLY;UNTIL=99991231T235959Z",
    "RRULE:FREQ=DAILY;COUNT=-3", "RRULE:FREQ=MONTHLY;BYDAY=99MO", "RRULE:;;==",
    "RDATE:20261105T100000Z,20261106T100000Z", "RDATE;VALUE=PERIOD:20261105T100000Z/PT1H",
    "RDATE;VALUE=DATE:20261105", "RDATE:", "EXDATE:20261104T100000Z", "EXDATE;VALUE=DATE:20261104",
    "EXDATE:", "EXDATE;TZID=X:20261104T100000", "SEQUENCE:x", "SEQUENCE:-9",
    "RECURRENCE-ID:20261104T100000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261104", "UID:",
    "UID:1", "STATUS:X", 'SUMMARY;LANGUAGE="x:Y', "ATTENDEE:", "ORGANIZER;CN=:mailto:", "LAST-MODIFIED:x",
    "DTSTAMP:20261104", "CONFERENCE:", "URL:\\",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(_LINES, max_size=8), min_size=1, max_size=4))
def test_lines_in_any_combination_never_crash_the_reader(events: list[list[str]]) -> None:
    body = "".join("BEGIN:VEVENT\n" + "\n".join(lines) + "\nEND:VEVENT\n" for lines in events)
    collector = Collector("x", WINDOW, Profile())
    collector.add("x", f"BEGIN:VCALENDAR\n{body}END:VCALENDAR\n".encode())
    got = collector.reading()
    assert got.events == len(events)
    assert all(found.start <= found.end for found in got.occurrences)
