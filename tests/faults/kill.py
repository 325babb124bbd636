"""The kill harness: the real service, killed with SIGKILL over and over, and what has become of its alarms.

`python -m tests.faults.kill [--count N] [--seed S] [--plant NAME]`; it fails when an alarm was lost.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.faults.kill_lives import Choices, lives
from tests.faults.kill_plants import PLANTS
from tests.faults.kill_steps import STEPS
from tests.faults.kill_verdict import Verdict, judge
from tests.faults.kill_world import World

__all__ = ["main", "run"]

_A_WORLD = 25
"""Kills in one world."""

_A_KILL = timedelta(seconds=2)
"""How long a kill takes, about."""


async def run(
    count: int,
    seed: int,
    *,
    steps: Sequence[str] = STEPS,
    plant: str | None = None,
    paces: Sequence[str] = ("brisk", "slow"),
    at_random: float = 0.3,
    rest: timedelta | None = None,
    keep: Path | None = None,
) -> Verdict:
    """Kill `count` times, in several worlds side by side."""
    room = asyncio.Semaphore(3 * (os.cpu_count() or 1))
    worlds = max(1, round(count / _A_WORLD))
    shares = [count // worlds + (number < count % worlds) for number in range(worlds)]
    total = Verdict()

    async def one(number: int, share: int) -> None:
        async with room:
            choices = Choices(share, steps, seed * 1000 + number, at_random, plant, rest)
            verdict = await _world(choices, paces[number % len(paces)], keep)
        total.add(verdict)
        kills = sum(total.kills.values())
        print(f"{kills} of {count} kills, {total.due} alarms, {len(total.faults)} faults", file=sys.stderr)

    await asyncio.gather(*(one(number, share) for number, share in enumerate(shares)))
    return total


async def _world(choices: Choices, pace: str, keep: Path | None) -> Verdict:
    folder = Path(tempfile.mkdtemp(prefix="showup-kill-", dir=keep))
    try:
        world = World(folder, choices.seed, pace, choices.count * _A_KILL, aged=bool(choices.seed % 2))
        await lives(world, choices)
        verdict = judge(world)
        verdict.faults = [(kind, f"{text} (seed {choices.seed}, {folder.name})") for kind, text in verdict.faults]
        return verdict
    finally:
        if keep is None:
            shutil.rmtree(folder)


def report(verdict: Verdict, seed: int, seconds: float) -> str:
    """The figures as a text."""
    kills = sum(verdict.kills.values())
    lines = [f"{count:5}  {step}" for step, count in sorted(verdict.kills.items())]
    lines += [f"{kills:5}  kills in {seconds:.0f} s, seed {seed}", ""]
    lines += [
        f"{verdict.due:5}  alarms due, {verdict.rung} rung, {verdict.overtaken} overtaken while no service was up"
    ]
    lines += [f"       (a start took {verdict.start_s:.2f} s, the median)"]
    lines += [f"{verdict.copies:5}  extra copies", f"{verdict.lost:5}  lost"]
    lines += [f"{verdict.moves:5}  calendar changes, {verdict.answers} answers, {verdict.cases} cases", ""]
    lines += [f"FAULT ({kind}): {text}" for kind, text in verdict.faults[:40]]
    if verdict.faults:
        lines += [f"{len(verdict.faults)} faults. The same choices again: ./dev kill --count {kills} --seed {seed}"]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./dev kill", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="how many kills (200)")
    parser.add_argument("--seed", type=int, help="the choices of an earlier run")
    parser.add_argument("--plant", choices=sorted(PLANTS), help="plant this fault, which must be found")
    parser.add_argument("--keep", type=Path, help="keep the worlds in this folder, to look at them")
    arguments = parser.parse_args(argv)
    seed = random.randrange(1_000_000) if arguments.seed is None else arguments.seed
    begun = time.monotonic()
    verdict = asyncio.run(run(arguments.count, seed, plant=arguments.plant, keep=arguments.keep))
    print(report(verdict, seed, time.monotonic() - begun))
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
