"""The lives of one world's victims: started again at once after each kill, until enough are done and all has come to pass."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.faults.kill_journal import read
from tests.faults.kill_nest import Nest, Victim
from tests.faults.kill_steps import OPENING, REPLIED
from tests.faults.kill_world import World

from showup import clock

__all__ = ["Choices", "lives"]

_GETS_READY_WITHIN_S = 60
_ENDS_WITHIN_S = 30
_ONCE = ("open", "claims again", "merge", "stop")
"""A life passes these once."""

_BREAKDOWNS = 3
_SOON = timedelta(seconds=1)
_ORDERLY = 0.15
"""Of the ends that come from outside, so many are no kills: nothing may come twice for them."""

_AFTER_THE_LAST = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Choices:
    """`count` kills, a share of `at_random` from outside, the rest at `steps`; `plant` is a fault to plant."""

    count: int
    steps: Sequence[str]
    seed: int
    at_random: float = 0.3
    plant: str | None = None
    rest: timedelta | None = None
    """How long the last victim is left alone; None: until everything is over."""


@dataclass(frozen=True, slots=True)
class _Target:
    """How one life is to end: at the nth passing of `step` (None: from outside), or `limit_s` after it was ready in any case.

    `orderly`: from outside, but with SIGTERM.
    """

    step: str | None
    nth: int
    limit_s: float
    orderly: bool = False


async def lives(world: World, choices: Choices) -> None:
    """Run the world to its end; its diary says what happened. Raises nothing for what a victim does."""
    async with Nest(world, choices.plant) as nest:
        keeper = _Keeper(world, choices, nest)
        with keeper.hearing():
            background = [asyncio.create_task(work) for work in keeper.world_goes_on()]
            try:
                await keeper.kill_all()
                await keeper.last_life()
            finally:
                for task in background:
                    task.cancel()
                await asyncio.gather(*background, return_exceptions=True)


class _Keeper:
    """Starts, kills, and lets the world go on meanwhile."""

    def __init__(self, world: World, choices: Choices, nest: Nest) -> None:
        self._world = world
        self._choices = choices
        self._nest = nest
        self._dice = random.Random(f"kills {choices.seed}")
        self._kills = 0
        self._ready = asyncio.Event()
        self._replied = asyncio.Event()
        self._ears = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)

    @contextmanager
    def hearing(self) -> Iterator[None]:
        """Hear what victims say to systemd."""
        self._ears.bind(str(self._world.folder / "notify"))
        self._ears.setblocking(False)
        loop = asyncio.get_running_loop()
        loop.add_reader(self._ears, self._heard)
        try:
            yield
        finally:
            loop.remove_reader(self._ears)
            self._ears.close()

    def _heard(self) -> None:
        with suppress(BlockingIOError):
            if b"READY=1" in self._ears.recv(4096):
                self._world.diary.lives[-1].ready = clock.now()
                self._ready.set()

    # --------------------------------------------------------------- kills

    async def kill_all(self) -> None:
        targets = self._targets()
        for _ in range(sum(step in OPENING for step in self._choices.steps)):
            await self._one_life(next(targets))
        if self._choices.count:
            await self._first_reading()
        while self._kills < self._choices.count and len(self._world.diary.breakdowns) < _BREAKDOWNS:
            await self._one_life(next(targets))

    async def _first_reading(self) -> None:
        """Only a service that has read its calendar once has something to lose."""
        victim = await self._born(_Target(None, 0, 0))
        while not (victim.ended.done() or await self._world.sync()):  # noqa: ASYNC110 it is another process
            await asyncio.sleep(0.05)
        victim.send(signal.SIGKILL)
        await self._buried(victim)

    def _targets(self) -> Iterator[_Target]:
        """The steps of a first start come once in a world's life, so they come first; the others in shuffled rounds."""
        yield from (_Target(step, 1, 5) for step in OPENING if step in self._choices.steps)
        steps = [step for step in self._choices.steps if not step.startswith("migration")]
        while True:
            for step in self._dice.sample(steps, len(steps)):
                while self._dice.random() < self._choices.at_random:
                    yield _Target(None, 0, self._dice.uniform(0.05, 3.0), orderly=self._dice.random() < _ORDERLY)
                nth = self._dice.choice((1, 1, 2, 3))
                yield _Target(step, 1 if step.startswith(_ONCE) else nth, self._dice.uniform(2.0, 4.0))

    async def _one_life(self, target: _Target) -> None:
        victim = await self._born(target)
        ending = asyncio.create_task(
            self._at_random(target, victim) if target.step is None else self._at(target, victim)
        )
        await asyncio.wait([ending, victim.ended], return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        await asyncio.gather(ending, return_exceptions=True)
        await self._buried(victim)

    async def _born(self, target: _Target) -> Victim:
        self._ready.clear()
        self._replied.clear()
        victim = await self._nest.victim(target.step, target.nth)
        self._world.diary.lives.append(victim.life)
        return victim

    async def _at_random(self, target: _Target, victim: Victim) -> None:
        """From the very beginning on: a start can be killed, too."""
        await asyncio.sleep(target.limit_s)
        if target.orderly:
            await self._ready.wait()
            victim.send(signal.SIGTERM)
            await asyncio.wait([victim.ended], timeout=_ENDS_WITHIN_S)
        victim.send(signal.SIGKILL)
        await victim.ended

    async def _at(self, target: _Target, victim: Victim) -> None:
        """Bring about what leads past the step; end it from outside when that was in vain."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_GETS_READY_WITHIN_S):
                await self._ready.wait()
            async with asyncio.timeout(target.limit_s):
                await self._provoked(target, victim)
                await asyncio.shield(victim.ended)
        victim.send(signal.SIGKILL)
        await victim.ended

    async def _provoked(self, target: _Target, victim: Victim) -> None:
        step = target.step or ""
        if step.startswith("stop"):
            await asyncio.sleep(target.limit_s / 4)
            victim.send(signal.SIGTERM)
        elif step.startswith("merge"):
            self._world.move(await self._on_its_way(victim.life.pid))
            await self._world.sync()
        elif step == REPLIED:
            await self._replied.wait()
            victim.life.step = step
            victim.send(signal.SIGKILL)

    async def _on_its_way(self, pid: int) -> str | None:
        """An interview whose alarm the channel has, and the person has not yet; None when there is none soon."""
        end = clock.now() + _SOON
        while clock.now() < end:
            way: dict[str, bool] = {}
            for line in read(self._world.journal):
                if line.pid == pid and line.rung and line.what in {"begin", "rang"}:
                    way[line.interview] = line.what == "begin"
            if waiting := [key for key, waits in way.items() if waits]:
                return waiting[-1]
            await asyncio.sleep(0.05)
        return None

    async def _buried(self, victim: Victim) -> None:
        life = victim.life
        status = await victim.ended
        life.died = clock.now()
        life.killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        if life.killed:
            self._kills += 1
            steps = [
                line.detail for line in read(self._world.journal) if line.pid == life.pid and line.what == "killed"
            ]
            life.step = steps[-1] if steps else life.step
        elif status != 0:
            self._world.diary.breakdowns.append(f"victim {life.pid} ended with {status:#x}")

    async def last_life(self) -> None:
        """Nobody kills any more: everything is left to pass, and the service ends as it should."""
        if not self._choices.rest:
            self._world.call_off_the_rest()
        victim = await self._born(_Target(None, 0, 0))
        if self._world.diary.breakdowns:
            victim.send(signal.SIGKILL)
        stage = "did not get ready"
        try:
            async with asyncio.timeout(_GETS_READY_WITHIN_S):
                await self._ready.wait()
                while not await self._world.sync():  # noqa: ASYNC110 it is another process
                    await asyncio.sleep(0.1)
            rest = self._choices.rest
            until = clock.now() + rest if rest else self._world.over_at() + _AFTER_THE_LAST
            while (left := (until - clock.now()).total_seconds()) > 0:  # noqa: ASYNC110 the wall clock decides
                await asyncio.sleep(left)
            stage = "did not finish"
            async with asyncio.timeout(_ENDS_WITHIN_S):
                while not rest and self._world.open_claims():  # noqa: ASYNC110 it is another process
                    await asyncio.sleep(0.2)
            stage = "did not end"
            victim.send(signal.SIGTERM)
            async with asyncio.timeout(_ENDS_WITHIN_S):
                await asyncio.shield(victim.ended)
        except TimeoutError:
            self._world.diary.breakdowns.append(f"the last victim {stage}")
            victim.send(signal.SIGKILL)
        await self._buried(victim)

    # --------------------------------------------------------------- world

    def world_goes_on(self) -> Iterator[Coroutine[Any, Any, None]]:
        """All that happens by itself. In a world that is cut short only what its steps need: it would cover their traces."""
        if not self._choices.rest:
            yield self.calendar_changes()
        if not self._choices.rest or REPLIED in self._choices.steps:
            yield self.person_answers()

    async def calendar_changes(self) -> None:
        """As long as there are kills to come."""
        dice = random.Random(f"pace {self._choices.seed}")
        while self._kills < self._choices.count:
            await asyncio.sleep(dice.uniform(1.0, 3.0))
            self._world.change()
            await self._world.sync()

    async def person_answers(self) -> None:
        dice = random.Random(f"nerves {self._choices.seed}")
        while True:
            await asyncio.sleep(dice.uniform(0.5, 2.0))
            if await self._world.answer():
                self._replied.set()
