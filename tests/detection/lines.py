"""An occurrence as the content lines of a calendar."""

from __future__ import annotations

from showup.model import Occurrence, Participant

__all__ = ["lines_of"]


def lines_of(event: Occurrence, *, end: str = "\r\n", width: int = 75, code: str = "utf-8") -> bytes:
    """The event's content lines, folded after so many bytes, wherever that is in a character."""
    lines = ["BEGIN:VEVENT", "UID:1", "DTSTART:20260303T140000Z", f"SUMMARY:{_escaped(event.title)}"]
    lines += [f"DESCRIPTION:{_escaped(event.description)}"] if event.description else []
    lines += [f"LOCATION:{_escaped(event.location)}"] if event.location else []
    lines += [f"URL:{event.url}"] if event.url else []
    lines += [f"CONFERENCE:{event.conference}"] if event.conference else []
    people = [("ORGANIZER", event.organizer)] if event.organizer else []
    people += [("ATTENDEE", person) for person in event.attendees]
    lines += [_person(name, person) for name, person in people]
    return b"".join(_folded(line.encode(code, "replace"), width, end.encode()) for line in [*lines, "END:VEVENT"])


def _person(name: str, person: Participant) -> str:
    return f'{name};CN="{person.name}";PARTSTAT={person.partstat}:mailto:{person.email}'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")


def _folded(line: bytes, width: int, end: bytes) -> bytes:
    return (end + b" ").join(line[at : at + width] for at in range(0, len(line), width)) + end
