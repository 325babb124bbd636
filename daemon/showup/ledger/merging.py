"""Two ledgers of one person into one: what was kept in memory, and a file that could not be read while that went on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from showup.ledger.copying import copy
from showup.ledger.salvage import tidy
from showup.ledger.schema import connected

__all__ = ["merge"]


def merge(file: sqlite3.Connection, memory: sqlite3.Connection, *, knew_the_file: bool) -> None:
    """Add to `memory` what only `file` knows. The numbers of the claims in the two do not overlap.

    Where both know an interview, memory's word is the later one; but if it was begun without the file (not `knew_the_file`)
    and has only seen the interview in a calendar since, the file's word stands: the person may have answered.
    """
    with closing(connected(None)) as whole:
        copy(file, whole)
        whole.execute("PRAGMA foreign_keys = OFF")  # replacing an interview must not take its claims away
        whole.execute("BEGIN")
        _put(whole, "interviews", _interviews(whole, memory, knew_the_file=knew_the_file))
        for table in ("claims", "sources", "drafts"):
            _put(whole, table, memory.execute(f"SELECT * FROM {table}"))  # noqa: S608
        history = memory.execute("SELECT at, interview, what, detail FROM log ORDER BY id")
        whole.executemany("INSERT INTO log (at, interview, what, detail) VALUES (?, ?, ?, ?)", history)
        whole.execute("COMMIT")
        tidy(whole)
        copy(whole, memory)


def _interviews(whole: sqlite3.Connection, memory: sqlite3.Connection, *, knew_the_file: bool) -> list[tuple[Any, ...]]:
    in_file = {key for (key,) in whole.execute("SELECT key FROM interviews")}
    rows = memory.execute("SELECT * FROM interviews").fetchall()
    return [row for row in rows if knew_the_file or row[0] not in in_file or not _only_seen(row)]


def _only_seen(row: tuple[Any, ...]) -> bool:
    _, generation, phase, *_ = row
    return (generation, phase) == (1, "expected")


def _put(whole: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        marks = ", ".join("?" * len(row))
        whole.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row)  # noqa: S608
