"""How long after a jump of the wall clock an overdue job runs: stock APScheduler beside showup's."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import jump_victim
from tests.benchmarks.table import Row, heading, remark, show

__all__ = ["measure"]

LIBRARIES = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
)
_LATER_S = 30  # how far the clock is set


def measure(due_s: float = 40) -> None:
    """A job in `due_s` seconds; after a second the clock is set to beyond it."""
    heading(f"A job in {due_s:g} s; after 1 s the wall clock is set forward by {due_s + _LATER_S:g} s")
    library = next((path for path in LIBRARIES if Path(path).exists()), None)
    if library is None:
        remark("not measured: libfaketime is missing (apt-get install faketime)")
        return
    remark(
        "libfaketime moves the wall clock and not the monotonic one; it does not move the kernel's timers, so showup's is"
    )
    remark("measured on its fallback here, a look every 15 s. With the timerfd: ./dev suspend, which sets a real clock")
    with tempfile.TemporaryDirectory() as folder:
        victims = {kind: _start(Path(folder), kind, due_s, library) for kind in jump_victim.KINDS}
        time.sleep(1)
        jumped = time.monotonic()
        for kind in victims:
            _set(Path(folder) / kind, f"+{due_s + _LATER_S:.0f}")
        ran = {kind: _ran(victim, jumped) for kind, victim in victims.items()}
    stock = ran["stock-lenient"]
    for kind, late in ran.items():
        if late is None:
            remark(f"{jump_victim.KINDS[kind]}: the job never ran")
        elif kind == "showup":
            show(Row(jump_victim.KINDS[kind], late, "s", stock, "stock, no misfire limit"))
        else:
            show(Row(jump_victim.KINDS[kind], late, "s"))


def _start(folder: Path, kind: str, due_s: float, library: str) -> subprocess.Popen[str]:
    """Returns when its job is set."""
    stamp = folder / kind
    _set(stamp, "+0")
    fake = {
        "LD_PRELOAD": library,
        "FAKETIME_TIMESTAMP_FILE": str(stamp),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    argv = [sys.executable, "-m", "tests.benchmarks.jump_victim", kind, str(due_s), str(due_s + 10)]
    victim = subprocess.Popen(argv, env=os.environ | fake, stdout=subprocess.PIPE, text=True)
    assert victim.stdout is not None
    assert victim.stdout.readline() == "set\n"
    return victim


def _set(stamp: Path, offset: str) -> None:
    """Replaced as a whole: it is read at every look at the clock."""
    fresh = stamp.with_suffix(".new")
    fresh.write_text(offset + "\n")
    fresh.rename(stamp)


def _ran(victim: subprocess.Popen[str], jumped: float) -> float | None:
    """The seconds from the jump to the job, None when it never ran."""
    said, _ = victim.communicate()
    return float(said) - jumped if said.strip() else None
