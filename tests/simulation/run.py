"""`python -m tests.simulation.run`: many worlds side by side; a failing one is shrunk, told, and can be replayed."""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from tests.simulation.facts import Broken, Figures
from tests.simulation.generate import generate
from tests.simulation.shrink import fault_of, shrink
from tests.simulation.world import World

__all__ = ["Failure", "main", "run_seeds"]

_CHUNK = 5


@dataclass(frozen=True, slots=True)
class Failure:
    """A seed whose world broke an invariant."""

    seed: str
    invariant: str
    what: str


def run_seeds(seeds: Iterable[str], days: int, jobs: int, progress: bool = False) -> tuple[Figures, list[Failure]]:
    """Every world; the sum of their figures, and those that failed."""
    seeds = list(seeds)
    chunks = [seeds[i : i + _CHUNK] for i in range(0, len(seeds), _CHUNK)]
    total, failures = Figures(), []
    with multiprocessing.get_context("spawn").Pool(jobs, _set_up) as pool:
        for number, (figures, failed) in enumerate(pool.imap_unordered(partial(_run_some, days=days), chunks), 1):
            total.add(figures)
            failures += failed
            if progress and (number % 20 == 0 or failed):
                done = min(number * _CHUNK, len(seeds))
                print(f"\r{done} of {len(seeds)} worlds, {len(failures)} failed ", end="", file=sys.stderr, flush=True)
    if progress:
        print(file=sys.stderr)
    return total, sorted(failures, key=lambda failure: (len(failure.seed), failure.seed))


def _set_up() -> None:
    """A world is garbage as a whole: looking for more while it runs is in vain."""
    gc.disable()


def _clear_up() -> None:
    """What outlives its world is there for all the next ones (the other events of a calendar): it is looked at once."""
    gc.collect()
    gc.freeze()


def _run_some(seeds: Sequence[str], days: int) -> tuple[Figures, list[Failure]]:
    figures, failures = Figures(), []
    for seed in seeds:
        failure = _run_one(seed, days, figures)
        failures += [failure] if failure else []
    _clear_up()
    return figures, failures


def _run_one(seed: str, days: int, figures: Figures) -> Failure | None:
    try:
        figures.add(World(generate(seed, days)).run().figures)
    except Broken as broken:
        return Failure(seed, broken.invariant, str(broken))
    except Exception as err:  # noqa: BLE001 whatever breaks while the world runs is a finding
        return Failure(seed, type(err).__name__, str(err))
    return None


# -------------------------------------------------------------- command line


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _arguments(arguments)
    if asked.seed is not None:
        return _replay(asked)
    began = time.monotonic()
    figures, failures = run_seeds([str(n) for n in range(asked.seeds)], asked.days, asked.jobs, progress=True)
    took = time.monotonic() - began
    for failure in failures[:3]:
        _tell(failure.seed, asked)
    if len(failures) > 3:
        print(f"... and {len(failures) - 3} more: {', '.join(failure.seed for failure in failures[3:40])}")
    print(_summary(asked, figures, failures, took))
    return 1 if failures else 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev simulate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, metavar="N", help="run the worlds 0 to N-1 (default: 200)")
    parser.add_argument("--seed", metavar="S", help="run one world again, and shrink it if it fails")
    parser.add_argument("--days", type=int, default=30, metavar="D", help="the length of a world (default: 30)")
    parser.add_argument("--trace", action="store_true", help="with --seed: tell everything that happens, unshrunk")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="J", help="processes (default: one a core)"
    )
    return parser.parse_args(arguments)


def _replay(asked: argparse.Namespace) -> int:
    story = generate(asked.seed, asked.days)
    fault = fault_of(story)
    if asked.trace:
        print("\n".join(story.told()))
        fault_of(story, print)
    if fault is None:
        print(f"seed {asked.seed}: everything holds")
        return 0
    if asked.trace:
        print(f"BROKEN: {fault}")
    else:
        _tell(asked.seed, asked)
    return 1


def _tell(seed: str, asked: argparse.Namespace) -> None:
    """The shrunk story of a failing seed, and how to replay it."""
    story = generate(seed, asked.days)
    fault = fault_of(story)
    days = f" --days {asked.days}" if asked.days != 30 else ""
    print(f"\nseed {seed} failed: {fault}\nreplay it: ./dev simulate --seed {seed}{days} --trace")
    if fault is not None:
        short = shrink(story, fault)
        print("shrunk to:", *short.told(), sep="\n")
        lines: list[str] = []
        fault = fault_of(short, lines.append)
        print("its end:", *(f"  {line}" for line in lines[-12:]), f"  BROKEN: {fault}", sep="\n")


def _summary(asked: argparse.Namespace, figures: Figures, failures: Sequence[Failure], took: float) -> str:
    days = max(figures.days, 1)
    return (
        f"{asked.seeds} worlds of {asked.days} days: {len(failures)} failed; {figures.days / took:,.0f} simulated laptop-days a "
        f"second ({took:.1f} s, {asked.jobs} processes)\n"
        f"a week has {7 * figures.interviews / days:.1f} interviews, a day {figures.events / days:.0f} other events and "
        f"{figures.faults / days:.1f} faults; in all {figures.decisions:,} decisions, {figures.rings:,} rings "
        f"({figures.copies:,} of them extra copies in {figures.crashes:,} crashes), {figures.cases:,} cases, "
        f"{figures.answers:,} answers ({figures.refused:,} refused), {figures.gathered:,} notices of several interviews, "
        f"{figures.quiet:,} quiet rings"
    )


if __name__ == "__main__":
    sys.exit(main())
