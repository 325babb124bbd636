"""Are two entries about the same interview? Pure. Unsure means no: two ladders are noise, a lost one is a missed interview."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from importlib import resources
from urllib.parse import urlsplit

from showup.ladder import due_at
from showup.model import Interview, Participant, Profile

__all__ = ["same_appointment", "same_matter", "same_subject"]

_SLOPPY = timedelta(minutes=15)
"""By so much a self-typed start may miss the one of the invitation."""

_HALF, _MOSTLY = 0.5, 0.6
"""How much of the words of two titles must be the same: less where the people are."""

_WORD = re.compile(r"[^\W_]+")
_SHORTEST_NAME = 3


def same_appointment(one: Interview, other: Interview, me: Profile) -> bool:
    """The same interview at the same time, written down twice under different UIDs?"""
    a, b = one.occurrence, other.occurrence
    at_once = due_at(one) == due_at(other)
    if not at_once and (one.is_deadline or abs(a.start - b.start) > _SLOPPY or a.start >= b.end or b.start >= a.end):
        return False
    if a.all_day != b.all_day or one.is_deadline != other.is_deadline or _contradict(one, other, me):
        return False
    if at_once:
        return _related(one, other, me) or same_subject(one, other) or _generic_copies(one, other)
    if _other_round(one, other) or _alike(one, other) < _MOSTLY:
        return False  # a recruiter's own room may hold one talk after the other
    return _same_link(one, other) or _share_people(one, other, me)


def same_matter(one: Interview, other: Interview, me: Profile) -> bool:
    """The same interview at another time: the same people, or the same call, and much the same words?"""
    if one.is_deadline != other.is_deadline or _contradict(one, other, me) or _other_round(one, other):
        return False
    if _share_people(one, other, me) or _same_link(one, other):
        return _alike(one, other) >= _HALF
    if _same_company(one, other):
        return _alike(one, other) >= _MOSTLY
    return same_subject(one, other) and one.occurrence.source == other.occurrence.source


def same_subject(one: Interview, other: Interview) -> bool:
    """The very same title, of more than one word?"""
    words = _words(one.title)
    return len(words) > 1 and words == _words(other.title)


def _related(one: Interview, other: Interview, me: Profile) -> bool:
    if _same_link(one, other) or _share_people(one, other, me):
        return True
    if _other_round(one, other):
        return False  # two talks with one employer at once
    return _same_company(one, other) or _names(one, other, me) or _names(other, one, me)


def _generic_copies(one: Interview, other: Interview) -> bool:
    """One word in two calendars, and nothing else in either that could tell them apart."""
    a, b = one.occurrence, other.occurrence
    links = _link(one), _link(other)
    if all(links) and links[0] != links[1]:
        return False
    return a.source != b.source and a.end == b.end and _words(a.title) == _words(b.title) != frozenset()


def _contradict(one: Interview, other: Interview, me: Profile) -> bool:
    """Two employers; or two calls with other people each."""
    mine, theirs = _company(one), _company(other)
    if mine and theirs and not (mine <= theirs or theirs <= mine):
        return True
    links = _link(one), _link(other)
    people = _people(one, me), _people(other, me)
    return bool(all(links) and links[0] != links[1] and all(people) and people[0].isdisjoint(people[1]))


def _other_round(one: Interview, other: Interview) -> bool:
    """The second round is not the first at another time."""
    numbers = [{word for word in _words(i.title) if word.isdigit()} for i in (one, other)]
    return bool(numbers[0] and numbers[1] and numbers[0] != numbers[1])


def _alike(one: Interview, other: Interview) -> float:
    """How much the words of the titles are the same, from 0 to 1."""
    mine, theirs = _words(one.title), _words(other.title)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0


def _names(one: Interview, other: Interview, me: Profile) -> bool:
    """Does the title of one name the other's employer, or one of its people?"""
    title, company = _words(one.title), _company(other)
    if company and company <= title:
        return True
    names: set[str] = set()
    if me.emails:
        theirs = (p for p in _participants(other) if p.email.lower() in _people(other, me))
        names |= set(_words(" ".join([*(p.name for p in theirs), *(c.name for c in other.judgement.contacts)])))
        names -= _words(me.name) | _words(" ".join(me.emails))
    return any(len(word) >= _SHORTEST_NAME and word in names for word in title if not word.isdigit())


def _same_company(one: Interview, other: Interview) -> bool:
    mine, theirs = _company(one), _company(other)
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _company(interview: Interview) -> frozenset[str]:
    return _words(interview.judgement.company or "")


def _share_people(one: Interview, other: Interview, me: Profile) -> bool:
    """As long as nobody has told who the person is, one of those who are in both is likely to be they themselves."""
    shared = _people(one, me) & _people(other, me)
    return len(shared) > (0 if me.emails else 1)


def _people(interview: Interview, me: Profile) -> frozenset[str]:
    mine = {email.lower() for email in me.emails}
    emails = {person.email.lower() for person in _participants(interview)} - mine
    return frozenset(email for email in emails if "@" in email and not is_shared(email))


def _participants(interview: Interview) -> Iterable[Participant]:
    occurrence = interview.occurrence
    return (*((occurrence.organizer,) if occurrence.organizer else ()), *occurrence.attendees)


@lru_cache(1024)
def is_shared(email: str) -> bool:
    name, _, domain = email.rpartition("@")
    words, domains = _shared()
    spoken = f" {' '.join(_WORD.findall(name))} "
    return any(f" {word} " in spoken for word in words) or any(
        domain == known or domain.endswith(f".{known}") for known in domains
    )


@lru_cache(1)
def _shared() -> tuple[tuple[str, ...], tuple[str, ...]]:
    text = resources.files("showup.engine").joinpath("shared_addresses.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    words = tuple(line for line in lines if not line.startswith("@"))
    return words, tuple(line[1:] for line in lines if line.startswith("@"))


def _same_link(one: Interview, other: Interview) -> bool:
    link = _link(one)
    return link is not None and link == _link(other)


def _link(interview: Interview) -> str | None:
    """The call, apart from the server that serves it and the password; None where the address names no call of its own."""
    try:
        parts = urlsplit(interview.judgement.join_url or interview.occurrence.conference)
        host = ".".join((parts.hostname or "").split(".")[-2:])
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    query = f"?{parts.query}" if "." in path.rpartition("/")[2] else ""  # a page that is told which call by its query
    return f"{host}{path}{query}" if host and len(path) > 1 else None


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
