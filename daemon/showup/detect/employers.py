"""Employers that the text names: in a line of their own, in a sentence, in the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from showup.detect.datafiles import around, phrases
from showup.detect.legal_forms import named_with_form
from showup.detect.view import View

__all__ = ["alone", "in_sentences", "in_signature", "stated", "with_form"]

_LINES = 80
_LONGEST_LINE = 90
_NAME = r"(?P<name>[A-Z][\w&'’.-]{1,30}(?: (?:[A-Z][\w&'’.-]{0,30}|&|of|de|and(?= [A-Z]))){0,4})"
_ANY_CASE = r"(?P<name>[^\s,.;:!?()<>|][^,;:!?()<>|\n]{1,59})"
_PARTS = re.compile(r"\s*(?:[,|·•–—/@]|\s-\s|\bat\b|\bbei\b|\bvon\b|\bchez\b|\bbij\b)\s*")
_INVITES = re.compile(
    rf"^{_NAME} (?:has invited you|would like to (?:invite|interview|speak|meet)|is inviting you|invited you)\b"
)
_POSSESSIVE = re.compile(r"['’]s$")
# Sterling Grey Recruitment finds people for others.
_AGENCIES = (" recruitment", " people", " talent", " search", " personnel", " resourcing")
_SENTENCE_END = re.compile(r"(?<=\w{4})\.\s")
_DOTS = ".,'’- "


@lru_cache(maxsize=64)
def _stated(languages: tuple[str, ...]) -> re.Pattern[str]:
    words = phrases(around("employer.stated", languages))
    return re.compile(rf"^[\W_]{{0,3}}(?:{words})[^\S\n]{{0,2}}[:：]\s{{0,2}}{_ANY_CASE}", re.IGNORECASE)


@lru_cache(maxsize=64)
def _sentences(languages: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    words = {
        group: phrases(around(f"employer.{group}", languages)) for group in ("nouns", "before", "behalf", "direct")
    }
    about = rf"\b(?i:{words['nouns']})\b[^.\n:;!?]{{0,70}}?\s(?:{words['before']})\s{_NAME}"
    return (
        re.compile(rf"\b(?i:{words['behalf']})\s(?:the\s)?{_NAME}"),
        _INVITES,
        re.compile(about),
        re.compile(rf"\b(?i:{words['direct']})\s{_NAME}"),
    )


@lru_cache(maxsize=64)
def _team(languages: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = phrases(around("employer.team", languages))
    return (
        re.compile(
            rf"^(?:(?:The|Your|Das|Dein|Ihr|Team)\s)?{_NAME}\s(?i:{words})(?:\s(?i:team|department|dept|group))?\.?$"
        ),
        re.compile(rf"(?<!\w)(?i:{words})(?!\w)"),
        re.compile(rf"(?i:team|équipe|equipo|equipe)(?: (?i:von|de|di|of|at|bei|chez|van))\s{_NAME}\s*!?$"),
    )


def stated(view: View) -> Iterator[str]:
    """Company: Acme, 企業名：…"""
    for line in view.lines[:_LINES]:
        if found := _stated(view.languages).search(line):
            yield _trimmed(found["name"])


def in_sentences(view: View) -> Iterator[str]:
    """Your interview with Acme is confirmed; sent on behalf of Acme."""
    for pattern in _sentences(view.languages):
        for line in view.lines[:_LINES]:
            for found in pattern.finditer(line):
                yield _trimmed(found["name"])


def in_signature(view: View) -> Iterator[str]:
    """HR Generalist, Acme; The Acme Recruiting Team; Talent Acquisition above Acme."""
    team, word, of_team = _team(view.languages)
    lines = [line for line in view.lines[:_LINES] if len(line) <= _LONGEST_LINE]
    for place, line in enumerate(lines):
        if line.lower().rstrip(".").endswith(_AGENCIES):
            continue
        if found := team.search(line) or of_team.search(line):
            yield _trimmed(found["name"])
        if not word.search(line):
            continue
        parts = [part for part in _PARTS.split(line) if part and not word.search(part)]
        if len(parts) >= 1 and len(parts) < len(_PARTS.split(line)):
            yield _trimmed(parts[-1])
        elif word.fullmatch(line.rstrip(".,")) and place + 1 < len(lines):
            yield _trimmed(_PARTS.split(lines[place + 1])[0])


def with_form(view: View) -> Iterator[str]:
    """Acme GmbH, also in the title."""
    for line in (view.title, *view.lines[:_LINES]):
        yield from named_with_form(line)


def alone(view: View) -> Iterator[str]:
    """Short lines, up to a dash: one of them may be a company's name."""
    for line in view.lines[:_LINES]:
        if len(line) <= _LONGEST_LINE // 2:
            yield _trimmed(re.split(r"\s[-–—|]\s", line)[0])


def _trimmed(name: str) -> str:
    return _POSSESSIVE.sub("", _SENTENCE_END.split(name)[0].strip(_DOTS))
