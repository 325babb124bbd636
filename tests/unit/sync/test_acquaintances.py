"""What the events of a calendar say of each other, and that it arrives."""

import asyncio
from datetime import UTC, datetime

import pytest

from showup.model import DraftKind, Profile, key_of
from showup.recovery import write
from showup.sync import Request, SourceSpec, read_here
from showup.sync.reader import read_source


def spec(tmp_path, *events):
    blocks = [
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART:202611{10 + number}T130000Z\r\nDTEND:202611{10 + number}T140000Z\r\n"
        + "\r\n".join(lines)
        + "\r\nEND:VEVENT"
        for number, lines in enumerate(events, 1)
    ]
    path = tmp_path / "given.ics"
    path.write_text("\r\n".join(["BEGIN:VCALENDAR", *blocks, "END:VCALENDAR", ""]), newline="")
    return SourceSpec.for_calendar(str(path))


@pytest.fixture(params=["here", "in a child"])
def read(request, window, profile):
    def read(given, *, whole=False):
        asked = Request(given, window, profile, whole=whole)
        return read_here(asked) if request.param == "here" else asyncio.run(read_source(asked))

    return read


INTERVIEW = ["SUMMARY:Job interview with Acme", "ORGANIZER:mailto:dana@acme.example"]


@pytest.mark.parametrize("whole", [False, True])
def test_what_is_doubtful_by_itself_is_one_when_it_is_of_people_of_an_interview(tmp_path, read, whole) -> None:
    follow_up = ["SUMMARY:The position", "ORGANIZER:mailto:bo@acme", " .example"]
    given = spec(tmp_path, INTERVIEW, follow_up, ["SUMMARY:Dentist"])
    report = read(given, whole=whole)
    found = {one.occurrence.uid: one.judgement for one in report.judged}
    assert "another interview" in found["2"].reasons[-1]
    assert [piece.points for piece in found["2"].history] == [30]
    assert ("3" in found) is whole
    assert whole or key_of("3", None) in {key for key, _ in report.others}


def test_without_an_interview_such_an_event_is_passed_over(tmp_path, read) -> None:
    report = read(spec(tmp_path, ["SUMMARY:Quick sync", "ORGANIZER:mailto:bo@acme.example"]))
    assert report.judged == ()


def test_nothing_is_drafted_to_an_address_of_a_fraud(tmp_path, read) -> None:
    fraud = [
        "SUMMARY:Job interview with Acme",
        "ORGANIZER;CN=Eve Lund:mailto:eve@acme-careers.example",
        "DESCRIPTION:A refundable deposit is due. Write to pay@fee.example or call +1 415 555 0100.",
    ]
    (one,) = read(spec(tmp_path, fraud)).judged
    assert one.judgement.contacts
    assert not any(contact.usable for contact in one.judgement.contacts)
    for kind in (DraftKind.EMAIL, DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL):
        draft = write(kind, one, Profile(name="Sam Rivera"), datetime(2026, 11, 12, tzinfo=UTC))
        assert draft.to == ()
        assert not any(word in draft.body for word in ("@acme-careers", "fee.example", "555"))
