"""`commands`: how long showup's commands take and what they hold, beside a bare interpreter in the same run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.benchmarks.table import Row, show

__all__ = ["measure", "megabytes", "seconds"]

SINCE = datetime(2026, 11, 2, tzinfo=UTC)
DAYS = 28
BARE = [sys.executable, "-c", "pass"]
_SHOWUP = [sys.executable, "-m", "showup"]
_LEAN = "import showup.service.shell, dbus_fast.aio, showup_integrations.freedesktop, showup_integrations.sound"

_PEAK = """import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", 1, 0)])
print(os.wait4(pid, 0)[2].ru_maxrss)
"""


def seconds(argv: list[str], runs: int) -> float:
    """The median wall time of a command, in seconds, after one run that does not count."""
    taken = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        subprocess.run(argv, check=False, capture_output=True)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken[1:])


def megabytes(argv: list[str]) -> float:
    """The peak resident memory of a command. A process begins with the peak of who started it: that must be small."""
    said = subprocess.run([sys.executable, "-S", "-c", _PEAK, *argv], check=True, capture_output=True, text=True)
    return int(said.stdout.splitlines()[-1]) / 1024


def measure(runs: int) -> None:
    """Print the table; `runs` of each."""
    since, until = SINCE.isoformat(), (SINCE + timedelta(days=DAYS)).isoformat()
    with tempfile.TemporaryDirectory() as folder:
        ics = Path(folder) / "bench.ics"
        _calendar(ics)
        floor = seconds(BARE, runs)
        interviews = [*_SHOWUP, "interviews", "--calendar", str(ics), "--now", since, "--days", str(DAYS)]
        simulate = [*_SHOWUP, "simulate", str(ics), "--from", since, "--until", until, "--json"]
        show(Row("bare python -c pass", floor, "s"))
        show(Row("showup here (no service)", seconds([*_SHOWUP, "here"], runs), "s", floor, "bare"))
        show(Row(f"showup interviews ({DAYS * 30} events)", seconds(interviews, runs), "s", floor, "bare"))
        taken = seconds(simulate, runs)
        show(Row(f"showup simulate ({DAYS} days)", taken, "s", floor, "bare"))
        small = megabytes(BARE)
        show(Row("memory: bare", small, "MB"))
        show(Row("memory: what stays resident", megabytes([sys.executable, "-c", _LEAN]), "MB", small, "bare"))
        show(Row("memory: a sync child's work", megabytes(interviews), "MB", small, "bare"))
    print(f"simulated laptop-days a second: {DAYS / taken:.0f} (start-up included)")


def _calendar(path: Path) -> None:
    """Four weeks with three interviews a week among thirty other events a day."""
    rows = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN"]
    for day in range(DAYS):
        titles = ["Standup"] * 30 + (["Interview with Marlow"] if day % 7 in {1, 3, 4} else [])
        for number, title in enumerate(titles):
            start = SINCE + timedelta(days=day, hours=9, minutes=15 * number)
            rows += ["BEGIN:VEVENT", f"UID:{day}-{number}", "DTSTAMP:20261101T000000Z"]
            rows += [f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{start + timedelta(minutes=45):%Y%m%dT%H%M%SZ}"]
            rows += [f"SUMMARY:{title}", "END:VEVENT"]
    path.write_text("\r\n".join([*rows, "END:VCALENDAR", ""]))
