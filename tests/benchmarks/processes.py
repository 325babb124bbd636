"""What a running process holds and does, read from /proc."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Look", "Memory", "children_watched", "look", "memory"]

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Look:
    """At one moment: processor seconds of its own and of its children that have ended, wake-ups of all its threads."""

    own_s: float
    children_s: float
    wakeups: int

    def since(self, before: Look) -> Look:
        return Look(self.own_s - before.own_s, self.children_s - before.children_s, self.wakeups - before.wakeups)


@dataclass(frozen=True, slots=True)
class Memory:
    """In MB: `rss` is all that is mapped in, `pss` counts what is shared with others in part."""

    rss: float
    pss: float


def look(pid: int) -> Look:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children_s = sum(map(int, fields[13:15])) / _TICKS  # in hundredths of a second; what is its own, to the nanosecond
    tasks = [_task(task) for task in Path(f"/proc/{pid}/task").iterdir()]
    return Look(sum(ns for ns, _ in tasks) / 1e9, children_s, sum(wakeups for _, wakeups in tasks))


def memory(pid: int) -> Memory:
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        word, _, size = line.partition(":")
        found[word] = int(size.split()[0]) / 1024
    return Memory(found["Rss"], found["Pss"])


def _task(task: Path) -> tuple[int, int]:
    """The nanoseconds on the processor and the wake-ups of one thread; nothing when it has just ended."""
    with suppress(OSError):
        return int((task / "schedstat").read_text().split()[0]), _wakeups(task)
    return 0, 0


def _wakeups(task: Path) -> int:
    """A thread that sleeps gives the processor up of its own will: each such switch is one wake-up later."""
    for line in (task / "status").read_text().splitlines():
        if line.startswith("voluntary_ctxt_switches"):
            return int(line.split()[1])
    return 0


@contextmanager
def children_watched(pid: int) -> Iterator[dict[int, int]]:
    """The wake-ups of every child that comes and goes meanwhile, by its pid, as they were when last seen (every 10 ms)."""
    seen: dict[int, int] = {}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.01):
            for child in _children(pid):
                with suppress(OSError):
                    seen[child] = sum(map(_wakeups, Path(f"/proc/{child}/task").iterdir()))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found
