"""The person's own rules: which one applies to an event, and what becomes of its judgement. Pure, and linear in the event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote

from showup.detect.able import able
from showup.detect.fold import fold, plain
from showup.detect.match import tokens
from showup.model import Judgement, Occurrence, Role, Rule, Verdict
from showup.rules import sentence

__all__ = ["able_under", "deciding", "matches", "ruled"]

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
    if rule.calendar and not _is_of(rule, occurrence.source):
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


def _is_of(rule: Rule, source: str) -> bool:
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


# ------------------------------------------------------------- before parsing


def able_under(rules: Iterable[Rule], source: str) -> Callable[[bytes], bool] | None:
    """Could an event of `source` be an interview by its text, or by one of the rules? None: any could be one."""
    calling = [r for r in rules if r.verdict is Verdict.INTERVIEW and (not r.calendar or _is_of(r, source))]
    if not calling:
        return able
    if any(not (rule.organizer or rule.title) for rule in calling):
        return None
    wanted = tuple(_needed(rule) for rule in calling)
    return lambda event: able(event) or _may_fit(event, wanted)


def _needed(rule: Rule) -> tuple[str, tuple[str, ...]]:
    """What the text of an event must have, at least, for the rule to apply: a piece of an address, and words."""
    words = (word for piece in _pieces(rule.title) for word in tokens(piece))
    return rule.organizer.removeprefix("@"), tuple(words)


def _may_fit(event: bytes, wanted: tuple[tuple[str, tuple[str, ...]], ...]) -> bool:
    """It errs towards yes: what is written in an odd code may be anything."""
    lines = event.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")
    if b"QUOTED-PRINTABLE" in lines.upper():
        return True
    try:
        text = lines.decode()
    except UnicodeDecodeError:
        return True
    text = f"{text}\n{unquote(text)}" if "%" in text else text
    lowered, folded = text.lower(), ""
    for address, words in wanted:
        if address not in lowered:
            continue
        if words and not folded:
            unescaped = text.replace("\\n", " ").replace("\\N", " ").replace("\\", "")
            folded = fold(plain(unescaped, len(unescaped) + 1))
        if all(word in folded for word in words):
            return True
    return False
