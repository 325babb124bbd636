"""Whole ledgers from one place to another."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from showup.ledger.faults import BrokenLedgerError
from showup.ledger.schema import sync_folder

__all__ = ["check", "copy", "finish", "is_pending", "refuse_damaged", "replace", "set_aside"]

_MAGIC = b"SQLite format 3\0"
_BESIDE = ("", "-wal", "-shm")


def copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """All of `source` in the place of all of `target`, in one transaction. Raises sqlite3.Error."""
    source.backup(target, progress=_refuse_to_wait)


def _refuse_to_wait(status: int, remaining: int, total: int) -> None:  # noqa: ARG001 the shape that sqlite3 wants
    """Without this the copy waits for as long as another program holds the file."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = status
        raise error


def check(connection: sqlite3.Connection) -> None:
    """Raises when the file is damaged."""
    (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise BrokenLedgerError(said)


def refuse_damaged(path: Path) -> None:
    """Raises when that can be seen from outside. SQLite would take an empty file for a new one, and mend what is to be kept."""
    wal = _beside(path, "-wal")
    if path.exists():
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise BrokenLedgerError("the file does not begin as a ledger does")
    elif wal.exists() and wal.stat().st_size:
        raise BrokenLedgerError("the file is gone, but not what belongs to it")


# What follows takes the place of a damaged file in steps of which any may be the last, whatever the disk then holds: the
# damaged file gets a second name, the new one is complete under a name of its own, and only then the old names go.


def set_aside(path: Path, stamp: str) -> Path | None:
    """Keep the file, and what SQLite has beside it, under another name as well; returns that (None: there is nothing)."""
    for entry in path.parent.glob(f"{path.name}.broken-*"):
        if path.exists() and entry.samefile(path):
            return entry  # an earlier try got this far
    kept = _free_name(path, stamp)
    found = [end for end in _BESIDE if _beside(path, end).exists()]
    for end in found:
        os.link(_beside(path, end), _beside(kept, end))
    sync_folder(path.parent)
    return kept if found else None


def _free_name(path: Path, stamp: str) -> Path:
    names = [f"{path.name}.broken-{stamp}"] + [f"{path.name}.broken-{stamp}-{n}" for n in range(2, 1000)]
    taken = {entry.name for entry in path.parent.iterdir()}
    return next(path.with_name(name) for name in names if name not in taken)


def replace(path: Path, source: sqlite3.Connection) -> None:
    """Have exactly `source` in the file. A crash on the way leaves the old file or the new one."""
    part = _beside(path, ".part")
    part.unlink(missing_ok=True)
    try:
        _write(part, source)
        part.rename(_ready(path))
    finally:
        part.unlink(missing_ok=True)  # where it failed: on a full disk it only stands in the way
    sync_folder(path.parent)
    finish(path)


def _write(part: Path, source: sqlite3.Connection) -> None:
    part.touch(mode=0o600)
    with closing(sqlite3.connect(part, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = OFF")
        copy(source, target)
    with part.open("rb") as file:
        os.fsync(file.fileno())


def finish(path: Path) -> None:
    """The last steps of `replace`, which a crash may have left over."""
    if not is_pending(path):
        return
    for end in ("-wal", "-shm"):  # they belong to the old file and would spoil the new one
        _beside(path, end).unlink(missing_ok=True)
    sync_folder(path.parent)
    _ready(path).rename(path)
    sync_folder(path.parent)


def is_pending(path: Path) -> bool:
    """Is there a new file, complete, that has not taken its place yet?"""
    return _ready(path).exists()


def _ready(path: Path) -> Path:
    return _beside(path, ".next")


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)
