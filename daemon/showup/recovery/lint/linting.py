"""One text through all the checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from showup.errors import UsageError
from showup.model import DraftKind
from showup.recovery.lint.about import About
from showup.recovery.lint.appointments import appointments
from showup.recovery.lint.claims import claims
from showup.recovery.lint.kinds import SPOKEN
from showup.recovery.lint.lengths import lengths
from showup.recovery.lint.moments import mentions
from showup.recovery.lint.needed import needed
from showup.recovery.lint.people import organisation, placeholders, recipient
from showup.recovery.lint.phrase_checks import unsayable
from showup.recovery.lint.reading import near
from showup.recovery.lint.remark import Part, Remark
from showup.recovery.lint.subject import heading
from showup.recovery.lint.text import Text
from showup.recovery.lint.words import LANGUAGES, guessed, words

__all__ = ["lint"]


def lint(
    body: str,
    kind: DraftKind,
    *,
    language: str | None = None,
    subject: str | None = None,
    about: About | None = None,
) -> tuple[Remark, ...]:
    """What is to be mended or considered in a text, the subject's first, in the order of their places.

    `language` is an ISO 639 code, the likeliest one where it is None; UsageError for one that there are no words for. A `subject`
    of None is not looked at: there is none, or it is not known.
    """
    code = language or guessed(body)
    if code not in LANGUAGES:
        raise UsageError(f"There are no words to judge a text in {code!r} by; there are for {', '.join(LANGUAGES)}.")
    known = about or About()
    found: list[Iterable[Remark]] = []
    if subject is not None:
        found.append(_of_subject(Text(subject, Part.SUBJECT, words(code), known), kind, known))
    text = Text(body, Part.BODY, words(code), known, script=kind is DraftKind.CALL_SCRIPT)
    found.append(_of_body(text, body, kind, known))
    return tuple(chain.from_iterable(map(_in_order, found)))


def _of_subject(text: Text, kind: DraftKind, about: About) -> Iterator[Remark]:
    dates = mentions(text, near(about))
    yield from heading(text, dates, kind, about)
    yield from placeholders(text, about)
    yield from unsayable(text, about)
    yield from appointments(text, dates, kind, about)


def _of_body(text: Text, body: str, kind: DraftKind, about: About) -> Iterator[Remark]:
    dates = mentions(text, near(about))
    yield from needed(text, kind, about)
    yield from placeholders(text, about)
    if kind not in SPOKEN:  # who is called may be another than who is written to
        yield from recipient(text, about)
    yield from organisation(text, about)
    yield from unsayable(text, about)
    yield from claims(text, about)
    yield from appointments(text, dates, kind, about)
    yield from lengths(text, body, kind, about)


def _in_order(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """By place; what is said twice of overlapping places, once."""
    last: dict[tuple[int, str], Remark] = {}
    for remark in sorted(remarks, key=lambda one: (one.start, one.check, -one.end)):
        before = last.get((remark.check, remark.what))
        if before is None or remark.start >= max(before.end, before.start + 1):
            last[remark.check, remark.what] = remark
            yield remark
