"""Time zones without sense, without number or without end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.hostile.corpus import Hostile, calendar, event

LOCAL = "DTSTART;TZID={}:20261125T130000"
NAMES = {
    "unknown": "Nowhere/Atall",
    "empty": "",
    "a path": "../../etc/passwd",
    "an absolute path": "/etc/passwd",
    "a null device": "/dev/null",
    "100000 letters": "x" * 100_000,
    "100000 slashes": "/" * 100_000,
    "a/b/c without end": "a/" * 50_000,
    "nul": "Europe/\0Berlin",
    "dots": "..",
    "a folder": "Europe",
    "an offset": "UTC+99:99",
    "offsets": "GMT +0100 / GMT +0200",
    "surrogates": "\ud800",
    "markup": "<b>Berlin</b>",
    "quotes": '"Europe/Berlin',
    "colon": "a:b:c",
    "an offset of 5000 digits": "GMT+" + "1" * 5000,
    "posixrules": "posixrules",
    "leap seconds": "right/Europe/Berlin",
    "localtime": "localtime",
    "Factory": "Factory",
    "spaces": " " * 1000,
    "percent": "%s%n%x",
    "shown": "(UTC+01:00) " + "Amsterdam, " * 5000,
}
DEFINITION = (
    "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n"
)
CHANGES = {
    "secondly": ("FREQ=YEARLY", "FREQ=SECONDLY"),
    "daily": ("FREQ=YEARLY", "FREQ=DAILY"),
    "hourly": ("FREQ=YEARLY", "FREQ=HOURLY"),
    "never true": ("BYMONTH=10;BYDAY=-1SU", "BYMONTH=2;BYMONTHDAY=30"),
    "interval nought": ("FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=0"),
    "since year 1": ("19701025", "00010101"),
    "in year 9999": ("19701025", "99991231"),
    "no start": ("DTSTART", "X"),
    "start in UTC": ("T030000", "T030000Z"),
    "offset of 99 hours": ("+0200", "+9900"),
    "offset of words": ("+0200", "two"),
    "no offset": ("TZOFFSETTO", "X"),
    "offset with seconds": ("+0200", "+020030"),
    "every yearday": ("BYMONTH=10;BYDAY=-1SU", "BYYEARDAY=" + ",".join(map(str, range(1, 367)))),
    "count huge": ("FREQ=YEARLY", "FREQ=YEARLY;COUNT=99999999"),
    "no observance": ("STANDARD", "NOTHING"),
    "cut off": ("END:STANDARD\n", ""),
    "many rules": ("RRULE:", "RRULE:FREQ=YEARLY\n" * 900 + "RRULE:"),
    "a million rules": ("RRULE:", "RRULE:FREQ=YEARLY\n" * 1_000_000 + "RRULE:"),
    "many dates": ("RRULE:", "RDATE:" + "19800101T000000," * 3000 + "\nRRULE:"),
    "nested": ("BEGIN:STANDARD", "BEGIN:STANDARD\n" * 3000),
    "its name is known": ("TZID:Own", "TZID:Own\nX-LIC-LOCATION:Europe/Berlin"),
    "its place is a path": ("TZID:Own", "TZID:Own\nX-LIC-LOCATION:../../etc/passwd"),
    "minutely": ("FREQ=YEARLY", "FREQ=MINUTELY"),
    "a rule without end": ("BYMONTH=10;BYDAY=-1SU", "BYMONTH=" + "10," * 20_000 + "10"),
}


def files() -> Iterator[Hostile]:
    for name, tzid in NAMES.items():
        yield Hostile(
            f"zone-{name.replace('/', '-').replace(' ', '-')}",
            f"The time zone's id: {name}.",
            partial(calendar, event(LOCAL.format(tzid))),
        )
    for name, (old, new) in CHANGES.items():
        head = "VERSION:2.0\n" + DEFINITION.replace(old, new)
        local = LOCAL.format("Own")
        yield Hostile(
            f"own-zone-{name.replace(' ', '-')}",
            f"The calendar's own zone: {name}.",
            partial(calendar, event(local), head=head),
        )
        yield Hostile(
            f"own-zone-series-{name.replace(' ', '-')}",
            f"A series in the calendar's own zone: {name}.",
            partial(calendar, event(local, "RRULE:FREQ=DAILY"), head=head),
        )
    many = [DEFINITION.replace("Own", f"Own{n}") for n in range(2000)]
    used = [event(f"UID:{n}", LOCAL.format(f"Own{n}")) for n in range(2000)]
    yield Hostile(
        "zones-2000", "Two thousand zones, each used by one event.", lambda: calendar(*used, head="".join(many))
    )
    heavy = DEFINITION.replace("END:STANDARD", "RRULE:FREQ=MONTHLY;BYDAY=-1SU\n" * 4 + "END:STANDARD")
    heavies = [heavy.replace("Own", f"Own{n}") for n in range(2000)]
    yield Hostile(
        "heavy-zones-2000",
        "Two thousand zones with heavy rules, each used by one event.",
        lambda: calendar(*used, head="".join(heavies)),
    )
    same = DEFINITION * 20_000
    yield Hostile(
        "one-zone-20000-times",
        "One zone, defined twenty thousand times.",
        lambda: calendar(event(LOCAL.format("Own")), head=same),
    )
    yield Hostile(
        "x-wr-timezone-odd",
        "The calendar's own zone is a path.",
        lambda: calendar(event("DTSTART:20261125T130000"), head="X-WR-TIMEZONE:../../etc/passwd\n"),
    )
    yield Hostile(
        "x-wr-timezone-long",
        "The calendar's own zone has a million letters.",
        lambda: calendar(event("DTSTART:20261125T130000"), head="X-WR-TIMEZONE:" + "x" * 1_000_000 + "\n"),
    )
    every = [event(f"UID:{n}", LOCAL.format(f"Zone{n}/Of/Nowhere")) for n in range(5000)]
    yield Hostile(
        "5000-unknown-zones", "Five thousand events, each in an unknown zone of its own.", lambda: calendar(*every)
    )
