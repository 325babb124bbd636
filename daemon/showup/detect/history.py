"""What the calendar's other events say of one: another interview with the same people, a round before this one.

It comes after judging, and looks at each event as often as it has people: never at all pairs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from msgspec import Struct, structs

from showup.detect.datafiles import domain_in, domains, phrases, table
from showup.detect.evidence import Evidence, score_of, verdict_of
from showup.detect.fold import fold, plain
from showup.detect.legal_forms import bare
from showup.detect.match import tokens
from showup.detect.people import address_of, domain_of, is_anybodys
from showup.model import Interview, Occurrence, Participant, Profile, Remembered, Role, Verdict

__all__ = ["with_history"]

Weigh = Callable[[Occurrence, Profile], tuple[Evidence, ...]]
_PEOPLE = 60
_EVERYDAY = 4  # people of so many other events are met for other reasons too
_POINTS, _ROUND_POINTS = 30, 15
_ASKED = 55
_ADDRESSED = frozenset({"body.address", "link.candidate", "organizer.system", "organizer.hiring"})
_SHORTEST_COMPANY = 3


class _Known(Struct, frozen=True):
    """The calendar's interviews by what others may share with them: people, company; and the rounds of each company."""

    people: dict[str, tuple[Interview, ...]]
    companies: dict[str, tuple[Interview, ...]]
    rounds: dict[str, frozenset[int]]
    everyday: frozenset[str]


def with_history(judged: Iterable[Interview], profile: Profile, weigh: Weigh) -> tuple[Interview, ...]:
    """The same interviews, in the same order, each with what the others say of it. `weigh` gives its own evidence."""
    judged = tuple(judged)
    known = _known(judged, profile)
    if not known.people and not known.companies:
        return judged
    return tuple(_remembering(one, known, profile, weigh) for one in judged)


def _remembering(one: Interview, known: _Known, profile: Profile, weigh: Weigh) -> Interview:
    pieces = [] if one.judgement.rule else list(_pieces(one, known, profile))  # the person's word comes first
    if not pieces or one.judgement.verdict is Verdict.NO:  # what says nothing of an interview is mostly not even read
        return one
    own = weigh(one.occurrence, profile)
    if any(piece.phishing or piece.role is Role.INTERVIEWER for piece in own):
        return one
    judgement = one.judgement
    if not any(_is_own(piece) for piece in own):
        pieces = [structs.replace(piece, most=_ASKED) for piece in pieces]
    score = score_of((*own, *pieces))
    if score < judgement.score or (score == judgement.score and judgement.verdict is Verdict.NO):
        return one
    remembered = tuple(Remembered(piece.points, piece.reason, piece.most) for piece in pieces)
    verdict = verdict_of(score)
    role = Role.CANDIDATE if verdict is Verdict.INTERVIEW else judgement.role
    changed = replace(
        judgement, verdict=verdict, score=score, role=role,
        reasons=(*judgement.reasons, *(piece.reason for piece in pieces)), history=remembered,
    )  # fmt: skip
    return replace(one, judgement=changed)


def _is_own(piece: Evidence) -> bool:
    """Does it tell by its title, or to whom it is written? Words that merely stand in its text are asked about, and no more."""
    return piece.points > 0 and (piece.sign.startswith("title.") or piece.sign in _ADDRESSED)


def _pieces(one: Interview, known: _Known, profile: Profile) -> Iterator[Evidence]:
    company, number = _company(one), _round(one.title)
    if one.judgement.verdict is not Verdict.INTERVIEW and not one.judgement.called_off:
        yield from _acquaintance(one, known, profile)
    before = sorted(known.rounds.get(company, frozenset()) & set(range(1, number))) if company and number else []
    if before and one.judgement.verdict is not Verdict.NO:
        rounds = " and ".join(map(str, before))
        name = plain(one.judgement.company or "", 60)
        yield Evidence(_ROUND_POINTS, f"it is round {number} with {name}, after round {rounds}", sign="history.round")


def _acquaintance(one: Interview, known: _Known, profile: Profile) -> Iterator[Evidence]:
    """The first thing that it shares with an interview."""
    if one.occurrence.recurring and not one.judgement.score:
        return
    shared = [(key, known.people[key]) for key in _people(one.occurrence, profile) if key in known.people]
    shared = [(_named(key), others) for key, others in shared if key not in known.everyday]
    company = _company(one)
    if company and one.judgement.score:
        shared.append((plain(one.judgement.company or "", 60), known.companies.get(company, ())))
    for who, others in shared:
        other = next((other for other in others if _is_another(other, one)), None)
        if other is None:
            continue
        title = plain(other.title, 60)
        if other.judgement.called_off:
            reason = f"an interview with {who} was called off (“{title}”): this may be its new date"
        else:
            reason = f"you have another interview with {who} (“{title}”)"
        yield Evidence(_POINTS, reason, sign="history.people")
        return


def _named(key: str) -> str:
    return f"the people of {key[1:]}" if key.startswith("@") else key


def _is_another(other: Interview, one: Interview) -> bool:
    """Not the same in another copy, nor another instance of the same series."""
    there, here = other.occurrence, one.occurrence
    return there.uid != here.uid and (there.start, there.end) != (here.start, here.end)


def _known(judged: tuple[Interview, ...], profile: Profile) -> _Known:
    people: dict[str, list[Interview]] = {}
    companies: dict[str, list[Interview]] = {}
    rounds: dict[str, set[int]] = {}
    met: Counter[str] = Counter()
    seen: set[str] = set()
    for one in judged:
        is_one = _is_interview(one)
        if is_one and (company := _company(one)):
            companies.setdefault(company, []).append(one)
            rounds.setdefault(company, set()).add(_round(one.title) or 0)
        for key in _people(one.occurrence, profile):
            if is_one:
                people.setdefault(key, []).append(one)
            elif (said := f"{key} {one.occurrence.uid}") not in seen:
                seen.add(said)
                met[key] += 1
    return _Known(
        {key: _few(found) for key, found in people.items()},
        {key: _few(found) for key, found in companies.items()},
        {key: frozenset(found) for key, found in rounds.items()},
        frozenset(key for key, count in met.items() if count > _EVERYDAY),
    )


def _few(found: list[Interview]) -> tuple[Interview, ...]:
    """Some of them with different times: enough to find another one."""
    return tuple({(one.occurrence.uid, one.occurrence.start): one for one in found[:50]}.values())[:5]


def _is_interview(one: Interview) -> bool:
    """Is it one of the person's, or was it before it was called off? Never one with signs of fraud."""
    judgement = one.judgement
    if judgement.role is Role.INTERVIEWER or any(not contact.usable for contact in judgement.contacts):
        return False
    return judgement.verdict is Verdict.INTERVIEW or (judgement.called_off and judgement.role is Role.CANDIDATE)


def _people(occurrence: Occurrence, profile: Profile) -> tuple[str, ...]:
    """Keys of those outside: the domain of a company, the address of an agency's. Without the person's own addresses only the
    organizer counts: among the others may be they themselves.
    """
    organizer = (occurrence.organizer,) if occurrence.organizer else ()
    people: tuple[Participant, ...] = (*organizer, *(occurrence.attendees[:_PEOPLE] if profile.emails else ()))
    return tuple(dict.fromkeys(key for person in people if (key := _key(address_of(person.email), profile.emails))))


@lru_cache(maxsize=4096)
def _key(address: str, own: tuple[str, ...]) -> str:
    domain = domain_of(address)
    mine = {domain_of(address_of(email)) for email in own}
    if not domain or domain in mine or is_anybodys(domain):
        return ""
    return address if domain_in(domain, domains("agencies")) else f"@{domain}"


def _company(one: Interview) -> str:
    name = " ".join(tokens(fold(bare(one.judgement.company or ""))))
    return name if len(name) >= _SHORTEST_COMPANY else ""


@lru_cache(maxsize=1)
def _rounds() -> re.Pattern[str]:
    words = phrases(table("phrases")["history"]["rounds"])
    return re.compile(
        rf"(?:{words})\s?#?(?P<after>[1-9])(?![\d:.]\d|\d)|(?<![\d:.,])(?P<before>[1-9])(?:st|nd|rd|th|[.ªº°])?\s?-?\s?(?:{words})",
        re.IGNORECASE,
    )


def _round(title: str) -> int:
    """The round that the title counts, 0 where it counts none."""
    found = _rounds().search(title[:300])
    return int(found["after"] or found["before"]) if found else 0
