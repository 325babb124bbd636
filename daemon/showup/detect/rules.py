"""The person's own rules: which one applies to an event, and what becomes of its judgement. Pure, and linear in the event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from showup.detect.fold import fold, plain
from showup.model import Judgement, Occurrence, Role, Rule, Verdict
from showup.rules import sentence

__all__ = ["deciding", "is_of", "matches", "ruled"]

_TITLE = 300
_ADDRESS = 320


def deciding(rules: Iterable[Rule], occurrence: Occurrence) -> Rule | None:
    """The rule that counts: of those that apply the narrowest, then one that lets it ring, then the last."""
    best: Rule | None = None
    for rule in rules:
        if matches(rule, occurrence) and (best is None or _rank(rule) >= _rank(best)):
            best = rule
    return best


def _rank(rule: Rule) -> tuple[int, bool]:
    narrow = 4 * bool(rule.title) + 2 * bool(rule.organizer) + bool(rule.calendar)
    return narrow, rule.verdict is Verdict.INTERVIEW


def matches(rule: Rule, occurrence: Occurrence) -> bool:
    """Do all conditions of the rule hold?"""
    if rule.calendar and not is_of(rule, occurrence.source):
        return False
    if rule.organizer and not _organises(rule.organizer, occurrence):
        return False
    return not rule.title or _fits(_pieces(rule.title), fold(plain(occurrence.title, _TITLE)))


def ruled(judgement: Judgement, rule: Rule, own: Verdict, *, off: bool) -> Judgement:
    """The judgement under the rule; `own` is the detector's verdict. One that is called off or declined (`off`) no rule makes
    ring again. What else speaks for or against it stays among the reasons, and so does that it would have been judged otherwise.
    """
    if off and rule.verdict is Verdict.INTERVIEW:
        return judgement
    told = f"you said that {sentence(rule)}"
    otherwise = (f"without your rule: {_WORDS[own]}",) if own is not rule.verdict else ()
    role = judgement.role
    if rule.verdict is Verdict.INTERVIEW and role is Role.UNKNOWN:
        role = Role.CANDIDATE
    return replace(
        judgement, verdict=rule.verdict, role=role, reasons=(told, *otherwise, *judgement.reasons), rule=told
    )


_WORDS = {
    Verdict.INTERVIEW: "taken for an interview",
    Verdict.MAYBE: "perhaps an interview, you would be asked",
    Verdict.NO: "not taken for an interview",
}


def is_of(rule: Rule, source: str) -> bool:
    """Is it about this calendar?"""
    return rule.calendar.strip().casefold() == source.strip().casefold()


def _organises(wanted: str, occurrence: Occurrence) -> bool:
    if occurrence.organizer is None:
        return False
    address = plain(occurrence.organizer.email, _ADDRESS).lower().removeprefix("mailto:")
    name, _, domain = wanted.rpartition("@")
    return address == wanted if name else address.rpartition("@")[2].endswith(f".{domain}") or address.endswith(wanted)


@lru_cache(maxsize=256)
def _pieces(pattern: str) -> tuple[str, ...]:
    """What stands between the stars, folded."""
    return tuple(fold(piece) for piece in plain(pattern, _TITLE).split("*"))


def _fits(pieces: Sequence[str], title: str) -> bool:
    """Do the pieces stand in the title in this order, the first at its beginning and the last at its end?"""
    if len(pieces) == 1:
        return title == pieces[0]
    first, *middle, last = pieces
    if not title.startswith(first):
        return False
    at = len(first)
    for piece in middle:
        found = title.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(title) - len(last) >= at and title.endswith(last)
