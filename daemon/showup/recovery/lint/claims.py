"""Checks on what is claimed: reasons, prevention, offers, character (6, 7, 10, 12). What was not given is invented."""

from __future__ import annotations

import re
from collections.abc import Iterator

from showup.recovery.lint.about import About, GivenCause
from showup.recovery.lint.folded import fold
from showup.recovery.lint.remark import Remark, Severity
from showup.recovery.lint.text import Span, Text

__all__ = ["claims"]

_MOST_REASONS = 2  # sentences
_SENTENCE_LEVEL = 2  # of the explanation: from here on the person's own words are told


def claims(text: Text, about: About) -> Iterator[Remark]:
    causes = sorted((place, category) for category, find in text.words.causes.items() for place in text.matches(find))
    yield from _reasons(text, [place for place, _ in causes])
    yield from _invented(text, about, causes)
    yield from _prevention(text, about)
    yield from _offers(text, about)
    yield from _character(text, about)


def _reasons(text: Text, causes: list[Span]) -> Iterator[Remark]:
    places = sorted([*causes, *text.found("reason")])
    told = _sentences(text, places)
    if len(told) > _MOST_REASONS:
        yield text.remark(
            6,
            Severity.MEND,
            text.sentences[told[_MOST_REASONS]],
            f"The reasons take {len(told)} sentences.",
            "Keep to one sentence, two at the most, or leave them out.",
        )


def _sentences(text: Text, places: list[Span]) -> list[int]:
    return sorted({text.sentence_at(place.start) for place in places})


def _invented(text: Text, about: About, causes: list[tuple[Span, str]]) -> Iterator[Remark]:
    given = _given(text, about.cause, about.claims) if about.cause else frozenset()
    meant = [place for place, category in causes if category in given]
    for place, category in causes:
        if any(place.start < one.end and one.start < place.end for one in meant):
            continue  # "the wrong time zone" holds "the wrong time"
        if about.cause is None:
            told = f"This gives a cause ({category})."
            yield text.remark(7, Severity.CONSIDER, place, told, "Keep it only if that is what happened.")
        else:
            told = f"This gives a cause ({category}) that you have not named."
            yield text.remark(7, Severity.MEND, place, told, "Leave it out, or name it as the cause if it is true.")


def _given(text: Text, cause: GivenCause, claims: tuple[str, ...]) -> frozenset[str]:
    """The categories that the person's own words speak of, and the one that they chose."""
    own = [*claims, *([cause.words] if cause.level >= _SENTENCE_LEVEL else [])]
    told = {category for category, find in text.words.causes.items() if any(find.search(fold(words)) for words in own)}
    return frozenset(told | ({cause.category} if cause.level > 0 else set()))


def _prevention(text: Text, about: About) -> Iterator[Remark]:
    places = sorted([*text.found("prevention"), *text.found("vague_prevention")])
    told = _sentences(text, places)
    if len(told) > 1:
        second = text.sentences[told[1]]
        yield text.remark(
            10, Severity.MEND, second, "More than one step of prevention.", "Keep the one that is most specific."
        )
    for place in text.found("vague_prevention"):
        yield text.remark(
            10,
            Severity.CONSIDER,
            place,
            "A promise that nobody can check.",
            "Name one step that you take, or leave it out.",
        )
    if about.prevention is None or not places:
        return
    sentence = text.sentences[told[0]]
    if not _shares(text.raw[sentence.start : sentence.end], about.prevention):
        yield text.remark(
            10,
            Severity.MEND,
            sentence,
            "This is not a step that you have named.",
            "Say what you do about it, or leave it out.",
        )


def _shares(told: str, given: str) -> bool:
    """Have the two a longer word in common, or, in Japanese, three characters in a row?"""
    folded, own = fold(told), fold(given)
    return any(word in folded for word in re.findall(r"[a-z]{4,}", own)) or any(
        own[place : place + 3] in folded for place in range(len(own) - 2) if not own[place : place + 3].isascii()
    )


def _offers(text: Text, about: About) -> Iterator[Remark]:
    places = sorted(text.found("offer"))
    told = _sentences(text, places)
    if len(told) > 1:
        second = text.sentences[told[1]]
        yield text.remark(
            12, Severity.CONSIDER, second, "More than one offer.", "Offer one thing, the one that helps them most."
        )
    if about.offers == () and places:
        yield text.remark(
            7,
            Severity.MEND,
            places[0],
            "This offers something that your profile does not have.",
            "Add it there, or leave it out.",
        )


def _character(text: Text, about: About) -> Iterator[Remark]:
    if about.uncharacteristic:
        return
    for place in text.found("character"):
        severity = Severity.CONSIDER if about.uncharacteristic is None else Severity.MEND
        yield text.remark(
            7,
            severity,
            place,
            "This says that it is not like you.",
            "Say it only where it is true and has never happened with them.",
        )
