"""Thousands of alarms in the same second: when the last one has rung, and what it cost."""

from __future__ import annotations

import asyncio
import importlib
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.arming import BELL_CONFIG, arm
from tests.benchmarks.machine import PLUGIN, Machine
from tests.benchmarks.table import Row, heading, percentile, remark, show

from showup import clock
from showup.ledger import SqliteLedger
from showup.model import Urgency
from showup.ports import Announcement

__all__ = ["measure"]

_PATIENCE_S = 300.0
# -D: the service itself is the process that was started, so that signals reach it.
_STRACE = ("strace", "-D", "-f", "--seccomp-bpf", "-qq", "-ttt", "-e", "trace=fsync,fdatasync", "-o")


def measure(alarms: int) -> None:
    """Once as it is, once under strace, which counts the syncs of the disk."""
    heading(f"{alarms} alarms due in the same second")
    with tempfile.TemporaryDirectory() as folder:
        rung, settled, _ = _burst(Path(folder), alarms)
    bare = _bare_calls(alarms)
    show(Row("the first has rung after", rung[0], "s"))
    show(Row("half of them have rung after", percentile(rung, 50), "s"))
    show(Row("the last has rung after", rung[-1], "s", bare, f"{alarms} bare calls of the recorder"))
    show(Row("every outcome stands in the ledger after", settled, "s"))
    show(Row("alarms lost or rung twice", abs(alarms - len(rung)), "", 0, "allowed", limit=True))
    with tempfile.TemporaryDirectory() as folder:
        _, _, syncs = _burst(Path(folder), alarms, strace=True)
    show(Row("syncs of the disk, claims and outcomes (strace)", syncs, "", alarms, "alarms"))


def _burst(folder: Path, alarms: int, *, strace: bool = False) -> tuple[list[float], float, int]:
    """The seconds from the due instant to each ring and to the last settled claim, and the syncs in that time."""
    machine, trace = Machine(folder, BELL_CONFIG), folder / "trace"
    due = float(int(time.time_ns() / 1e9) + 5 + alarms // 500)
    arm(machine.ledger, [due] * alarms, clock.now())
    try:
        machine.start(under=(*_STRACE, str(trace)) if strace else ())
        if time.time_ns() / 1e9 > due:
            remark("the service was not up in time: the figures include its start")
        settled = _settled(machine, alarms, due)
    finally:
        machine.stop()
    rung = sorted(at - due for rings in machine.rings().values() for at in rings)
    return rung, settled - due, _syncs(trace, due, settled) if strace else 0


def _settled(machine: Machine, alarms: int, due: float) -> float:
    """The instant at which nothing is open any more (looked at twice a second)."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        time.sleep(0.5)
        if time.time_ns() / 1e9 > due and len(machine.rings()) >= alarms and not _open(machine.ledger):
            return time.time_ns() / 1e9
    remark(f"not every outcome was recorded within {_PATIENCE_S:g} s")
    return time.time_ns() / 1e9


def _open(path: Path) -> int:
    ledger = SqliteLedger(path)
    try:
        return len(ledger.open_claims())
    finally:
        ledger.close()


def _syncs(trace: Path, since: float, until: float) -> int:
    instants = [float(line.split()[1]) for line in trace.read_text().splitlines() if "sync(" in line]
    return sum(since <= at <= until for at in instants)


def _bare_calls(count: int) -> float:
    """The same channel called as often by a loop that does nothing else, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        channel = _recorder({"path": f"{folder}/rings"})
        announcements = [
            Announcement(f"{n}", f"{n:012d}", 1, "", "", Urgency.NORMAL, rung="bell") for n in range(count)
        ]
        begin = time.perf_counter()
        asyncio.run(_called(channel, announcements))
        return time.perf_counter() - begin


def _recorder(settings: Mapping[str, str]) -> Any:
    sys.path.insert(0, str(PLUGIN))
    try:
        return importlib.import_module("showup_recorder").RecorderChannel(settings)
    finally:
        sys.path.remove(str(PLUGIN))


async def _called(channel: Any, announcements: Sequence[Announcement]) -> None:
    await asyncio.gather(*map(channel.ring, announcements))
    await channel.close()
