"""The real service with each channel in turn dead, refusing or hanging: another one rings within thirty seconds, and the loop
that rings is not late for it.

How late it was is held against a service in which all channels are well, and which rings at the same instants on the same
machine: whatever else that and its disk are busy with makes both late.
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from tests.benchmarks.arming import arm, interview
from tests.benchmarks.machine import Machine
from tests.benchmarks.table import percentile
from tests.parts import wait_until

from showup import clock

PLUGIN = Path(__file__).parent / "matrix"
WAY = {"PYTHONPATH": os.pathsep.join(filter(None, (str(PLUGIN), os.environ.get("PYTHONPATH"))))}
NAMES = ("alpha", "beta", "gamma")
ILLS = ("is dead", "refuses", "hangs", "ignores being cancelled")
ALARMS = 30
OVER_S = 6.0
"""So many alarms are due within so many seconds: while the first ones hang, the others come. A channel gets no more at once."""

WITHIN_S = 30.0
LEADS_S = (6.0, 25.0, 90.0)
"""The first alarm is so far away, that the service be up in time; longer when that was too short."""

AS_LATE = 10.0
"""The loop may be so many times as late as that of the service beside it."""

QUIET = "".join(f"[channel.{name}]\nenabled = false\n" for name in ("desktop", "sound", "toast", "takeover"))


@dataclass(frozen=True)
class Run:
    """What came of one: by interview the instant at which it was due, and all calls."""

    due: dict[str, float]
    calls: list[tuple[float, str, str, int, bool]]

    def late(self) -> list[float]:
        """By how much the first channel of each alarm was called after its instant, in ms: that is the loop's lateness."""
        first: dict[str, float] = {}
        for at, _name, key, _attempt, _took in self.calls:
            first[key] = min(at, first.get(key, at))
        return [(first[key] - at) * 1000 for key, at in self.due.items() if key in first]

    def heard(self) -> dict[str, tuple[float, str]]:
        """By interview how long after its instant the first channel took it, in seconds, and which."""
        found: dict[str, tuple[float, str]] = {}
        for at, name, key, _attempt, took in sorted(self.calls):
            if took and key not in found:
                found[key] = (at - self.due[key], name)
        return found


def config(folder: Path, ill: str, how: str, channels: tuple[str, ...], more: str = "") -> str:
    tables = "".join(
        f'[channel.{name}]\nname = "{name}"\npath = "{folder / "calls"}"\nhow = "{how if name == ill else "is well"}"\n'
        for name in NAMES
    )
    listed = ", ".join(f'"{name}"' for name in channels)
    rung = f'[[ladder.rung]]\nname = "bell"\nbefore = "60m"\nurgency = "critical"\nchannels = [{listed}]\n{more}'
    return f'[profile]\nzone = "UTC"\n{QUIET}{tables}{rung}'


def run(folder: Path, ill: str, how: str) -> tuple[Run, Run]:
    """Two services side by side, with alarms at the same instants that name one channel: in the first that channel is ill."""
    for number, lead in enumerate(LEADS_S):
        done = _run(folder / str(number), ill, how, lead)
        if done is not None:
            return done
    pytest.fail(f"the services were not up within {LEADS_S[-1]} s: nothing can be measured on this machine")


def _run(folder: Path, ill: str, how: str, lead: float) -> tuple[Run, Run] | None:
    """None when they were up too late for the first alarm. All is over when each alarm was heard, or comes too late."""
    first = time.time_ns() / 1e9 + lead
    soon = [first + OVER_S * number / ALARMS for number in range(ALARMS)]
    machines = [_armed(folder / name, ill, state, soon) for name, state in (("ill", how), ("well", "is well"))]
    try:
        for machine, _ in machines:
            machine.start()
        if time.time_ns() / 1e9 > first:
            return None
        while time.time_ns() / 1e9 < soon[-1] + WITHIN_S and any(
            len(_so_far(*one).heard()) < ALARMS for one in machines
        ):
            time.sleep(0.2)
    finally:
        for machine, _ in machines:
            machine.stop()
    one, beside = (_so_far(*each) for each in machines)
    return one, beside


def _armed(folder: Path, ill: str, how: str, soon: list[float]) -> tuple[Machine, dict[str, float]]:
    folder.mkdir(parents=True)
    machine = Machine(folder, config(folder, ill, how, (ill,)), WAY)
    return machine, dict(arm(machine.ledger, soon, clock.now(), (ill,)))


def _so_far(machine: Machine, due: dict[str, float]) -> Run:
    return Run(due, calls(machine.folder))


def calls(folder: Path) -> list[tuple[float, str, str, int, bool]]:
    path = folder / "calls"
    lines = [line.split(" ") for line in path.read_text().splitlines()] if path.exists() else []
    return [(int(at) / 1e9, name, key, int(attempt), said == "took") for at, name, key, attempt, said in lines]


def allowed(beside: Run) -> float:
    """In ms."""
    return AS_LATE * percentile(beside.late(), 99)


@pytest.mark.parametrize("how", ILLS)
@pytest.mark.parametrize("ill", NAMES)
def test_another_channel_rings_in_time_and_the_loop_is_not_late(
    ill: str, how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, beside = run(tmp_path, ill, how)
    heard, late = one.heard(), percentile(one.late(), 99)
    slowest = max(after for after, _ in heard.values())
    with capsys.disabled():
        print(
            f"\n{ill} {how}: heard {len(heard)} of {len(one.due)}, the last after {slowest:.1f} s; the loop's p99"
            f" {late:.1f} ms, without the fault {percentile(beside.late(), 99):.1f} ms, limit {allowed(beside):.1f} ms"
        )
    assert heard.keys() == one.due.keys()
    assert {name for _, name in heard.values()} == {next(name for name in NAMES if name != ill)}
    assert slowest < WITHIN_S
    assert late < allowed(beside)


def test_a_channel_that_stops_the_loop_is_seen_by_this_measure(tmp_path: Path) -> None:
    """What the matrix would say of a service that lets a channel keep it from ringing."""
    one, beside = run(tmp_path, "alpha", "stops the loop")
    assert percentile(one.late(), 99) > allowed(beside)


def test_one_that_lies_is_outlived_by_the_other_channels_of_its_rung(tmp_path: Path) -> None:
    """It says that it has rung and nobody has heard it: the other one rings all the same, and both again."""
    folder = tmp_path / "machine"
    folder.mkdir()
    again = 'repeat = ["2s", "4s", "600s"]\nuntil = "acknowledged"\n'
    machine = Machine(folder, config(folder, "alpha", "lies", ("alpha", "beta"), again), WAY)
    try:
        machine.start()
        machine.ask(
            do="add",
            interview=json.loads(msgspec.json.encode(interview("lie", clock.now() + timedelta(minutes=60, seconds=3)))),
        )
        wait_until(
            lambda: _attempts(folder) == {"alpha": [1, 2, 3], "beta": [1, 2, 3]}, "three rings through both", seconds=60
        )
        assert all(took is (name == "beta") for _, name, _, _, took in calls(folder))
    finally:
        machine.stop()


def _attempts(folder: Path) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for _at, name, _key, attempt, _took in calls(folder):
        found[name].append(attempt)
    return found
