"""Checks for what must be said (3, 4, 5, 9, 11, 13)."""

from __future__ import annotations

from collections.abc import Iterator

from showup.model import DraftKind
from showup.recovery.lint.about import About
from showup.recovery.lint.kinds import NEEDS
from showup.recovery.lint.remark import Remark, Severity
from showup.recovery.lint.text import Span, Text

__all__ = ["needed"]

_APOLOGY_WITHIN = 2  # sentences
_TOLD = {
    "apology": (3, "There is no apology.", "Say that you are sorry in the first or second sentence."),
    "responsibility": (
        4,
        "No sentence takes the responsibility.",
        "Add one in the first person: it was your responsibility.",
    ),
    "impact": (
        5,
        "No sentence names what it cost them.",
        "Name it: the time that they, or the panel, had set aside for you.",
    ),
    "deferral": (9, "They are not left to choose the time, it seems.", "Say that any time that suits them is welcome."),
    "interest": (
        11,
        "Your interest in the position is not restated, it seems.",
        "Add one sentence, with something that is true of this role.",
    ),
    "way_out": (
        13,
        "There is no easy way to say no, it seems.",
        "Say that you will understand a no, and that a short reply is enough.",
    ),
}
_LATE = 0.6  # of a letter: what is behind is about what follows
_BARE = {True: 8, False: 20}  # an interest told in fewer words, or characters, holds no fact


def needed(text: Text, kind: DraftKind, about: About) -> Iterator[Remark]:
    for group, severity in NEEDS[kind].items():
        places = list(text.found(group))
        check, what, suggestion = _TOLD[group]
        if not places and not _put_otherwise(text, group, about):
            yield text.remark(check, severity, _where(text, group), what, suggestion)
        elif places and group == "apology" and kind is not DraftKind.DELEGATE_NOTE:  # who writes it is named first
            yield from _in_time(text, places[0], severity)
        elif places and group == "interest":
            yield from _with_a_fact(text, places)


def _put_otherwise(text: Text, group: str, about: About) -> bool:
    """Is it said in words that no list has? Naming the role once more speaks of it, ending on a condition leaves a way out."""
    if group == "interest" and about.role:
        return any(place > _last_apology(text) for place in text.places_of(about.role))
    late = len(text.raw) * _LATE
    return group == "way_out" and any(place.start > late for place in text.found("condition"))


def _last_apology(text: Text) -> int:
    """Where the sentence of the last apology ends."""
    return max((text.sentences[text.sentence_at(place.start)].end for place in text.found("apology")), default=0)


def _where(text: Text, group: str) -> Span:
    """The start of the letter's own words, or for what comes last the end of them."""
    last = len(text.raw.rstrip())
    first = text.sentences[min(text.greeting, len(text.sentences) - 1)].start if text.sentences else 0
    return Span(first, first) if group in {"apology", "responsibility", "impact"} else Span(last, last)


def _in_time(text: Text, apology: Span, severity: Severity) -> Iterator[Remark]:
    if text.sentence_at(apology.start) >= text.greeting + _APOLOGY_WITHIN:
        yield text.remark(
            3, severity, apology, "The apology comes late.", "Bring it into the first or second sentence."
        )


def _with_a_fact(text: Text, places: list[Span]) -> Iterator[Remark]:
    told = [text.sentences[text.sentence_at(place.start)] for place in places]
    if all(text.words.count(text.raw[one.start : one.end]) < _BARE[text.words.spaced] for one in told):
        yield text.remark(
            11,
            Severity.CONSIDER,
            told[0],
            "The interest is told without a fact of the role.",
            "Name the position, or something of it that draws you.",
        )
