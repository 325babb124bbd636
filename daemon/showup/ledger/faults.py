"""What can be wrong with the disk or the file under a ledger, and how that is said to the person."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from showup.errors import LedgerError
from showup.ledger.schema import NewerLedgerError

__all__ = ["FAULTS", "BrokenLedgerError", "blames_the_disk", "is_broken", "sentence"]

FAULTS = (OSError, sqlite3.Error, LedgerError)
"""What opening, reading and writing a ledger may raise."""

_MEANWHILE = "Until then everything goes on in memory, and is forgotten if showup is stopped"
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_NOT_ITS_FAULT = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError, sqlite3.NotSupportedError)


class BrokenLedgerError(sqlite3.DatabaseError):
    """The file opens, but it is damaged."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def blames_the_disk(fault: Exception) -> bool:
    """Is it the file or its disk that fails, and not the one who asked?"""
    cause = _cause(fault)
    return isinstance(cause, (OSError, sqlite3.Error)) and not isinstance(cause, _NOT_ITS_FAULT)


def is_broken(fault: Exception) -> bool:
    """Is the file itself damaged, so that it can never be written again?"""
    return _code(_cause(fault)) in _BROKEN


def sentence(fault: Exception, path: Path) -> str:
    """What is wrong and what to do about it; the file at the end, because its name may be long."""
    if isinstance(fault, NewerLedgerError):
        return f"{fault} {_MEANWHILE}."
    why, what_to_do = _why(_cause(fault), path)
    return f"The ledger cannot be written: {why}. {what_to_do} {_MEANWHILE} ({path})."


def _why(cause: BaseException, path: Path) -> tuple[str, str]:
    code = _code(cause)
    number = cause.errno if isinstance(cause, OSError) else None
    if code == sqlite3.SQLITE_FULL or number in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full", "Free some space."
    if code == sqlite3.SQLITE_READONLY or number == errno.EROFS:
        return "the disk is read-only", "Look into its health, then make it writable again."
    if code in _BUSY:
        return "another program holds it locked", "Close that program."
    if code in _BROKEN:
        return "it is damaged", "Look into the disk's health."
    if number in (errno.ENOTDIR, errno.EEXIST):
        return f"{path.parent} is not a folder", "Move away what is in its place."
    if number in (errno.EACCES, errno.EPERM):
        return "you may not", f"Make {path.parent} and what is in it your own."
    words = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(cause)
    return words, "Look into the health of its disk."


def _cause(fault: BaseException) -> BaseException:
    return fault.__cause__ if isinstance(fault, LedgerError) and fault.__cause__ is not None else fault


def _code(cause: BaseException) -> int | None:
    """The primary result code of SQLite, without what its extended codes add."""
    code: int | None = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
