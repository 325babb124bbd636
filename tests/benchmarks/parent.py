"""The service's part of reading a large calendar: for how long the loop that rings stands still meanwhile."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from tests.benchmarks import big_calendar
from tests.benchmarks.arming import arm, opened
from tests.benchmarks.table import Row, heading, remark, show, spread

from showup import clock
from showup.engine import Rules
from showup.engine.merge import Synced
from showup.ladder import default_policy
from showup.ledger import Ledger
from showup.model import Profile, Window
from showup.service.desk import Desk
from showup.service.syncing import BACK, FORWARD, synced
from showup.sync import Request, SourceReport, SourceSpec
from showup.sync.reader import read_source

__all__ = ["largest_read", "measure"]

T = TypeVar("T")
_PROFILE = Profile(zone="UTC")
_MONTH_S = 30 * 86_400


def largest_read(path: Path, events: int, *, full: bool) -> tuple[int, int]:
    """Write a calendar of that many events, of fewer if the source refuses it (told); the events and the bytes."""
    size = big_calendar.write(path, events, clock.now(), full=full)
    while (refusal := _report(path).failure) is not None and events > 1:
        remark(
            f"refused: {events} events of {size // events} bytes, {size / 1e6:.0f} MB: {refusal.replace(str(path), 'it')}"
        )
        events = events * 2 // 5
        size = big_calendar.write(path, events, clock.now(), full=full)
    return events, size


def _report(path: Path) -> SourceReport:
    return asyncio.run(read_source(Request(_spec(path), _window(), _PROFILE, whole=True)))


def _spec(path: Path) -> SourceSpec:
    return SourceSpec("big", "ics", {"path": str(path)})


def _window() -> Window:
    now = clock.now()
    return Window(now - BACK, now + FORWARD)


def measure(events: int, armed: int = 10_000) -> None:
    """Read once and brought to a desk of `armed` interviews three times: the first sees all anew, the others nothing new."""
    heading(f"The service's part of a sync of {events} events, with {armed} interviews watched")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        events, size = largest_read(folder / "big.ics", events, full=False)
        now = clock.now()
        arm(folder / "ledger.db", (now.timestamp() + 600 + _MONTH_S * n / armed for n in range(armed)), now)
        asyncio.run(_measured(folder, f"{events} events, {size / 1e6:.0f} MB"))


async def _measured(folder: Path, name: str) -> None:
    window, ledger = _window(), opened(folder / "ledger.db")
    desk = Desk(
        ledger, Rules(default_policy(), ZoneInfo("UTC")), _PROFILE
    )  # the collector of garbage looks at it all too
    written: list[float] = []
    writing = asyncio.create_task(_write_on(ledger, written))
    report, taken, still = await _watched(
        lambda: read_source(Request(_spec(folder / "big.ics"), window, _PROFILE, whole=True))
    )
    writing.cancel()
    remark(f"{name}: {len(report.judged)} occurrences in the window{', partial' if report.partial else ''}")
    show(Row("reading: from the child's start to its end", taken, "s"))
    show(Row("reading: the loop stood still for at most", still * 1000, "ms", 50, "of lateness allowed", limit=True))
    spread("reading: one write of the ledger meanwhile", written, "ms", [50.0], "of lateness allowed")
    said = synced(report, window)
    for turn in ("first", "second", "third"):
        await _sync(desk, said, turn)
    _, taken, _ = await _watched(lambda: _aside(lambda: desk.tick(clock.now())))
    show(Row("a tick with nothing due", taken * 1000, "ms"))
    began = time.perf_counter()
    desk.wake_at()
    show(Row("wake_at, in the loop", (time.perf_counter() - began) * 1000, "ms", 50, "of lateness allowed", limit=True))
    ledger.close()


async def _sync(desk: Desk, said: Synced, turn: str) -> None:
    work: Callable[[], object] = partial(desk.sync, said, clock.now() + timedelta(seconds=1))
    _, taken, still = await _watched(lambda: _aside(work))
    show(
        Row(
            f"merge and commit, {turn} time: the ledger's thread",
            taken * 1000,
            "ms",
            50,
            "of lateness allowed",
            limit=True,
        )
    )
    show(Row("  meanwhile the loop stood still for at most", still * 1000, "ms", 50, "of lateness allowed", limit=True))


async def _write_on(ledger: Ledger, taken: list[float]) -> None:
    """One small transaction after the other, as alarms make them; the milliseconds until the loop has each back."""
    while True:
        begin = time.perf_counter()
        await _aside(lambda: ledger.note("probe", "probe", {}, clock.now()))
        taken.append((time.perf_counter() - begin) * 1000)
        await asyncio.sleep(0.01)


async def _aside(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(None, work)


async def _watched(work: Callable[[], Awaitable[T]]) -> tuple[T, float, float]:
    """What it gives, its seconds, and the longest that a task which asks for a millisecond had to wait beyond that."""
    longest = 0.0

    async def probe() -> None:
        nonlocal longest
        while True:
            begin = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - begin - 0.001)

    probing = asyncio.create_task(probe())
    await asyncio.sleep(0.02)
    longest, begin = 0.0, time.perf_counter()
    given = await work()
    taken = time.perf_counter() - begin
    await asyncio.sleep(0.005)
    probing.cancel()
    return given, taken, longest
