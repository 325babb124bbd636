"""Well-formed calendars of every kind of event, by chance: the same seed gives the same calendar."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

__all__ = ["FROM", "UNTIL", "calendar_of"]

FROM, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
_ZONES = {
    "Europe/Berlin": (
        "+0100",
        "+0200",
        "BYMONTH=3;BYDAY=-1SU",
        "BYMONTH=10;BYDAY=-1SU",
        "19810329T020000",
        "19961027T030000",
    ),
    "America/New_York": (
        "-0500",
        "-0400",
        "BYMONTH=3;BYDAY=2SU",
        "BYMONTH=11;BYDAY=1SU",
        "20070311T020000",
        "20071104T020000",
    ),
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SPAN_DAYS = 500


def calendar_of(seed: int, events: int = 40) -> bytes:
    """A calendar of that many UIDs, some with changed instances, around the window from FROM to UNTIL."""
    rnd = random.Random(seed)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//agreement//EN",
        *(line for name in _ZONES for line in _zone(name)),
    ]
    for number in range(events):
        lines += _event(rnd, f"{seed}-{number}")
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _zone(name: str) -> list[str]:
    winter, summer, spring, autumn, first_spring, first_autumn = _ZONES[name]
    return [
        "BEGIN:VTIMEZONE",
        f"TZID:{name}",
        "BEGIN:DAYLIGHT",
        f"DTSTART:{first_spring}",
        f"TZOFFSETFROM:{winter}",
        f"TZOFFSETTO:{summer}",
        f"RRULE:FREQ=YEARLY;{spring}",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        f"DTSTART:{first_autumn}",
        f"TZOFFSETFROM:{summer}",
        f"TZOFFSETTO:{winter}",
        f"RRULE:FREQ=YEARLY;{autumn}",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def _event(rnd: random.Random, uid: str) -> list[str]:
    zone = rnd.choice(["UTC", "day", *_ZONES])
    start = datetime(2025, 6, 1) + timedelta(days=rnd.randrange(_SPAN_DAYS), minutes=15 * rnd.randrange(28, 84))  # noqa: DTZ001
    lines = [f"UID:{uid}", "DTSTAMP:20260101T000000Z", f"DTSTART{_written(start, zone)}", *_length(rnd, start, zone)]
    if rnd.random() < 0.6:
        rule, step = _rule(rnd, start, zone)
        lines.append(f"RRULE:{rule}")
        if step and rnd.random() < 0.4:
            lines.append(f"EXDATE{_written(start + step * rnd.randrange(2, 30), zone)}")
        if rnd.random() < 0.2:
            lines.append(f"RDATE{_written(start + timedelta(days=rnd.randrange(1, 400), hours=1), zone)}")
        if step and rnd.random() < 0.4:
            return [*_framed(lines), *_framed(_change(rnd, uid, start + step * rnd.randrange(1, 40), zone))]
    return _framed(lines)


def _framed(lines: list[str]) -> list[str]:
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


def _change(rnd: random.Random, uid: str, instance: datetime, zone: str) -> list[str]:
    moved = instance + timedelta(days=rnd.choice([-1, 0, 0, 1]), minutes=0 if zone == "day" else 15 * rnd.randrange(8))
    return [
        f"UID:{uid}",
        "DTSTAMP:20260101T000000Z",
        "SEQUENCE:1",
        f"RECURRENCE-ID{_written(instance, zone)}",
        f"DTSTART{_written(moved, zone)}",
        *_length(rnd, moved, zone),
    ]


def _written(moment: datetime, zone: str) -> str:
    if zone == "day":
        return f";VALUE=DATE:{moment:%Y%m%d}"
    return f":{moment:%Y%m%dT%H%M%S}Z" if zone == "UTC" else f";TZID={zone}:{moment:%Y%m%dT%H%M%S}"


def _length(rnd: random.Random, start: datetime, zone: str) -> list[str]:
    if zone == "day":
        days = rnd.choice([1, 1, 2, 5])
        return rnd.choice([[f"DTEND{_written(start + timedelta(days=days), zone)}"], [f"DURATION:P{days}D"]])
    minutes = rnd.choice([15, 30, 60, 90])
    return rnd.choice([[f"DTEND{_written(start + timedelta(minutes=minutes), zone)}"], [f"DURATION:PT{minutes}M"]])


def _rule(rnd: random.Random, start: datetime, zone: str) -> tuple[str, timedelta | None]:
    """A rule that DTSTART fits, and the step between its instances where that is a fixed one."""
    day, place = _DAYS[start.weekday()], (start.day - 1) // 7 + 1
    more = rnd.choice([f",{other}" for other in _DAYS if other != day])
    interval = rnd.choice([1, 1, 1, 2, 3])
    rules: list[tuple[str, timedelta | None]] = [
        ("FREQ=DAILY", timedelta(days=interval)),
        ("FREQ=WEEKLY", timedelta(weeks=interval)),
        (f"FREQ=WEEKLY;BYDAY={day}", timedelta(weeks=interval)),
        (f"FREQ=WEEKLY;BYDAY={day}{more};WKST=SU", None),
        (f"FREQ=MONTHLY;BYMONTHDAY={min(start.day, 28)}" if start.day <= 28 else "FREQ=MONTHLY", None),
        (f"FREQ=MONTHLY;BYDAY={place}{day}" if place < 5 else f"FREQ=MONTHLY;BYDAY=-1{day}", None),
        ("FREQ=YEARLY", None),
        (f"FREQ=YEARLY;BYMONTH={start.month};BYMONTHDAY={start.day}", None),
        (f"FREQ=DAILY;BYMONTH={start.month},{start.month % 12 + 1}", None),
    ]
    if start.weekday() < 5:
        rules.append(("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", None))
    rule, step = rnd.choice(rules)
    return f"{rule};INTERVAL={interval}{_end(rnd, start, zone)}", step


def _end(rnd: random.Random, start: datetime, zone: str) -> str:
    kind = rnd.random()
    if kind < 0.3:
        return f";COUNT={rnd.randrange(2, 200)}"
    if kind > 0.7:
        return ""
    last = start + timedelta(days=rnd.randrange(300))
    if zone == "day":
        return f";UNTIL={last:%Y%m%d}"
    until = last.replace(tzinfo=UTC if zone == "UTC" else ZoneInfo(zone)).astimezone(UTC)
    return f";UNTIL={until:%Y%m%dT%H%M%SZ}"
