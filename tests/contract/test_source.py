"""What every calendar source keeps to. A source joins by a class here that can fill, change and break its
calendar.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Protocol

import pytest
from tests.readings import reading_of

from showup.errors import ConfigError, SourceError
from showup.model import Occurrence, Participant, Profile, Window
from showup.ports import CalendarSource, Reading
from showup_integrations.ics import IcsSource

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
START = datetime(2026, 11, 25, 13, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """An event as a person would put it into a calendar."""

    uid: str
    start: datetime = START
    length: timedelta = timedelta(hours=1)
    title: str = "Interview with Marlow"
    status: str = "CONFIRMED"
    sequence: int = 0
    weekly: int = 0

    def ical(self) -> str:
        end = self.start + self.length
        rule = f"RRULE:FREQ=WEEKLY;COUNT={self.weekly}\r\n" if self.weekly else ""
        return (
            f"BEGIN:VEVENT\r\nUID:{self.uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{self.start:%Y%m%dT%H%M%SZ}\r\n"
            f"DTEND:{end:%Y%m%dT%H%M%SZ}\r\nSUMMARY:{self.title}\r\nSTATUS:{self.status}\r\n"
            f"SEQUENCE:{self.sequence}\r\nORGANIZER;CN=Ann:mailto:ann@marlow.example\r\n{rule}END:VEVENT\r\n"
        )


def calendar(entries: list[Entry], extra: str = "") -> str:
    body = "".join(entry.ical() for entry in entries)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{body}{extra}END:VCALENDAR\r\n"


BROKEN_EVENT = "BEGIN:VEVENT\r\nUID:broken\r\nSUMMARY:Broken\r\nDTSTART:some day\r\nEND:VEVENT\r\n"


class Kept(Protocol):
    """A calendar under test, and what its source is called with."""

    source: CalendarSource

    def hold(self, entries: list[Entry]) -> None:
        """From now on these are the calendar's events."""
        ...

    def spoil_one(self, entries: list[Entry]) -> None:
        """These events, and one whose data is broken."""
        ...

    def spoil(self) -> None:
        """The calendar answers with something that is no calendar."""
        ...

    def take_away(self) -> None:
        """The calendar is no longer there."""
        ...


@dataclass
class OneFile:
    path: Path
    source: CalendarSource

    def hold(self, entries: list[Entry]) -> None:
        self.path.write_text(calendar(entries))

    def spoil_one(self, entries: list[Entry]) -> None:
        self.path.write_text(calendar(entries, BROKEN_EVENT))

    def spoil(self) -> None:
        self.path.write_text("<html><body>Log in</body></html>")

    def take_away(self) -> None:
        self.path.unlink(missing_ok=True)


@dataclass
class Folder:
    """One file for each event, and one file that stays: a calendar program keeps its own file there."""

    path: Path
    source: CalendarSource

    def hold(self, entries: list[Entry]) -> None:
        for file in self.path.glob("*.ics"):
            file.unlink()
        (self.path / "own.ics").write_text(calendar([]))
        for entry in entries:
            (self.path / f"{entry.uid}.ics").write_text(calendar([entry]))

    def spoil_one(self, entries: list[Entry]) -> None:
        self.hold(entries)
        (self.path / "broken.ics").write_text(calendar([], BROKEN_EVENT))

    def spoil(self) -> None:
        for file in self.path.glob("*.ics"):
            file.unlink()

    def take_away(self) -> None:
        self.spoil()
        self.path.rmdir()


@dataclass
class Web:
    source: CalendarSource
    page: list[tuple[int, str]] = field(default_factory=list)

    def hold(self, entries: list[Entry]) -> None:
        self.page[:] = [(200, calendar(entries))]

    def spoil_one(self, entries: list[Entry]) -> None:
        self.page[:] = [(200, calendar(entries, BROKEN_EVENT))]

    def spoil(self) -> None:
        self.page[:] = [(200, "<html><body>Log in</body></html>")]

    def take_away(self) -> None:
        self.page[:] = [(404, "gone")]


@pytest.fixture
def web() -> Iterator[Web]:
    page: list[tuple[int, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, text = page[0]
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield Web(IcsSource({"url": f"http://127.0.0.1:{server.server_port}/calendar.ics"}), page)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["ics file", "ics folder", "ics address"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """Every source there is. A further one adds its name here and a class above."""
    if request.param == "ics file":
        return OneFile(tmp_path / "calendar.ics", IcsSource({"path": str(tmp_path / "calendar.ics")}))
    if request.param == "ics folder":
        (tmp_path / "calendars").mkdir()
        return Folder(tmp_path / "calendars", IcsSource({"path": str(tmp_path / "calendars")}))
    web: Web = request.getfixturevalue("web")
    return web


def read(kept: Kept, zone: str = "Europe/Berlin") -> Reading:
    return reading_of(kept.source, WINDOW, Profile(zone=zone))


def by_uid(reading: Reading) -> dict[str, Occurrence]:
    return {found.uid: found for found in reading.occurrences}


def test_the_first_reading_gives_every_event_of_the_window_under_the_sources_name(kept: Kept) -> None:
    kept.hold([Entry("1"), Entry("2", START + timedelta(days=1)), Entry("far", START + timedelta(days=300))])
    reading = read(kept)
    assert [found.uid for found in reading.occurrences] == ["1", "2"]
    assert (reading.events, reading.troubles, reading.partial) == (3, (), False)
    first = reading.occurrences[0]
    assert (first.source, first.start, first.end) == ("work", START, START + timedelta(hours=1))
    assert (first.title, first.organizer) == (
        "Interview with Marlow",
        Participant("ann@marlow.example", "Ann"),
    )


def test_instants_are_utc(kept: Kept) -> None:
    kept.hold([Entry("1"), Entry("2", weekly=2)])
    for found in read(kept).occurrences:
        assert (found.start.tzinfo, found.end.tzinfo) == (UTC, UTC)


def test_reading_twice_gives_the_same(kept: Kept) -> None:
    kept.hold([Entry("1"), Entry("2", weekly=2)])
    assert read(kept) == read(kept)


def test_a_change_is_seen_under_the_same_key(kept: Kept) -> None:
    kept.hold([Entry("1")])
    before = by_uid(read(kept))["1"]
    kept.hold([Entry("1", START + timedelta(hours=2), title="Moved", sequence=1)])
    after = by_uid(read(kept))["1"]
    assert (after.key, after.start, after.title) == (before.key, START + timedelta(hours=2), "Moved")


def test_the_instances_of_a_series_have_keys_of_their_own(kept: Kept) -> None:
    kept.hold([Entry("1", START - timedelta(days=14), weekly=2)])
    reading = read(kept)
    assert len({found.key for found in reading.occurrences}) == len(reading.occurrences) == 2
    assert all(found.recurring for found in reading.occurrences)


def test_a_cancelled_event_is_still_there_and_says_so(kept: Kept) -> None:
    kept.hold([replace(Entry("1"), status="CANCELLED", sequence=1)])
    assert by_uid(read(kept))["1"].status == "CANCELLED"


def test_a_deleted_event_is_gone_from_a_whole_reading(kept: Kept) -> None:
    kept.hold([Entry("1"), Entry("2")])
    read(kept)
    kept.hold([Entry("2")])
    reading = read(kept)
    assert (set(by_uid(reading)), reading.partial) == ({"2"}, False)


def test_a_broken_event_is_reported_and_nothing_counts_as_absent(kept: Kept) -> None:
    kept.spoil_one([Entry("1"), Entry("2")])
    reading = read(kept)
    assert (set(by_uid(reading)), reading.partial) == ({"1", "2"}, True)
    assert [trouble.where for trouble in reading.troubles] == ["Broken"]


def test_an_empty_calendar_is_read_and_empty(kept: Kept) -> None:
    kept.hold([])
    reading = read(kept)
    assert (reading.occurrences, reading.events, reading.partial) == ((), 0, False)


def test_what_is_no_calendar_is_a_failure_that_says_what_to_do(kept: Kept) -> None:
    kept.spoil()
    with pytest.raises(SourceError, match=r"Copy|Is it the right folder"):
        read(kept)


def test_a_calendar_that_is_gone_is_a_failure_that_says_what_to_do(kept: Kept) -> None:
    kept.take_away()
    with pytest.raises(SourceError, match=r"Copy|Check"):
        read(kept)


def test_a_calendar_that_comes_back_is_read_again(kept: Kept) -> None:
    kept.hold([Entry("1")])
    kept.spoil()
    with pytest.raises(SourceError):
        read(kept)
    kept.hold([Entry("1")])
    assert set(by_uid(read(kept))) == {"1"}


@pytest.mark.parametrize("source", [IcsSource])
def test_settings_it_cannot_use_are_refused(source: type) -> None:
    with pytest.raises(ConfigError):
        source({"nonsense": "x"})
