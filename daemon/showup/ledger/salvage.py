"""Reads what can be read of a ledger that cannot be opened as it is: damaged, locked, on a read-only disk, too new.

It works on a copy, so that the file is never touched.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from showup.ledger.copying import check, copy, is_pending
from showup.ledger.schema import connected

__all__ = ["read_file", "tidy"]

_log = logging.getLogger(__name__)
_TABLES = ("interviews", "claims", "log", "sources", "drafts")
_BLOCK = 4096


def read_file(path: Path, target: sqlite3.Connection) -> bool:
    """Fill `target`, an empty ledger, with what the file at `path` holds; False when there is none that can be read."""
    source = path.with_name(path.name + ".next") if is_pending(path) else path
    with tempfile.TemporaryDirectory(prefix="showup-", dir=_room()) as folder:
        here = Path(folder) / "ledger.db"
        if not _copied(source, here):
            return False
        _copied(source.with_name(source.name + "-wal"), here.with_name("ledger.db-wal"))
        _read_copy(here, target)
    return True


def _room() -> str | None:
    """A folder in memory where there is one: the disk may be what fails."""
    for place in (os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm"):  # noqa: S108 a folder of its own is made in there
        if place and os.access(place, os.W_OK):
            return place
    return None


def _copied(source: Path, target: Path) -> bool:
    """Block by block; one that the disk does not give is left empty."""
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        with target.open("xb") as file:
            for offset in range(0, os.fstat(descriptor).st_size, _BLOCK):
                with suppress(OSError):
                    os.pwrite(file.fileno(), os.pread(descriptor, _BLOCK, offset), offset)
            file.truncate(os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)
    return True


def _read_copy(here: Path, target: sqlite3.Connection) -> None:
    try:
        with closing(connected(here)) as source:
            check(source)
            copy(source, target)
    except Exception:  # noqa: BLE001 newer or damaged: whatever it is, it is read row by row
        _read_rows(here, target)


def _read_rows(here: Path, target: sqlite3.Connection) -> None:
    target.execute("PRAGMA foreign_keys = OFF")
    with closing(_opened(here, target)) as source:
        for table in _TABLES:
            _log.warning("%d rows of the ledger's table %s could be read", _rescue(source, target, table), table)
    tidy(target)


def tidy(target: sqlite3.Connection) -> None:
    """What belongs to an interview that was lost goes with it."""
    for table in ("claims", "drafts"):
        target.execute(f"DELETE FROM {table} WHERE interview NOT IN (SELECT key FROM interviews)")  # noqa: S608
    target.execute("PRAGMA foreign_keys = ON")


def _opened(here: Path, target: sqlite3.Connection) -> sqlite3.Connection:
    if not _lists_its_tables(here):
        _transplant_first_page(here, target)
    connection = sqlite3.connect(here, isolation_level=None)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


def _lists_its_tables(here: Path) -> bool:
    with closing(sqlite3.connect(here, isolation_level=None)) as connection, suppress(sqlite3.Error):
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return names >= set(_TABLES)
    return False


def _transplant_first_page(here: Path, target: sqlite3.Connection) -> None:
    """The first page says where each table begins, which is the same in every ledger of this schema."""
    size = here.stat().st_size
    first = bytearray(target.serialize()[:_BLOCK])
    first[28:32] = (size // _BLOCK).to_bytes(4, "big")
    first[32:40] = bytes(8)  # no free pages that one could count on
    first[24:28] = first[92:96]  # "the count of pages above is valid"
    if size >= _BLOCK:
        with here.open("r+b") as file:
            file.write(first)


def _rescue(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> int:
    """From both ends up to the damage: a chain of pages is broken where one of them is."""
    rescued = 0
    for order in ("ASC", "DESC"):
        for row in _rows(source, target, table, order):
            with suppress(sqlite3.Error):  # what was no row of this table, or is there already
                marks = ", ".join("?" * len(row))
                rescued += target.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row).rowcount  # noqa: S608
    return rescued


def _rows(source: sqlite3.Connection, target: sqlite3.Connection, table: str, order: str) -> Iterator[tuple[Any, ...]]:
    columns = ", ".join(name for _, name, *_ in target.execute(f"PRAGMA table_info({table})"))
    with suppress(sqlite3.Error):
        yield from source.execute(f"SELECT {columns} FROM {table} NOT INDEXED ORDER BY rowid {order}")  # noqa: S608
