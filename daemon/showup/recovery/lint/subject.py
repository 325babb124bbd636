"""Check 1: who, which role and which day in at most seventy characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from showup.model import DraftKind
from showup.recovery.lint.about import About
from showup.recovery.lint.folded import fold
from showup.recovery.lint.kinds import LETTERS
from showup.recovery.lint.moments import Mention
from showup.recovery.lint.remark import Remark, Severity
from showup.recovery.lint.text import Span, Text
from showup.recovery.subject import LONGEST

__all__ = ["heading"]

_TOLD_BY = 5  # letters of a longer word: "Analyst" is told by "Analy…"


def heading(text: Text, mentions: list[Mention], kind: DraftKind, about: About) -> Iterator[Remark]:
    whole = Span(0, len(text.raw))
    bare = text.raw.strip()
    if not bare:
        yield text.remark(1, Severity.MEND, whole, "The subject is empty.", "Name yourself, the role and the date.")
        return
    if len(bare) > LONGEST:
        over = Span(LONGEST, len(text.raw))
        yield text.remark(
            1,
            Severity.MEND,
            over,
            f"The subject has {len(bare)} characters; most programs cut it at {LONGEST}.",
            "Shorten it.",
        )
    if kind not in LETTERS:
        return
    severity = Severity.MEND
    if about.name and not _names(bare, about.name):
        yield text.remark(1, severity, whole, "The subject does not name you.", f"Add your name: {about.name}.")
    if about.role and not any(_names(bare, one) for one in (about.role, about.company) if one):
        yield text.remark(1, severity, whole, "The subject does not name the role.", f"Add it: {about.role}.")
    if not mentions:
        yield text.remark(1, severity, whole, "The subject does not name the date.", "Add the day of the interview.")


def _names(told: str, name: str) -> bool:
    folded = fold(told)
    return fold(name) in folded or any(word[:_TOLD_BY] in folded for word in re.findall(r"\w{2,}", fold(name)))
