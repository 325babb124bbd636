"""Drafts in other languages than English keep the rubric too, as far as a table of words per language can tell."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.unit.recovery.cases import DAY, HOUR, JANE, LONG_JANE, NOBODY, START, combinations, interview
from tests.unit.recovery.rubric import LETTERS

from showup.model import Cause, Draft, DraftKind, Explanation, Interview, Kind
from showup.recovery import Told, write
from showup.recovery.template import languages

if TYPE_CHECKING:
    from collections.abc import Iterator


class Language(NamedTuple):
    """Regular expressions of what has to be said, and between which lengths (words, or characters where `unspaced`)."""

    apology: str
    owned: str
    impact: str
    deferral: str
    way_out: str
    interest: str
    letter: tuple[int, int] = (80, 170)
    afterwards: tuple[int, int] = (30, 90)
    voicemail: tuple[int, int] = (50, 76)
    longer: int = 10  # for a name of nine words and a number of eight, each said twice
    unspaced: bool = False


TABLE = {
    "de": Language(
        apology=r"leid\b|[Ee]ntschuldig",
        owned="[Vv]erantwort",
        impact="Zeit|Mühe",
        deferral="der Ihnen passt",
        way_out="Verständnis",
        interest="Interesse|interessiert",
    ),
    "es": Language(
        apology="[Dd]isculpas|[Ll]ament",
        owned="responsabilidad",
        impact="tiempo",
        deferral="[Aa]dapto|que encaje|conveniencia",
        way_out="lo entenderé",
        interest="interés",
    ),
    "fr": Language(
        apology="[Ee]xcuse",
        owned="responsabilité|assume",
        impact="temps|agenda|organis",
        deferral="à votre convenance|qui vous (?:convien|arrange)",
        way_out="comprendrai",
        interest="intér|motivation",
    ),
    "it": Language(
        apology="[Ss]cus[aeo]",
        owned="responsabilità",
        impact="tempo|fatica|organizzare",
        deferral="Le sia comod|a Lei (?:più )?comod|a Sua scelta",
        way_out="comprendo",
        interest="interess",
    ),
    "ja": Language(
        apology="申し訳|お詫び",
        owned="責任",
        impact="お時間|お手数",
        deferral="ご都合",
        way_out="ご判断に従い|承知いたし",
        interest="志望|関心",
        letter=(250, 500),
        afterwards=(120, 285),
        voicemail=(100, 190),
        longer=102,
        unspaced=True,
    ),
    "nl": Language(
        apology=r"\bspijt\b|[Ee]xcuses",
        owned="verantwoordelijkheid",
        impact="tijd|moeite",
        deferral="d(?:at|ie) u schikt",
        way_out="begrip|begrijp",
        interest="[Ii]nteresse",
    ),
    "pt": Language(
        apology="[Dd]esculpas|[Ll]ament",
        owned="responsabilidade",
        impact="tempo",
        deferral="[Aa]dapto-me|que se ajuste|conveniência",
        way_out="compreenderei",
        interest="interesse",
    ),
}

_OTHERS = sorted(languages() - {"en"})
_AFTERWARDS = (DraftKind.FOLLOW_UP, DraftKind.CONFIRMATION, DraftKind.GRACEFUL_CLOSE, DraftKind.DELEGATE_NOTE)
_SLOTS = tuple(START + 40 * DAY + days * DAY for days in range(3))
_CAUSES = tuple(Cause)
_THINNED = 7  # prime to the number of occasions, so that each of them is met
_ENGLISH = re.compile(
    r"\b(?:the|and|your|with|sorry|would|please|regards|dear|hello|thank|missed|because)\b", re.IGNORECASE
)
_LEFT_OVER = re.compile(r"\$|[{}\[\]<>]|\bNone\b| {2}|\n{3}|(?m: $)|(?m:^ )|,,|;;|(?<!\.)\.\.(?!\.)")
_SMALL = re.compile(r"[^\W\d]{3,}[.!?] [a-zà-öø-ÿ]")
_SENTENCE_END = re.compile(r"(?<=[^\d][.!?])\s+|(?<=[。！？])")


def _faults(draft: Draft, name: str) -> Iterator[str]:
    asked = TABLE[draft.language]
    if len(draft.subject) > 70:
        yield f"subject of {len(draft.subject)} characters"
    for text in (draft.subject, draft.body):
        for what, pattern in (("left over", _LEFT_OVER), ("English", _ENGLISH), ("small letter", _SMALL)):
            if hit := pattern.search(text):
                yield f"{what}: {hit[0]!r}"
    if draft.kind in LETTERS:
        yield from _outside(draft, asked.letter, asked)
        yield from _unsaid(draft.body, deferral=asked.deferral, way_out=asked.way_out, interest=asked.interest)
    if draft.kind in _AFTERWARDS:
        yield from _outside(draft, asked.afterwards, asked)
    if draft.kind is DraftKind.VOICEMAIL:
        longer = asked.longer if name == LONG_JANE.name else 0
        yield from _outside(draft, (asked.voicemail[0], asked.voicemail[1] + longer), asked)
    if draft.kind in LETTERS - {DraftKind.INTERVIEWER_ABSENT} | {DraftKind.VOICEMAIL, DraftKind.CALL_SCRIPT}:
        yield from _unsaid(_first(draft), apology=asked.apology)
        yield from _unsaid(draft.body, owned=asked.owned, impact=asked.impact)
    if draft.kind is DraftKind.INTERVIEWER_ABSENT and re.search(asked.apology, draft.body):
        yield "an apology"


def _first(draft: Draft) -> str:
    """The first two sentences after the greeting."""
    text = draft.body.split("\n", 2 if draft.kind is DraftKind.CALL_SCRIPT else 1)[-1]
    if draft.kind is DraftKind.VOICEMAIL:
        text = re.split("[.。]", draft.body, maxsplit=1)[-1]
    return " ".join(_SENTENCE_END.split(text.strip())[:2])


def _unsaid(text: str, **asked: str) -> Iterator[str]:
    return (f"no {what}" for what, pattern in asked.items() if not re.search(pattern, text))


def _outside(draft: Draft, bounds: tuple[int, int], asked: Language) -> Iterator[str]:
    size = len("".join(draft.body.split())) if asked.unspaced else len(draft.body.split())
    if not bounds[0] <= size <= bounds[1]:
        yield f"{draft.kind} of {size}"


def _in(language: str, case: Interview) -> Interview:
    return replace(case, judgement=replace(case.judgement, language=language))


def _told(number: int) -> Told:
    """What a person may have told, another cause and level each time; their own words are in no language."""
    given = Explanation(_CAUSES[number % len(_CAUSES)], number % 4, "", number % 2 == 0)
    offer = ("", "references", "more")[number % 3]
    return Told(given, offer, _SLOTS[: number % 4], new_start=START + 50 * DAY, refused=number % 2 == 0)


def _drafts(language: str) -> Iterator[tuple[Draft, str]]:
    for number, (kind, case, profile, now) in enumerate(islice(combinations(), 0, None, _THINNED)):
        known = replace(profile, references=("Ann Lee (Acme)", "Bo Chen (Initech)"))
        yield write(kind, _in(language, case), known, now, _told(number) if number % 2 else Told()), profile.name
        if number % 3 == 0:
            told = replace(_told(number), follow_ups=number % 2)
            after = max(now, START + HOUR)
            yield write(_AFTERWARDS[number // 3 % 4], _in(language, case), known, after, told), profile.name


@pytest.mark.parametrize("language", _OTHERS)
def test_every_combination_keeps_the_rubric_in(language):
    seen = 0
    for draft, name in _drafts(language):
        assert draft.language == language
        assert list(_faults(draft, name)) == [], draft
        seen += 1
    assert seen >= 600


@pytest.mark.parametrize("language", _OTHERS)
@pytest.mark.parametrize("sort", Kind)
def test_a_letter_fits_every_kind_of_interview(language, sort):
    for seed in range(12):
        case = _in(language, interview(kind=sort, uid=f"u{seed}"))
        for kind in (DraftKind.EMAIL, DraftKind.FOLLOW_UP, DraftKind.DELEGATE_NOTE):
            draft = write(kind, case, (JANE, NOBODY)[seed % 2], START + HOUR * (1 - 2 * (seed % 3 == 0)))
            assert list(_faults(draft, "")) == [], draft


@pytest.mark.parametrize("language", _OTHERS)
def test_two_recoveries_do_not_read_alike_in(language):
    drafts = (write(DraftKind.EMAIL, _in(language, interview(uid=f"u{n}")), JANE, START + HOUR) for n in range(40))
    assert len({draft.body for draft in drafts}) >= 30


PLANTED = {
    "left over": "$role",
    "English": "the",
    "small letter": "Wort. wort",
    "email of": "x " * 171 + "。" * 601,
    "subject of": "",
}


@pytest.mark.parametrize("language", _OTHERS)
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(language, fault):
    draft = write(DraftKind.EMAIL, _in(language, interview()), JANE, START + HOUR)
    subject = "x" * 71 if fault == "subject of" else draft.subject
    spoilt = replace(draft, subject=subject, body=f"{draft.body}\n{PLANTED[fault]}")
    assert any(found.startswith(fault) for found in _faults(spoilt, ""))


@pytest.mark.parametrize("language", _OTHERS)
@pytest.mark.parametrize("part", ["apology", "owned", "impact", "deferral", "way_out", "interest"])
def test_what_is_left_out_is_found(language, part):
    draft = write(DraftKind.EMAIL, _in(language, interview()), JANE, START + HOUR)
    without = re.sub(getattr(TABLE[language], part), "-", draft.body)
    assert f"no {part}" in list(_faults(replace(draft, body=without), ""))
