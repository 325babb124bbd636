"""Work that may hang, done where it can be left alone: no disk may stop the loop that rings, nor the end of the service."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

__all__ = ["patiently"]

T = TypeVar("T")


async def patiently(work: Callable[[], T], patience: timedelta) -> T | None:
    """What it gives; None when it fails with an OSError or ValueError, or is not done in time."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T | None] = loop.create_future()

    def give(value: T | None) -> None:
        if not answer.done():
            answer.set_result(value)

    def run() -> None:
        value: T | None = None
        with suppress(OSError, ValueError):
            value = work()
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(give, value)

    # A thread of its own: the end of the service waits for those of a pool.
    threading.Thread(target=run, daemon=True, name="left alone").start()
    with suppress(TimeoutError):
        return await asyncio.wait_for(answer, patience.total_seconds())
    return None
