"""How late the real service rings while it is busy, beside a bare timerfd that waits for the very same instants."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks import bare_timer
from tests.benchmarks.arming import BELL_CONFIG, arm
from tests.benchmarks.machine import Machine
from tests.benchmarks.parent import largest_read
from tests.benchmarks.table import Row, heading, percentile, remark, show, spread

from showup import clock
from showup.errors import ShowupError

__all__ = ["measure"]

_LEAD_S = 5.0  # from the arming to the first alarm: the service must be up by then
_ALLOWED_MS = 50.0
_DAY_S = 86_400.0


def measure(*, alarms: int, events: int, minutes: float, falling: int, shapes: Sequence[str]) -> None:
    """`alarms` armed, of which `falling` ring during `minutes`, while calendars of `events` events are synced all the time."""
    heading(f"Lateness with {alarms} alarms armed, {falling} of them due in {minutes:g} min")
    for shape in shapes:
        with tempfile.TemporaryDirectory() as folder:
            _one(Path(folder), alarms, events, minutes * 60, falling, full=shape == "full")


def _one(folder: Path, alarms: int, events: int, seconds: float, falling: int, *, full: bool) -> None:
    calendar = folder / "big.ics"
    events, size = largest_read(calendar, events, full=full)
    machine = Machine(folder, BELL_CONFIG)
    chance = random.Random(11)
    first = time.time_ns() / 1e9 + _LEAD_S + alarms / 800
    soon = sorted(first + chance.uniform(0, seconds) for _ in range(falling))
    later = [first + seconds + chance.uniform(600, 30 * _DAY_S) for _ in range(alarms - falling)]
    due = arm(machine.ledger, [*soon, *later], clock.now())
    bare = _bare(folder, soon)
    try:
        machine.start("--calendar", str(calendar))
        left = first - time.time_ns() / 1e9
        if left < 0:
            remark(f"the service was up {-left:.1f} s after the first alarm: the figures include that")
        with _syncing(machine) as said:
            bare.wait()
            time.sleep(2)
    finally:
        machine.stop()
        bare.kill()
    _told(machine, due, soon, folder / "awake", f"{events} events, {size / 1e6:.0f} MB", said)


def _bare(folder: Path, soon: list[float]) -> subprocess.Popen[bytes]:
    (folder / "instants").write_text("\n".join(str(int(at * 1e9)) for at in soon))
    argv = [sys.executable, str(bare_timer.__file__), str(folder / "instants"), str(folder / "awake")]
    return subprocess.Popen(argv)


@contextmanager
def _syncing(machine: Machine) -> Iterator[list[str]]:
    """One sync after the other; yields what came of each."""
    said: list[str] = []
    over = threading.Event()

    def again() -> None:
        while not over.is_set():
            begin = time.perf_counter()
            try:
                source = machine.ask(do="sync")["sources"][0]
            except ShowupError as err:
                source = {"why": str(err)}
            said.append(f"{time.perf_counter() - begin:.1f} s: {source.get('why') or 'read'}")
            over.wait(0.2)

    thread = threading.Thread(target=again)
    thread.start()
    try:
        yield said
    finally:
        over.set()
        thread.join()


def _told(
    machine: Machine, due: Mapping[str, float], soon: list[float], awake: Path, name: str, said: list[str]
) -> None:
    rings = machine.rings()
    wanted = {key: at for key, at in due.items() if at <= soon[-1]}
    late = [(rings[key][0] - at) * 1000 for key, at in wanted.items() if key in rings]
    floor = [int(line) / 1e6 - at * 1000 for line, at in zip(awake.read_text().split(), soon, strict=True)]
    remark(f"while syncing {name}: {len(said)} syncs, the last: {said[-1] if said else 'none'}")
    spread("showup's ring", late, "ms", floor, "bare timerfd")
    above = percentile(late, 99) - percentile(floor, 99)
    show(Row("p99 above the bare timerfd's", above, "ms", _ALLOWED_MS, "allowed", limit=True))
    lost, twice = len(wanted) - len(late), sum(len(rings[key]) > 1 for key in wanted if key in rings)
    early = sum(one < 0 for one in late)
    show(Row("alarms lost, or rung twice, or early", lost + twice + early, "", 0, "allowed", limit=True))
