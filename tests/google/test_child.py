"""Google in the limited child that the service reads it in."""

import asyncio

import pytest
from tests.google.entries import START, WINDOW, entry

from showup.model import Profile, Verdict
from showup.sync import Request, SourceSpec
from showup.sync.reader import read_source

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


def test_a_permission_that_has_ended_is_a_failure_whose_words_reach_the_person(google, request_of):
    google.revoke()
    report = read(request_of())
    assert report.failure is not None
    assert "showup connect google --account ann" in report.failure
    assert report.judged == ()
