"""Opens the database file and brings its schema up to date by numbered migrations."""

from __future__ import annotations

import sqlite3
from importlib import resources
from pathlib import Path

from showup.errors import LedgerError

__all__ = ["migrations", "open_database"]


def open_database(path: Path | None) -> sqlite3.Connection:
    """A connection with WAL and synchronous=FULL, migrated; None is a database in memory."""
    try:
        return _opened(path)
    except OSError as err:
        why = f"cannot be made: {err.strerror}. Check the folder's owner and mode."
        raise LedgerError(f"The ledger {path} {why}") from err
    except sqlite3.DatabaseError as err:
        why = f"cannot be used ({err}). Move it away to begin a new one; its calendars are read again."
        raise LedgerError(f"The ledger {path} {why}") from err


def _opened(path: Path | None) -> sqlite3.Connection:
    connection = _connect(path)
    try:
        _set_up(connection)
        _migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    # The service gives the ledger a thread of its own; the connection moves there once and stays.
    return sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False, timeout=5)


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def migrations() -> list[tuple[int, str]]:
    """(number, SQL) of every migration, in order."""
    folder = resources.files("showup.ledger").joinpath("migrations")
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    return sorted((int(entry.name.split("_")[0]), entry.read_text("utf-8")) for entry in found)


def _migrate(connection: sqlite3.Connection, path: Path | None) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    known = migrations()
    if version > known[-1][0]:
        raise LedgerError(f"The ledger {path} was written by a newer showup (schema {version}); upgrade showup.")
    for number, sql in known:
        if number > version:
            connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
