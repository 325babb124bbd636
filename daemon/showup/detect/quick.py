"""An event's content lines read quickly, for a first look: no dates, no zones, no repair of what is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from showup.model import Occurrence, Participant

__all__ = ["participant", "read", "unfolded"]

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "X-ALT-DESC", "LOCATION", "STATUS", "URL"})
_CONFERENCES = frozenset({"CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"})
_PEOPLE = frozenset({"ORGANIZER", "ATTENDEE"})
_WANTED = _TEXTS | _CONFERENCES | _PEOPLE | {"RRULE"}
_LINE = re.compile(
    r"(?P<name>[\w-]+)(?P<params>(?:;[\w-]+=(?:\"[^\"]*\"|[^\";:,]*)(?:,(?:\"[^\"]*\"|[^\";:,]*))*)*):(?P<value>.*)",
    re.DOTALL,
)
_NAMED = re.compile("[;:]")
_PARAM = re.compile(r";([\w-]+)=(\"[^\"]*\"|[^\";:]*)")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*[;:]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CODED = ("QUOTED-PRINTABLE", "BASE64")
# An unusual one may be found to be no rule.
_RULE = re.compile(r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)\b", re.IGNORECASE)
_SHORT, _LONG = 2000, 1 << 20


def unfolded(raw: bytes) -> bytes:
    """Content lines, each in one piece."""
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\n " in raw:
        raw = b"".join(raw.split(b"\n "))
    return raw.replace(b"\n\t", b"") if b"\n\t" in raw else raw


def read(lines: bytes) -> Occurrence | None:
    """The event of these unfolded lines as an occurrence at no particular time; None when reading it takes more care."""
    try:
        text = lines.decode()
    except UnicodeDecodeError:
        return None
    said: dict[str, list[tuple[str, str]]] = {}
    for line in _own_lines(text):
        if not _NAME.match(line):
            return None  # somebody forgot to fold
        name = _NAMED.split(line, 1)[0].upper()
        if name not in _WANTED:
            continue
        found = _LINE.fullmatch(line)
        if found is None or found["params"].upper().endswith(_CODED) or "\0" in line:
            return None
        said.setdefault(name, []).append((found["params"], found["value"]))
    return _occurrence(said)


def participant(line: str) -> Participant | None:
    """Whom an ORGANIZER or ATTENDEE line names; None when it is no such line."""
    found = _LINE.fullmatch(line)
    return _participant(found["params"], found["value"]) if found else None


def _own_lines(text: str) -> Iterator[str]:
    """Those of the event itself, without its alarms."""
    inside = 0
    for line in text.split("\n"):
        if line.startswith("BEGIN:") and line[6:].strip().upper() != "VEVENT":
            inside += 1
        elif inside and line.startswith("END:"):
            inside -= 1
        elif line.strip() and not inside:
            yield line


def _occurrence(said: dict[str, list[tuple[str, str]]]) -> Occurrence:
    def text(name: str, limit: int = _SHORT) -> str:
        return _meant(said[name][0][1])[:limit] if name in said else ""

    links = [_meant(value) for name in _CONFERENCES for _, value in said.get(name, ())]
    organizers = said.get("ORGANIZER", ())
    return Occurrence(
        "", "", _ANY_TIME, _ANY_TIME,
        title=text("SUMMARY"), description=text("DESCRIPTION", _LONG) or text("X-ALT-DESC", _LONG), location=text("LOCATION"),
        url=text("URL"), conference=next((link for link in links if link.lower().startswith("http")), "".join(links[:1])),
        organizer=_participant(*organizers[0]) if organizers else None,
        attendees=tuple(_participant(*person) for person in said.get("ATTENDEE", ())), status=text("STATUS").upper(),
        recurring=any(_RULE.match(rule) for _, rule in said.get("RRULE", ())),
    )  # fmt: skip


def _participant(params: str, value: str) -> Participant:
    named = {name.upper(): text.strip('"') for name, text in _PARAM.findall(params)}
    address = value.strip()
    address = address[7:].strip() if address[:7].lower() == "mailto:" else address
    address = address if "@" in address else named.get("EMAIL", "")
    return Participant(
        address[:_SHORT], named.get("CN", ""), named.get("ROLE", "").upper(), named.get("PARTSTAT", "").upper()
    )


def _meant(value: str) -> str:
    return (_ESCAPE.sub(_unescaped, value) if "\\" in value else value).strip()


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]
