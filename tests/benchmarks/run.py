"""Measures showup beside a floor in the same run, and prints ratios: machines differ and are noisy, a ratio holds.

Usage: ./dev bench [--runs N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

SINCE = datetime(2026, 11, 2, tzinfo=UTC)
DAYS = 28


def seconds(argv: list[str], runs: int) -> float:
    """The median wall time of a command, in seconds, after one run that does not count."""
    taken = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        subprocess.run(argv, check=False, capture_output=True)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken[1:])


def megabytes(argv: list[str]) -> float:
    """The peak resident memory of a command."""
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / 1024


def calendar(path: Path) -> None:
    """Four weeks with three interviews a week among thirty other events a day."""
    rows = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN"]
    for day in range(DAYS):
        titles = ["Standup"] * 30 + (["Interview with Marlow"] if day % 7 in {1, 3, 4} else [])
        for number, title in enumerate(titles):
            start = SINCE + timedelta(days=day, hours=9, minutes=15 * number)
            rows += [
                "BEGIN:VEVENT",
                f"UID:{day}-{number}",
                "DTSTAMP:20261101T000000Z",
                f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
            ]
            rows += [f"DTEND:{start + timedelta(minutes=45):%Y%m%dT%H%M%SZ}", f"SUMMARY:{title}", "END:VEVENT"]
    path.write_text("\r\n".join([*rows, "END:VCALENDAR", ""]))


def row(name: str, value: float, unit: str, floor: float, of: str) -> None:
    print(f"{name:38s} {value:9.3f} {unit:3s} {value / floor:7.2f} x {of}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    bare = [sys.executable, "-c", "pass"]
    showup = [sys.executable, "-m", "showup"]
    with tempfile.TemporaryDirectory() as folder:
        ics = Path(folder) / "bench.ics"
        calendar(ics)
        floor = seconds(bare, runs)
        row("bare python -c pass", floor, "s", floor, "bare")
        row("showup here (no service)", seconds([*showup, "here"], runs), "s", floor, "bare")
        interviews = [*showup, "interviews", "--calendar", str(ics), "--now", SINCE.isoformat(), "--days", str(DAYS)]
        row(f"showup interviews ({DAYS * 30} events)", seconds(interviews, runs), "s", floor, "bare")
        until = SINCE + timedelta(days=DAYS)
        simulate = [*showup, "simulate", str(ics), "--from", SINCE.isoformat(), "--until", until.isoformat(), "--json"]
        taken = seconds(simulate, runs)
        row(f"showup simulate ({DAYS} days)", taken, "s", floor, "bare")
        small = megabytes(bare)
        row("memory: bare", small, "MB", small, "bare")
        lean = "import showup.service.shell, dbus_fast.aio, showup_integrations.freedesktop, showup_integrations.sound"
        row("memory: what stays resident", megabytes([sys.executable, "-c", lean]), "MB", small, "bare")
        row("memory: a sync child's work", megabytes(interviews), "MB", small, "bare")
    print(f"simulated laptop-days a second: {DAYS / taken:.0f} (start-up included)")


if __name__ == "__main__":
    main()
