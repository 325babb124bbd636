"""From the start of the process to the first armed alarm, with a year of history and with none."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from tests.benchmarks.arming import BELL_CONFIG, arm, live_through
from tests.benchmarks.machine import Machine
from tests.benchmarks.table import Row, heading, remark, show

from showup import clock

__all__ = ["measure"]

_YEAR = timedelta(days=365)


def measure(runs: int, interviews: int = 150) -> None:
    """The median of `runs` of each, taken in turns."""
    heading("Start-up to the first armed alarm (READY=1, sent when the timer is set)")
    with tempfile.TemporaryDirectory() as name:
        folder, now = Path(name), clock.now()
        rang = live_through(folder / "year.db", now - _YEAR, now - timedelta(hours=1), interviews)
        ahead = [now.timestamp() + 86_400 * day for day in (1, 2, 3)]
        arm(folder / "year.db", ahead, now)
        arm(folder / "week.db", ahead, now)
        size = (folder / "year.db").stat().st_size / 1e6
        remark(f"a year: {interviews} interviews, {rang} rings, a ledger of {size:.1f} MB; the median of {runs}")
        taken: dict[str, list[float]] = {"bare": [], "week": [], "year": []}
        for turn in range(runs + 1):  # the first does not count
            for what, times in taken.items():
                times.append(_bare() if what == "bare" else _started(folder, what, turn))
    bare, week, year = (statistics.median(times[1:]) for times in taken.values())
    show(Row("python -c pass", bare, "s"))
    show(Row("armed, three interviews ahead, no history", week, "s", bare, "bare"))
    show(Row("armed, with a year of history too", year, "s", bare, "bare"))
    show(Row("  beside the one without history", year, "s", week, "no history"))


def _bare() -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - begin


def _started(folder: Path, what: str, turn: int) -> float:
    machine = Machine(folder / f"{what}-{turn}", BELL_CONFIG)
    shutil.copy(folder / f"{what}.db", machine.ledger)
    try:
        return machine.start()
    finally:
        machine.stop()
