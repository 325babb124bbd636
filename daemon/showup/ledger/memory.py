"""A ledger in plain mappings, for virtual time: as quick as a decision, and gone with its object."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from showup.engine import Note, Watch
from showup.engine.merge import Health
from showup.ledger.codec import encode
from showup.ledger.port import Change, Claim, LogLine, Outcome, StoredDraft

__all__ = ["MemoryLedger"]

_IN_CASE = frozenset({"missed", "recovering"})


class MemoryLedger:
    """See showup.ledger.port.Ledger. Closing it changes nothing: the same object is the same ledger, opened again."""

    trouble: str | None = None
    """It is meant to be in memory."""

    def __init__(self) -> None:
        self._watches: dict[str, Watch] = {}
        self._claims: dict[int, Claim] = {}
        self._numbered = 0
        self._health: dict[str, Health] = {}
        self._drafts: dict[tuple[str, int, str], StoredDraft] = {}
        self._log: list[LogLine] = []

    def watches(self) -> list[Watch]:
        return sorted(self._watches.values(), key=lambda watch: watch.plan.over_at)

    def commit(self, changes: Sequence[Change], now: datetime, health: Health | None = None) -> list[Claim]:
        lines = [_line(now, change.watch.key, note) for change in changes for note in change.notes]
        claims = []
        for change in changes:
            watch = change.watch
            key = watch.key
            self._watches[key] = watch
            for intent in change.intents:
                self._numbered += 1
                claims.append(Claim(self._numbered, key, watch.generation, intent, now))
        self._claims.update((claim.id, claim) for claim in claims)
        self._log += lines
        if health is not None:
            self._health[health.source] = health
        return claims

    def open_claims(self) -> list[Claim]:
        return list(self._claims.values())

    def settle(self, outcomes: Sequence[Outcome], now: datetime) -> None:  # noqa: ARG002 only a lasting record says when
        for outcome in outcomes:
            self._claims.pop(outcome.claim, None)

    def note(self, interview: str, what: str, detail: dict[str, Any], now: datetime) -> None:
        self._log.append(_line(now, interview, Note(what, detail)))

    def health(self) -> dict[str, Health]:
        return dict(self._health)

    def keep_draft(self, stored: StoredDraft) -> None:
        name = (stored.interview, stored.generation, stored.draft.kind.value)
        self._drafts.pop(name, None)  # the newest comes last
        self._drafts[name] = stored

    def drafts(self, interview: str | None = None) -> list[StoredDraft]:
        return [stored for stored in self._drafts.values() if interview in {None, stored.interview}]

    def log(self, limit: int, interview: str | None = None) -> list[LogLine]:
        lines = [line for line in self._log if interview in {None, line.interview}]
        return lines[-limit:] if limit > 0 else []

    def forget_before(self, instant: datetime) -> int:
        over = [
            key
            for key, watch in self._watches.items()
            if watch.plan.over_at < instant and watch.phase.value not in _IN_CASE
        ]
        for key in over:
            del self._watches[key]
        self._claims = {number: claim for number, claim in self._claims.items() if claim.interview not in over}
        self._drafts = {name: stored for name, stored in self._drafts.items() if name[0] not in over}
        self._log = [line for line in self._log if line.at >= instant]
        return len(over)

    def close(self) -> None:
        """Nothing is held."""


def _line(now: datetime, interview: str, note: Note) -> LogLine:
    encode(note.detail)  # what could not be written down is refused here too, by the same error
    return LogLine(now, interview, note.what, note.detail)
