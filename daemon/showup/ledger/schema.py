"""Opens the database file and brings its schema up to date by numbered migrations."""

from __future__ import annotations

import os
import sqlite3
from importlib import resources
from pathlib import Path

from showup.errors import LedgerError

__all__ = ["NewerLedgerError", "connected", "make_folder", "migrations", "open_database", "sync_folder"]

_PATIENCE_S = 1
"""The ledger is this service's alone. Whoever else has it locked keeps an alarm waiting, so not for long."""


class NewerLedgerError(LedgerError):
    """The ledger was written by a showup that knows more than this one."""


def open_database(path: Path | None) -> sqlite3.Connection:
    """A connection with WAL and synchronous=FULL, migrated; None is a database in memory. Raises LedgerError."""
    try:
        return connected(path)
    except OSError as err:
        why = f"cannot be made: {err.strerror}. Check the folder's owner and mode."
        raise LedgerError(f"The ledger {path} {why}") from err
    except sqlite3.DatabaseError as err:
        why = f"cannot be used ({err}). Move it away to begin a new one; its calendars are read again."
        raise LedgerError(f"The ledger {path} {why}") from err


def connected(path: Path | None) -> sqlite3.Connection:
    """The same, with the faults as they are: OSError, sqlite3.DatabaseError, NewerLedgerError."""
    connection = _connect(path)
    try:
        _refuse_newer(connection, path)
        _set_up(connection)
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        _touch(path)
    # The service gives the ledger a thread of its own; the connection moves there once and stays.
    connection = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False, timeout=_PATIENCE_S)
    connection.text_factory = _as_text
    return connection


def _touch(path: Path) -> None:
    """For the person alone, and its name as durable as what will stand in it."""
    make_folder(path.parent)
    new = not path.exists()
    path.touch(mode=0o600)
    if new:
        sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """For the person alone, if it is not there. Raises OSError."""
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=0o700)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in it on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _as_text(raw: bytes) -> str:
    """A damaged letter must not hide the rows that come after it."""
    return raw.decode("utf-8", "replace")


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def migrations() -> list[tuple[int, str]]:
    """(number, SQL) of every migration, in order."""
    folder = resources.files("showup.ledger").joinpath("migrations")
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    return sorted((int(entry.name.split("_")[0]), entry.read_text("utf-8")) for entry in found)


def _refuse_newer(connection: sqlite3.Connection, path: Path | None) -> None:
    version = _version(connection)
    if version > migrations()[-1][0]:
        raise NewerLedgerError(f"The ledger {path} was written by a newer showup (schema {version}); upgrade showup.")


def _migrate(connection: sqlite3.Connection) -> None:
    version = _version(connection)
    for number, sql in migrations():
        if number > version:
            connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
