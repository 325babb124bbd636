"""The ledger on SQLite: WAL, synchronous=FULL, one transaction a call."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from showup.engine import Watch
from showup.engine.merge import Health
from showup.errors import LedgerError
from showup.ledger.codec import decode, decode_intent, encode, encode_intent
from showup.ledger.mirror import Mirror
from showup.ledger.port import Change, Claim, LogLine, Outcome, StoredDraft
from showup.ledger.schema import open_database

__all__ = ["SqliteLedger"]

T = TypeVar("T")
_log = logging.getLogger(__name__)
_FORGET = "DELETE FROM interviews WHERE ends_at < ? AND phase NOT IN ('missed', 'recovering')"


class SqliteLedger:
    """See showup.ledger.port.Ledger. `place` is the file, None (everything in memory) or a database that is open already.

    A row that cannot be read is logged and left out: it must not keep the others from ringing.
    """

    trouble: str | None = None
    """It raises LedgerError instead; see LastingLedger."""

    def __init__(self, place: Path | sqlite3.Connection | None) -> None:
        self._db = place if isinstance(place, sqlite3.Connection) else open_database(place)

    @property
    def database(self) -> sqlite3.Connection:
        """What it stands on, for copying the whole of it."""
        return self._db

    def watches(self) -> list[Watch]:
        rows = self._db.execute("SELECT state FROM interviews ORDER BY ends_at")
        return _readable(rows, lambda row: decode(row[0], Watch))

    def commit(self, changes: Sequence[Change], now: datetime, health: Health | None = None) -> list[Claim]:
        with self._transaction():
            claims = [claim for change in changes for claim in self._write(change, now)]
            if health is not None:
                self._db.execute("INSERT OR REPLACE INTO sources VALUES (?, ?)", (health.source, encode(health)))
        return claims

    def _write(self, change: Change, now: datetime) -> list[Claim]:
        watch = change.watch
        row = (watch.key, watch.generation, watch.phase.value, _text(watch.plan.over_at), encode(watch), _text(now))
        self._db.execute(
            "INSERT INTO interviews VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET generation = excluded.generation,"
            " phase = excluded.phase, ends_at = excluded.ends_at, state = excluded.state, changed_at = excluded.changed_at",
            row,
        )
        for note in change.notes:
            self._log(watch.key, note.what, note.detail, now)
        claims = []
        for intent in change.intents:
            kind, text = encode_intent(intent)
            cursor = self._db.execute(
                "INSERT INTO claims (interview, generation, kind, intent, claimed_at) VALUES (?, ?, ?, ?, ?)",
                (watch.key, watch.generation, kind, text, _text(now)),
            )
            claims.append(Claim(cursor.lastrowid or 0, watch.key, watch.generation, intent, now))
        return claims

    def open_claims(self) -> list[Claim]:
        rows = self._db.execute(
            "SELECT id, interview, generation, kind, intent, claimed_at FROM claims WHERE settled_at IS NULL ORDER BY id"
        )
        return _readable(rows, _claim)

    def settle(self, outcomes: Sequence[Outcome], now: datetime) -> None:
        with self._transaction():
            self._db.executemany(
                "UPDATE claims SET settled_at = ?, ok = ?, outcome = ? WHERE id = ? AND settled_at IS NULL",
                [(_text(now), int(outcome.ok), encode(outcome.detail), outcome.claim) for outcome in outcomes],
            )

    def note(self, interview: str, what: str, detail: dict[str, Any], now: datetime) -> None:
        with self._transaction():
            self._log(interview, what, detail, now)

    def _log(self, interview: str, what: str, detail: dict[str, Any], now: datetime) -> None:
        row = (_text(now), interview, what, encode(detail))
        self._db.execute("INSERT INTO log (at, interview, what, detail) VALUES (?, ?, ?, ?)", row)

    def health(self) -> dict[str, Health]:
        rows = self._db.execute("SELECT name, health FROM sources")
        return dict(_readable(rows, lambda row: (str(row[0]), decode(row[1], Health))))

    def keep_draft(self, stored: StoredDraft) -> None:
        with self._transaction():
            row = (stored.interview, stored.generation, stored.draft.kind.value, encode(stored))
            self._db.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)", row)

    def drafts(self, interview: str | None = None) -> list[StoredDraft]:
        sql = "SELECT stored FROM drafts WHERE ? IS NULL OR interview = ? ORDER BY rowid"
        rows = self._db.execute(sql, (interview, interview))
        return _readable(rows, lambda row: decode(row[0], StoredDraft))

    def log(self, limit: int, interview: str | None = None) -> list[LogLine]:
        sql = "SELECT at, interview, what, detail FROM log WHERE ? IS NULL OR interview = ? ORDER BY id DESC LIMIT ?"
        rows = self._db.execute(sql, (interview, interview, limit)).fetchall()
        return _readable(reversed(rows), _log_line)

    def forget_before(self, instant: datetime) -> int:
        with self._transaction():
            gone = self._db.execute(_FORGET, (_text(instant),)).rowcount
            self._db.execute("DELETE FROM log WHERE at < ?", (_text(instant),))
        return gone

    def restore(self, mirror: Mirror, now: datetime) -> None:
        """Have what the mirror holds in it again, the claims under their own numbers; new numbers come after all of them."""
        claims = [
            (claim.id, claim.interview, claim.generation, *encode_intent(claim.intent), _text(claim.at))
            for claim in mirror.claims.values()
        ]
        self.commit(mirror.changes(), now)
        for health in mirror.healths.values():
            self.commit([], now, health)
        with self._transaction():
            self._db.executemany(
                "INSERT OR IGNORE INTO claims (id, interview, generation, kind, intent, claimed_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                claims,
            )
            self._number_claims_after(mirror.last_claim)

    def number_claims_after(self, number: int) -> None:
        """The next claim's number is greater than this one, whatever the rows say."""
        with self._transaction():
            self._number_claims_after(number)

    def _number_claims_after(self, number: int) -> None:
        (last,) = self._db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'claims'").fetchone()
        self._db.execute("DELETE FROM sqlite_sequence WHERE name = 'claims'")
        self._db.execute("INSERT INTO sqlite_sequence VALUES ('claims', ?)", (max(last or 0, number),))

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as err:
            self._roll_back()
            raise LedgerError(f"The ledger could not be written: {err}. Is the disk full or read-only?") from err
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            with suppress(sqlite3.Error):  # on a failing disk; nobody sees the transaction in any case
                self._db.execute("ROLLBACK")


def _readable(rows: Iterable[Sequence[Any]], read: Callable[[Sequence[Any]], T]) -> list[T]:
    found = []
    for row in rows:
        try:
            found.append(read(row))
        except (ValueError, KeyError, TypeError):
            _log.exception("a row of the ledger cannot be read: %.200r", row)
    return found


def _claim(row: Sequence[Any]) -> Claim:
    number, interview, generation, kind, intent, claimed_at = row
    return Claim(number, interview, generation, decode_intent(kind, intent), _instant(claimed_at))


def _log_line(row: Sequence[Any]) -> LogLine:
    at, interview, what, detail = row
    return LogLine(_instant(at), interview, what, decode(detail, dict))


def _text(instant: datetime) -> str:
    """Fixed width, so that text order is time order."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
