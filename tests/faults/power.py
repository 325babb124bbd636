"""Power cuts: record what the ledger writes, then cut the power at any moment and open what is left.

`python -m tests.faults.power --count N --seed S` prints the figures and ends with 1 when anything was lost. `--plant` takes a
sync away, which it is there to find.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.power_disk import STYLES, Call, Disk, Mark, calls, record
from tests.faults.power_work import LIVES, PLANTS, digest

from showup.ledger import LastingLedger

NAMES_AND_LENGTHS = ("unlink", "rename", "link", "ftruncate")


@dataclass(slots=True)
class Recording:
    """The lives of a service: calls, and a None where a new life begins."""

    folder: Path
    calls: list[Call | None] = field(default_factory=list)


@dataclass(slots=True)
class Figures:
    """What came of the cuts."""

    recorded: Counter[str] = field(default_factory=Counter)
    cuts: int = 0
    in_flight: int = 0
    by_style: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        styles = ", ".join(f"{number} {style}" for style, number in sorted(self.by_style.items()))
        what = ", ".join(f"{number} {name}" for name, number in self.recorded.most_common())
        return (
            f"recorded: {what}\n{self.cuts} power cuts ({styles}), {self.in_flight} with a transaction in flight: "
            f"{self.cuts - len(self.faults)} ledgers opened with exactly what was committed, {len(self.faults)} did not"
        )


@dataclass(slots=True)
class Promise:
    """What may be found after a cut: the last state that was promised to be on the disk, and what came after."""

    states: list[str] = field(default_factory=list)
    broken: bool = False
    written: bool = False

    def mark(self, mark: Mark) -> None:
        self.states = [mark.state] if mark.durable else [*self.states, mark.state]
        self.broken, self.written = mark.broken, False


def recorded(place: Path, seed: int, steps: int, interviews: int, plant: str | None = None) -> Recording:
    """Let the work be done under strace, life after life in one folder."""
    recording = Recording(place / "state")
    recording.folder.mkdir()
    disk = Disk(recording.folder)
    planted = ["--plant", plant] if plant else []
    for number, life in enumerate(LIVES):
        trace = place / "trace"
        size = ["--seed", str(seed + number), "--steps", str(steps), "--interviews", str(interviews)]
        path = str(recording.folder / "ledger.db")
        record([sys.executable, "-m", "tests.faults.power_work", path, life, *size, *planted], trace)
        disk.new_process()
        recording.calls += [None, *_relevant(calls(trace), disk)]
    return recording


def _relevant(found: Iterator[Call], disk: Disk) -> Iterator[Call]:
    """Without what the interpreter does elsewhere."""
    for call in found:
        if disk.follow(call) or call.name in ("openat", "close"):
            yield call


def cut(recording: Recording, count: int, seed: int, place: Path) -> Figures:
    """Cut the power `count` times, spread over the whole recording."""
    figures, promise, disk = Figures(), Promise(), Disk(recording.folder)
    following = _next_marks(recording)
    moments = _moments(recording, count, random.Random(seed))
    for number, call in enumerate(recording.calls):
        if call is None:
            disk.new_process()
        else:
            done = disk.follow(call)
            if isinstance(done, Mark):
                promise.mark(done)
            elif done:
                promise.written = True
            if done:
                figures.recorded["returned transactions" if isinstance(done, Mark) else call.name] += 1
        for which in range(moments[number]):
            _cut_once(disk, promise, following[number], figures, place, random.Random(f"{seed} {number} {which}"))
    return figures


def _moments(recording: Recording, count: int, rng: random.Random) -> Counter[int]:
    """How often to cut after each call: half of the cuts spread over all, half over those that change names and lengths."""
    disk = Disk(recording.folder)
    places = []
    for number, call in enumerate(recording.calls):
        if call is None:
            disk.new_process()
        elif disk.follow(call):
            places.append(number)
    rare = [
        number for number in places if (call := recording.calls[number]) is not None and call.name in NAMES_AND_LENGTHS
    ]
    return _spread(places, count - count // 2, rng) + _spread(rare, count // 2, rng)


def _spread(places: list[int], count: int, rng: random.Random) -> Counter[int]:
    stride = len(places) / count
    return Counter(places[min(int((cut + rng.random()) * stride), len(places) - 1)] for cut in range(count))


def _next_marks(recording: Recording) -> list[str | None]:
    """For each call the state of the next mark: that of a transaction that may be in flight."""
    disk, states, waiting = Disk(recording.folder), [], 0
    for call in recording.calls:
        if call is None:
            disk.new_process()
        done = disk.follow(call) if call is not None else False
        if isinstance(done, Mark):
            states += [done.state] * waiting
            waiting = 0
        waiting += 1
    return [*states, *[None] * waiting]


def _cut_once(
    disk: Disk, promise: Promise, following: str | None, figures: Figures, place: Path, rng: random.Random
) -> None:
    style = rng.choice(STYLES)
    figures.cuts += 1
    figures.by_style[style] += 1
    figures.in_flight += promise.written
    with tempfile.TemporaryDirectory(dir=place) as folder:
        disk.lose_power(Path(folder), rng, style)
        why = _found(Path(folder) / "ledger.db", promise, following)
        if why is not None:
            figures.faults.append(f"{style}: {why}")


def _found(path: Path, promise: Promise, following: str | None) -> str | None:
    """What is wrong with what is left; None when nothing is."""
    ledger = LastingLedger(path)
    try:
        if ledger.trouble is not None and not promise.broken:
            return ledger.trouble
        database = ledger._ledger.database
        (whole,) = database.execute("PRAGMA integrity_check").fetchone()
        if whole != "ok":
            return f"integrity_check: {whole}"
        if promise.states and digest(database) not in {*promise.states, following}:
            return "it holds another state than the last that was committed"
        return None
    finally:
        ledger.close()


def run(count: int, seed: int, steps: int = 60, interviews: int = 40, plant: str | None = None) -> Figures:
    """Record and cut, in memory where there is room."""
    shm = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(prefix="power-", dir=shm if shm.is_dir() else None))
    try:
        return cut(recorded(place, seed, steps, interviews, plant), count, seed, place)
    finally:
        shutil.rmtree(place)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=60, help="acts in each life of the service")
    parser.add_argument("--interviews", type=int, default=40)
    parser.add_argument("--plant", choices=PLANTS, help="take a sync away")
    given = parser.parse_args()
    figures = run(given.count, given.seed, given.steps, given.interviews, given.plant)
    for fault in figures.faults[:20]:
        print(fault)
    print(figures)
    return 1 if figures.faults else 0


if __name__ == "__main__":
    sys.exit(main())
