"""Texts and people that are too long, too many, or written to mislead."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.corpus import Hostile, calendar, case, event

NOW = "DTSTART:20261125T130000Z"
NAMES = (
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "UID",
    "URL",
    "ORGANIZER",
    "ATTENDEE",
    "CONFERENCE",
    "STATUS",
    "X-ALT-DESC",
    "CATEGORIES",
    "CLASS",
)
TEXTS = {
    "5 MB": "Interview " * 500_000,
    "nested markup": "<div>" * 100_000,
    "half a tag": "<" * 200_000,
    "entities": "&lt;" * 100_000,
    "entity bombs": "&#" + "9" * 100_000 + ";",
    "escapes": "\\" * 300_001,
    "newlines": "\\n" * 200_000,
    "bidi": "\u202e\u2066" * 50_000,
    "combining": "e" + "\u0301" * 200_000,
    "emoji": "\U0001f469\u200d" * 50_000,
    "surrogates": "\ud800" * 1000,
    "control": "\x01\x07\x1b[31m" * 10_000,
    "nul": "\0" * 200_000,
    "links": "https://zoom.us/j/1 " * 20_000,
    "one link": "https://zoom.us/" + "j/" * 200_000,
    "addresses": "a@b.example " * 20_000,
    "one address": "a" * 100_000 + "@" + "b." * 50_000,
    "at signs": "@" * 200_000,
    "digits": "1" * 200_000,
    "phones": "+1 555 0100 " * 20_000,
    "full-width": "Ｉｎｔｅｒｖｉｅｗ " * 20_000,
    "mixed scripts": "Іntеrvіеw " * 20_000,
    "quotes": '"' * 200_001,
    "spaces": " " * 1_000_000,
    "hyphens": "-" * 300_000,
    "dots": "." * 300_000,
}
ATTACHED = "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "QUJD" * 1_000_000


def files() -> Iterator[Hostile]:
    for name, text in TEXTS.items():
        kind = name.replace(" ", "-")
        yield case(f"title-{kind}", f"A title of {name}.", NOW, f"SUMMARY:Interview {text}")
        yield case(f"description-{kind}", f"A description of {name}.", NOW, f"DESCRIPTION:{text}")
    for name in NAMES:
        yield case(f"empty-{name.lower()}", f"{name} is empty.", NOW, f"{name}:")
        yield case(
            f"often-{name.lower()}",
            f"{name} stands 3000 times.",
            NOW,
            *[f"{name}:interview{n}@x.example" for n in range(3000)],
        )
        yield case(f"huge-{name.lower()}", f"{name} has two megabytes.", NOW, f"{name}:" + "interview " * 200_000)
        yield case(
            f"parameters-{name.lower()}",
            f"{name} has 20,000 parameters.",
            NOW,
            f"{name};" + ";".join(f"A{n}=b" for n in range(20_000)) + ":x",
        )
        yield case(
            f"quoted-{name.lower()}", f"{name} has a quote that never ends.", NOW, f'{name};CN="' + "x:" * 50_000
        )
    for count in (1000, 100_000):
        people = [
            f"ATTENDEE;CN=P{n};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:p{n}@x.example" for n in range(count)
        ]
        yield case(f"attendees-{count}", f"{count} attendees.", NOW, *people)
    yield case(
        "quoted-printable",
        "Quoted-printable that never ends.",
        NOW,
        "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:" + "=3D" * 100_000 + "=",
        "=" * 100,
    )
    yield case(
        "quoted-printable-lines",
        "100,000 soft line breaks.",
        NOW,
        "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:a=",
        *["b="] * 100_000,
    )
    yield case(
        "charset-unknown",
        "A code that nobody knows.",
        NOW,
        "SUMMARY;CHARSET=KLINGON;ENCODING=QUOTED-PRINTABLE:Interview =C3=A4",
    )
    yield case("charset-zip", "A code that unpacks.", NOW, "SUMMARY;CHARSET=zlib;ENCODING=QUOTED-PRINTABLE:Interview")
    yield case(
        "charset-idna",
        "A code that is slow.",
        NOW,
        "DESCRIPTION;CHARSET=punycode;ENCODING=QUOTED-PRINTABLE:" + "a-b" * 6000,
    )
    yield case("attachment", "Four megabytes attached.", NOW, ATTACHED)
    yield case("attachments", "Three thousand attachments.", NOW, *["ATTACH:https://x.example/" + "x" * 500] * 3000)
    yield case("travel-huge", "A way of a thousand years.", NOW, "X-APPLE-TRAVEL-DURATION;VALUE=DURATION:P999999W")
    yield case(
        "unfolded", "A description of 50,000 lines that nobody folded.", NOW, "DESCRIPTION:", *["a line of it"] * 50_000
    )
    alarm = "BEGIN:VALARM\nTRIGGER:-PT5M\nREPEAT:999999999\nDURATION:PT1S\nACTION:AUDIO\nEND:VALARM"
    yield case("alarms-10000", "Ten thousand alarms, each repeated for ever.", NOW, *[alarm] * 10_000)
    latin = calendar(event(NOW, "SUMMARY:Interview mit M\u00fcller")).decode().encode("latin-1")
    yield Hostile("latin-1", "Latin-1.", lambda: latin)
    yield Hostile(
        "invalid-utf-8",
        "UTF-8 that is none.",
        lambda: calendar(event(NOW)).replace(b"Interview", b"Interview \xff\xfe\xc0\x80"),
    )
