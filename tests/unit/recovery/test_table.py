"""Every draft of the table - occasion by language by level of explanation - passes the linter and a rubric of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from tests.unit.recovery.cases import AGENT, DANA, DAY, HOUR, JANE, KIM, LONG_JANE, MAILBOX, NOBODY, START, interview
from tests.unit.recovery.rubric import LETTERS
from tests.unit.recovery.test_languages import TABLE, Language

from showup.model import Cause, Draft, DraftKind, Explanation, Interview, Kind, Profile
from showup.recovery import Told, write
from showup.recovery.lint import LANGUAGES, Severity, about_told, lint
from showup.recovery.moment import date_parts
from showup.recovery.template import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_TURNS = 2  # of the causes and what else may be known, for each cell of the table
_ENGLISH = Language(
    apology=r"[Ss]orry|[Aa]pologi|[Rr]egret",
    owned="responsibility",
    impact="time|effort",
    deferral="that suits you",
    way_out="I will understand",
    interest="interest",
)
_ASKED = TABLE | {"en": _ENGLISH}
_OCCASIONS = (
    (DraftKind.EMAIL, Kind.TECHNICAL, HOUR / 2),  # late
    (DraftKind.EMAIL, Kind.PANEL, 2 * HOUR),  # missed
    (DraftKind.EMAIL, Kind.RECRUITER_SCREEN, 3 * DAY),  # found out days later
    (DraftKind.EMAIL, Kind.FINAL, 10 * DAY),
    (DraftKind.RESCHEDULE, Kind.FINAL, -HOUR),  # can't make it
    (DraftKind.RESCHEDULE, Kind.ONSITE, -4 * DAY),
    (DraftKind.EXTENSION, Kind.DEADLINE, -HOUR),
    (DraftKind.EXTENSION, Kind.DEADLINE, 3 * DAY),
    (DraftKind.INTERVIEWER_ABSENT, Kind.ONSITE, HOUR),
    (DraftKind.CALL_SCRIPT, Kind.TECHNICAL, HOUR),
    (DraftKind.CALL_SCRIPT, Kind.PANEL, -HOUR),
    (DraftKind.CALL_SCRIPT, Kind.DEADLINE, HOUR),
    (DraftKind.VOICEMAIL, Kind.TECHNICAL, HOUR),
    (DraftKind.VOICEMAIL, Kind.ASSESSMENT, -HOUR),
    (DraftKind.VOICEMAIL, Kind.DEADLINE, 2 * DAY),
    (DraftKind.RUNNING_LATE, Kind.TECHNICAL, HOUR / 12),
    (DraftKind.FOLLOW_UP, Kind.TECHNICAL, 3 * DAY),
    (DraftKind.CONFIRMATION, Kind.TECHNICAL, 3 * DAY),
    (DraftKind.GRACEFUL_CLOSE, Kind.TECHNICAL, 9 * DAY),
    (DraftKind.DELEGATE_NOTE, Kind.TECHNICAL, HOUR),  # an emergency
    (DraftKind.DELEGATE_NOTE, Kind.TECHNICAL, -HOUR),
)
_CONTACTS = ((DANA,), (), (MAILBOX, KIM), (KIM, AGENT))
_KNOWN = replace(JANE, references=("Ann Lee (Acme)",), work_samples=("https://doe.example/work",))
_PROFILES = (_KNOWN, replace(_KNOWN, phone=""), LONG_JANE, NOBODY)
_OWN = {
    "de": "Ich habe die Einladung zu schnell gelesen und den Dienstag notiert",
    "en": "I read the invitation too quickly and noted Tuesday",
    "es": "Leí la invitación demasiado deprisa y anoté el martes",
    "fr": "J'ai lu l'invitation trop vite et noté mardi",
    "it": "Ho letto l'invito troppo in fretta e ho annotato martedì",
    "ja": "ご案内を急いで読み、火曜日と書き留めてしまいました",
    "nl": "Ik heb de uitnodiging te snel gelezen en dinsdag genoteerd",
    "pt": "Li o convite demasiado depressa e anotei terça-feira",
}
_PLACEHOLDER = re.compile(r"\$|[{}\[\]<>]|\bNone\b|_{2,}|TODO|TBD|XXX")
_SENTENCE_END = re.compile(r"(?<=[^\d][.!?])\s+|(?<=[。！？])")


class Cell(NamedTuple):
    kind: DraftKind
    case: Interview
    profile: Profile
    now: datetime
    told: Told
    past: datetime


def _cells(language: str) -> Iterator[Cell]:
    """Each occasion at each level, in turn with the causes, what is affirmed, offered and free, and whom one knows."""
    number = 0
    for kind, sort, after in _OCCASIONS:
        for level in range(4):
            for turn in range(_TURNS):
                number += 1
                yield _cell(language, kind, sort, START + after, level, 5 * number + turn)


def _cell(language: str, kind: DraftKind, sort: Kind, now: datetime, level: int, number: int) -> Cell:
    causes = tuple(Cause)
    past = now - 2 * DAY
    free = tuple(max(now, START) + days * DAY + HOUR for days in range(2, 2 + (0, 2, 3)[number % 3]))
    own = _OWN[language] if number % 2 else ""
    given = Explanation(causes[number % len(causes)], level, own, number % 3 == 0)
    told = Told(
        given,
        ("", "references", "work samples", "more")[number // 2 % 4],
        (past, *free) if free else (),
        missed_before=number % 4 == 0,
        new_start=now + 8 * DAY,
        refused=number % 2 == 0,
        follow_ups=number % 2,
    )
    case = interview(
        kind=sort,
        uid=f"u{number}",
        company="Marlow" if number % 5 else None,
        position="Platform Engineer" if number % 4 else None,
        contacts=_CONTACTS[number // 3 % 4],
        zone="Europe/Berlin" if number % 7 % 2 else "America/Chicago",
    )
    case = replace(case, judgement=replace(case.judgement, language=language))
    return Cell(kind, case, _PROFILES[number // 4 % 4], now, told, past)


def _faults(draft: Draft, cell: Cell) -> Iterator[str]:
    """What a reader sees who knows nothing of the linter."""
    if not 1 <= len(draft.subject) <= 70:
        yield f"subject of {len(draft.subject)} characters"
    if hit := _PLACEHOLDER.search(draft.subject + draft.body):
        yield f"placeholder {hit[0]!r}"
    asked = _ASKED[draft.language]
    if draft.kind in LETTERS:
        size = len("".join(draft.body.split())) if asked.unspaced else len(draft.body.split())
        if not asked.letter[0] <= size <= asked.letter[1]:
            yield f"letter of {size}"
        yield from _unsaid(draft.body, deferral=asked.deferral, way_out=asked.way_out)
    if draft.kind in LETTERS - {DraftKind.INTERVIEWER_ABSENT}:
        first = " ".join(_SENTENCE_END.split(draft.body.split("\n", 1)[-1].strip())[:2])
        yield from _unsaid(first, apology=asked.apology)
        yield from _unsaid(draft.body, owned=asked.owned, impact=asked.impact)
    yield from _not_given(draft, cell)


def _unsaid(text: str, **asked: str) -> Iterator[str]:
    return (f"no {what}" for what, pattern in asked.items() if not re.search(pattern, text))


def _not_given(draft: Draft, cell: Cell) -> Iterator[str]:
    """Causes above the level, other causes than the one that was named, evidence, a date that is past."""
    small, given = words(draft.language), cell.told.explanation
    allowed = small.causes.get(given.cause.value, ()) if given.level >= 1 else ()
    for text in (text for texts in small.causes.values() for text in texts):
        if text in draft.body and text not in allowed:
            yield f"a cause that was not given: {text}"
    if given.level < 2 and _OWN[draft.language] in draft.body:
        yield "their own words below the level of a sentence"
    if given.level < 3 and any(text in draft.body for text in small.evidence):
        yield "evidence below its level"
    day = small.day.format(**date_parts(cell.past.date(), small))
    if cell.told.slots and day in draft.body:
        yield f"a date that is past: {day}"


def test_every_draft_of_the_table_passes_the_linter_and_the_rubric(capsys):
    drafts, found = set(), []
    for language in LANGUAGES:
        for cell in _cells(language):
            kind, case, profile, now, told, _ = cell
            draft = write(kind, case, profile, now, told)
            drafts.add((kind, draft.subject, draft.body))
            known = about_told(kind, case, profile, now, told)
            remarks = lint(draft.body, kind, language=language, subject=draft.subject, about=known)
            wrong = [f"{one.what} {one.words!r}" for one in remarks if one.severity is Severity.MEND]
            found += [f"{language} {kind}: {what}\n{draft.body}" for what in (*wrong, *_faults(draft, cell))]
    with capsys.disabled():
        print(f"\n{len(drafts)} distinct drafts of the table, {len(found)} findings")
    assert found == []
    assert len(drafts) >= 1000


def test_the_rubric_of_the_table_finds_what_was_not_given():
    cell = _cell("en", DraftKind.EMAIL, Kind.TECHNICAL, START + HOUR, 0, 1)
    draft = write(cell.kind, cell.case, cell.profile, cell.now, cell.told)
    small = words("en")
    day = small.day.format(**date_parts(cell.past.date(), small))
    for spoilt in ("I overslept.", _OWN["en"], small.evidence[0], day):
        assert list(_faults(replace(draft, body=f"{draft.body}\n{spoilt}"), cell)), spoilt
    assert list(_faults(draft, cell)) == []


def test_a_japanese_line_with_capitals_is_no_heading():
    cell = _cell("ja", DraftKind.CALL_SCRIPT, Kind.TECHNICAL, START + HOUR, 0, 4)
    body = "1. まず伝えて、言葉を切る\n3月3日14:00 CETの面接を欠席し、誠に申し訳ございませんでした。私の責任です。"
    known = about_told(cell.kind, cell.case, cell.profile, cell.now, cell.told)
    found = lint(body, cell.kind, language="ja", about=known)
    assert not [one for one in found if one.check == 3]


def test_the_dates_of_a_confirmation_are_those_of_the_new_appointment():
    cell = _cell("en", DraftKind.CONFIRMATION, Kind.TECHNICAL, START + DAY, 0, 3)
    draft = write(cell.kind, cell.case, cell.profile, cell.now, cell.told)
    other = replace(cell.told, new_start=cell.now + timedelta(days=20))
    for told, wrong in ((cell.told, False), (other, True)):
        known = about_told(cell.kind, cell.case, cell.profile, cell.now, told)
        found = lint(draft.body, cell.kind, language="en", subject=draft.subject, about=known)
        assert any(one.check == 2 for one in found) is wrong
