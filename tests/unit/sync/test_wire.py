"""What passes through the pipe arrives as it was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from showup.model import (
    Contact,
    Interval,
    Interview,
    Judgement,
    Kind,
    Occurrence,
    Participant,
    Profile,
    Role,
    Verdict,
    Window,
)
from showup.ports import Trouble
from showup.sync import SourceSpec, wire

START = datetime(2026, 11, 25, 13, tzinfo=UTC)
OCCURRENCE = Occurrence(
    "work", "uid", START, START + timedelta(hours=1), "2026-11-25T13:00:00+00:00", recurring=True,
    zone="Europe/Berlin",
    title="Gespräch 面接", organizer=Participant("a@x.example", "A"), attendees=(Participant("b@x.example"),),
    travel=timedelta(minutes=45), notes=("noted",),
)  # fmt: skip
JUDGEMENT = Judgement(
    Verdict.INTERVIEW, 90, Role.CANDIDATE, ("because",), "Marlow", "Engineer", Kind.PANEL, "en", "https://x.example",
    contacts=(Contact("Ann", "a@x.example", usable=False),),
)  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        wire.Judged(Interview(OCCURRENCE, JUDGEMENT)),
        wire.Done(3, (Trouble("here", "why"),), partial=True),
        wire.Busy((Interval(START, START + timedelta(hours=1)),), (Trouble("here", "why"),), partial=True),
        wire.Failed("It went wrong."),
    ],
)
def test_a_line_survives_the_pipe(line: wire.Line) -> None:
    sent = wire.encode(line)
    assert (wire.decode_line(sent), sent.count(b"\n")) == (line, 1)


def test_whether_it_takes_time_survives_the_pipe() -> None:
    sent = wire.decode_line(wire.encode(wire.Judged(Interview(replace(OCCURRENCE, transparent=True), JUDGEMENT))))
    assert isinstance(sent, wire.Judged)
    assert sent.interview.occurrence.transparent


def test_a_request_survives_the_pipe() -> None:
    spec = SourceSpec("work", "ics", {"path": "x.ics"})
    request = wire.Request(spec, Window(START, START), Profile("Jo", ("jo@x.example",), zone="Asia/Tokyo"), busy=True)
    assert wire.decode_request(wire.encode(request)) == request


def test_a_question_for_busy_time_is_another_question() -> None:
    spec, window = SourceSpec("work", "ics", {"path": "x.ics"}), Window(START, START)
    scopes = {wire.Request(spec, window, Profile(), busy=busy).scope for busy in (False, True)}
    assert len(scopes) == 2


def test_lone_surrogates_do_not_break_the_pipe() -> None:
    sent = wire.decode_line(wire.encode(wire.Done(0, (Trouble("\udc80.ics", "\ud800"),), partial=False)))
    assert sent == wire.Done(0, (Trouble("?.ics", "?"),), partial=False)


@pytest.mark.parametrize("line", [b"", b"{}", b"[]", b'{"type":"judged"}', b'{"type":"other"}', b"\xff"])
def test_anything_else_is_refused(line: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        wire.decode_line(line)


@pytest.mark.parametrize(
    ("text", "name", "settings"),
    [
        ("/home/jo/work.ics", "work.ics", {"path": "/home/jo/work.ics"}),
        ("calendars", "calendars", {"path": "calendars"}),
        ("calendars/", "calendars", {"path": "calendars/"}),
        ("https://me:pw@x.example/secret.ics", "x.example", {"url": "https://me:pw@x.example/secret.ics"}),
        ("webcal://x.example/c", "x.example", {"url": "webcal://x.example/c"}),
        ("http://[", "calendar", {"url": "http://["}),
    ],
)
def test_a_calendar_on_the_command_line_gets_a_name_that_tells_no_secret(
    text: str, name: str, settings: dict[str, str]
) -> None:
    assert SourceSpec.for_calendar(text) == SourceSpec(name, "ics", settings)
