"""The victim: the real `showup`, some of whose functions are wrapped from outside.

`python -m tests.faults.kill_victim` imports everything once and then makes a victim of each line on its standard input:
`Orders` in, the new process's id out, and when that has ended its wait status out. A start thus costs no imports.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
from tests.faults.kill_journal import Journal
from tests.faults.kill_plants import PLANTS
from tests.faults.kill_steps import Killer, install

import showup.control.server
import showup.recovery
from showup import plugins
from showup.cli import main
from showup.cli.running import run

__all__ = ["Orders", "live"]

_PRELOADED = (showup.control.server, showup.recovery, run)


class Orders(msgspec.Struct, frozen=True):
    """For one victim: where to write, the step at whose nth passing it dies, the fault to plant, and its arguments."""

    journal: str
    step: str | None
    nth: int
    plant: str | None
    arguments: tuple[str, ...]


def live(orders: Orders) -> int:
    """Be the service; returns its exit code."""
    if orders.plant:
        PLANTS[orders.plant]()
    install(Killer(Journal(Path(orders.journal)), orders.step, orders.nth))
    return main(orders.arguments)


def _make_victims() -> None:
    for name in (plugins.CHANNELS, plugins.DRAFT_BOXES):
        plugins.load(name)
    for line in sys.stdin.buffer:
        orders = msgspec.json.decode(line, type=Orders)
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(2, 1)
            os._exit(live(orders))
        _say(pid)
        _say(os.waitpid(pid, 0)[1])


def _say(number: int) -> None:
    os.write(1, b"%d\n" % number)


if __name__ == "__main__":
    _make_victims()
