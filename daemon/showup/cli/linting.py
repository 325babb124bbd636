"""`showup draft lint`: what is to be mended in a draft."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from showup import clock
from showup.cli.asking import asked, show
from showup.cli.judging import configured, instant_of
from showup.cli.printing import counted
from showup.errors import NotRunningError, UsageError
from showup.exits import PROBLEM
from showup.instant import instant
from showup.model import DraftKind, Profile
from showup.plain import one_line
from showup.recovery.lint import About, Part, Remark, Severity
from showup.recovery.lint import lint as linted

__all__ = ["known_of", "lint"]

_MOST_BYTES = 2_000_000
_SUBJECT = re.compile(
    r"(?:Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|件名)\s?[:：][ \t]*([^\n]*)\n+", re.IGNORECASE
)
_MOST_SHOWN = 80  # characters of the words that a remark is about
_MOST_QUOTED = 200  # what is longer is a remark about the whole


@dataclass(frozen=True, slots=True)
class _Told:
    """A text as it was read. `known` is what the running service has of it, where it wrote it."""

    body: str
    subject: str | None
    known: dict[str, Any] | None = None


def lint(arguments: Namespace) -> int:
    """`showup draft lint FILE`: exit 1 when something is to be mended."""
    profile = configured(arguments).profile
    now = instant_of(arguments.now, ZoneInfo(profile.zone), "--now") if arguments.now else clock.now()
    told = _read(arguments.file)
    known = told.known or {}
    kind = _kind(arguments.kind or known.get("kind") or DraftKind.EMAIL.value)
    language = arguments.language or known.get("language")
    remarks = linted(told.body, kind, language=language, subject=told.subject, about=known_of(profile, now, told.known))
    if arguments.json:
        show([_view(remark, told) for remark in remarks])
    else:
        print("\n".join(_lines(remark, told) for remark in remarks) or "Nothing to mend.")
        if remarks:
            print(_summary(remarks))
    return PROBLEM if any(remark.severity is Severity.MEND for remark in remarks) else 0


def _kind(name: str) -> DraftKind:
    try:
        return DraftKind(name)
    except ValueError:
        raise UsageError(f"There is no draft of the kind {name!r}; there are {', '.join(DraftKind)}.") from None


# ------------------------------------------------------------------ the text


def _read(name: str) -> _Told:
    data = _bytes(name)
    if len(data) > _MOST_BYTES:
        raise UsageError(f"{name} has more than two million bytes: that is no draft.")
    if name.lower().endswith(".eml"):
        return _of_message(data, _written_by_the_service(Path(name)))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise UsageError(f"{name} is no text in UTF-8; save it as one.") from None
    subject = _SUBJECT.match(text)
    return _Told(text[subject.end() :], subject[1]) if subject else _Told(text, None)


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(_MOST_BYTES + 1)
        with Path(name).expanduser().open("rb") as file:
            return file.read(_MOST_BYTES + 1)
    except OSError as err:
        raise UsageError(f"{name} cannot be read: {err.strerror or err}.") from err


def _of_message(data: bytes, known: dict[str, Any] | None) -> _Told:
    message = message_from_bytes(data, policy=policy.default)
    part = message.get_body(("plain",))
    if part is None:
        raise UsageError("This message has no plain text; save it as plain text.")
    try:
        body = str(part.get_content())
    except (LookupError, UnicodeError):
        raise UsageError(
            "The text of this message is in a character set that is not known; save it in UTF-8."
        ) from None
    return _Told(body.replace("\r\n", "\n"), str(message["Subject"] or ""), known)


# ------------------------------------------------------------------ what is known of it


def _written_by_the_service(path: Path) -> dict[str, Any] | None:
    """What the service remembers of the draft in this file, and its interview; None where it does not run or know it."""
    try:
        drafts = asked("draft")["drafts"]
        wanted = str(path.expanduser().resolve())
        draft = next(
            (draft for draft in drafts if draft["where"] and str(Path(draft["where"]).resolve()) == wanted), None
        )
        if draft is None:
            return None
        views = asked("status")["interviews"]
    except NotRunningError:
        return None
    view: dict[str, Any] = next((view for view in views if view["key"] == draft["interview"]), {})
    known: dict[str, Any] = draft | {"view": view}
    return known


def known_of(profile: Profile, now: datetime, known: dict[str, Any] | None) -> About:
    """The profile's facts and, of the service's own drafts, the interview's. What the person may have added is theirs to know."""
    own = About(name=profile.name or None, phone=profile.phone or None, own_zone=profile.zone, now=now)
    view = known["view"] if known else None
    if not view:
        return own
    start = instant(view["start"], ZoneInfo(profile.zone))
    return replace(own, company=view["company"], start=start, all_day=view["all_day"])


# ------------------------------------------------------------------ telling


def _place(remark: Remark, told: _Told) -> tuple[int, int]:
    """Line and column, from 1."""
    before = (told.body if remark.part is Part.BODY else told.subject or "")[: remark.start]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _view(remark: Remark, told: _Told) -> dict[str, Any]:
    line, column = _place(remark, told)
    return asdict(remark) | {"line": line, "column": column}


def _lines(remark: Remark, told: _Told) -> str:
    line, column = _place(remark, told)
    where = "subject" if remark.part is Part.SUBJECT else f"{line}:{column}"
    words = one_line(remark.words, _MOST_SHOWN)
    quoted = f" “{words}”" if words and len(remark.words) <= _MOST_QUOTED else ""
    return f"{where}  {remark.severity} ({remark.check}){quoted}\n    {remark.what} {remark.suggestion}"


def _summary(remarks: tuple[Remark, ...]) -> str:
    mend = sum(remark.severity is Severity.MEND for remark in remarks)
    return f"{counted(mend, 'thing')} to mend, {len(remarks) - mend} to consider."
