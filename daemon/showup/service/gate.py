"""The way to one channel: a few calls at a time, each given up when it takes too long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

__all__ = ["Gate", "answered"]

AT_ONCE = 32
_given_up: set[asyncio.Task[Any]] = set()


class Gate:
    """A burst must not look to a channel, or to its patience, like an attack: a few rings at a time go through.

    One waits at most `patience_s` for its turn and as long for its answer, TimeoutError else: so a channel that hangs, or
    is too slow for a burst, delays no alarm longer than twice that before another channel rings it.
    """

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._room = asyncio.Semaphore(AT_ONCE)

    async def through(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async with asyncio.timeout(self._patience_s):
            await self._room.acquire()
        try:
            await answered(work(), self._patience_s)
        finally:
            self._room.release()


async def answered(work: Coroutine[Any, Any, None], patience_s: float) -> None:
    """Wait for a guest's call; TimeoutError when it takes longer, also when it does not let itself be cancelled."""
    task = asyncio.get_running_loop().create_task(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=patience_s)
    finally:
        if not task.done():
            _give_up(task)
    if not done:
        raise TimeoutError
    if task.cancelled():  # by itself: to the caller that must not look as if somebody wanted the alarm to stop
        raise RuntimeError("it gave itself up")
    task.result()


def _give_up(task: asyncio.Task[Any]) -> None:
    """Cancel it and wait no longer; what it may still throw is nobody's."""
    _given_up.add(task)
    task.add_done_callback(_gone)
    task.cancel()


def _gone(task: asyncio.Task[Any]) -> None:
    _given_up.discard(task)
    if not task.cancelled():
        task.exception()
