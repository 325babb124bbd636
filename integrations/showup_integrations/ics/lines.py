"""From an event's raw bytes to the content lines that are worth parsing, as text.

What showup never looks at (attachments, alarms, private properties of programs) is left out before anything
parses it.
"""

from __future__ import annotations

import re

from showup_integrations.ics.mending import is_soft_broken, mended

__all__ = ["TooLargeError", "clean", "meant", "text_of", "value_of", "zone_id"]

_BLOCK_LIMIT = 1 << 20
_WANTED_LIMIT = 512 << 10
_LINES_LIMIT = 5000
_PEOPLE_LIMIT = 1000
_RULE_LIMIT = 1000
_TEXT_LIMIT = 20_000
_VALUE_LIMIT = 1000  # a UID may be that of another program's event within: 250 and more
_TIMES = "DTSTART|DTEND|RECURRENCE-ID|RDATE|EXDATE"
_TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "X-ALT-DESC"})
_WANTED = frozenset(_TIMES.split("|")) | _TEXTS | {
    "DURATION", "UID", "RRULE", "EXRULE", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "URL", "CONFERENCE", "STATUS",
    "ORGANIZER", "ATTENDEE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-APPLE-TRAVEL-DURATION",
}  # fmt: skip
_TIMED = frozenset(_TIMES.split("|"))
_RULES = frozenset({"RRULE", "EXRULE"})
_GOES_ON = frozenset({"ATTENDEE", "ORGANIZER", "URL", "CONFERENCE"})
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[;:]")
# A zone id may hold colons and commas without being quoted ("(UTC+01:00) Amsterdam, Berlin"): it ends before
# the date.
_ZONE = re.compile(
    rf'^((?:{_TIMES})\b[^:\n]*?;)TZID=(?:"([^"\n]*)"|([^"\n]*?))(?=(?:;[A-Z-]+=[^:;\n]*)*:\s*\d{{4}}-?\d\d-?\d\d)',
    re.IGNORECASE,
)
_ZONE_ID = "X-SHOWUP-TZID"
_PARTED = re.compile(r"^([A-Z][A-Z0-9-]*)\n+(?=[:;])", re.MULTILINE)  # a name, folded in an odd way from what it says
_ESCAPED = re.compile(r"\\([\\;,Nn])")


class TooLargeError(ValueError):
    """An event has more text or lines than one event may have."""


def text_of(raw: bytes) -> str:
    """Bytes as text: UTF-8, else the 8-bit code of Western Windows machines, which is Latin-1 with more in
    it.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return text.replace("\0", "")


def value_of(raw: bytes, name: str) -> str:
    """The value of the first property of that name in normal bytes, or an empty text. For what cannot be
    parsed.
    """
    found = re.search(rb"^%s(?:\n*;[^:\n]*)?\n*:([^\n]*)" % re.escape(name.encode()), raw, re.IGNORECASE | re.MULTILINE)
    return meant(found[1]) if found else ""


def meant(value: bytes) -> str:
    """What the raw value of a property says, as a parser would have it: decoded, in one line, without escapes. Bounded."""
    return _unescaped(text_of(value[:_VALUE_LIMIT])).strip()


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: found[1] if found[1] in "\\;," else " ", text)


def clean(raw: bytes) -> tuple[str, list[str]]:
    """The wanted content lines of an event, and notes on what was mended. Raises TooLargeError.

    A zone id is moved to a parameter that the parser does not know, so that showup alone decides what it
    means.
    """
    if len(raw) > _BLOCK_LIMIT:
        raw = b"\n".join(line[: 4 * _TEXT_LIMIT] for line in raw.split(b"\n"))
    notes: list[str] = []
    said = _PARTED.sub(r"\1", text_of(raw)).split("\n")
    lines = [(name, line) for line in _joined(said, notes) if (name := _name(line)) in _WANTED]
    lines = [(name, _shortened(line, notes) if name in _TEXTS else line) for name, line in _fewer_people(lines, notes)]
    if any(len(line) > _RULE_LIMIT for name, line in lines if name in _RULES):
        raise TooLargeError("its repetition rule has more values than a rule can need")
    if len(lines) > _LINES_LIMIT or sum(len(line) for _, line in lines) > _WANTED_LIMIT:
        raise TooLargeError("it is larger than one event may be")
    return "\n".join(filter(None, (_tidy(name, line, notes) for name, line in lines))), notes


def zone_id(params: dict[str, str]) -> str:
    """The zone id of a parsed property, or an empty text."""
    return _unescaped(str(params.get(_ZONE_ID) or params.get("TZID") or "")).strip()


def _joined(lines: list[str], notes: list[str]) -> list[str]:
    """Lines that begin with no property name belong to what is before, where that can go on: somebody forgot to fold."""
    joined: list[list[str]] = []
    for line in lines:
        if joined and is_soft_broken(joined[-1][-1]):
            joined[-1][-1] = joined[-1][-1][:-1] + line
        elif not line.strip():
            continue
        elif _is_property(line) or not joined:
            joined.append([line])
        else:
            _append(joined[-1], line, notes)
    return ["".join(pieces) for pieces in joined]


def _append(pieces: list[str], line: str, notes: list[str]) -> None:
    name = _name(pieces[0])
    if not any(":" in piece for piece in pieces) or name in _GOES_ON or (name in _RULES and line[0] in ",;"):
        pieces.append(line)
    elif name in _TEXTS or name not in _WANTED:
        pieces += ["\\n", line]
    else:
        notes.append("A line of it cannot be read and was left out.")


def _is_property(line: str) -> bool:
    name = _NAME.match(line)
    if name is None:  # a name alone: what it says may follow
        return line.strip().upper() in _WANTED
    return name[1].isupper() or name[1].upper() in _WANTED


def _name(line: str) -> str:
    name = _NAME.match(line)
    return name[1].upper() if name else ""


def _fewer_people(lines: list[tuple[str, str]], notes: list[str]) -> list[tuple[str, str]]:
    if len(lines) <= _PEOPLE_LIMIT:
        return lines
    people = [place for place, (name, _) in enumerate(lines) if name == "ATTENDEE"][_PEOPLE_LIMIT:]
    if people:
        notes.append(f"It lists more than {_PEOPLE_LIMIT} people; the others were left out.")
    left_out = frozenset(people)
    return [line for place, line in enumerate(lines) if place not in left_out]


def _shortened(line: str, notes: list[str]) -> str:
    if len(line) <= _TEXT_LIMIT:
        return line
    notes.append("A very long text was shortened.")
    return line[:_TEXT_LIMIT].rstrip("\\")


def _tidy(name: str, line: str, notes: list[str]) -> str:
    if name in _TIMED:
        line = _ZONE.sub(lambda m: f'{m[1]}{_ZONE_ID}="{m[2] or m[3] or ""}"', line, count=1)
    line, note = mended(name, line)
    if note:
        notes.append(note)
    return line
