"""Where victims come from: a process that has imported everything, and forks one for each order."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

import msgspec
from tests.faults.kill_diary import Life
from tests.faults.kill_victim import Orders
from tests.faults.kill_world import ROOT, World

from showup import clock

__all__ = ["Nest", "Victim"]


@dataclass(slots=True)
class Victim:
    """One process under way."""

    life: Life
    ended: asyncio.Task[int]

    def send(self, number: signal.Signals) -> None:
        if not self.ended.done():
            with suppress(ProcessLookupError):
                os.kill(self.life.pid, number)


class Nest:
    """Of one world. `async with` it; its victims are waited for one after the other."""

    def __init__(self, world: World, plant: str | None) -> None:
        self._world = world
        self._plant = plant
        self._process: asyncio.subprocess.Process

    async def __aenter__(self) -> Self:
        with (self._world.folder / "service.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._world.nest,
                env=self._world.env,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                cwd=ROOT,
            )
        return self

    async def __aexit__(self, *exc: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def victim(self, step: str | None, nth: int) -> Victim:
        """Start one."""
        orders = Orders(str(self._world.journal), step, nth, self._plant, self._world.arguments)
        assert self._process.stdin is not None
        spawned = clock.now()
        self._process.stdin.write(msgspec.json.encode(orders) + b"\n")
        pid = await self._number()
        return Victim(Life(pid, spawned), asyncio.create_task(self._number()))

    async def _number(self) -> int:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the victims' nest is gone; see {self._world.folder}/service.log")
        return int(line)
