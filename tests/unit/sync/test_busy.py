"""Asking a source, in a child and here, when the person is busy: what cannot be read is said, and never free time."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.sync.conftest import FAILURES

from showup.model import Interval, Profile, Window
from showup.sync import BusyReport, Request, SourceSpec, busy_here, wire
from showup.sync.reader import read_busy, read_source

DAY = datetime(2026, 11, 25, tzinfo=UTC)
HOUR = timedelta(hours=1)


def read(spec: SourceSpec, window: Window, profile: Profile, seconds: float = 60) -> BusyReport:
    return asyncio.run(read_busy(Request(spec, window, profile), timeout=timedelta(seconds=seconds)))


def here(spec: SourceSpec, window: Window, profile: Profile) -> BusyReport:
    return busy_here(Request(spec, window, profile))


def why(report: BusyReport) -> str:
    """What the failure says; there must be one, and nothing may pass for free time."""
    assert report.failure is not None
    assert report.fault == report.failure
    assert (report.intervals, report.partial) == ((), True)
    return report.failure


@pytest.fixture
def held(tmp_path: Path):
    """The spec of a calendar file that holds these events, each given as its content lines after the UID."""

    def spec(*events: str) -> SourceSpec:
        body = "".join(f"BEGIN:VEVENT\nUID:{n}\n{event}\nEND:VEVENT\n" for n, event in enumerate(events))
        path = tmp_path / "held.ics"
        path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n")
        return SourceSpec.for_calendar(str(path))

    return spec


@pytest.mark.parametrize("reader", [read, here])
def test_every_event_counts_not_only_what_could_be_an_interview(good, window, profile, reader) -> None:
    report = reader(good, window, profile)
    assert report.intervals == (Interval(DAY + 13 * HOUR, DAY + 14 * HOUR),)  # the dentist is an instant
    assert (report.source, report.failure, report.fault, report.partial) == ("good.ics", None, None, True)
    assert [trouble.where for trouble in report.troubles] == ["Bad"]


@pytest.mark.parametrize("reader", [read, here])
def test_what_overlaps_is_one_stretch_and_what_takes_no_time_is_none(held, window, reader) -> None:
    spec = held(
        "DTSTART:20261125T130000Z\nDTEND:20261125T150000Z\nSUMMARY:Lesson",
        "DTSTART:20261125T140000Z\nDTEND:20261125T160000Z\nSUMMARY:Dentist",
        "DTSTART:20261125T170000Z\nDTEND:20261125T180000Z\nSUMMARY:Match on TV\nTRANSP:TRANSPARENT",
        "DTSTART:20261125T190000Z\nDTEND:20261125T200000Z\nSUMMARY:Off\nSTATUS:CANCELLED",
        "DTSTART:20261125T210000Z\nDTEND:20261125T220000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:Me@example.org",
    )
    report = reader(spec, window, Profile(zone="Europe/Berlin", emails=("me@example.org",)))
    assert report == BusyReport("held.ics", (Interval(DAY + 13 * HOUR, DAY + 16 * HOUR),))


def test_an_all_day_event_takes_the_persons_day_unless_it_is_marked_as_free(held, window) -> None:
    spec = held(
        "DTSTART;VALUE=DATE:20261110\nDTEND;VALUE=DATE:20261112\nSUMMARY:Journey",
        "DTSTART;VALUE=DATE:20261120\nSUMMARY:Birthday\nTRANSP:TRANSPARENT",
    )
    report = here(spec, window, Profile(zone="Asia/Tokyo"))
    start = datetime(2026, 11, 9, 15, tzinfo=UTC)
    assert report.intervals == (Interval(start, start + 48 * HOUR),)


def test_of_a_series_that_is_free_the_instance_that_is_not_takes_time(held, window, profile) -> None:
    weekly = "DTSTART:20261104T090000Z\nDTEND:20261104T100000Z\nRRULE:FREQ=WEEKLY;COUNT=3"
    spec = held(f"{weekly}\nTRANSP:TRANSPARENT")
    path = Path(spec.settings["path"])
    changed = "RECURRENCE-ID:20261111T090000Z\nDTSTART:20261111T090000Z\nDTEND:20261111T110000Z"
    override = f"BEGIN:VEVENT\nUID:0\n{changed}\nEND:VEVENT\nEND:VCALENDAR"
    path.write_text(path.read_text().replace("END:VCALENDAR", override))
    start = datetime(2026, 11, 11, 9, tzinfo=UTC)
    assert here(spec, window, profile).intervals == (Interval(start, start + 2 * HOUR),)


def test_what_lies_outside_the_window_is_cut_off(held, profile) -> None:
    spec = held("DTSTART:20261125T130000Z\nDTEND:20261125T170000Z")
    report = here(spec, Window(DAY + 14 * HOUR, DAY + 16 * HOUR), profile)
    assert report.intervals == (Interval(DAY + 14 * HOUR, DAY + 16 * HOUR),)


@pytest.mark.parametrize("reader", [read, here])
@pytest.mark.parametrize(("do", "said"), [*FAILURES, ("say_nothing", "did not say what stands in it")])
def test_a_failure_is_a_sentence(bad, window, profile, reader, do: str, said: str) -> None:
    assert said in why(reader(bad(do), window, profile))


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ("die", "The system killed the process"),
        ("leave", "ended without an answer (exit 7)"),
        ("lie", "no report"),
        ("babble", "said more than a calendar may"),
        ("eat", "more memory than a calendar may have"),
    ],
)
def test_a_child_that_does_not_answer_is_a_failure(bad, window, profile, do: str, said: str) -> None:
    assert said in why(read(bad(do), window, profile))


def test_a_child_that_hangs_is_stopped(bad, window, profile) -> None:
    assert "took longer than 1 s" in why(read(bad("hang"), window, profile, 1))


@pytest.mark.parametrize("reader", [read, here])
def test_an_event_that_lasts_to_the_end_of_all_dates_takes_the_window(bad, window, profile, reader) -> None:
    assert reader(bad("take_for_ever"), window, profile).intervals == (Interval(window.since, window.until),)


def test_as_many_stretches_as_a_calendar_may_have_come_through_the_pipe(bad, window, profile) -> None:
    report = read(bad("take_most_minutes"), window, profile)
    assert (report.failure, len(report.intervals)) == (None, 21_000)


def test_who_asks_for_judgements_is_not_answered_with_busy_time(good, window, profile) -> None:
    report = asyncio.run(read_source(Request(good, window, profile, busy=True)))
    assert "no report" in str(report.failure)


def test_the_child_that_says_when_one_is_busy_judges_nothing_and_knows_no_engine(good, window, profile) -> None:
    request = wire.encode(Request(good, window, profile, busy=True))
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "showup.sync.child"],
        input=request, capture_output=True, timeout=60, check=True, env=os.environ,
    )  # fmt: skip
    assert isinstance(wire.decode_line(done.stdout), wire.Busy)
    loaded = {line.rpartition(b"|")[2].strip().decode() for line in done.stderr.splitlines()}
    assert "showup_integrations.ics.reading" in loaded
    assert not {"showup.engine", "showup.ladder", "showup.detect", "asyncio", "tomllib"} & loaded
