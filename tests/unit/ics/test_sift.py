"""Leaving out by bytes what is far from the window, or no interview, never changes what is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from showup.detect import judge
from showup.detect.able import able
from showup.model import Occurrence, Profile, Verdict, Window
from showup.ports import Able, Reading, Wanted
from showup_integrations.ics import reading, scan
from showup_integrations.ics.reading import Collector
from showup_integrations.ics.sift import Sifted

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 8, tzinfo=UTC))
DAY = datetime(2026, 11, 4, tzinfo=UTC)
SAM = Profile(zone="Europe/Berlin")

_hours = st.integers(-400, 400)
_zones = st.sampled_from(["", ";TZID=Pacific/Kiritimati", ";TZID=Pacific/Niue", ";TZID=Unknown", ";VALUE=DATE"])
_titles = st.sampled_from(
    ["Interview with Acme", "Dentist", "Lunch", "Panel", "Intervw", "Call with recruiter", "Stand up"]
)
# What an event can hold that a quick look could trip over.
_oddities = st.sampled_from([
    [], [], [], [], ["RDATE:20261105T100000Z"], ["rrule:FREQ=DAILY;COUNT=400"], ["RRU", " LE:FREQ=DAILY;COUNT=400"],
    ["", " RRULE:FREQ=DAILY;COUNT=400"], ["COMMENT:x\rRRULE:FREQ=DAILY;COUNT=400"], ["RRULE:FREQ=WEEKLY;UNTIL=20200101"],
    ["RRULE:FREQ=WEEKLY;UNTIL=20261105T000000Z"], ["RECURRENCE-ID:20261104T100000Z"], ["RECURRENCE-ID:20200101T100000Z"],
    ["RECURRENCE-ID;RANGE=THISANDFUTURE:20200101T100000Z"], ["SEQUENCE:9"], ["SEQUENCE:2", "STATUS:CANCELLED"],
    ["BEGIN:VALARM", "DTSTART:19990101T000000Z", "UID:other", "END:VALARM"], ["BEGIN:VALARM", "TRIGGER:-PT5M"],
    ["END:VEVENT", "METHOD:CANCEL", "BEGIN:VEVENT", "UID:2", "DTSTART:20261104T090000Z"], ["END:VEVENT", "BEGIN:VTODO", "UID:1"],
    ["end:vevent", "begin:vevent", "UID:3", "DTSTART:20261104T090000Z"], ["BEGIN:VEVENT "], ["END:VEVENT", "END:VCALENDAR",
    "BEGIN:VCALENDAR", "X-WR-TIMEZONE:Pacific/Niue", "BEGIN:VEVENT", "UID:5", "DTSTART:20261104T090000"], ["END:VEVENT"],
    ["DTSTART:20261104T100000Z"], ["DTEND:20261104T100000Z"], ["DT", " START:20261104T100000Z"], ["X-A:1", "this was not folded"],
    ["DESCRIPTION:" + "x" * 60, " interview"], ["DURATION:P400D"], ['DTSTART;X="a:20200101":20261104T100000Z'],
])  # fmt: skip


@st.composite
def _events(draw: st.DrawFn) -> list[str]:
    zone, start = draw(_zones), DAY + timedelta(hours=draw(_hours))
    end = start + timedelta(hours=draw(st.integers(-5, 400)))
    form = "%Y%m%d" if "DATE" in zone else draw(st.sampled_from(["%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ", "nonsense"]))
    uid = draw(st.sampled_from(["", "", "the-same-first-sixteen-", "in two words ", "\\,", " folded"]))
    lines = [f"UID:{uid}{draw(st.integers(0, 5))}", f"DTSTART{zone}:{start.strftime(form)}", f"SUMMARY:{draw(_titles)}"]
    lines += draw(st.sampled_from([[], [f"DTEND{zone}:{end.strftime(form)}"], ["DURATION:P10D"], ["DTEND:later"]]))
    lines += draw(st.sampled_from([[], ["RRULE:FREQ=WEEKLY;COUNT=4"], [f"SEQUENCE:{draw(st.integers(0, 3))}"]]))
    lines = draw(st.permutations(lines))
    place = draw(st.integers(0, len(lines)))
    return ["BEGIN:VEVENT", *lines[:place], *draw(_oddities), *lines[place:], "END:VEVENT"]


@st.composite
def _calendars(draw: st.DrawFn) -> bytes:
    """A calendar of plain and odd events, its lines ended in any of the ways that there are."""
    plain = [
        ["BEGIN:VEVENT", f"UID:{place % 7}", f"DTSTART:{day}", f"SUMMARY:{draw(_titles)}", "END:VEVENT"]
        for place, day in enumerate(["20200101T100000Z", "20300101T100000Z", "20261103T100000Z", "20200101T100000Z"])
    ]
    events = draw(st.permutations([*plain, *draw(st.lists(_events(), max_size=6))]))
    lines = [line for event in events for line in event]
    between = draw(
        st.sampled_from([[], [], ["X-NOTE:x"], ["BEGIN:VTODO", "UID:1", "END:VTODO"], ["BEGIN:VEVENT", "UID:1"], [" "]])
    )
    place = draw(st.integers(0, len(lines)))
    ends = draw(st.sampled_from(["\r\n", "\n", "\r"]))
    text = ends.join(["BEGIN:VCALENDAR", *lines[:place], *between, *lines[place:], "END:VCALENDAR", ""])
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16"])))


def _read(data: bytes, able: Able | None = None) -> Reading:
    collector = Collector(Wanted("x", WINDOW, SAM, able=able))
    collector.add("x", data)
    return collector.reading()


@contextmanager
def _scanned_from(fewest: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "_FEWEST", fewest)
        yield


def _full(data: bytes) -> Reading:
    """Every event of the calendar parsed and worked out."""
    with _scanned_from(1 << 30), pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "sift", lambda found, _wanted: Sifted(list(found)))
        return _read(data)


def _said(found: Reading) -> list[Occurrence]:
    return sorted(found.occurrences, key=repr)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_calendars())
def test_the_fast_way_finds_what_the_full_way_finds(data: bytes) -> None:
    with _scanned_from(3):
        fast = _read(data)
    full = _full(data)
    assert (_said(fast), fast.events) == (_said(full), full.events)


def _compare(data: bytes, able: Able) -> None:
    with _scanned_from(3):
        filtered = _read(data, able)
    full = _full(data)
    wanted = [found for found in _said(full) if judge(found, SAM).verdict is not Verdict.NO]
    assert [found for found in _said(filtered) if judge(found, SAM).verdict is not Verdict.NO] == wanted
    assert filtered.events == full.events


def test_the_comparison_sees_a_filter_that_misses_an_interview() -> None:
    event = "BEGIN:VEVENT\nUID:1\nDTSTART:20261104T100000Z\nSUMMARY:Interview with Acme\nEND:VEVENT\n"
    data = f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n".encode()
    _compare(data, able)
    with pytest.raises(AssertionError):
        _compare(data, lambda raw: b"Interview with" not in raw and able(raw))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_calendars())
def test_what_could_be_an_interview_is_found_with_the_word_filter_too(data: bytes) -> None:
    _compare(data, able)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_calendars())
def test_what_the_word_filter_left_out_is_named_until_it_is_over(data: bytes) -> None:
    with _scanned_from(3):
        filtered = _read(data, able)
    others, kept = dict(filtered.others), {found.uid for found in filtered.occurrences}
    for found in _full(data).occurrences:
        plain = found.uid in "0123456789"  # not one whose UID had to be made or changed
        assert not plain or found.uid in kept or others[found.uid] >= found.end


def test_a_plain_event_far_away_is_not_even_parsed() -> None:
    far = "BEGIN:VEVENT\nUID:{}\nDTSTART:20200101T100000Z\nSUMMARY:Interview\nEND:VEVENT\n"
    data = ("BEGIN:VCALENDAR\n" + "".join(map(far.format, range(100))) + "END:VCALENDAR\n").encode()
    text, left_out = scan.Scan(data, WINDOW).kept(set())
    assert (left_out, text.count(b"BEGIN:VEVENT")) == (98, 2)


def test_every_version_of_a_wanted_event_is_kept_also_one_far_away() -> None:
    moved = "BEGIN:VEVENT\nUID:5\nDTSTART:20300101T100000Z\nSEQUENCE:1\nSUMMARY:Interview\nEND:VEVENT\n"
    near = "BEGIN:VEVENT\nUID:{}\nDTSTART:20261104T100000Z\nSUMMARY:Interview\nEND:VEVENT\n"
    data = (
        "BEGIN:VCALENDAR\n" + "".join(map(near.format, range(60))) + moved + near.format(99) + "END:VCALENDAR\n"
    ).encode()
    assert "5" not in {found.uid for found in _read(data, able).occurrences}


def test_an_instance_that_was_moved_out_of_the_window_is_not_found_in_it() -> None:
    series = "BEGIN:VEVENT\nUID:1\nDTSTART:20261021T100000Z\nRRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:Interview\nEND:VEVENT\n"
    moved = (
        "BEGIN:VEVENT\nUID:1\nDTSTART:20300101T100000Z\nRECURRENCE-ID:20261104T100000Z\nSUMMARY:Interview\nEND:VEVENT\n"
    )
    far = "BEGIN:VEVENT\nUID:far\nDTSTART:20200101T100000Z\nSUMMARY:Interview\nEND:VEVENT\n" * 60
    assert _read(f"BEGIN:VCALENDAR\n{far}{moved}{series}{far}END:VCALENDAR\n".encode(), able).occurrences == ()


def test_an_event_that_the_person_watches_is_kept_whatever_it_says() -> None:
    near = "BEGIN:VEVENT\nUID:{}\nDTSTART:20261104T100000Z\nSUMMARY:Dentist\nEND:VEVENT\n"
    data = ("BEGIN:VCALENDAR\n" + "".join(map(near.format, range(100))) + "END:VCALENDAR\n").encode()
    collector = Collector(Wanted("x", WINDOW, SAM, able=able, uids=frozenset({"50"})))
    collector.add("x", data)
    found = collector.reading()
    assert [one.uid for one in found.occurrences] == ["50"]
    assert len(found.others) == 99


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_never_crash_the_reader(junk: bytes) -> None:
    assert isinstance(_read_junk(junk), tuple)


def _read_junk(junk: bytes) -> tuple[Occurrence, ...]:
    collector = Collector(Wanted("x", WINDOW, Profile()))
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
    collector = Collector(Wanted("x", WINDOW, Profile()))
    collector.add("x", f"BEGIN:VCALENDAR\n{body}END:VCALENDAR\n".encode())
    got = collector.reading()
    assert got.events == len(events)
    assert all(found.start <= found.end for found in got.occurrences)
