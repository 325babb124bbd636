"""Which occurrences are job interviews at which the person is the candidate, and why.

`judge` gives the verdict with all that alarm and recovery need, `weigh` the pieces of evidence behind it, `remember` what the
events of a calendar say of each other. All are pure, bounded in time whatever an event contains, and never raise for what a
calendar says.
"""

from __future__ import annotations

from collections.abc import Iterable

from showup.detect.bring import bring_of
from showup.detect.company import company_of
from showup.detect.evidence import Evidence, role_of, score_of, together, verdict_of
from showup.detect.history import with_history
from showup.detect.kinds import kind_of
from showup.detect.people import contacts_of
from showup.detect.phishing import from_phishing
from showup.detect.phones import Call, call_of
from showup.detect.places import place_of
from showup.detect.position import position_of
from showup.detect.rules import deciding, matches, ruled
from showup.detect.signatures import with_signatures
from showup.detect.structure import from_structure
from showup.detect.view import View, look
from showup.detect.words import from_words
from showup.model import Interview, Judgement, Occurrence, Profile, Rule, Verdict

__all__ = ["Evidence", "deciding", "judge", "matches", "remember", "score_of", "verdict_of", "verdict_on", "weigh"]

_OFF = frozenset({"status.cancelled", "title.cancelled", "title.called_off", "body.called_off"})
_NOT_ON = _OFF | {"declined", "title.struck"}
_NOTHING = "nothing in it speaks of an interview"


def judge(occurrence: Occurrence, profile: Profile, rules: tuple[Rule, ...] = ()) -> Judgement:
    """The verdict on `occurrence` for the person of `profile`, who may have told us nothing at all, under their `rules`."""
    view = look(occurrence, profile)
    pieces = _pieces(view)
    score = score_of(pieces)
    verdict = verdict_of(score)
    rule = deciding(rules, occurrence)
    if not pieces and rule is None:
        return Judgement(verdict, score, reasons=(_NOTHING,))
    honest = not any(piece.phishing for piece in pieces)
    call = (call_of(view) if verdict is not Verdict.NO or rule is not None else None) or Call("")
    judgement = Judgement(
        verdict=verdict,
        score=score,
        role=role_of(pieces, verdict),
        reasons=_reasons(pieces, verdict),
        company=company_of(view),
        position=position_of(view),
        kind=kind_of(view),
        language=next(iter(view.languages), None),
        join_url=view.join_link,
        phone=call.number or None,
        pin=call.pin,
        place=place_of(view),
        contacts=with_signatures(contacts_of(view, usable=honest), view, usable=honest),
        bring=bring_of(view) if honest else (),
        called_off=any(piece.sign in _OFF for piece in pieces),
    )
    off = judgement.called_off or any(piece.sign == "declined" for piece in pieces)
    return judgement if rule is None else ruled(judgement, rule, verdict, off=off)


def verdict_on(occurrence: Occurrence, profile: Profile) -> Verdict:
    """The verdict alone, at a tenth of the cost, on what it would be if it were not called off or declined."""
    return verdict_of(score_of(piece for piece in _pieces(look(occurrence, profile)) if piece.sign not in _NOT_ON))


def remember(judged: Iterable[Interview], profile: Profile) -> tuple[Interview, ...]:
    """All that were judged of a calendar, each with what the others say of it."""
    return with_history(judged, profile, weigh)


def weigh(occurrence: Occurrence, profile: Profile) -> tuple[Evidence, ...]:
    """All that counted for and against, the title's words first."""
    return _pieces(look(occurrence, profile))


def _reasons(pieces: tuple[Evidence, ...], verdict: Verdict) -> tuple[str, ...]:
    reasons = tuple(dict.fromkeys(piece.reason for piece in pieces))
    spoken = any(piece.points > 0 or piece.role for piece in pieces) or any(piece.points < 0 for piece in pieces)
    return reasons if spoken or verdict is not Verdict.NO else (*reasons, _NOTHING)


def _pieces(view: View) -> tuple[Evidence, ...]:
    words = from_words(view)
    pieces = (*words, *from_structure(view, words), *from_phishing(view))
    return (*pieces, *together(pieces))
