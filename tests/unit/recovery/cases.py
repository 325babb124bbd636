"""Interviews and people for the tests of the words, and every combination of what may be known of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

from showup.model import Contact, DraftKind, Interview, Judgement, Kind, Occurrence, Profile, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

START = datetime(2025, 3, 3, 13, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

DANA = Contact("Dana Fox", "dana.fox@marlow.example", "+49 30 901820", "recruiter")
KIM = Contact("Kim Osei", "kim.osei@marlow.example", "", "interviewer")
MAILBOX = Contact("Marlow Careers", "careers@marlow.example", "", "organizer")
AGENT = Contact("Ada Bell", "ada@bell-staffing.example", "+44 20 7946 0018", "agency")
LONG_NAME = Contact("Maximiliane Bartholomäa Hohenberg-Zollern", "max@marlow.example", "+49 30 901821", "recruiter")

JANE = Profile("Jane Doe", ("jane@doe.example",), "+49 176 1234567", "Europe/Berlin")
NOBODY = Profile(zone="America/Chicago")
LONG_JANE = Profile(
    "María-José Alejandra de la Concepción Fernández y Rodríguez",
    ("mj@doe.example",),
    "+49 (0) 176 12 34 56 78 90",
)
LONG_POSITION = "Senior Principal Site Reliability Engineer, Payments & Ledger (m/f/d)"
LONG_COMPANY = "Österreichische Vereinigte Donau Elektrizitätswerke"


def interview(
    *,
    company: str | None = "Marlow",
    position: str | None = "Platform Engineer",
    uid: str = "u1",
    kind: Kind = Kind.TECHNICAL,
    contacts: tuple[Contact, ...] = (DANA,),
    zone: str | None = "Europe/Berlin",
    all_day: bool = False,
    start: datetime = START,
    phone: str | None = None,
) -> Interview:
    occurrence = Occurrence(
        "s", uid, start, start + (DAY if all_day else HOUR), zone=zone, all_day=all_day, title="Interview"
    )
    return Interview(
        occurrence,
        Judgement(
            Verdict.INTERVIEW,
            90,
            company=company,
            position=position,
            kind=kind,
            contacts=contacts,
            phone=phone,
        ),
    )


def combinations() -> Iterator[tuple[DraftKind, Interview, Profile, datetime]]:
    """Each kind of draft, at each time it can be written, over what may be known: some thousands."""
    known = product(
        (None, "Marlow", LONG_COMPANY),
        (None, "Platform Engineer", LONG_POSITION),
        ((), (DANA,), (MAILBOX, KIM), (KIM, AGENT), (LONG_NAME, DANA, KIM)),
        (NOBODY, JANE, LONG_JANE, replace(JANE, name=""), replace(JANE, phone="")),
    )
    for number, (company, position, contacts, profile) in enumerate(known):
        for turn, (kind, sort, after) in enumerate(_OCCASIONS):
            yield (
                kind,
                interview(
                    company=company, position=position, contacts=contacts, kind=sort, uid=f"u{number}",
                    all_day=(number + turn) % 3 == 0, zone=(None, "America/Chicago")[(number + turn) % 2],
                ),
                profile,
                START + after,
            )  # fmt: skip


_OCCASIONS = (
    (DraftKind.EMAIL, Kind.INTERVIEW, HOUR),
    (DraftKind.EMAIL, Kind.PANEL, 3 * DAY),
    (DraftKind.EMAIL, Kind.RECRUITER_SCREEN, 30 * DAY),
    (DraftKind.RESCHEDULE, Kind.FINAL, -HOUR),
    (DraftKind.RESCHEDULE, Kind.PANEL, -4 * DAY),
    (DraftKind.EXTENSION, Kind.DEADLINE, -HOUR),
    (DraftKind.EXTENSION, Kind.DEADLINE, 30 * DAY),
    (DraftKind.INTERVIEWER_ABSENT, Kind.ONSITE, HOUR),
    (DraftKind.CALL_SCRIPT, Kind.TRIAL, HOUR),
    (DraftKind.CALL_SCRIPT, Kind.PANEL, -HOUR),
    (DraftKind.CALL_SCRIPT, Kind.DEADLINE, HOUR),
    (DraftKind.VOICEMAIL, Kind.TECHNICAL, 30 * DAY),
    (DraftKind.VOICEMAIL, Kind.ASSESSMENT, -HOUR),
    (DraftKind.VOICEMAIL, Kind.DEADLINE, 2 * DAY),
    (DraftKind.RUNNING_LATE, Kind.TECHNICAL, HOUR / 12),
)
