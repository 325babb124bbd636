"""The employer as the organizer's mail domain writes it; vendors, agencies and mailbox providers are none."""

from __future__ import annotations

import re

from showup.detect.datafiles import domain_in, domains
from showup.detect.fold import fold
from showup.detect.match import tokens
from showup.detect.people import address_of, domain_of, is_anybodys, is_own
from showup.detect.view import View

__all__ = ["label_of", "spelled"]


def label_of(view: View) -> str:
    """The company's label in the organizer's domain ("acme" of careers.acme.co.uk), or an attendee's."""
    organizer = view.occurrence.organizer
    people = [organizer] if organizer and not is_own(organizer, view) else []
    for person in people or view.occurrence.attendees[:10]:
        domain = domain_of(address_of(person.email))
        if domain and not is_own(person, view) and not _is_anybodys(domain):
            return _registered(domain)
    return ""


def spelled(label: str, view: View) -> str:
    """The label as the event writes it, else with a capital letter; empty without one."""
    if not label:
        return ""
    wanted = label.replace("-", "")
    for text in (view.title, view.body[:2000]):
        words = re.findall(r"[\w&'’.-]+", text)
        for length in (1, 2, 3):
            for place in range(len(words) - length + 1):
                run = words[place : place + length]
                if run[0][:1].isupper() and "".join(tokens(fold("".join(run)))) == wanted:
                    return " ".join(run).strip(".-'’")
    return label.replace("-", " ").title()


def _is_anybodys(domain: str) -> bool:
    if is_anybodys(domain) or domain_in(domain, domains("agencies")):
        return True
    return any(part in _registered(domain) for part in domains("agency_labels"))


def _registered(domain: str) -> str:
    parts = domain.split(".")
    depth = 3 if ".".join(parts[-2:]) in domains("suffixes") else 2
    return parts[-depth] if len(parts) >= depth else ""
