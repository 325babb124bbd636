"""What the idle service holds and does with a week of interviews planned, beside two old peers with the same appointments."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from tests.benchmarks.machine import Machine
from tests.benchmarks.processes import Look, children_watched, look, memory
from tests.benchmarks.table import Row, heading, remark, show
from tests.parts import Dunst, Screen, SessionBus, wait_until
from tests.running import calendar, event

from showup import clock
from showup.config.values import SYNC_INTERVAL

__all__ = ["measure"]

_SETTLE_S = 20.0
_EVERY = f"a sync every {SYNC_INTERVAL.total_seconds() / 60:g} min"
_WAKEUPS, _RESIDENT_MB, _CPU_S = 2.0, 45.0, 4.0
_CONFIG = '[profile]\nzone = "UTC"\n'


def measure(minutes: float, settle_s: float = _SETTLE_S) -> None:
    """All three side by side, in the same minutes."""
    heading(f"Idle for {minutes:g} min with three interviews in the coming week")
    remark(
        "showup as configured by default, with a session bus, dunst and one ICS source; wake-ups are the voluntary context"
    )
    remark("switches of all threads of the process")
    with tempfile.TemporaryDirectory() as name, ExitStack() as parts:
        folder, week = Path(name), _week()
        peers = {
            "calcurse --daemon": parts.enter_context(_calcurse(folder, week)),
            "remind -z": parts.enter_context(_remind(folder, week)),
        }
        machine = parts.enter_context(_service(folder, week, settle_s))
        before = {pid: look(pid) for pid in (machine.pid, *peers.values())}
        time.sleep(minutes * 60)
        spent = {pid: look(pid).since(then) for pid, then in before.items()}
        _show_memory(machine.pid, peers)
        sync, child_wakeups = _sync(machine)
        _show_work(
            spent.pop(machine.pid), {name: spent[pid] for name, pid in peers.items()}, minutes, sync, child_wakeups
        )


def _week() -> list[datetime]:
    """Three starts, none of whose alarms falls into the measurement."""
    today = clock.now().replace(minute=0, second=0, microsecond=0)
    return [today + timedelta(days=days, hours=5) for days in (2, 4, 6)]


@contextmanager
def _service(folder: Path, week: list[datetime], settle_s: float) -> Iterator[Machine]:
    ics = folder / "calendar.ics"
    ics.write_text(calendar(*(event(f"u{n}", "Interview with Marlow", at) for n, at in enumerate(week))))
    for part in ("bus", "screen", "dunst", "machine"):
        (folder / part).mkdir()
    with ExitStack() as parts:
        bus = SessionBus(folder / "bus")
        parts.callback(bus.end)
        screen = Screen(folder / "screen")
        parts.callback(screen.end)
        dunst = Dunst(bus, screen, folder / "dunst")
        parts.callback(dunst.end)
        machine = Machine(folder / "machine", _CONFIG, dunst.env)
        parts.callback(machine.stop)
        machine.start("--calendar", str(ics))
        time.sleep(settle_s)
        watched = machine.ask(do="status")["interviews"]
        assert len(watched) == len(week), f"{len(watched)} interviews are watched"
        time.sleep(1)
        yield machine


@contextmanager
def _calcurse(folder: Path, week: list[datetime]) -> Iterator[int]:
    place = folder / "calcurse"
    place.mkdir()
    lines = [f"{at:%m/%d/%Y @ %H:%M} -> {at + timedelta(hours=1):%m/%d/%Y @ %H:%M}|Interview\n" for at in week]
    (place / "apts").write_text("".join(lines))
    (place / "conf").write_text("daemon.enable=yes\nnotification.warning=300\nnotification.command=true\n")
    subprocess.run(
        [_installed("calcurse"), "-D", str(place), "--daemon"], check=True, env={"TZ": "UTC", "HOME": str(folder)}
    )
    wait_until((place / ".daemon.pid").exists, "calcurse's daemon")
    time.sleep(0.2)
    pid = int((place / ".daemon.pid").read_text())
    try:
        yield pid
    finally:
        subprocess.run(["kill", str(pid)], check=False)


def _installed(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise RuntimeError(f"{name} is not installed: apt-get install {name}")
    return found


@contextmanager
def _remind(folder: Path, week: list[datetime]) -> Iterator[int]:
    script = folder / "week.rem"
    script.write_text("".join(f"REM {at:%b %d %Y AT %H:%M} +60 DURATION 1:00 MSG Interview\n" for at in week))
    process = subprocess.Popen([_installed("remind"), "-z", str(script)], stdout=subprocess.DEVNULL, env={"TZ": "UTC"})
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def _sync(machine: Machine) -> tuple[Look, int]:
    """What one reading of the calendar costs the service, and the wake-ups of its child."""
    asking = _asked(machine, "next")  # what the question costs is no part of a sync at its time
    with children_watched(machine.pid) as seen:
        syncing = _asked(machine, "sync")
    return syncing.since(asking), sum(seen.values())


def _asked(machine: Machine, what: str) -> Look:
    before = look(machine.pid)
    machine.ask(do=what)
    time.sleep(0.5)
    return look(machine.pid).since(before)


def _show_memory(pid: int, peers: dict[str, int]) -> None:
    held = memory(pid)
    show(Row("showup, resident (RSS)", held.rss, "MB", _RESIDENT_MB, "allowed", limit=True))
    show(Row("showup, resident, shared pages in part (PSS)", held.pss, "MB"))
    for name, peer in peers.items():
        of = memory(peer)
        show(Row(f"{name}, resident (RSS; PSS {of.pss:.1f})", of.rss, "MB", held.rss, "showup"))


def _show_work(spent: Look, peers: dict[str, Look], minutes: float, sync: Look, child_wakeups: int) -> None:
    synced = round(spent.children_s / sync.children_s) if sync.children_s else 0
    hourly = timedelta(hours=1) / SYNC_INTERVAL
    wakeups = (spent.wakeups - synced * sync.wakeups) / minutes
    with_syncs = wakeups + sync.wakeups * hourly / 60
    own_s = (spent.own_s - synced * sync.own_s) / minutes * 60
    remark(
        f"{synced} syncs fell into the window and are taken out of it; one more was asked for afterwards, to know its cost"
    )
    show(Row("showup, wake-ups a minute, no sync", wakeups, "/min", _WAKEUPS, "allowed", limit=True))
    show(Row(f"showup, wake-ups a minute, {_EVERY}", with_syncs, "/min", _WAKEUPS, "allowed", limit=True))
    show(Row("  and those of the sync's child", child_wakeups * hourly / 60, "/min"))
    show(Row("showup, CPU seconds an hour, no sync", own_s, "s", _CPU_S, "allowed", limit=True))
    cpu_s = own_s + hourly * (sync.own_s + sync.children_s)
    show(Row(f"showup, CPU seconds an hour, {_EVERY}", cpu_s, "s", _CPU_S, "allowed", limit=True))
    show(Row("  of one sync: the service", sync.own_s, "s"))
    show(Row("  of one sync: its child", sync.children_s, "s"))
    for name, of in peers.items():
        show(Row(f"{name}, wake-ups a minute", of.wakeups / minutes, "/min", wakeups, "showup, no sync"))
        show(Row(f"{name}, CPU seconds an hour", of.own_s / minutes * 60, "s", cpu_s, "showup"))
