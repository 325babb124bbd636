"""The rubric of a first-rate draft as checks on the finished text; each fault is told in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from showup.model import Draft, DraftKind

if TYPE_CHECKING:
    from collections.abc import Iterable

LETTERS = {DraftKind.EMAIL, DraftKind.RESCHEDULE, DraftKind.EXTENSION, DraftKind.INTERVIEWER_ABSENT}
SPOKEN = {DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL}

_BANNED = {
    "blame": r"traffic|train|bus|battery|phone died|alarm|wi-?fi|internet|zoom|calendar (?:did|failed|app)"
    r"|your (?:link|invitation|fault|mistake|system)|you (?:failed|did not|didn't|never|should)"
    r"|did not show|no-show|not my fault",
    "an excuse": r"excuse|because|due to|unfortunately|unforeseen|emergency|ill(?:ness)?|sick|hospital|doctor"
    r"|family|overslept|circumstances|mix-?up|misunderstanding|technical (?:issue|problem|difficult)",
    "begging": r"beg|please forgive|forgive|desperate|another chance|second chance|last chance|dream job"
    r"|mortified|terribl[ey]|deeply|so sorry|humbl[ey]|ashamed|embarrass\w+|I would do anything",
    "a condition in the apology": r"if|but|however|although",
    "a claim about character": r"uncharacteristic\w*|unlike me|out of character|never happens|first time",
    "a promise of prevention": r"from now on|in (?:the )?future|never again|I have set"
    r"|(?:will not|won't) happen",
    "an invented slot": r"(?:I am|I'm) (?:free|available)",
    "hostility": r"disappointed|unprofessional|unacceptable|lawyer|review|ridiculous",
    "a placeholder": r"TODO|TBD|XXX|None|unknown|name here|lorem",
}
_PLACEHOLDER = re.compile(r"\$\w|\$\{|\{|\}|\[|\]|<|>|_{2,}|%s|\(\)|\.{3}")
_SPACING = re.compile(r" {2,}|\n{3,}| [,.;:!?]|[,;:]{2}|\.\.|(?m: $)|(?m:^ )")
_SORRY = re.compile(r"\b(?:sorry|apologi[sz]e|apology)\b", re.IGNORECASE)
_OWNING = re.compile(r"\bresponsibility\b", re.IGNORECASE)
_IMPACT = re.compile(r"\b(?:cost|costs)\b[^.]*\b(?:you|time|effort)\b", re.IGNORECASE)
_DEFERRING = re.compile(r"any (?:other )?(?:time|date) that suits you", re.IGNORECASE)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")


def faults(draft: Draft, *, voicemail_words: tuple[int, int] = (50, 76)) -> list[str]:
    """What is wrong with it, in words."""
    found = [*_everywhere(draft)]
    if draft.kind in LETTERS:
        found += _in_a_letter(draft)
    if draft.kind is DraftKind.CALL_SCRIPT:
        found += _in_a_call(draft.body, voicemail_words)
    if draft.kind is DraftKind.VOICEMAIL:
        found += _outside("voicemail", draft.body, *voicemail_words)
    if draft.kind is DraftKind.RUNNING_LATE:
        found += ["more than one line"] if "\n" in draft.body else _outside("note", draft.body, 8, 60)
    if draft.kind is not DraftKind.INTERVIEWER_ABSENT:
        found += _in_an_apology(draft)
    return found


def _everywhere(draft: Draft) -> Iterable[str]:
    if not 1 <= len(draft.subject) <= 70 or "\n" in draft.subject:
        yield f"subject of {len(draft.subject)} characters"
    for text in (draft.subject, draft.body):
        for what, pattern in _BANNED.items():
            if hit := re.search(rf"\b(?:{pattern})\b", _own_words(draft, text), re.IGNORECASE):
                yield f"{what}: {hit[0]!r}"
        for what, rule in (("placeholder", _PLACEHOLDER), ("spacing", _SPACING), ("emoji", _EMOJI)):
            if hit := rule.search(text):
                yield f"{what}: {hit[0]!r}"
    if any(not char.isprintable() for char in draft.body.replace("\n", "")):
        yield "an unprintable character"


def _own_words(draft: Draft, text: str) -> str:
    """Without the stage directions of a script, which speak to the person."""
    return re.sub(r"(?m)^(?:IF [A-Z ]+|\(.*\))$", "", text) if draft.kind is DraftKind.CALL_SCRIPT else text


def _in_a_letter(draft: Draft) -> list[str]:
    found = _outside("letter", draft.body, 80, 170)
    if not draft.body.startswith("Dear "):
        found.append("no greeting")
    if not _DEFERRING.search(draft.body):
        found.append("no deferral to their time")
    if "I will understand" not in draft.body:
        found.append("no easy way out")
    if not re.search(r"\binterest(?:ed)?\b", draft.body):
        found.append("interest not restated")
    return found


def _in_an_apology(draft: Draft) -> Iterable[str]:
    start = _spoken_first(draft)
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z])", start)
    greeted = [sentence for sentence in sentences if not sentence.startswith("Hello")]
    if not _SORRY.search(" ".join(greeted[:2] if draft.kind in SPOKEN | LETTERS else sentences)):
        yield "no apology in the first two sentences"
    if draft.kind is not DraftKind.RUNNING_LATE:
        if not _OWNING.search(start):
            yield "no responsibility"
        if not _IMPACT.search(start):
            yield "no impact"
    if len(_SORRY.findall(draft.body)) > (2 if draft.kind is DraftKind.CALL_SCRIPT else 1):
        yield "more than one apology"


def _spoken_first(draft: Draft) -> str:
    if draft.kind is DraftKind.CALL_SCRIPT:
        return _section(draft.body, "1. SAY THIS, THEN STOP")
    return draft.body.split("\n\n", 1)[1] if draft.kind in LETTERS else draft.body


def _in_a_call(body: str, voicemail_words: tuple[int, int]) -> list[str]:
    headings = [
        "1. SAY THIS, THEN STOP", "2. LET THEM SPEAK", "3. THEN ASK", "IF THEY ASK WHY", "IF THEY SAY NO",
        "IF YOU REACH THEIR VOICEMAIL",
    ]  # fmt: skip
    found = [f"no section {heading}" for heading in headings if not _section(body, heading)]
    opener = _section(body, headings[0])
    message = _section(body, headings[-1])
    return found + _outside("opener", opener, 15, 75) + _outside("message", message, *voicemail_words)


def _section(body: str, heading: str) -> str:
    return next((part.split("\n", 1)[1] for part in body.split("\n\n") if part.startswith(f"{heading}\n")), "")


def _outside(what: str, text: str, fewest: int, most: int) -> list[str]:
    count = len(text.split())
    return [] if fewest <= count <= most else [f"{what} of {count} words"]
