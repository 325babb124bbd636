"""From an event's raw bytes to the content lines that are worth parsing, as text.

What showup never looks at (attachments, alarms, private properties of programs) is left out before anything
parses it.
"""

from __future__ import annotations

import re

__all__ = ["TooLargeError", "clean", "text_of", "value_of", "zone_id"]

_BLOCK_LIMIT = 2 << 20
_LINES_LIMIT = 5000
_TEXT_LIMIT = 20_000
_TIMES = "DTSTART|DTEND|RECURRENCE-ID|RDATE|EXDATE"
_TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "X-ALT-DESC"})
_WANTED = frozenset(_TIMES.split("|")) | _TEXTS | {
    "DURATION", "UID", "RRULE", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "URL", "CONFERENCE", "STATUS",
    "ORGANIZER", "ATTENDEE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-APPLE-TRAVEL-DURATION",
}  # fmt: skip
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[;:]")
# A zone id may hold colons and commas without being quoted ("(UTC+01:00) Amsterdam, Berlin"): it ends before
# the date.
_ZONE = re.compile(
    rf'^((?:{_TIMES})\b[^:\n]*?;)TZID=(?:"([^"\n]*)"|([^"\n]*?))(?=(?:;[A-Z-]+=[^:;\n]*)*:\d{{8}})',
    re.IGNORECASE,
)
_ZONE_ID = "X-SHOWUP-TZID"


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
    found = re.search(rb"^%s(?:;[^:\n]*)?:([^\n]*)" % re.escape(name.encode()), raw, re.IGNORECASE | re.MULTILINE)
    return text_of(found[1][:200]).strip() if found else ""


def clean(raw: bytes) -> tuple[str, list[str]]:
    """The wanted content lines of an event, and notes on what was mended. Raises TooLargeError.

    A zone id is moved to a parameter that the parser does not know, so that showup alone decides what it
    means.
    """
    if len(raw) > _BLOCK_LIMIT:
        raw = b"\n".join(line[: 4 * _TEXT_LIMIT] for line in raw.split(b"\n"))
    lines = _joined(text_of(raw).split("\n"))
    wanted = [line for line in lines if _name(line) in _WANTED]
    if len(wanted) > _LINES_LIMIT or sum(map(len, wanted)) > _BLOCK_LIMIT:
        raise TooLargeError("it is larger than one event may be")
    notes = ["A very long text was shortened."] if any(_shortens(line) for line in wanted) else []
    return "\n".join(_tidy(line) for line in wanted), notes


def zone_id(params: dict[str, str]) -> str:
    """The zone id of a parsed property, or an empty text."""
    return str(params.get(_ZONE_ID) or params.get("TZID") or "").strip()


def _joined(lines: list[str]) -> list[str]:
    """Lines that begin with no property name belong to the text before: somebody forgot to fold."""
    joined: list[list[str]] = []
    for line in lines:
        if not line.strip():
            continue
        if joined and not _is_property(line):
            joined[-1].append(line)
        else:
            joined.append([line])
    return ["\\n".join(pieces) for pieces in joined]


def _is_property(line: str) -> bool:
    name = _NAME.match(line)
    return name is not None and (name[1].isupper() or name[1].upper() in _WANTED)


def _name(line: str) -> str:
    name = _NAME.match(line)
    return name[1].upper() if name else ""


def _shortens(line: str) -> bool:
    return len(line) > _TEXT_LIMIT and _name(line) in _TEXTS


def _tidy(line: str) -> str:
    if _shortens(line):
        return line[:_TEXT_LIMIT].rstrip("\\")
    return _ZONE.sub(lambda m: f'{m[1]}{_ZONE_ID}="{m[2] or m[3] or ""}"', line, count=1)
