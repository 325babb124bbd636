"""Simply too much."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.hostile.corpus import Hostile, calendar, event

NOW = "DTSTART:20261125T130000Z"


def files() -> Iterator[Hostile]:
    for count in (1000, 5000):
        yield Hostile(
            f"events-{count}",
            f"{count} interviews in one hour.",
            partial(calendar, *(event(f"UID:{n}", NOW) for n in range(count))),
        )
        yield Hostile(
            f"no-uids-{count}",
            f"{count} events whose UID is empty.",
            partial(calendar, *(event("UID:", NOW, f"SUMMARY:Interview {n}") for n in range(count))),
        )
        yield Hostile(
            f"broken-{count}",
            f"{count} broken events.",
            partial(calendar, *(event(f"UID:{n}", "DTSTART:x") for n in range(count))),
            says="cannot be read",
        )
        yield Hostile(
            f"weekly-{count}",
            f"{count} weekly series.",
            partial(calendar, *(event(f"UID:{n}", NOW, "RRULE:FREQ=WEEKLY") for n in range(count))),
        )
        yield Hostile(
            f"orphans-{count}",
            f"{count} changes of one series that is not there.",
            partial(
                calendar,
                *(
                    event("UID:o", f"RECURRENCE-ID:2026{n % 12 + 1:02}{n % 28 + 1:02}T{n % 24:02}{n % 60:02}00Z", NOW)
                    for n in range(count)
                ),
            ),
        )
    body = "DESCRIPTION:" + "interview with the hiring team about the position " * 300
    yield Hostile(
        "texts-2000",
        "Two thousand interviews with 15 KB of text each.",
        lambda: calendar(*(event(f"UID:{n}", NOW, body) for n in range(2000))),
    )
    yield Hostile(
        "others-40000",
        "Forty thousand events that are no interviews.",
        lambda: calendar(*(event(f"UID:{n}", NOW, "SUMMARY:Lunch") for n in range(40_000))),
    )
    yield Hostile("tiny-50000", "50,000 empty events.", lambda: calendar("BEGIN:VEVENT\nEND:VEVENT\n" * 50_000))
    links = "DESCRIPTION:" + " ".join(f"https://h{n}.example/interview?x={n}" for n in range(500))
    yield Hostile(
        "links-1000",
        "A thousand interviews with 500 links each.",
        lambda: calendar(*(event(f"UID:{n}", NOW, links) for n in range(1000))),
    )
    people = [f"ATTENDEE;CN=P{n}:mailto:p{n}@x.example" for n in range(300)]
    yield Hostile(
        "people-500",
        "500 interviews with 300 people each.",
        lambda: calendar(*(event(f"UID:{n}", NOW, *people) for n in range(500))),
    )
    folded = "DESCRIPTION:x\n" + " y\n" * 3_000_000 + NOW
    yield Hostile(
        "folds-3000000",
        "One event of three million folded lines, among a hundred others.",
        lambda: calendar(*(event(f"UID:{n}", folded if n == 60 else NOW) for n in range(100))),
    )
