"""How a draft is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showup.errors import UsageError
from showup.model import Draft, DraftKind, Interview, Profile
from showup.recovery.known import briefer, known_of
from showup.recovery.moment import Stage, own_zone, stage_of, zone_of
from showup.recovery.parties import Parties, parties
from showup.recovery.subject import subject
from showup.recovery.template import Template, compose, languages, load, words
from showup.recovery.told import Told, facts_told

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["write"]

_LETTERS = (DraftKind.EMAIL, DraftKind.RESCHEDULE, DraftKind.EXTENSION)
_SPOKEN = (DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL)
_AFTERWARDS = (DraftKind.EMAIL, DraftKind.INTERVIEWER_ABSENT)
_FALLBACK = "en"
_NOTHING_TOLD = Told()


def write(kind: DraftKind, interview: Interview, profile: Profile, now: datetime, told: Told = _NOTHING_TOLD) -> Draft:
    """The draft of `kind`, as it is true at `now`, with what the person has `told`; nothing else of the cause is said.

    The words follow the clock and the interview, so that no draft can say what is not so: before the start
    EMAIL, CALL_SCRIPT and VOICEMAIL ask to reschedule; after it RESCHEDULE and EXTENSION apologise for the
    miss; for a deadline all of them ask for more time. Raises UsageError for a kind that cannot be true now.
    """
    language = _language(interview, profile)
    stage = stage_of(interview, now, said_begun=kind in _AFTERWARDS)
    template = load(language, _template_name(kind, stage, interview, now, told))
    other = parties(interview, profile)
    small = words(language)
    zones = zone_of(interview, profile), own_zone(profile)
    said = facts_told(told, profile, zones, now, small, f"{interview.key}/{kind}")
    known = known_of(interview, profile, other, now, small) | said | {str(stage): "yes"}
    if kind is DraftKind.CALL_SCRIPT:
        known["voicemail"] = _body(load(language, f"{stage}_voicemail"), known, interview.key)
    body = _body(template, known, interview.key)
    return Draft(
        kind=kind,
        subject=subject(template, known),
        body=body,
        to=_to(kind, other),
        language=language,
        missing=(*_missing(kind, profile, other), *_too_long(body, template)),
    )


def _body(template: Template, known: dict[str, str], seed: str) -> str:
    """With as many of the facts as its length allows."""
    text = ""
    for facts in briefer(known):
        text = compose(template, facts, seed)
        if template.over(text) <= 0:
            break
    return text


def _language(interview: Interview, profile: Profile) -> str:
    """The interview's own language where there are words for it, else the person's, else English."""
    wanted = (interview.judgement.language or "", profile.language)
    codes = (code.replace("_", "-").split("-")[0].casefold() for code in wanted)
    return next((code for code in codes if code in languages()), _FALLBACK)


def _template_name(kind: DraftKind, stage: Stage, interview: Interview, now: datetime, told: Told) -> str:
    if kind in _LETTERS:
        return f"{stage}_email"
    if kind in _SPOKEN:
        return f"{stage}_{kind}"
    if kind is DraftKind.RUNNING_LATE:
        _refuse_unless(stage is not Stage.DEADLINE, "One is not late for a deadline: ask for more time.")
        _refuse_unless(now < interview.occurrence.end, "The interview is over: write the apology instead.")
        return "running_late"
    if kind is DraftKind.INTERVIEWER_ABSENT:
        _refuse_unless(stage is Stage.BEGUN, "The interview has not begun: nobody can have missed it yet.")
        return "interviewer_absent"
    if kind is DraftKind.CONFIRMATION:
        _refuse_unless(told.new_start is not None, "There is no new date to confirm yet.")
    return str(kind)


def _refuse_unless(sensible: bool, why: str) -> None:
    if not sensible:
        raise UsageError(why)


def _to(kind: DraftKind, other: Parties) -> tuple[str, ...]:
    goal = other.phone if kind in _SPOKEN else other.email
    return (goal,) if goal else ()


def _too_long(body: str, template: Template) -> tuple[str, ...]:
    """What the person has told is never cut."""
    if template.over(body) <= 0:
        return ()
    return ("fewer words: say less of the cause or offer less, it is longer than anybody wants to read",)


def _missing(kind: DraftKind, profile: Profile, other: Parties) -> tuple[str, ...]:
    wanted = {
        "your name: set [profile] name in the configuration": not profile.name.strip(),
        "your number, so that they can call back: set [profile] phone in the configuration": (
            kind in _SPOKEN and not profile.phone.strip()
        ),
        f"who to write to: {other.why_nobody}": kind not in _SPOKEN and not other.email,
        "a number to call: the calendar names none that can be used": kind in _SPOKEN and not other.phone,
        "who sends it: the one who writes for you signs with their own name": kind is DraftKind.DELEGATE_NOTE,
        "when you can hand it in: a date of your own makes the request stronger": kind is DraftKind.EXTENSION,
    }
    return tuple(text for text, needed in wanted.items() if needed)
