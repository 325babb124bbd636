"""Dates at the ends of time, lengths without sense, exceptions and changes without number."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.hostile.corpus import Hostile, calendar, case, event

NOW = "DTSTART:20261125T130000Z"
STARTS = {
    "year 1": "00010101T000000Z",
    "year 9999": "99991231T235959Z",
    "year 0": "00000101T000000Z",
    "local year 1": "00010101T000000",
    "local year 9999": "99991231T235959",
    "month 13": "20261301T000000Z",
    "day 32": "20261132T000000Z",
    "29 February": "20270229T000000Z",
    "hour 25": "20261125T250000Z",
    "minute 61": "20261125T106100Z",
    "second 99": "20261125T100099Z",
    "five-digit year": "120261125T100000Z",
    "before the window and no date": "20259999T000000Z",
    "a million digits": "2" * 1_000_000,
    "words": "tomorrow at ten",
    "empty": "",
    "minus": "-20261125T100000Z",
    "other digits": "٢٠٢٦١١٢٥T100000Z",
    "iso": "2026-11-25T10:00:00Z",
    "unix": "1795600800",
    "a period": "20261125T100000Z/PT1H",
    "a duration": "PT1H",
    "a list": "20261125T100000Z,20261126T100000Z",
    "a time alone": "T100000Z",
    "nul": "20261125T1000\x0000Z",
    "spaces": "  20261125T100000Z  ",
}
LENGTHS = {
    "end before start": "DTEND:20261124T130000Z",
    "end in year 1": "DTEND:00010101T000000Z",
    "end in year 9999": "DTEND:99991231T235959Z",
    "end a date": "DTEND;VALUE=DATE:20261125",
    "end no date": "DTEND:x",
    "end empty": "DTEND:",
    "end twice": "DTEND:20261125T140000Z\nDTEND:20261125T150000Z",
    "length below nought": "DURATION:-P1D",
    "length beyond all": "DURATION:P99999999999W",
    "length of 9999 weeks": "DURATION:P9999W",
    "length of 5000 digits": f"DURATION:PT{'9' * 5000}S",
    "length no length": "DURATION:long",
    "length bare": "DURATION:P",
    "length and end": "DURATION:PT1H\nDTEND:20261125T150000Z",
    "length in nested repeats": "DURATION:P" + "1D" * 50_000,
}


def files() -> Iterator[Hostile]:
    for name, start in STARTS.items():
        yield case(f"start-{name.replace(' ', '-')}", f"Its start: {name}.", f"DTSTART:{start}")
        yield case(
            f"series-start-{name.replace(' ', '-')}",
            f"A daily series with this start: {name}.",
            f"DTSTART:{start}",
            "RRULE:FREQ=DAILY",
        )
    for name, line in LENGTHS.items():
        yield case(f"length-{name.replace(' ', '-')}", f"Its length: {name}.", NOW, line)
        yield case(
            f"series-length-{name.replace(' ', '-')}",
            f"A weekly series with this length: {name}.",
            NOW,
            line,
            "RRULE:FREQ=WEEKLY",
        )
    for name in ("EXDATE", "RDATE"):
        kind = name.lower()
        dates = ",".join(
            f"20{n // 12 % 80:02}{n % 12 + 1:02}{n % 28 + 1:02}T{n % 24:02}{n % 60:02}00Z" for n in range(100_000)
        )
        yield case(
            f"{kind}-100000-in-a-line", f"A line of 100,000 {name}s.", NOW, "RRULE:FREQ=DAILY", f"{name}:{dates}"
        )
        lines = [f"{name}:{date}" for date in dates.split(",")[:20_000]]
        yield case(f"{kind}-20000-lines", f"20,000 lines of {name}.", NOW, "RRULE:FREQ=DAILY", *lines)
        yield Hostile(
            f"{kind}-a-million",
            f"A million {name}s.",
            partial(calendar, event(NOW, f"{name}:" + ",".join([dates] * 10))),
        )
        yield case(
            f"{kind}-same-4000",
            f"The same {name} 4000 times.",
            NOW,
            "RRULE:FREQ=DAILY",
            *[f"{name}:20261126T130000Z"] * 4000,
        )
        yield case(f"{kind}-no-date", f"{name} is none.", NOW, "RRULE:FREQ=DAILY", f"{name}:never")
        yield case(f"{kind}-year-9999", f"{name} at the end of time.", NOW, f"{name}:99991231T235959,00010101T000000")
    yield case(
        "rdate-periods",
        "Five thousand added periods.",
        NOW,
        "RDATE;VALUE=PERIOD:" + ",".join(f"202611{n % 28 + 1:02}T{n % 24:02}0000Z/P9W" for n in range(5000)),
    )
    yield case(
        "rdate-period-backwards",
        "An added period that ends before it begins.",
        NOW,
        "RDATE;VALUE=PERIOD:20261126T100000Z/20261101T100000Z",
    )
    yield case(
        "rdate-mixed",
        "Dates, times and periods in one line.",
        NOW,
        "RDATE:20261126,20261127T100000Z,20261128T100000Z/PT1H,x",
    )
    yield from _changes()


def _changes() -> Iterator[Hostile]:
    series = event("UID:s", NOW, "RRULE:FREQ=DAILY")
    for count in (100, 5000):
        changes = [
            event("UID:s", f"RECURRENCE-ID:2026{n % 12 + 1:02}{n % 28 + 1:02}T{n % 24:02}{n % 60:02}00Z", NOW)
            for n in range(count)
        ]
        yield Hostile(
            f"changes-{count}",
            f"A series with {count} changed instances.",
            partial(calendar, series, *changes),
        )
        futures = [text.replace("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE") for text in changes]
        yield Hostile(
            f"futures-{count}",
            f"{count} changes of this and the future.",
            partial(calendar, series, *futures),
        )
    far = event("UID:s", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261126T130000Z", "DTSTART:00020101T000000Z")
    yield Hostile(
        "future-moved-2000-years", "A change moves the future by two thousand years.", lambda: calendar(series, far)
    )
    later = event("UID:s", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261126T130000Z", "DTSTART:99980101T000000Z")
    yield Hostile("future-moved-to-9998", "A change moves the future to its end.", lambda: calendar(series, later))
    for name, instance in {
        "no date": "x",
        "year 1": "00010101T000000",
        "year 9999": "99991231T235959",
        "a date": "20261126",
        "a period": "20261126T130000Z/PT1H",
    }.items():
        change = event("UID:s", f"RECURRENCE-ID:{instance}", NOW)
        yield Hostile(
            f"change-of-{name.replace(' ', '-')}",
            f"The changed instance: {name}.",
            partial(calendar, series, change),
        )
    same = [event("UID:same", f"DTSTART:202611{n % 28 + 1:02}T{n % 24:02}{n % 60:02}00Z") for n in range(2000)]
    yield Hostile("one-uid", "Two thousand events under one UID.", lambda: calendar(*same))
    versions = [event("UID:same", NOW, f"SEQUENCE:{n}") for n in range(2000)]
    yield Hostile("versions", "Two thousand versions of one event.", lambda: calendar(*versions))
    yield case("sequence-huge", "A SEQUENCE of 5000 digits.", NOW, f"SEQUENCE:{'9' * 5000}")
    yield case("sequence-below-nought", "A SEQUENCE below nought.", NOW, "SEQUENCE:-1")
