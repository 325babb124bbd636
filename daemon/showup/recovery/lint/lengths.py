"""Check 14: lengths, and in a message on an answering machine name and number twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from showup.model import DraftKind
from showup.recovery.lint.about import About
from showup.recovery.lint.folded import fold
from showup.recovery.lint.kinds import LETTERS
from showup.recovery.lint.remark import Remark, Severity
from showup.recovery.lint.text import Span, Text

__all__ = ["lengths"]

_NUMBER = re.compile(r"\+?\(?\d[\d ()./-]{4,24}\d")
_FEWEST_DIGITS = 7
_USUAL_NAME_AND_NUMBER = 5  # words; what they have more takes its time, each time that they are said


def lengths(text: Text, body: str, kind: DraftKind, about: About) -> Iterator[Remark]:
    """`body` is the whole of it, of which `text` may have read the beginning only."""
    bounds = text.words.lengths
    if kind in LETTERS:
        yield from _outside(text, body, *bounds.letter, "letter")
    elif kind is DraftKind.FOLLOW_UP:
        yield from _outside(text, body, 0, bounds.follow_up, "follow-up")
    elif kind is DraftKind.RUNNING_LATE:
        yield from _outside(text, body, 0, bounds.short, "note")
    elif kind is DraftKind.VOICEMAIL:
        more = 2 * _longer(text, about.name, about.phone)
        yield from _outside(text, body, bounds.seconds_20, bounds.seconds_30 + more, "voicemail", " (20 to 30 seconds)")
        yield from _twice(text, about)
    elif kind is DraftKind.CALL_SCRIPT:
        opener = next(iter(text.sections()), "")
        yield from _outside(text, opener, 0, bounds.seconds_30 + _longer(text, about.name), "opener", " (30 seconds)")
    else:
        yield from _outside(text, body, 0, bounds.letter[1], "text")


def _outside(text: Text, told: str, least: int, most: int, name: str, more: str = "") -> Iterator[Remark]:
    count, unit = text.words.count(told), text.words.unit
    if not least <= count <= most:
        wanted = f"{least} to {most}" if least else f"at most {most}"
        yield text.remark(
            14,
            Severity.MEND,
            Span(0, len(text.raw)),
            f"The {name} has {count} {unit}; {wanted} are right{more}.",
            "Shorten it: leave out what does not change their answer." if count > most else "Say a little more.",
        )


def _longer(text: Text, *given: str | None) -> int:
    return max(sum(text.words.count(part) for part in given if part) - _USUAL_NAME_AND_NUMBER, 0)


def _twice(text: Text, about: About) -> Iterator[Remark]:
    end = len(text.raw.rstrip())
    numbers = [_digits(found[0]) for found in _NUMBER.finditer(text.own)]
    numbers = [number for number in numbers if len(number) >= _FEWEST_DIGITS]
    own = _digits(about.phone or "")
    times = sum(number[-_FEWEST_DIGITS:] == (own or numbers[0])[-_FEWEST_DIGITS:] for number in numbers)
    if times < 2 and about.phone != "":
        severity = Severity.MEND if own or numbers else Severity.CONSIDER
        yield text.remark(
            14, severity, Span(end, end), "Your number is not said twice.", "Say it at the beginning and at the end."
        )
    if about.name and fold(text.own).count(_spoken(fold(about.name))) < 2:
        yield text.remark(
            14, Severity.MEND, Span(end, end), "Your name is not said twice.", "Say it at the beginning and at the end."
        )


def _spoken(name: str) -> str:
    return max(name.split(), key=len)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
