"""The work that is recorded: the real desk on the real ledger, on virtual time, as one life of the service after another.

After every call of the ledger that has returned it writes a mark: what the ledger holds now, and whether that is promised to
be on the disk. The marks go to /dev/null; the recorder sees them pass.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from showup.engine import Answered, Do, Rules
from showup.engine.merge import Synced
from showup.ladder import default_policy
from showup.ledger import LastingLedger, Outcome, StoredDraft, copying, schema
from showup.model import Draft, DraftKind, Interview, Judgement, Occurrence, Profile, Verdict, Window
from showup.service.desk import Desk, Done

START = datetime(2026, 11, 23, 6, tzinfo=UTC)
RULES = Rules(default_policy(), ZoneInfo("Europe/Berlin"))
TABLES = ("interviews", "claims", "log", "sources", "drafts")
PLANTS = ("NORMAL", "OFF", "folder")
LIVES = ("killed", "ends", "disk-fails", "spoiled", "killed", "ends")


def digest(database: sqlite3.Connection) -> str:
    """Every row of every table, whatever its place."""
    whole = hashlib.blake2b(digest_size=12)
    for table in TABLES:
        for row in sorted(map(repr, database.execute(f"SELECT * FROM {table}"))):
            whole.update(f"{table} {row}\n".encode())
    return whole.hexdigest()


class Marks:
    """One line for each state: its number is its place in the recording."""

    def __init__(self) -> None:
        self._out = os.open(os.devnull, os.O_WRONLY)

    def put(self, state: str, *, durable: bool = True, broken: bool = False) -> None:
        """`broken`: from now on, until the next mark, the file is damaged."""
        line = {"mark": state, "durable": durable, "broken": broken}
        os.write(self._out, json.dumps(line).encode())


class MarkedLedger(LastingLedger):
    """The real ledger; each writing call that returns leaves a mark."""

    def __init__(self, path: Path, marks: Marks) -> None:
        super().__init__(path)
        self._marks = marks
        self._marked(None)

    @property
    def state(self) -> str:
        return digest(self._ledger.database)

    def commit(self, *args: Any, **named: Any) -> Any:
        return self._marked(super().commit(*args, **named))

    def settle(self, *args: Any) -> None:
        self._marked(super().settle(*args))

    def note(self, *args: Any) -> None:
        self._marked(super().note(*args))

    def keep_draft(self, *args: Any) -> None:
        self._marked(super().keep_draft(*args))

    def forget_before(self, *args: Any) -> int:
        gone: int = self._marked(super().forget_before(*args))
        return gone

    def heal(self, *args: Any) -> bool:
        back: bool = self._marked(super().heal(*args))
        return back

    def _marked(self, result: Any) -> Any:
        self._marks.put(self.state, durable=not self._in_memory)
        return result


class Work:
    """Syncs, ticks, outcomes, answers, moves, drafts: drawn by `rng`, so that the same seed does the same."""

    def __init__(self, ledger: LastingLedger, rng: random.Random, since: datetime, interviews: int) -> None:
        self.ledger, self.rng, self.now = ledger, rng, since
        self.desk = Desk(ledger, RULES, Profile())
        self.interviews = [_interview(number, since, rng) for number in range(interviews)]

    def do(self, steps: int) -> None:
        self.sync()
        acts: list[Callable[[], None]] = [self.tick, self.tick, self.tick, self.answer, self.answer, self.draft]
        for _ in range(steps):
            self.rng.choice(acts)()
            if self.rng.random() < 0.05:
                self.move()
        self.ledger.forget_before(self.now - timedelta(hours=20))
        self.desk = Desk(self.ledger, RULES, Profile())

    def sync(self) -> None:
        window = Window(self.now - timedelta(days=1), self.now + timedelta(days=35))
        self.carry(self.desk.sync(Synced("cal", window, tuple(self.interviews), len(self.interviews)), self.now))

    def move(self) -> None:
        at = self.rng.randrange(len(self.interviews))
        occurrence = self.interviews[at].occurrence
        by = timedelta(minutes=self.rng.randrange(30, 3000))
        moved = replace(occurrence, start=occurrence.start + by, end=occurrence.end + by)
        self.interviews[at] = replace(self.interviews[at], occurrence=moved)
        self.sync()

    def tick(self) -> None:
        self.now = max(self.now, self.desk.wake_at() or self.now) + timedelta(seconds=self.rng.randrange(300))
        self.carry(self.desk.tick(self.now))

    def answer(self) -> None:
        key = self.rng.choice([*self.desk.watches])
        do = self.rng.choice([Do.CONFIRM, Do.ACK, Do.SNOOZE, Do.NOT_MINE, Do.CANT, Do.UNDO])
        self.carry(self.desk.give(key, Answered(do, "test"), self.now))

    def draft(self) -> None:
        key = self.rng.choice([*self.desk.watches])
        text = Draft(DraftKind.EMAIL, "Sorry", "words " * self.rng.randrange(10, 400))
        self.ledger.keep_draft(StoredDraft(key, 1, f"{key}-email", text, None, self.now))
        self.ledger.note(key, "draft", {"kind": "email"}, self.now)

    def carry(self, done: Done) -> None:
        """Most claims get their outcome; some are left open, as by a crash."""
        kept = [claim for claim in done.claims if self.rng.random() < 0.9]
        self.now += timedelta(seconds=1)
        if kept:
            outcomes = [(claim, Outcome(claim.id, self.rng.random() < 0.9, {"channels": {}})) for claim in kept]
            self.desk.settle(outcomes, self.now)


def _interview(number: int, since: datetime, rng: random.Random) -> Interview:
    start = since + timedelta(minutes=rng.randrange(-60, 3 * 24 * 60))
    end, text = start + timedelta(hours=1), "d" * rng.randrange(3000)
    occurrence = Occurrence("cal", f"i{number}@x", start, end, title=f"Interview {number}", description=text)
    return Interview(occurrence, Judgement(Verdict.INTERVIEW, 90))


@contextmanager
def failing_disk() -> Iterator[None]:
    """No file takes a byte more: what a write then gets is an error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def spoil(path: Path) -> None:
    """Garbage where the header was, on the disk."""
    file = os.open(path, os.O_RDWR)
    os.pwrite(file, b"garbage! " * 30, 0)
    os.fsync(file)
    os.close(file)


def live(path: Path, life: str, seed: int, steps: int, interviews: int) -> None:
    """One life of the service, from its start to its end."""
    rng, marks = random.Random(seed), Marks()
    ledger = MarkedLedger(path, marks)
    work = Work(ledger, rng, START + timedelta(days=seed % 100), interviews)
    work.do(steps)
    if life == "disk-fails":
        with failing_disk():
            work.do(steps // 4)
            assert ledger.trouble is not None
            ledger.heal(work.now)
        assert ledger.heal(work.now)
        work.do(steps // 4)
    if life == "spoiled":  # with something in the WAL, but not the page that is spoiled
        ledger._ledger.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ledger.note("", "a last word", {}, work.now)
        marks.put(ledger.state, broken=True)
        spoil(path)
    if life in ("killed", "spoiled"):
        os._exit(0)
    ledger.close()


def plant(fault: str) -> None:
    """A missing sync, which must be caught: of the file (SQLite's synchronous mode OFF or NORMAL) or of its folder."""
    if fault == "folder":
        schema.sync_folder = lambda folder: None
        vars(copying)["sync_folder"] = schema.sync_folder
        return
    set_up = schema._set_up

    def planted(connection: sqlite3.Connection) -> None:
        set_up(connection)
        connection.execute(f"PRAGMA synchronous = {fault}")

    schema._set_up = planted


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("path", type=Path)
    parser.add_argument("life", choices=LIVES)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--interviews", type=int, default=40)
    parser.add_argument("--plant", choices=PLANTS)
    given = parser.parse_args()
    if given.plant:
        plant(given.plant)
    live(given.path, given.life, given.seed, given.steps, given.interviews)


if __name__ == "__main__":
    main()
