"""Content lines that programs in the wild write wrongly, put right before a parser sees them, each with a note for the person."""

from __future__ import annotations

import quopri
import re
from datetime import UTC, datetime, timedelta

from showup_integrations.ics.old_rules import translated

__all__ = ["is_soft_broken", "mended"]

_SPLIT = re.compile(r'((?:[^":\n]|"[^"\n]*")*):(.*)', re.DOTALL)
_MOMENT = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*([Zz]|[+-]\d\d:?\d\d)?)?\s*;?\s*"
)
_PLAIN_TIMES = re.compile(r"(?:\d{8}(?:T(?:[01]\d|2[0-3])[0-5]\d[0-5]\d)?Z?(?:,|$))+$")
_PLAIN_PERSON = re.compile(r'[A-Za-z-]+(?:;[A-Za-z-]+=(?:"[^"]*"|[^":;,]*))*:(?!.*:mailto:)', re.IGNORECASE)
_PERSON = re.compile(
    r"([A-Za-z-]+);(.*?):((?:mailto|urn|http|https|invalid|/)[:/][^:]*(?::[^:]*)*|[^:]*)$", re.IGNORECASE
)
_MAIL = re.compile(r"([A-Za-z-]+);(.*):(mailto:.*)$", re.IGNORECASE)
_PARAMETER = re.compile(r";(?=[A-Za-z-]+=)")
_QUOTED_PRINTABLE = re.compile(r"^[^:\n]*;(?:ENCODING=)?QUOTED-PRINTABLE\b", re.IGNORECASE)
_CHARSET = re.compile(r"CHARSET=\"?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_DURATION = re.compile(r"([+-]?)P?(\d+[WD])?T?((?:\d+[HMS])*)", re.IGNORECASE)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RULE = "Its repetition rule is not written as it should be; it was read as {}."
_TIMES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"})


def mended(name: str, line: str) -> tuple[str, str]:
    """The content line of the property `name`, as it should have been written, and a note when that mattered."""
    if name in _TIMES:
        return _times(name, line)
    if name in {"RRULE", "EXRULE"}:
        return _rule(line)
    if name in {"ATTENDEE", "ORGANIZER"}:
        return _person(line), ""
    if name == "DURATION":
        return _duration(line), ""
    if _QUOTED_PRINTABLE.match(line):
        return _decoded(name, line), ""
    return line, ""


def is_soft_broken(line: str) -> bool:
    """Whether a text in quoted-printable goes on in the next line, as vCalendar 1.0 breaks lines."""
    return line.endswith("=") and _QUOTED_PRINTABLE.match(line) is not None


def _times(name: str, line: str) -> tuple[str, str]:
    parts = _SPLIT.fullmatch(line)
    if parts is None or _PLAIN_TIMES.match(parts[2]):
        return line.replace(";:", ":", 1) if ";:" in line else line, ""
    pieces = re.split(r"[,;]", parts[2].strip(" \t;"))
    read = ["/".join(_moment(end) or end.strip() for end in piece.split("/")) for piece in pieces]
    said, meant = parts[2].strip(" \t;"), ",".join(read)
    same = said.upper().replace(";", ",").replace(" ", "") == meant.upper()
    note = "" if same else f'Its {name} "{said[:60]}" was read as {meant[:60]}.'
    return f"{parts[1].rstrip(';')}:{meant}", note


def _moment(text: str) -> str | None:
    """A date or time in the basic form, None for what is neither."""
    parts = _MOMENT.fullmatch(text)
    if parts is None:
        return None
    year, month, day, hour, minute, second, zone = parts.groups()
    if hour is None:
        return f"{year}{month}{day}"
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour) % 24, int(minute), min(int(second or 0), 59), 0, UTC
        )
        moment += timedelta(days=int(hour) // 24) - _offset(zone or "Z")
    except (ValueError, OverflowError):
        return None
    return f"{moment:%Y%m%dT%H%M%S}".zfill(15) + ("Z" if zone else "")


def _offset(zone: str) -> timedelta:
    if zone in "Zz":
        return timedelta(0)
    length = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -length if zone[0] == "-" else length


def _rule(line: str) -> tuple[str, str]:
    parts = _SPLIT.fullmatch(line)
    if parts is None:
        return line, ""
    said = parts[2].strip()
    if old := translated(said):
        return f"{parts[1]}:{old}", ""
    if not said:
        return "", "Its repetition rule is empty."
    pieces = [_part(*piece.partition("=")[::2]) for piece in said.upper().split(";")]
    meant = ";".join(filter(None, pieces))
    note = "" if said.upper().rstrip(";") == meant else _RULE.format(meant[:100])
    return f"{parts[1]}:{meant}", note


def _part(name: str, value: str) -> str:
    """One part of a rule; empty for one that says nothing."""
    name, values = name.strip(), [piece.strip() for piece in value.split(",")]
    if name == "UNTIL":
        values = [_moment(value) or value.strip()]
    elif name in {"BYDAY", "WKST"}:
        values = [_weekday(piece) for piece in values]
        values = [piece for piece in values if name == "BYDAY" or piece in _DAYS]
    elif name.startswith("BY") and name not in {"BYHOUR", "BYMINUTE", "BYSECOND"}:
        values = [piece for piece in values if piece.strip("+-0")]
    meant = ",".join(filter(None, values))
    return f"{name}={meant}" if meant else ""


def _weekday(text: str) -> str:
    """MONDAY or MON as MO; what is no name of a day stays."""
    return re.sub(r"^([+-]?\d*)(MO|TU|WE|TH|FR|SA|SU)[A-Z]*$", r"\1\2", text)


def _person(line: str) -> str:
    """With every parameter in quotes: names hold commas, colons and quotes that nobody put into any."""
    if _PLAIN_PERSON.match(line):
        return line
    parts = _MAIL.match(line) or _PERSON.match(line)
    if parts is None:
        return line
    kept = [piece.partition("=") for piece in _PARAMETER.split(parts[2])]
    quoted = (f'{name}="{value.strip(chr(34)).replace(chr(34), chr(39))}"' for name, _, value in kept if name)
    return f"{parts[1]};{';'.join(quoted)}:{parts[3]}"


def _duration(line: str) -> str:
    parts = _SPLIT.fullmatch(line)
    length = _DURATION.fullmatch(parts[2].strip()) if parts else None
    if parts is None or length is None or not (length[2] or length[3]):
        return line
    hours = f"T{length[3]}" if length[3] else ""
    return f"{parts[1]}:{length[1]}P{length[2] or ''}{hours}".upper()


def _decoded(name: str, line: str) -> str:
    head, _, value = line.partition(":")
    said = quopri.decodestring(value.encode())
    charset = _CHARSET.search(head)
    try:
        text = said.decode(charset[1] if charset else "utf-8")
    except (LookupError, UnicodeDecodeError, ValueError):
        text = said.decode("cp1252", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return f"{name}:" + text.replace("\n", "\\n")
