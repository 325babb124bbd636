"""Who is on the other side: whom to write to, whom to call, and why nobody can be, where nobody can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showup.model import Contact, Interview, Kind, Profile
from showup.recovery import naming
from showup.recovery.plain import line

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Parties", "parties", "why_not_to"]

_PARTS = ("agency", "recruiter", "coordinator", "organi", "host")  # first come, first written to


@dataclass(frozen=True, slots=True)
class Parties:
    """The other side of one interview, cleaned; "" stands for unknown.

    `name` belongs to the recipient, and to `phone` only where `phone_is_theirs`. `several`: the calendar
    names more than one of them. `why_nobody` says in words why `email` is empty.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    phone_is_theirs: bool = False
    agency: bool = False
    panel: bool = False
    several: bool = False
    why_nobody: str = ""


def parties(interview: Interview, profile: Profile) -> Parties:
    """The one main recipient, an agency first, then recruiter, coordinator, organizer and the rest."""
    judgement = interview.judgement
    others = [contact for contact in judgement.contacts if not _is_self(contact, profile)]
    usable = [contact for contact in others if contact.usable]
    refused = bool(others) and not usable
    recipient = min((one for one in usable if _can_be_written(one)), key=_rank, default=None)
    callee = _callee(recipient, usable)
    barred = [profile.phone, *(contact.phone for contact in others if not contact.usable)]
    closed = any(_same_number(judgement.phone or "", number) for number in barred)
    # Nobody is called at the dial-in of a meeting.
    given = "" if refused or closed or judgement.pin else naming.phone(judgement.phone)
    person = recipient or min(usable, key=_rank, default=None)
    return Parties(
        name=naming.person(person, naming.company(judgement.company)) if person else "",
        email=naming.address(recipient.email) if recipient else "",
        phone=naming.phone(callee.phone) if callee else given,
        phone_is_theirs=callee is not None and callee is person,
        agency=person is not None and "agency" in person.part.casefold(),
        panel=judgement.kind is Kind.PANEL,
        several=len({one.email.casefold() for one in usable if _can_be_written(one)}) > 1,
        why_nobody="" if recipient else _why_nobody(others, refused=refused),
    )


def why_not_to(interview: Interview, address: str) -> str:
    """Why nothing is to be written to this address; empty when nothing speaks against it."""
    if not naming.address(address.strip()):
        return f'"{line(address, 80)}" is no address that can be written to.'
    wanted = address.strip().casefold()
    doubted = {one.email.strip().casefold() for one in interview.judgement.contacts if one.email and not one.usable}
    if wanted in doubted:
        return "That address shows signs of fraud. Take one from the company's own site, or call the number that stands there."
    return ""


def _callee(recipient: Contact | None, usable: Iterable[Contact]) -> Contact | None:
    """The recipient where they have a number, else the first of the others who has one."""
    reachable = [contact for contact in usable if naming.phone(contact.phone)]
    return recipient if recipient in reachable else min(reachable, key=_rank, default=None)


def _rank(contact: Contact) -> int:
    part = contact.part.casefold()
    return next((place for place, word in enumerate(_PARTS) if word in part), len(_PARTS))


def _can_be_written(contact: Contact) -> bool:
    email = naming.address(contact.email)
    return bool(email) and not naming.is_unattended(email)


def _is_self(contact: Contact, profile: Profile) -> bool:
    own = {email.strip().casefold() for email in profile.emails}
    return contact.email.strip().casefold() in own or _same_number(contact.phone, profile.phone)


def _same_number(one: str, other: str) -> bool:
    """Numbers are the same when their last nine digits are: one has the country code, the other a zero."""
    ends = [("".join(filter(str.isdigit, number)))[-9:] for number in (one, other)]
    return bool(ends[0]) and ends[0] == ends[1]


def _why_nobody(others: list[Contact], *, refused: bool) -> str:
    if refused:
        return "the address in the invitation shows signs of fraud; take one from the company's own site"
    if any(naming.address(contact.email) for contact in others):
        return "the calendar has only an address that nobody reads"
    return "the calendar names no address"
