"""A draft that the linter has read, with all that was told in its case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from showup.recovery.lint import Severity, about_told, lint
from showup.recovery.plain import line

if TYPE_CHECKING:
    from datetime import datetime

    from showup.model import Draft, Interview, Profile
    from showup.recovery.lint import Remark
    from showup.recovery.told import Told

__all__ = ["checked"]

_LENGTH_CHECK = 14
_MOST_QUOTED = 60  # characters
_MOST_TOLD = 5


def checked(draft: Draft, interview: Interview, profile: Profile, now: datetime, told: Told) -> Draft:
    """The draft with what the linter would have mended put to what it is `missing`, in words; its text stays as it is."""
    known = about_told(draft.kind, interview, profile, now, told)
    remarks = lint(draft.body, draft.kind, language=draft.language, subject=draft.subject, about=known)
    said_of_length = bool(draft.missing) and any(text.startswith("fewer words") for text in draft.missing)
    wanted = (
        _told(remark)
        for remark in remarks
        if remark.severity is Severity.MEND and not (said_of_length and remark.check == _LENGTH_CHECK)
    )
    return replace(draft, missing=(*draft.missing, *list(dict.fromkeys(wanted))[:_MOST_TOLD]))


def _told(remark: Remark) -> str:
    place = f" at “{remark.words}”" if 0 < len(remark.words) <= _MOST_QUOTED else ""
    return line(f"a change in the {remark.part}{place}: {remark.what} {remark.suggestion}", 300)
