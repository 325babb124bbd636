"""How much computing a calendar may cost. Measured in processor time, so that a busy machine does not shorten
it.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from showup.pace import pace

__all__ = ["Budget", "OutOfTime", "at_most"]


class OutOfTime(BaseException):
    """A piece of work took too long. Not an Exception, so that no library swallows it."""


class Budget:
    """Processor seconds for a whole calendar, counted from now; more on a slow machine."""

    def __init__(self, seconds: float) -> None:
        self._end = time.process_time() + seconds * pace()

    @classmethod
    def up_to(cls, seconds: float, least: float) -> Budget:
        """What this process has not used yet of so many seconds, or `least`."""
        return cls(max(seconds - time.process_time() / pace(), least))

    @property
    def left(self) -> float:
        """Seconds, never below zero."""
        return max(0.0, self._end - time.process_time())


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the body when it has computed for so long.

    Signals reach only a main thread; elsewhere the body runs without this limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, max(seconds, 0.001), 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise OutOfTime
