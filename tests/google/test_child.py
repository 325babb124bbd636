"""Google in the limited child that the service reads it in."""

import asyncio
from datetime import timedelta

import pytest
from tests.google.entries import START, WINDOW, entry

from showup.model import Interval, Profile, Verdict
from showup.sync import Request, SourceSpec
from showup.sync.reader import read_busy, read_source

ME = Profile(zone="Europe/Berlin", emails=("ann@example.org",))


@pytest.fixture
def request_of(google, tmp_path):
    def made(known=None):
        spec = SourceSpec("work", "google", {"account": "ann", "endpoint": google.address})
        return Request(spec, WINDOW, ME, known=known, keep=str(tmp_path / "cache" / "work"))

    return made


def read(request):
    return asyncio.run(read_source(request))


def test_an_interview_is_found_in_the_child_and_the_second_time_nothing_has_changed(google, request_of):
    google.own.hold([entry()])
    first = read(request_of())
    assert [(each.occurrence.start, each.judgement.verdict) for each in first.judged] == [(START, Verdict.INTERVIEW)]
    assert first.failure is None
    assert read(request_of(first.mark)).unchanged


def test_the_child_says_when_the_person_is_busy_also_where_it_is_no_appointment(google, request_of):
    hour = timedelta(hours=1)
    google.own.hold(
        [
            entry("1"),
            entry("2", START + hour, eventType="focusTime"),
            entry("3", START + 4 * hour, eventType="outOfOffice"),
            entry("4", START + 6 * hour, transparency="transparent"),
            entry("5", START + 8 * hour, eventType="workingLocation"),
        ]
    )
    report = asyncio.run(read_busy(request_of()))
    assert (report.failure, report.partial) == (None, False)
    assert report.intervals == (Interval(START, START + 2 * hour), Interval(START + 4 * hour, START + 5 * hour))


def test_a_permission_that_has_ended_is_a_failure_whose_words_reach_the_person(google, request_of):
    google.revoke()
    report = read(request_of())
    assert report.failure is not None
    assert "showup connect google --account ann" in report.failure
    assert report.judged == ()
    busy = asyncio.run(read_busy(request_of()))
    assert (busy.failure, busy.denied, busy.intervals) == (report.failure, True, ())
