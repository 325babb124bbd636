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
        rows, overruled = _interviews(whole, memory, knew_the_file=knew_the_file)
        _put(whole, "interviews", rows)
        for table in ("claims", "sources", "drafts"):
            _put(whole, table, memory.execute(f"SELECT * FROM {table}"))  # noqa: S608
        history = memory.execute("SELECT at, interview, what, detail FROM log ORDER BY id")
        whole.executemany("INSERT INTO log (at, interview, what, detail) VALUES (?, ?, ?, ?)", history)
        whole.executemany(_TAKE_BACK, [(*row, kind) for row in overruled for kind in ("silence", "withdraw_drafts")])
        whole.execute("COMMIT")
        tidy(whole)
        copy(whole, memory)


_NO_ANSWER = {"expected", "late", "missed", "passed"}
_TAKE_BACK = "INSERT INTO claims (interview, generation, kind, intent, claimed_at) VALUES (?1, ?2, ?4, '{}', ?3)"
"""What memory had opened of a miss that the person had answered in the file."""

_STATES = "SELECT key, generation, phase FROM interviews"


def _interviews(
    whole: sqlite3.Connection, memory: sqlite3.Connection, *, knew_the_file: bool
) -> tuple[list[tuple[Any, ...]], list[tuple[str, int, str]]]:
    """The rows of memory that stand, and (key, the file's generation, changed_at) of misses that the file answers."""
    in_file = {key: (generation, phase) for key, generation, phase in whole.execute(_STATES)}
    stand: list[tuple[Any, ...]] = []
    overruled: list[tuple[str, int, str]] = []
    for row in memory.execute("SELECT * FROM interviews"):
        key, generation, phase, *_, changed_at = row
        filed_generation, filed_phase = in_file.get(key, (0, ""))
        unanswered = generation == 1 and phase in _NO_ANSWER
        yields = unanswered and (phase == "expected" or filed_phase not in _NO_ANSWER)
        if knew_the_file or not filed_phase or not yields:
            stand.append(row)
        elif phase == "missed":
            overruled.append((key, filed_generation, changed_at))
    return stand, overruled


def _put(whole: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        marks = ", ".join("?" * len(row))
        whole.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row)  # noqa: S608
