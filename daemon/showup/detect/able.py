"""A look at an event before it is parsed: could it be an interview at all?

Parsing an event takes a millisecond, this takes some microseconds. It errs towards yes: of whatever showup.detect.judge could
call an interview or ask about, it says yes. Most events hold nothing that speaks of an interview, which one pass over their
bytes tells; the others are read quickly and judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from showup.detect import verdict_on
from showup.detect.compiled import BY_NAME, FAINT_IN_TEXT, FAINT_IN_TITLE, IN_TEXT, IN_TITLE
from showup.detect.datafiles import domain_in, domains
from showup.detect.line import PLAIN, is_spaced_out, line_of, lined
from showup.detect.match import vocabulary
from showup.detect.people import of_hiring
from showup.detect.quick import participant, read, unfolded
from showup.detect.rules import is_of, matches
from showup.detect.typos import SHORTEST, nearest
from showup.model import Occurrence, Profile, Rule, Verdict

__all__ = ["able", "able_under", "glance"]

_LONGEST = 7_000  # bytes; what is longer may be cut before it is judged, and is not worth the thought
# Tags, codes and what cannot be read stay as they are: to the matcher they could hide anything.
_MARKS = (b"<", b"%", b"\0")
_HIDING = bytes(code if bytes([code]) in _MARKS else plain for code, plain in enumerate(PLAIN))
_DIGIT = re.compile(rb"\d")
_ENTITY = re.compile(rb"&(?:#|[a-zA-Z])")
_NOBODY = Profile()
_OF_TITLE = IN_TITLE | BY_NAME | FAINT_IN_TITLE


def able(raw: bytes, profile: Profile = _NOBODY) -> bool:
    """Could the event of these content lines (folded or not) be an interview of the person of `profile`?"""
    if len(raw) > _LONGEST:
        return True
    lines = unfolded(raw)
    seen = glance(lines)
    if seen is not None:
        return seen
    event = read(lines)
    return event is None or _verdict(event, profile) is not Verdict.NO


@lru_cache(maxsize=1024)
def _verdict(event: Occurrence, profile: Profile) -> Verdict:
    """Calendars say the same again and again."""
    return verdict_on(event, profile)


def able_under(rules: Iterable[Rule], source: str, profile: Profile = _NOBODY) -> Callable[[bytes], bool] | None:
    """Could an event of `source` be an interview by itself, or by one of the rules? None: any could be one."""
    calling = [
        rule for rule in rules if rule.verdict is Verdict.INTERVIEW and (not rule.calendar or is_of(rule, source))
    ]
    if any(not (rule.organizer or rule.title) for rule in calling):
        return None

    def could_be(raw: bytes) -> bool:
        event = read(unfolded(raw)) if calling else None
        if calling and (event is None or any(matches(rule, replace(event, source=source)) for rule in calling)):
            return True
        return able(raw, profile)

    return could_be


def glance(lines: bytes) -> bool | None:
    """What the words of unfolded lines tell at once: True where the title names an interview (what is said against it is for the
    judge to weigh), False where nothing could count for one, None where it is to be read.
    """
    start = lines.find(b"\nSUMMARY")
    end = lines.find(b"\n", start + 1)
    if start < 0 or end < 0:
        return None
    title = line_of(lines[start:end].decode(errors="replace"))
    told = vocabulary().telling(title, _OF_TITLE)
    if any(flags & BY_NAME for flags in told):
        return True
    return None if _speaks(lines, title, told) else False


def _speaks(lines: bytes, title: bytes, told: list[int]) -> bool:
    """Is there anything that could count for an interview, or that keeps a word from being seen? `told` is what the pieces of
    the title could speak for.
    """
    text = lines
    if b"\\" in lines:
        if b"\\\\" in lines:
            return True
        text = lines.replace(b"\\n", b"\n").replace(b"\\N", b"\n")
    if any(flags & IN_TITLE for flags in told) or _text_speaks(text):
        return True
    if b"&" in lines and _ENTITY.search(lines):
        return True
    if _is_slipped(title) or _hires(lines) or is_spaced_out(title):
        return True
    faint = sum(1 for flags in told if flags & FAINT_IN_TITLE)  # one is nothing, but where it is numbered
    return faint > 1 or (faint == 1 and _DIGIT.search(title) is not None)


def _text_speaks(text: bytes) -> bool:
    """Does it hold a word that could count, two that add to others, or what hides words?"""
    if text.isascii():
        line = lined(text, _HIDING)
    elif any(mark in text for mark in _MARKS):
        return True
    else:
        line = line_of(text.decode(errors="replace"))
    told = vocabulary().telling(line, IN_TEXT | FAINT_IN_TEXT)
    return any(flags & IN_TEXT for flags in told) or sum(1 for flags in told if flags & FAINT_IN_TEXT) > 1


def _is_slipped(title: bytes) -> bool:
    """Does it hold what could be a misspelled word for an interview?"""
    return any(map(nearest, [word for word in title.decode(errors="replace").split() if len(word) >= SHORTEST - 1]))


def _hires(lines: bytes) -> bool:
    """Is the organizer somebody who could be hiring?"""
    start = lines.find(b"ORGANIZER")
    end = lines.find(b"\n", start)
    return start >= 0 and _is_hiring(lines[start : end if end > 0 else None])


@lru_cache(maxsize=4096)
def _is_hiring(line: bytes) -> bool:
    organizer = participant(line.decode(errors="replace"))
    if organizer is None:
        return True
    domain = organizer.email.rpartition("@")[2].lower()
    return of_hiring(organizer) or any(domain_in(domain, domains(group)) for group in ("systems", "agencies"))
