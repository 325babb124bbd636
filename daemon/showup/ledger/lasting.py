"""The ledger that lasts: on the disk while the disk takes it, in memory while it does not, and back."""

from __future__ import annotations

import logging
import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from showup import clock
from showup.engine import Watch
from showup.engine.merge import Health
from showup.ledger.copying import check, copy, finish, refuse_damaged, replace, set_aside
from showup.ledger.faults import FAULTS, BrokenLedgerError, blames_the_disk, is_broken, sentence
from showup.ledger.merging import merge
from showup.ledger.mirror import Mirror
from showup.ledger.port import Change, Claim, LogLine, Outcome, StoredDraft
from showup.ledger.salvage import read_file
from showup.ledger.schema import connected, make_folder
from showup.ledger.sqlite import SqliteLedger

__all__ = ["LastingLedger"]

T = TypeVar("T")
_log = logging.getLogger(__name__)

TELL_FOR = timedelta(days=1)
"""How long it is told, at most, that a damaged file was set aside."""


class LastingLedger:
    """See showup.ledger.port.Ledger. Nothing that the disk does makes a call fail: what it does not take stays in memory.

    `trouble` says so to the person, with what to do. `heal`, called now and then, puts everything back. A damaged file is kept
    under another name, and a new one begun with all that could be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mirror = Mirror()
        self._unread = False  # is there, perhaps, a file of which memory knows nothing?
        self._knew_the_file = False
        self._in_memory = False
        self._told_until: datetime | None = None
        self.trouble: str | None = None
        """What is wrong with the ledger, in sentences for the person; None when all is well."""
        try:
            self._ledger = self._opened()
        except FAULTS as err:
            self._fall(err)
        self._knew_the_file = not self._unread

    # ---------------------------------------------------------------- ledger

    def watches(self) -> list[Watch]:
        watches = self._do(lambda ledger: ledger.watches())
        self._mirror.holds_watches(watches)
        return watches

    def commit(self, changes: Sequence[Change], now: datetime, health: Health | None = None) -> list[Claim]:
        claims = self._do(lambda ledger: ledger.commit(changes, now, health))
        self._mirror.committed(changes, claims, health)
        return claims

    def open_claims(self) -> list[Claim]:
        claims = self._do(lambda ledger: ledger.open_claims())
        self._mirror.opened(claims)
        return claims

    def settle(self, outcomes: Sequence[Outcome], now: datetime) -> None:
        self._do(lambda ledger: ledger.settle(outcomes, now))
        self._mirror.settled(outcomes)

    def note(self, interview: str, what: str, detail: dict[str, Any], now: datetime) -> None:
        self._do(lambda ledger: ledger.note(interview, what, detail, now))

    def health(self) -> dict[str, Health]:
        healths = self._do(lambda ledger: ledger.health())
        self._mirror.healths.update(healths)
        return healths

    def keep_draft(self, stored: StoredDraft) -> None:
        self._do(lambda ledger: ledger.keep_draft(stored))

    def drafts(self, interview: str | None = None) -> list[StoredDraft]:
        return self._do(lambda ledger: ledger.drafts(interview))

    def log(self, limit: int, interview: str | None = None) -> list[LogLine]:
        return self._do(lambda ledger: ledger.log(limit, interview))

    def forget_before(self, instant: datetime) -> int:
        gone = self._do(lambda ledger: ledger.forget_before(instant))
        self._do(self._verify)
        if gone:
            self.watches()
        return gone

    def close(self) -> None:
        """With a last look whether everything is on the disk, and a last try to have it there."""
        with suppress(*FAULTS):
            if not self._in_memory:
                self._do(self._verify)
            if self._in_memory:
                self._return()
        with suppress(sqlite3.Error):
            self._ledger.close()

    def _do(self, work: Callable[[SqliteLedger], T]) -> T:
        try:
            return work(self._ledger)
        except FAULTS as err:
            if self._in_memory or not blames_the_disk(err):
                raise
            _log.exception("the ledger goes on in memory")
            self._fall(err)
        return work(self._ledger)

    def _verify(self, ledger: SqliteLedger) -> None:
        """Read it all from the disk: what SQLite remembers hides damage until the next start, when nobody knows better."""
        if not self._in_memory:
            ledger.database.execute("PRAGMA shrink_memory")
            check(ledger.database)
            refuse_damaged(self._path)

    # ------------------------------------------------------ to memory and back

    def heal(self, now: datetime) -> bool:
        """Try to get back onto the disk. True: it just came back, and may know more than before: read `watches` again."""
        if not self._in_memory:
            self._look_at_the_file(now)
            return False
        try:
            self._return()
        except FAULTS as err:
            self.trouble = sentence(err, self._path)
            return False
        _log.warning("the ledger is on the disk again")
        return True

    def _look_at_the_file(self, now: datetime) -> None:
        if self.trouble is not None:
            self._told_until = self._told_until or now + TELL_FOR
            if now >= self._told_until:
                self.trouble = self._told_until = None
        try:
            taken = self._identity != _identity(self._path)
        except OSError as err:
            self._fall(err)
            return
        if taken:  # what goes into a file without a name is gone with this process
            self._fall(BrokenLedgerError("the file was removed or another one put in its place"))

    def _opened(self) -> SqliteLedger:
        """On the disk. Raises FAULTS."""
        path = self._path
        make_folder(path.parent)
        finish(path)
        refuse_damaged(path)
        if not path.exists():
            with closing(connected(None)) as nothing:
                replace(path, nothing)
        connection = connected(path)
        try:
            check(connection)
        except BaseException:
            connection.close()
            raise
        self._identity = _identity(path)
        return SqliteLedger(connection)

    def _fall(self, fault: Exception) -> None:
        """Go on in memory, with all that is known."""
        self._ledger = SqliteLedger(self._all_that_is_known())
        self._ledger.restore(self._mirror, clock.now())
        if self._unread:
            self._ledger.number_claims_after(random.randrange(1, 1 << 20) << 40)  # not among the file's own
        self._in_memory = True
        self.trouble = sentence(fault, self._path)
        if is_broken(fault):
            try:
                self._begin_anew()
            except FAULTS as err:
                self.trouble = sentence(err, self._path)

    def _all_that_is_known(self) -> sqlite3.Connection:
        old: SqliteLedger | None = getattr(self, "_ledger", None)
        memory = connected(None)
        try:
            if old is not None:
                copy(old.database, memory)
                check(memory)
                return memory
        except sqlite3.Error:
            memory.close()
            memory = connected(None)
        finally:
            if old is not None:
                with suppress(sqlite3.Error):
                    old.close()
        self._unread = not self._read_into(memory)
        return memory

    def _read_into(self, memory: sqlite3.Connection) -> bool:
        try:
            return read_file(self._path, memory)
        except (OSError, sqlite3.Error):
            _log.exception("nothing could be read of the ledger %s", self._path)
            return False

    def _return(self) -> None:
        """Everything onto the disk, in one go. Raises FAULTS."""
        try:
            disk = self._opened()
        except FAULTS as err:
            if not is_broken(err):
                raise
            self._begin_anew()
            return
        self._catch_up()
        copy(self._ledger.database, disk.database)
        self._is_on(disk)
        self.trouble = None

    def _begin_anew(self) -> None:
        """The file is damaged: keep it under another name, and put everything into a new one. Raises FAULTS."""
        self._catch_up()
        kept = set_aside(self._path, f"{clock.now():%Y%m%dT%H%M%SZ}")
        replace(self._path, self._ledger.database)
        self._is_on(self._opened())
        what = f"was damaged and is kept as {kept}" if kept else f"{self._path} was gone"
        self.trouble = f"The ledger {what}. A new one was begun with all that is known."

    def _catch_up(self) -> None:
        if not self._unread:
            return
        with closing(connected(None)) as file:
            if self._read_into(file):
                merge(file, self._ledger.database, knew_the_file=self._knew_the_file)
        self._unread = False

    def _is_on(self, disk: SqliteLedger) -> None:
        self._ledger.close()
        self._ledger, self._in_memory, self._told_until = disk, False, None


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_dev, stat.st_ino
