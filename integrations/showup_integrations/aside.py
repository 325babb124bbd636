"""Work that may block for ever, on a thread that nobody waits for at the end.

The event loop's own threads are joined when it closes: one that hangs in a stopped terminal would keep the
service alive.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

__all__ = ["aside"]


async def aside(work: Callable[[], None], patience: timedelta) -> None:
    """Run `work` on a daemon thread.

    Raises what it raises, and TimeoutError when it has not ended within `patience`; it then goes on by
    itself, and what becomes of it is not told.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[BaseException | None] = loop.create_future()

    def settle(fault: BaseException | None) -> None:
        if not ended.done():
            ended.set_result(fault)

    def run() -> None:
        fault: BaseException | None = None
        try:
            work()
        except BaseException as err:  # noqa: BLE001 - handed to whoever waits
            fault = err
        try:
            loop.call_soon_threadsafe(settle, fault)
        except RuntimeError:  # the loop has closed: nobody waits any more
            return

    threading.Thread(target=run, name="showup-aside", daemon=True).start()
    async with asyncio.timeout(patience.total_seconds()):
        fault = await ended
    if fault is not None:
        raise fault
