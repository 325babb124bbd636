"""What a ledger promises. SQLite keeps it by default; another store passes the same contract suite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from showup.engine import Intent, Note, Watch
from showup.engine.merge import Health
from showup.model import Draft

__all__ = ["Change", "Claim", "Ledger", "LogLine", "Outcome", "StoredDraft"]


@dataclass(frozen=True, slots=True)
class Change:
    """One interview's part of a transaction: its new state, what is claimed, what is remembered."""

    watch: Watch
    intents: tuple[Intent, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """An intent that was committed and is to be carried out. `generation` fences it: an old one's never rings."""

    id: int
    interview: str
    generation: int
    intent: Intent
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a claim: `ok`, and per channel or place what happened, in words."""

    claim: int
    ok: bool
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the person's history."""

    at: datetime
    interview: str
    what: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as written, its `name` in the draft box, and where that put it (None: it could not)."""

    interview: str
    generation: int
    name: str
    draft: Draft
    where: str | None
    at: datetime
    withdrawn: bool = False


class Ledger(Protocol):
    """Every writing call is one transaction, on the disk when it returns; LedgerError when it could not be."""

    @property
    def trouble(self) -> str | None:
        """Why it goes on in memory only, as a sentence with what to do; None when all is well."""
        ...

    def watches(self) -> list[Watch]: ...

    def commit(self, changes: Sequence[Change], now: datetime, health: Health | None = None) -> list[Claim]:
        """State, intents and history together; returns the claims, in order."""
        ...

    def open_claims(self) -> list[Claim]:
        """What was committed and never settled, oldest first."""
        ...

    def settle(self, outcomes: Sequence[Outcome], now: datetime) -> None: ...

    def note(self, interview: str, what: str, detail: dict[str, Any], now: datetime) -> None: ...

    def health(self) -> dict[str, Health]: ...

    def keep_draft(self, stored: StoredDraft) -> None: ...

    def drafts(self, interview: str | None = None) -> list[StoredDraft]: ...

    def log(self, limit: int, interview: str | None = None) -> list[LogLine]:
        """The newest lines, oldest first."""
        ...

    def forget_before(self, instant: datetime) -> int:
        """Drop what ended before; returns how many interviews."""
        ...

    def close(self) -> None: ...
