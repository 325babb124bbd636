"""`time`: the alarm core under load, in a burst, idle, at its start, and after a clock jump."""

from __future__ import annotations

import argparse
import os

from tests.benchmarks import burst, idle, jump, lateness, parent, start_up
from tests.benchmarks.table import remark

__all__ = ["PARTS", "add_arguments", "measure"]

PARTS = ("lateness", "parent", "burst", "idle", "start", "jump")
SHAPES = ("lean", "full")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="of `time`: these parts")
    parser.add_argument("--alarms", type=int, default=10_000, help="armed during the measurement of lateness")
    parser.add_argument("--events", type=int, default=100_000, help="in the calendar that is synced meanwhile")
    parser.add_argument(
        "--shapes", nargs="+", choices=SHAPES, default=SHAPES, help="of those events: small or as mailed"
    )
    parser.add_argument("--falling", type=int, default=600, help="of the alarms: those that ring meanwhile")
    parser.add_argument("--minutes", type=float, default=2, help="how long the measurement of lateness takes")
    parser.add_argument("--burst", type=int, default=5_000, help="alarms that are due in the same second")
    parser.add_argument("--idle-minutes", type=float, default=2, help="how long the idle service is looked at")


def measure(arguments: argparse.Namespace) -> None:
    """The parts that were asked for, one after the other: they must not disturb each other."""
    wanted = arguments.only
    remark(
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before it begins: figures of a busy machine say little"
    )
    if "lateness" in wanted:
        lateness.measure(
            alarms=arguments.alarms,
            events=arguments.events,
            minutes=arguments.minutes,
            falling=arguments.falling,
            shapes=arguments.shapes,
        )
    if "parent" in wanted:
        parent.measure(arguments.events)
    if "burst" in wanted:
        burst.measure(arguments.burst)
    if "idle" in wanted:
        idle.measure(arguments.idle_minutes)
    if "start" in wanted:
        start_up.measure(arguments.runs)
    if "jump" in wanted:
        jump.measure()
