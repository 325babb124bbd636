"""A synthetic calendar of any size, shaped like a real one of many years.

Over five years ending 90 days after `now`: 92 % single events, 6 % series (weekly, monthly, some without an end, with EXDATEs),
2 % moved instances of series; one single event in 300 is an interview. Written as it is made, so it needs no memory.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

__all__ = ["write"]

_PAST, _AHEAD = timedelta(days=5 * 365), timedelta(days=90)
_ZONES = ("Europe/Berlin", "America/New_York", "")
_LENGTHS = (15, 30, 45, 60, 90)
_WORDS = (  # noqa: SIM905 a list of thirty quoted words reads worse
    "planning review budget roadmap design release retro marketing sales customer onboarding weekly status team lunch"
    " demo architecture incident metrics quarter hiring partner support backlog security training travel offsite"
).split()
_INTERVIEWS = ("Interview with {}", "Technical interview - {}", "Phone screen: {}", "Final round interview ({})")
_COMPANIES = ("Marlow", "Globex", "Initech", "Hooli")
_RULES = ("FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=52", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=YEARLY")
_ZONE = """BEGIN:VTIMEZONE
TZID:{}
BEGIN:STANDARD
TZOFFSETFROM:{}
TZOFFSETTO:{}
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH={};BYDAY={}SU
END:STANDARD
BEGIN:DAYLIGHT
TZOFFSETFROM:{}
TZOFFSETTO:{}
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY={}SU
END:DAYLIGHT
END:VTIMEZONE"""


def write(path: Path, events: int, now: datetime, *, full: bool, seed: int = 7) -> int:
    """Write the calendar and return its bytes. `full` gives each event what invitation mails carry (850 bytes, else 250)."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in _lines(events, now.replace(tzinfo=None, second=0, microsecond=0), chance, full=full):
            file.write(_folded(line) + "\r\n")
    return path.stat().st_size


def _lines(events: int, now: datetime, chance: random.Random, *, full: bool) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//synthetic//calendar//EN")
    yield from _ZONE.format("Europe/Berlin", "+0200", "+0100", 10, -1, "+0100", "+0200", -1).split("\n")
    yield from _ZONE.format("America/New_York", "-0400", "-0500", 11, 1, "-0500", "-0400", 2).split("\n")
    series: list[tuple[str, datetime, str]] = []
    for number in range(events):
        yield from _event(number, now, chance, series, full=full)
    yield "END:VCALENDAR"


def _event(
    number: int, now: datetime, chance: random.Random, series: list[tuple[str, datetime, str]], *, full: bool
) -> Iterator[str]:
    kind = chance.random()
    uid, zone, title = f"{number:08d}@synthetic", chance.choice(_ZONES), " ".join(chance.sample(_WORDS, 3))
    day = timedelta(days=chance.randrange((_PAST + _AHEAD).days), minutes=15 * chance.randrange(80))
    start = (now - _PAST + day).replace(minute=chance.choice((0, 15, 30, 45)))
    more: list[str] = []
    if kind >= 0.98 and series:
        uid, first, zone = chance.choice(series)
        original = first + timedelta(weeks=chance.randrange(1, 40))
        more, start = [_when("RECURRENCE-ID", original, zone)], original + timedelta(hours=1)
    elif kind >= 0.92:
        more = [f"RRULE:{chance.choice(_RULES)}"]
        more += [_when("EXDATE", start + timedelta(weeks=2 * week), zone) for week in range(1, chance.randrange(1, 4))]
        series.append((uid, start, zone))
    elif chance.random() < 1 / 300:
        title = chance.choice(_INTERVIEWS).format(chance.choice(_COMPANIES))
    end = start + timedelta(minutes=chance.choice(_LENGTHS))
    yield from ("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z", f"SUMMARY:{title}", *more)
    yield from (_when("DTSTART", start, zone), _when("DTEND", end, zone))
    yield from _invitation(number, chance) if full else ()
    yield "END:VEVENT"


def _invitation(number: int, chance: random.Random) -> Iterator[str]:
    text = " ".join(chance.choices(_WORDS, k=40))
    yield f"DESCRIPTION:Join: https://meet.example.com/{chance.randrange(10**9):09d}\\n\\n{text}\\, please bring notes."
    yield from (f"LOCATION:Room {number % 40}", "STATUS:CONFIRMED", "SEQUENCE:1", "TRANSP:OPAQUE")
    yield f"ORGANIZER;CN=Someone {number % 50}:mailto:someone{number % 50}@example.com"
    yield "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=me@example.org:mailto:me@example.org"
    if number % 2:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Reminder", "TRIGGER:-P0DT0H30M0S", "END:VALARM")


def _when(key: str, instant: datetime, zone: str) -> str:
    return f"{key};TZID={zone}:{instant:%Y%m%dT%H%M%S}" if zone else f"{key}:{instant:%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> str:
    """At 75 characters; all of them are ASCII here."""
    return "\r\n ".join([line[:75], *(line[at : at + 74] for at in range(75, len(line), 74))])
