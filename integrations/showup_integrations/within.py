"""Work that cannot be timed out from within, on a thread that can be left: a name look-up, a server that drips."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

__all__ = ["OverdueError", "within"]

T = TypeVar("T")


class OverdueError(Exception):
    """It has not ended in time. It goes on by itself, and what becomes of it is not told."""


def within(patience: timedelta, work: Callable[[], T]) -> T:
    """What `work` gives, or raises; OverdueError when that takes longer. Nobody waits for the thread when the process ends."""
    outcome: list[T] = []
    fault: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again in the waiting thread
            fault.append(error)

    worker = threading.Thread(target=run, daemon=True, name="showup-within")
    worker.start()
    worker.join(patience.total_seconds())
    if fault:
        raise fault[0]
    if not outcome:
        raise OverdueError
    return outcome[0]
