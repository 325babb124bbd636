"""Who is on the other side: organizer and attendees but the person, and people the text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from showup.detect.datafiles import domain_in, domains
from showup.detect.fold import fold, plain
from showup.detect.match import tokens
from showup.detect.named import named_in, plain_name
from showup.detect.view import View
from showup.model import Contact, Participant

__all__ = ["address_of", "contacts_of", "domain_of", "is_anybodys", "is_own", "of_hiring", "plain_name"]

_ADDRESS = re.compile(r"[a-z0-9._%+'-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}")
_MOST = 20
_SHORTEST_STEM = 4  # "hr" is a word
_PARTS = (
    ("coordinator", ("coordinator", "scheduling", "scheduler", "coordination", "assistant")),
    (
        "recruiter",
        (
            "recruit",
            "talent",
            "sourc",
            "hr",
            "hiring team",
            "people",
            "reclut",
            "recrut",
            "werving",
            "personal",
        ),
    ),
)


@lru_cache(maxsize=8192)
def address_of(text: str) -> str:
    """A mail address in lower case without `mailto:`, or empty."""
    address = plain(text, 320).lower().removeprefix("mailto:")
    return address if _ADDRESS.fullmatch(address) else ""


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def is_anybodys(domain: str) -> bool:
    """Is it one of a mailbox provider or a service, which tells nothing of who writes from there?"""
    return any(domain_in(domain, domains(group)) for group in ("freemail", "systems", "schedulers"))


def is_own(person: Participant, view: View) -> bool:
    """Is it the person whose calendar this is? By address; by name where no addresses are known."""
    address = address_of(person.email)
    if view.profile.emails:
        return bool(address) and _base(address) in _bases(view.profile.emails)
    return bool(view.profile.name) and fold(plain_name(person.name)) == fold(plain(view.profile.name, 80))


@lru_cache(maxsize=4096)
def of_hiring(person: Participant) -> bool:
    """Does the address or name say recruiting?"""
    address = address_of(person.email)
    local = address.rpartition("@")[0]
    words = {*tokens(fold(plain_name(person.name))), *tokens(fold(local))}
    labels = domain_of(address).split(".")[:-1]
    if words & domains("hiring") or any(part in local for part in domains("agency_labels")):
        return True
    return any(part in label for label in labels for part in domains("hiring_labels"))


def contacts_of(view: View, *, usable: bool) -> tuple[Contact, ...]:
    """Those one could write to or ask for, the organizer first."""
    found: dict[str, Contact] = {}
    for person in _others(view):
        contact = Contact(plain_name(person.name), address_of(person.email), part=_part(person), usable=usable)
        found.setdefault(contact.email or fold(contact.name), contact)
    for name, part in named_in(view):
        _add_named(found, name, part, usable=usable)
    for address in _written(view):
        found.setdefault(address, Contact("", address, part=_part(Participant(address)), usable=usable))
    return tuple(found.values())[:_MOST]


def _others(view: View) -> Iterator[Participant]:
    organizer = view.occurrence.organizer
    people = ([organizer] if organizer else []) + list(view.occurrence.attendees[:60])
    for person in people:
        if not is_own(person, view) and _reachable(address_of(person.email), person) and not _maybe_own(person, view):
            yield person


def _maybe_own(person: Participant, view: View) -> bool:
    """Without known addresses the attendee with a private mailbox is most likely the person."""
    if view.profile.emails or person is view.occurrence.organizer:
        return False
    organizer = view.occurrence.organizer
    domain = domain_of(address_of(person.email))
    alone = organizer is not None and len(view.occurrence.attendees) == 1
    return domain_in(domain, domains("freemail")) or (
        alone and domain != domain_of(address_of(organizer.email if organizer else ""))
    )


def _reachable(address: str, person: Participant) -> bool:
    if not address:
        return bool(plain_name(person.name)) and not person.email
    local, domain = address.split("@", 1)
    vendor = domain_in(domain, domains("systems")) or domain_in(domain, domains("schedulers"))
    unread = any(local.replace(".", "-").startswith(word) for word in domains("unread"))
    return not vendor and not unread and person.role != "NON-PARTICIPANT"


def _part(person: Participant) -> str:
    address = address_of(person.email)
    if domain_in(domain_of(address), domains("agencies")):
        return "agency"
    text = fold(f"{plain_name(person.name)} {address.partition('@')[0]}")
    words = tokens(text)
    return next((part for part, heads in _PARTS if any(_starts(words, head) for head in heads)), "")


def _starts(words: list[str], head: str) -> bool:
    return any(word == head if len(head) < _SHORTEST_STEM else word.startswith(head) for word in words)


def _add_named(found: dict[str, Contact], name: str, part: str, *, usable: bool) -> None:
    for key, contact in found.items():
        if fold(contact.name) == fold(name):
            found[key] = replace(contact, part=part or contact.part)
            return
    found[fold(name)] = Contact(name, part=part, usable=usable)


def _written(view: View) -> Iterable[str]:
    addresses = dict.fromkeys(_ADDRESS.findall(view.body.lower())[:30])
    return [
        address
        for address in addresses
        if _reachable(address, Participant(address)) and not is_own(Participant(address), view)
    ][:5]


@lru_cache(maxsize=64)
def _bases(emails: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_base(address_of(own)) for own in emails)


@lru_cache(maxsize=8192)
def _base(address: str) -> str:
    """Without the part after a plus sign; Google ignores dots too."""
    local, _, domain = address.partition("@")
    local = local.partition("+")[0]
    if domain in ("gmail.com", "googlemail.com"):
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"
