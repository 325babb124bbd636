"""What an event says, however its bytes were written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from showup.model import Participant

EVENT = "UID:1\nDTSTART:20261125T100000Z\n"


@pytest.mark.parametrize(
    "mangle",
    [
        lambda text: text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("latin-1"),
        lambda text: text.replace("Gespräch", "Ges\n präch").encode(),
        lambda text: text.encode().replace("ä".encode(), b"\xc3\r\n \xa4"),
        lambda text: text.replace("Gespräch", "Gesp\0räch").encode(),
        lambda text: text.replace("SUMMARY", "Summary").encode(),
    ],
    ids=[
        "plain",
        "crlf",
        "cr",
        "bom",
        "utf-16",
        "latin-1",
        "folded",
        "folded in a character",
        "nul",
        "mixed case",
    ],
)
def test_a_title_survives_every_way_of_writing_it(read, make, mangle) -> None:
    reading = read(mangle(make(f"{EVENT}SUMMARY:Gespräch mit Marlow")))
    assert ([found.title for found in reading.occurrences], reading.troubles) == (["Gespräch mit Marlow"], ())


def test_one_event_in_another_encoding_does_not_spoil_the_others(read, make) -> None:
    text = make("UID:1\nDTSTART:20261125T100000Z\nSUMMARY:A-umlaut", "UID:2\nDTSTART:20261126T100000Z\nSUMMARY:ä")
    reading = read(text.encode().replace(b"A-umlaut", b"\xe4"))
    assert [found.title for found in reading.occurrences] == ["ä", "ä"]


def test_text_is_unescaped_and_markup_is_kept_raw(one) -> None:
    found = one(EVENT + r"DESCRIPTION:<p>Join\, please</p>\nNow")
    assert found.description == "<p>Join, please</p>\nNow"


def test_a_description_that_nobody_folded_is_kept_whole(one) -> None:
    found = one(f"{EVENT}DESCRIPTION:Join here:\nhttps://meet.example/1\nsee you\nSUMMARY:Talk")
    assert found.description == "Join here:\nhttps://meet.example/1\nsee you"
    assert found.title == "Talk"


def test_the_html_description_counts_only_where_there_is_no_other(one) -> None:
    html = "X-ALT-DESC;FMTTYPE=text/html:<b>html</b>"
    assert one(EVENT + html).description == "<b>html</b>"
    assert one(f"{EVENT}DESCRIPTION:plain\n{html}").description == "plain"


def test_a_very_long_description_is_shortened_and_noted(one) -> None:
    found = one(f"{EVENT}DESCRIPTION:{'x' * 100_000}")
    assert len(found.description) <= 20_000
    assert found.notes == ("A very long text was shortened.",)


@pytest.mark.parametrize(
    "line",
    [
        "CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+1-555\nCONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example/1",
        "X-GOOGLE-CONFERENCE:https://meet.example/1",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://meet.example/1",
    ],
)
def test_a_conference_link_is_found(one, line: str) -> None:
    assert one(EVENT + line).conference == "https://meet.example/1"


def test_people_are_read_with_their_names_parts_and_answers(one) -> None:
    found = one(
        f'{EVENT}ORGANIZER;CN="Marlow, Ann":MAILTO:ann@marlow.example\n'
        "ATTENDEE;CN=Jo;ROLE=req-participant;PARTSTAT=accepted:mailto:jo@x.example\n"
        "ATTENDEE;EMAIL=sam@x.example:urn:uuid:1"
    )
    assert found.organizer == Participant("ann@marlow.example", "Marlow, Ann")
    assert found.attendees == (
        Participant("jo@x.example", "Jo", "REQ-PARTICIPANT", "ACCEPTED"), Participant("sam@x.example"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "travel"), [("PT45M", timedelta(minutes=45)), ("soon", None), ("-PT5M", None), ("P99D", None)]
)
def test_travel_time_is_read_where_it_makes_sense(one, text: str, travel: timedelta | None) -> None:
    assert one(f"{EVENT}X-APPLE-TRAVEL-DURATION;VALUE=DURATION:{text}").travel == travel


def test_location_url_and_status_are_read(one) -> None:
    found = one(f"{EVENT}LOCATION:Unter den Linden 1\nURL:https://x.example/\nSTATUS:Tentative")
    assert (found.location, found.url, found.status) == (
        "Unter den Linden 1",
        "https://x.example/",
        "TENTATIVE",
    )


def test_a_missing_uid_is_made_up_and_stays_the_same(one) -> None:
    event = "DTSTART:20261125T100000Z\nSUMMARY:Talk"
    first, again = one(event), one(f"{event}\nDTSTAMP:20260101T000000Z")
    assert first.uid == again.uid != ""
    assert "no UID" in first.notes[0]


def test_what_an_alarm_says_is_not_what_the_event_says(one) -> None:
    alarm = "BEGIN:VALARM\nSUMMARY:alarm\nDESCRIPTION:alarm\nTRIGGER:-PT5M\nEND:VALARM\n"
    found = one(f"UID:1\n{alarm}DTSTART:20261125T100000Z\nSUMMARY:Talk")
    assert (found.title, found.description) == ("Talk", "")
