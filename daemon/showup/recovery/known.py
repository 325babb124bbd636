"""What is known of one interview, as the facts that a template may use. What is unknown is not in it."""

from __future__ import annotations

from string import Template as Text
from typing import TYPE_CHECKING

from showup.recovery import naming
from showup.recovery.moment import DAY, WEEK, Moment, moment
from showup.recovery.plain import line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from showup.model import Interview, Profile
    from showup.recovery.parties import Parties
    from showup.recovery.template import Words

__all__ = ["briefer", "known_of"]

_YES = "yes"
_MOST_WORDS_SPOKEN = 4
_FEWEST_SLOTS = 2
_DROPPED = (
    ("callee",),
    ("position", "role", "spoken_position"),
    ("company", "team"),
    ("evidence",),
    ("offer",),
)  # in this order


def known_of(interview: Interview, profile: Profile, other: Parties, now: datetime, words: Words) -> dict[str, str]:
    """The facts by name; a condition (`panel`, `today`, ...) is the word "yes" when it holds."""
    facts = _people(interview, profile, other) | _times(moment(interview, profile, now, words), words)
    sort = interview.judgement.kind.value
    facts |= {
        "kind": words.kinds[sort],
        "brief_kind": words.kinds_brief[sort],
        "meeting": words.meetings[sort],
    }
    facts |= dict.fromkeys(_conditions(interview, other, now), _YES)
    return {fact: text for fact, text in facts.items() if text}


def briefer(known: dict[str, str]) -> Iterator[dict[str, str]]:
    """The facts, then fewer and fewer of them, for a text that would grow too long with all."""
    yield known
    fewer = known | ({"position": known["role"]} if "role" in known else {})
    yield fewer
    fewer |= {"brief_please": _YES}
    yield fewer
    if "slots" in fewer:
        fewer |= {"slots": "\n".join(fewer["slots"].splitlines()[:_FEWEST_SLOTS])}
        yield fewer
    for dropped in _DROPPED:
        fewer = {fact: text for fact, text in fewer.items() if fact not in dropped}
        yield fewer


def _people(interview: Interview, profile: Profile, other: Parties) -> dict[str, str]:
    company = naming.company(interview.judgement.company)
    position = naming.position(interview.judgement.position)
    brief = naming.short(position)
    return {
        "name": line(profile.name, 60),
        "phone": line(profile.phone, 40),
        "contact": other.name,
        "callee": other.name if other.phone_is_theirs or not other.phone else "",
        "company": company,
        "team": "" if other.agency else company,
        "position": position,
        "role": brief,
        "spoken_position": brief if len(brief.split()) <= _MOST_WORDS_SPOKEN else "",
    }


def _times(start: Moment, words: Words) -> dict[str, str]:
    form = "day_at" if start.time else "day"  # never "today": a draft may be sent tomorrow
    written, spoken = Text(words.when[form]), Text(words.when[f"spoken_{form}"])
    return {
        "date": start.date,
        "brief": start.brief,
        "when": written.substitute(day=start.day, time=start.time),
        "spoken_when": spoken.substitute(day=start.spoken, time=start.spoken_time),
    }


def _conditions(interview: Interview, other: Parties, now: datetime) -> list[str]:
    occurrence = interview.occurrence
    since = now - (occurrence.end if occurrence.all_day else occurrence.start)
    holds = {
        "passed": since >= 0 * DAY,
        "over_a_day": since > DAY,
        "over_a_week": since > WEEK,
        "short_notice": -DAY < since < 0 * DAY,
        "agency": other.agency,
        "panel": other.panel,
        "several": other.several,
    }
    return [condition for condition, true in holds.items() if true]
