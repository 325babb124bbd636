"""Who invited whom: the person beside the organizer and the others, by their mail domains."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from showup.detect.datafiles import domain_in, domains
from showup.detect.people import address_of, domain_of, is_anybodys, is_own
from showup.detect.view import View
from showup.model import Participant

__all__ = ["among_colleagues", "host_domain", "is_guest", "is_private", "own_domains"]

_LOOKED_AT = 60


def own_domains(view: View) -> frozenset[str]:
    """Those of the person's addresses that are no mailbox provider's."""
    return _own_domains(view.profile.emails)


@lru_cache(maxsize=64)
def _own_domains(emails: tuple[str, ...]) -> frozenset[str]:
    mine = {domain_of(address_of(own)) for own in emails}
    return frozenset(domain for domain in mine if domain and not domain_in(domain, domains("freemail")))


def is_private(person: Participant) -> bool:
    """Is it a mailbox that anybody could have?"""
    return domain_in(domain_of(address_of(person.email)), domains("freemail"))


def host_domain(view: View) -> str:
    """The mail domain of another company that organises it, or empty."""
    organizer = view.occurrence.organizer
    domain = domain_of(address_of(organizer.email)) if organizer else ""
    if organizer is None or not domain or is_own(organizer, view) or domain in own_domains(view):
        return ""
    return "" if is_anybodys(domain) else domain


def is_guest(view: View) -> bool:
    """Is the person the only one whom the organizer's company invites, as candidates are?

    An agency may invite its client too. Without known addresses, the person is taken for the one from elsewhere.
    """
    host = host_domain(view)
    if not host:
        return False
    strangers = [domain for domain in _domains_of_others(view) if domain != host]
    if not view.profile.emails:
        return len(strangers) <= 1
    return len(set(strangers)) <= 1 and not any(domain_in(domain, domains("freemail")) for domain in strangers)


def among_colleagues(view: View) -> bool:
    """Is everybody there, and there are others, of the person's own company?"""
    mine = own_domains(view)
    organizer = view.occurrence.organizer
    others = list(_domains_of_others(view))
    if organizer is not None and not is_own(organizer, view):
        others.append(domain_of(address_of(organizer.email)))
    return bool(mine and others) and all(domain in mine for domain in others)


def _domains_of_others(view: View) -> Iterator[str]:
    for person in view.occurrence.attendees[:_LOOKED_AT]:
        if not is_own(person, view):
            yield domain_of(address_of(person.email))
