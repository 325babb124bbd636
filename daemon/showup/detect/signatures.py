"""Who signed the text, and whose numbers stand in it: contacts with their part and their telephone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from showup.detect.datafiles import phrases, table
from showup.detect.fold import fold
from showup.detect.match import tokens
from showup.detect.named import is_name, named_titles
from showup.detect.people import is_own
from showup.detect.phones import in_line, regions_of
from showup.detect.view import View
from showup.model import Contact, Participant

__all__ = ["with_signatures"]

_LINES = 120
_MOST = 20
_BELOW = 6  # lines of a signature
_LONGEST_LINE = 100
_FEWEST_DIGITS = 6
_ABOVE = 4  # a number belongs to a name on its line, or so few lines above
_ADDRESS = re.compile(r"[a-z0-9._%+'-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}")
_SPLIT = re.compile(r"\s*[,|·•/()]\s*|\s[-–—]\s")


@lru_cache(maxsize=1)
def _closing() -> re.Pattern[str]:
    return re.compile(rf"^\W{{0,3}}(?:{phrases(table('phrases')['closing']['words'])})\W{{0,3}}(?:\s|$)", re.IGNORECASE)


@lru_cache(maxsize=8)
def _part_words(part: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{phrases(table('phrases')['parts'][part])})(?!\w)", re.IGNORECASE)


def part_of(title: str) -> str:
    """The part of somebody with this job: recruiter, coordinator, agency, hiring manager, interviewer or empty."""
    return next((part for part in table("phrases")["parts"] if _part_words(part).search(title)), "")


def with_signatures(contacts: tuple[Contact, ...], view: View, *, usable: bool) -> tuple[Contact, ...]:
    """The contacts with what signatures and the titles after names add: people, parts, numbers."""
    found = list(contacts)
    said = [*named_titles(view), *_signed(view)]
    for name, title, email in said:
        if not is_own(Participant(email, name), view):
            _merge(found, Contact(name, email, part=part_of(title), usable=usable))
    return tuple(_with_numbers(found[:_MOST], view))


def _merge(found: list[Contact], new: Contact) -> None:
    """Add what is new of somebody, or somebody new."""
    for place, known in enumerate(found):
        if (new.email and known.email == new.email) or _same_name(known, new):
            found[place] = replace(
                known, name=known.name or new.name, email=known.email or new.email, part=_surer(known.part, new.part)
            )
            return
    found.append(new)


def _surer(known: str, new: str) -> str:
    """One who interviews can be something else besides."""
    return new or known if known in ("", "interviewer") else known


def _same_name(known: Contact, new: Contact) -> bool:
    """Are they one, by their names or by a name that the address spells?"""
    words = set(tokens(fold(new.name)))
    if not words:
        return False
    if known.name:
        return words == set(tokens(fold(known.name)))
    return len(words) > 1 and words <= set(tokens(fold(known.email.partition("@")[0])))


def _signed(view: View) -> Iterator[tuple[str, str, str]]:
    """Name, title and address of who signs, below each closing."""
    lines = view.lines[:_LINES]
    for place, line in enumerate(lines):
        if not (closing := _closing().search(line)):
            continue
        below = [line[closing.end() :], *lines[place + 1 : place + 1 + _BELOW]]
        below = [text for text in below if text.strip() and len(text) <= _LONGEST_LINE][:_BELOW]
        if not below:
            continue
        name, *rest = _SPLIT.split(below[0])
        name = name.strip(" .!,*")
        if is_name(name):
            address = _ADDRESS.search(" ".join(below).lower())
            own = address[0] if address and set(tokens(fold(name))) & set(tokens(address[0].partition("@")[0])) else ""
            yield name, " ".join([*rest, *below[1:2]]), own


def _with_numbers(contacts: Iterable[Contact], view: View) -> Iterator[Contact]:
    """Each with the number that stands beside their name, or in the lines of the signature below it."""
    lines = view.lines[:_LINES]
    numbered = [place for place, line in enumerate(lines) if sum(letter.isdigit() for letter in line) > _FEWEST_DIGITS]
    regions = regions_of(view) if numbered else ()
    folded = {place: set(tokens(fold(line))) for place, line in enumerate(lines)} if numbered else {}
    for contact in contacts:
        yield (
            contact
            if contact.phone or not contact.name
            else replace(contact, phone=_number(contact, view, numbered, regions, folded))
        )


def _number(
    contact: Contact, view: View, numbered: list[int], regions: tuple[str, ...], folded: dict[int, set[str]]
) -> str:
    name = set(tokens(fold(contact.name)))
    for place in numbered:
        near = next((at for at in range(place, max(-1, place - _ABOVE), -1) if name <= folded[at]), None)
        if near is not None and (number := in_line(view.lines[place], regions, view)):
            return number
    return ""
