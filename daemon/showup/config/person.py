"""[profile]: who the person is."""

from __future__ import annotations

import re
from datetime import time

from showup.config.section import Section, one_line
from showup.config.zone import known_zone, machine_zone
from showup.model import Profile

__all__ = ["profile"]

_KEYS = (
    "name",
    "email",
    "emails",
    "phone",
    "zone",
    "language",
    "working_hours",
    "country",
    "references",
    "work_samples",
)
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\].]+(\.[^\s@<>,;:\"()\[\].]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_HOURS = Profile().working_hours


def profile(section: Section) -> Profile:
    """The person, with the machine's zone where they named none."""
    section.expect(_KEYS)
    return Profile(
        name=section.text("name"),
        emails=_emails(section),
        phone=section.text("phone"),
        zone=section.read("zone", "", _zone) or machine_zone(),
        language=section.read("language", "en", _language),
        working_hours=section.read("working_hours", _HOURS, _hours),
        country=section.text("country"),
        references=section.texts("references"),
        work_samples=section.texts("work_samples"),
    )


def _emails(section: Section) -> tuple[str, ...]:
    """`email` and `emails` together, each address once."""
    one = section.text("email")
    given = [("email", one)] * bool(one) + [("emails", email) for email in section.texts("emails")]
    for key, email in given:
        if not _EMAIL.fullmatch(email):
            section.fault(key, f'"{email}" is no e-mail address; write one such as "name@example.org"')
    return tuple(dict.fromkeys(email for _, email in given))


def _zone(value: object) -> str:
    return known_zone(one_line(value))


def _language(value: object) -> str:
    code = one_line(value)
    if not _LANGUAGE.fullmatch(code):
        raise ValueError(f'"{code}" is no language code; write one such as "en" or "de"')
    return code


def _hours(value: object) -> tuple[str, str]:
    wrong = 'is the first and the last hour of your working day, such as ["09:00", "18:00"]'
    if not isinstance(value, list):
        raise ValueError(wrong)  # noqa: TRY004 one error for all faults
    try:
        first, last = (time.fromisoformat(one_line(entry)) for entry in value)
    except ValueError:  # also when they are not two
        raise ValueError(wrong) from None
    if first.tzinfo or last.tzinfo or first >= last:
        raise ValueError(wrong)
    return first.strftime("%H:%M"), last.strftime("%H:%M")
