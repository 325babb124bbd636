"""`reading`: finding the interviews of a large calendar, beside what parsing it costs and beside the least that reading it costs.

Each runs as a process of its own, in turn, on the same calendar: showup; icalendar with recurring-ical-events; libical (in C,
where libical-dev is here); and the floor, which reads the file and counts its events.
"""

from __future__ import annotations

import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.benchmarks import big_calendar
from tests.benchmarks.commands import megabytes
from tests.benchmarks.table import Row, heading, remark, show

__all__ = ["add_arguments", "contestants", "measure"]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
UNTIL = NOW + timedelta(days=14)
_SLOW = 20_000  # events; of more, icalendar runs once only
_SOURCE = Path(__file__).with_name("libical_list.c")
_FLOOR = "import sys; print(open(sys.argv[1], 'rb').read().count(b'BEGIN:VEVENT'))"
_ICALENDAR = f"""import sys, icalendar, recurring_ical_events
from datetime import datetime
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
since, until = datetime.fromisoformat("{NOW.isoformat()}"), datetime.fromisoformat("{UNTIL.isoformat()}")
print(len(recurring_ical_events.of(calendar).between(since, until)))
"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10_000, 100_000], help="events of the calendars that are read"
    )


def measure(runs: int, sizes: list[int]) -> None:
    """Print the table, for each size the medians of so many runs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for events in sizes:
            ics = folder / f"{events}.ics"
            size = big_calendar.write(ics, events, NOW, full=True)
            heading(f"{events} events, {size / 1e6:.1f} MB")
            _compare(contestants(folder, ics), runs, events)
            ics.unlink()


def contestants(folder: Path, ics: Path) -> dict[str, list[str]]:
    """The commands by name; showup is the first."""
    interviews = [sys.executable, "-m", "showup", "interviews", "--calendar", str(ics), "--json"]
    return {
        "showup": [*interviews, "--now", NOW.isoformat(), "--days", str((UNTIL - NOW).days)],
        "floor": [sys.executable, "-c", _FLOOR, str(ics)],
        "icalendar": [sys.executable, "-c", _ICALENDAR, str(ics)],
    } | _libical(folder, ics)


def _libical(folder: Path, ics: Path) -> dict[str, list[str]]:
    """The C peer, built where the library is here."""
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libical"], capture_output=True, text=True, check=False)
    if flags.returncode:
        remark("libical is not here: apt-get install libical-dev pkg-config gcc")
        return {}
    program = folder / "libical_list"
    subprocess.run(["cc", "-O2", "-o", str(program), str(_SOURCE), *shlex.split(flags.stdout)], check=True)
    return {"libical": [str(program), str(ics), f"{NOW:%Y%m%dT%H%M%SZ}", f"{UNTIL:%Y%m%dT%H%M%SZ}"]}


def _compare(commands: dict[str, list[str]], runs: int, events: int) -> None:
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            if turn < 2 or name != "icalendar" or events <= _SLOW:
                begin = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                taken[name] += [time.perf_counter() - begin] if turn else []
    median = {name: statistics.median(values) for name, values in taken.items()}
    show(Row("finding the interviews", median["showup"], "s", median["floor"], "the floor"))
    for peer in [name for name in commands if name not in {"showup", "floor"}]:
        show(Row(f"finding the interviews, beside {peer}", median["showup"], "s", median[peer], peer))
    held = megabytes(commands["showup"])
    for peer in [name for name in commands if name != "showup"]:
        show(Row(f"memory, beside {peer}", held, "MB", megabytes(commands[peer]), peer))
