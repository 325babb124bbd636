"""Files that are no calendars, half of one, or nested where nothing nests."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

from tests.hostile.corpus import GOOD, Hostile, calendar, event

NOT_ONE = {
    "empty": b"",
    "blank": b" \r\n\t" * 1000,
    "nul bytes": b"\0" * 1_000_000,
    "a web page": b"<!DOCTYPE html><html><body>Log in</body></html>",
    "json": b'{"error": "denied"}',
    "json lines": b'{"a":1}\n' * 10_000,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1000,
    "a zip": b"PK\x03\x04" + bytes(1000),
    "gzip": b"\x1f\x8b\x08" + bytes(range(256)) * 100,
    "an event alone": b"BEGIN:VEVENT\nUID:1\nEND:VEVENT\n",
    "a contact": b"BEGIN:VCARD\nFN:Ann\nEND:VCARD\n",
    "only an end": b"END:VCALENDAR\n" * 100_000,
    "one long line": b"x" * 5_000_000,
    "bom only": b"\xef\xbb\xbf",
    "utf-16 bom only": b"\xff\xfe",
    "xml entities": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "utf-32": "BEGIN:VCALENDAR\n".encode("utf-32"),
}
JUNK = {
    "alarms without end": "BEGIN:VALARM\n" * 100_000,
    "ends without a beginning": "END:VEVENT\n" * 100_000,
    "events without an end": "BEGIN:VEVENT\n" * 20_000,
    "todos without an end": "BEGIN:VTODO\n" * 50_000,
    "pairs that do not fit": "BEGIN:A\nEND:B\n" * 50_000,
    "colons": ":\n;\n=\n,\n" * 50_000,
    "a line of megabytes": "X:" + "x" * 4_000_000 + "\n",
    "a name of megabytes": "X" * 4_000_000 + ":\n",
    "folded megabytes": "X:y\n" + " z\n" * 400_000,
    "empty lines": "\n" * 1_000_000,
    "control characters": "\x01\x02\x03\x7f\n" * 10_000,
    "calendars without an end": "BEGIN:VCALENDAR\n" * 20_000,
    "zones without an end": "BEGIN:VTIMEZONE\n" * 20_000,
    "private components": "BEGIN:X-A\nX:1\nEND:X-A\n" * 50_000,
    "freebusy": "BEGIN:VFREEBUSY\nEND:VFREEBUSY\n" * 20_000,
    "components of odd names": "BEGIN:\nBEGIN: \nBEGIN:a b\nBEGIN;X=1:VEVENT\n" * 5000,
    "carriage returns": "\r" * 1_000_000,
    "parameters": "X;" + "a=b;" * 300_000 + "c=d:1\n",
    "quotes": 'X;A="' * 20_000 + "\n",
    "tabs": "\t" * 1_000_000 + "\n",
}


def files() -> Iterator[Hostile]:
    for name, data in NOT_ONE.items():
        yield Hostile(
            f"no-calendar-{name.replace(' ', '-')}", f"Not a calendar: {name}.", partial(bytes, data), keeps=False
        )
    for name, junk in JUNK.items():
        kind = name.replace(" ", "-")
        yield Hostile(f"junk-before-{kind}", f"Before the event: {name}.", partial(calendar, head=junk))
        yield Hostile(
            f"junk-inside-{kind}",
            f"Inside of an event: {name}.",
            partial(calendar, f"BEGIN:VEVENT\nUID:x\n{junk}DTSTART:20261125T130000Z\nEND:VEVENT\n"),
        )
    whole = calendar(event("DTSTART:20261125T130000Z"))
    for length in range(20, len(whole), 17):
        yield Hostile(
            f"cut-off-{length}", f"Cut off after {length} bytes.", partial(bytes, whole[:length]), keeps=False
        )
    for seed in range(25):
        yield Hostile(f"noise-{seed}", "Some of its bytes are others.", partial(_noisy, whole, seed), keeps=False)
    deep = "BEGIN:VALARM\n" * 50_000 + "END:VALARM\n" * 50_000
    yield Hostile(
        "nested-50000-deep",
        "An event with alarms nested 50,000 deep.",
        lambda: calendar(f"BEGIN:VEVENT\nUID:d\nDTSTART:20261125T130000Z\n{deep}END:VEVENT\n"),
    )
    nested = "BEGIN:VEVENT\n" + "BEGIN:VEVENT\n".join(f"UID:n{n}\nDTSTART:20261125T130000Z\n" for n in range(5000))
    yield Hostile("events-in-events", "Events that begin inside of one another.", lambda: calendar(nested))
    yield Hostile(
        "calendars-in-calendars",
        "Calendars nested 1000 deep.",
        lambda: b"BEGIN:VCALENDAR\n" * 1000 + calendar() + b"END:VCALENDAR\n" * 1000,
    )
    yield Hostile(
        "5000-calendars",
        "Five thousand calendars in one file.",
        lambda: b"BEGIN:VCALENDAR\nEND:VCALENDAR\n" * 5000 + calendar(),
    )
    yield Hostile("utf-16", "A calendar in UTF-16.", lambda: calendar().decode().encode("utf-16"))
    yield Hostile(
        "utf-16-odd", "UTF-16 with half a character at its end.", lambda: calendar().decode().encode("utf-16") + b"\n"
    )
    yield Hostile(
        "mixed-line-ends",
        "Three kinds of line ends.",
        lambda: calendar().replace(b"\n", b"\r\n", 3).replace(b"\nUID", b"\rUID"),
    )
    yield Hostile(
        "lower-case",
        "All in lower case.",
        lambda: calendar().replace(b"BEGIN", b"begin").replace(b"VEVENT", b"vevent").replace(b"DTSTART", b"dtstart"),
    )
    yield Hostile(
        "folded-everywhere",
        "A fold after every letter.",
        lambda: (
            b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n"
            + b"\n".join(b"\n ".join(bytes([c]) for c in line) for line in GOOD.encode().split(b"\n"))
            + b"\nEND:VEVENT\nEND:VCALENDAR\n"
        ),
    )
    yield Hostile(
        "trailing-garbage", "A megabyte of garbage after its end.", lambda: calendar() + bytes(range(256)) * 4000
    )


def _noisy(data: bytes, seed: int) -> bytes:
    rnd = random.Random(seed)
    noisy = bytearray(data)
    for _ in range(1 + seed):
        noisy[rnd.randrange(len(noisy))] = rnd.randrange(256)
    return bytes(noisy)
