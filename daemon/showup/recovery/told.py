"""What the person has told in a case, as facts for a template: the cause, an offer, times that suit them. All of it is theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import Template as Text
from typing import TYPE_CHECKING, Any

from showup.model import Cause, Explanation
from showup.recovery.moment import date_parts, moment_of, time_in
from showup.recovery.plain import line
from showup.recovery.template import choice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from showup.model import Profile
    from showup.recovery.template import Words

__all__ = ["Told", "explanation_of", "facts_told"]

_CATEGORY, _SENTENCE, _EVIDENCE = 1, 2, 3
_MOST_SLOTS = 3
_LONGEST_SENTENCE, _LONGEST_OFFER = 240, 120  # characters
_ENDS = (".", "!", "?", "…", "。", "！", "？")
_OFFERS = {
    "reference": "references",
    "sample": "work_samples",
    "work": "work_samples",
    "more": "more",
    "extra": "more",
    "task": "more",
}
_SORTS = {
    Cause.OVERSLEPT: "overslept slept",
    Cause.FORGOT: "forgot forgotten misread",
    Cause.TIME_ZONE: "zone timezone",
    Cause.DOUBLE_BOOKED: "double doublebooked",
    Cause.CALENDAR: "calendar sync",
    Cause.TECHNICAL: "technical",
    Cause.TRANSPORT: "transport travel",
    Cause.HEALTH: "health",
    Cause.FAMILY: "family emergency",
    Cause.WORK: "work",
    Cause.SAFETY: "safety",
    Cause.UNSAID: "prefer none unsaid",
}


_UNEXPLAINED = Explanation()


@dataclass(frozen=True, slots=True)
class Told:
    """`offer` is what they offer, in their words or "references", "work samples", "more". `slots` are starts (aware UTC) at which
    they could meet. `missed_before`: an interview with the same company was missed earlier. `new_start` is the date that was
    agreed, `refused` that they were turned down, `follow_ups` how often they have asked after their letter.
    """

    explanation: Explanation = _UNEXPLAINED
    offer: str = ""
    slots: tuple[datetime, ...] = ()
    missed_before: bool = False
    new_start: datetime | None = None
    refused: bool = False
    follow_ups: int = 0


def explanation_of(given: Mapping[str, Any]) -> Explanation:
    """What was answered at the step "explain": "category", "level", "words", "uncharacteristic", "prevention". ValueError says
    which of it cannot be used.
    """
    category = str(given.get("category") or Cause.UNSAID)
    cause = _cause_named(category)
    if cause is None:
        raise ValueError(f'"{line(category, 40)}" is no cause that is known; it is one of {", ".join(Cause)}')
    level = given.get("level", 0)
    if isinstance(level, bool) or not isinstance(level, int) or level not in range(_EVIDENCE + 1):
        raise ValueError(
            f'"level": {level}: from 0 (say nothing of the cause) to {_EVIDENCE} (say it and offer to show it)'
        )
    words, prevention = str(given.get("words") or ""), str(given.get("prevention") or "")
    for name, text in (("words", words), ("prevention", prevention)):
        if len(text) > _LONGEST_SENTENCE:
            raise ValueError(
                f'"{name}" is {len(text)} characters long; one sentence of at most {_LONGEST_SENTENCE} is read'
            )
    return Explanation(cause, level, words, given.get("uncharacteristic") is True, prevention)


def _cause_named(text: str) -> Cause | None:
    """However it is written: "time-zone", "forgot or misread the date"."""
    said = set(re.findall(r"[a-z]+", text.casefold()))
    return next((cause for cause, words in _SORTS.items() if said & set(words.split())), None)


def facts_told(
    told: Told, profile: Profile, zones: tuple[ZoneInfo, ZoneInfo], now: datetime, words: Words, seed: str
) -> dict[str, str]:
    """The facts by name; `zones` are those of the interview and of the person."""
    given = told.explanation
    facts = {
        "cause": _cause(given, words, seed),
        "own_cause": _sentence(given.words) if given.level >= _SENTENCE else "",
        "evidence": choice(words.evidence, f"{seed}/evidence") if given.level >= _EVIDENCE and _is_said(given) else "",
        "uncharacteristic": "yes" if given.uncharacteristic and not told.missed_before else "",
        "prevention": _sentence(given.prevention),
        "offer": _offer(told.offer, profile, words),
        "slots": "\n".join(_slots(told.slots, zones, now, words)),
        "refused": "yes" if told.refused else "",
        "last": "yes" if told.follow_ups else "",
    }
    if told.new_start is not None:
        new = moment_of(told.new_start, zones[0], words)
        facts |= {
            "new_when": Text(words.when["day_at"]).substitute(day=new.day, time=new.time),
            "new_date": new.date,
            "new_brief": new.brief,
        }
    return {fact: text for fact, text in facts.items() if text}


def _is_said(given: Explanation) -> bool:
    return given.level >= _CATEGORY and (given.cause is not Cause.UNSAID or bool(given.words.strip()))


def _cause(given: Explanation, words: Words, seed: str) -> str:
    if not _is_said(given):
        return ""
    return (given.level >= _SENTENCE and _sentence(given.words)) or choice(
        words.causes.get(given.cause.value, ()), f"{seed}/cause"
    )


def _sentence(text: str) -> str:
    """The person's own words with a capital and a full stop; nothing else of them is touched."""
    said = line(text, _LONGEST_SENTENCE)
    if not said:
        return ""
    ended = said if said.endswith(_ENDS) else f"{said}。" if _is_east_asian(said) else f"{said}."
    return ended[0].upper() + ended[1:]


def _is_east_asian(text: str) -> bool:
    return re.search("[\u3040-\u30ff\u4e00-\u9fff]", text) is not None


def _offer(offer: str, profile: Profile, words: Words) -> str:
    plain = line(offer, _LONGEST_OFFER).rstrip(".。")
    if not plain:
        return ""
    known = next((kind for word, kind in _OFFERS.items() if plain.casefold().startswith(word)), "own")
    named = {"references": profile.references, "work_samples": profile.work_samples}.get(known, (plain,))
    listed = words.listing.join(filter(None, (line(one, _LONGEST_OFFER) for one in named)))
    return Text(words.offers[known]).substitute(offer=listed) if listed else ""


def _slots(slots: Sequence[datetime], zones: tuple[ZoneInfo, ZoneInfo], now: datetime, words: Words) -> list[str]:
    return [_slot(start, *zones, words) for start in sorted(slots) if start > now][:_MOST_SLOTS]


def _slot(start: datetime, there: ZoneInfo, here: ZoneInfo, words: Words) -> str:
    """In the interview's zone, and on the person's own clock where that is another."""
    local, own = start.astimezone(there), start.astimezone(here)
    form = words.slots["here_too" if local.utcoffset() != own.utcoffset() else "there"]
    parts = date_parts(local.date(), words)
    return form.format(**parts, time=time_in(start, there, words), own=time_in(start, here, words))
