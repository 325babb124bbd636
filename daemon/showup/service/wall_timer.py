"""Calls back when the wall clock has reached an instant, and when somebody has set that clock.

asyncio's own timers stand on a clock that stands still while a laptop is suspended: an alarm would ring as much too late as the
laptop slept.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from showup import clock
from showup.service.timerfd import ClockWasSetError, TimerFile, open_timer

__all__ = ["JUMP", "TICK", "WallTimer", "drift"]

TICK = timedelta(seconds=15)
"""Where the kernel keeps no such timer, the wall clock is looked at this often."""

JUMP = timedelta(seconds=2)
"""What the wall clock may wander against the machine's uptime before it counts as set."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FAR = datetime(2200, 1, 1, tzinfo=UTC)
_log = logging.getLogger(__name__)


def drift() -> timedelta:
    """The wall clock against a clock that nobody sets and that stands still in a suspend: it changes with either."""
    return timedelta(seconds=clock.now().timestamp() - time.monotonic())


class WallTimer:
    """One timer in the running loop. `due` is called at or after the armed instant, once; `clock_set` after a clock set or a
    resume (the kernel calls both the same), whether something is armed or not. What was armed stays armed over it.
    """

    def __init__(
        self, due: Callable[[], None], clock_set: Callable[[], None], opened: Callable[[], TimerFile] = open_timer
    ) -> None:
        self._due = due
        self._clock_set = clock_set
        self._at: datetime | None = None
        self._loop = asyncio.get_running_loop()
        self._tick: asyncio.TimerHandle | None = None
        self._drift = drift()
        self._file = _opened(opened)
        if self._file is not None:
            self._loop.add_reader(self._file.fileno(), self._readable)
        self._set()

    @property
    def is_exact(self) -> bool:
        """Whether the kernel keeps the timer; else the wall clock is looked at every TICK."""
        return self._file is not None

    def arm(self, at: datetime | None) -> None:
        """Call `due` at that instant, at once when it is past, and not at the one armed before."""
        self._at = at
        self._set()

    def close(self) -> None:
        """No more calls."""
        self._at = None
        if self._tick is not None:
            self._tick.cancel()
        if self._file is not None:
            self._loop.remove_reader(self._file.fileno())
            self._file.close()
            self._file = None

    def _set(self) -> None:
        if self._file is None:
            self._set_tick()
            return
        # With nothing to wait for it stays armed all the same: a disarmed timer would not say that the clock was set.
        at_ns = max(1, (min(self._at or _FAR, _FAR) - _EPOCH) // timedelta(microseconds=1) * 1000)
        try:
            self._file.set(at_ns)
        except ClockWasSetError:
            with suppress(ClockWasSetError):  # the kernel took the instant although it complained; this is to be sure
                self._file.set(at_ns)
            self._loop.call_soon(self._clock_set)

    def _readable(self) -> None:
        if self._file is None:
            return
        try:
            self._file.read()
        except ClockWasSetError:
            self._set()  # what fell due meanwhile makes it readable at once
            self._clock_set()
            return
        self._call_if_due()

    def _call_if_due(self) -> None:
        if self._at is None:
            self._set()
        elif clock.now() >= self._at:
            self._at = None
            self._due()
        else:
            self._set()

    # ------------------------------------------------------ without a timerfd

    def _set_tick(self) -> None:
        if self._tick is not None:
            self._tick.cancel()
        left = TICK if self._at is None else max(timedelta(), min(TICK, self._at - clock.now()))
        self._tick = self._loop.call_later(left.total_seconds(), self._look)

    def _look(self) -> None:
        before, self._drift = self._drift, drift()
        is_due = self._at is not None and clock.now() >= self._at
        if is_due:
            self._at = None
        self._set_tick()
        if abs(self._drift - before) > JUMP:
            self._clock_set()
        if is_due:
            self._due()


def _opened(opened: Callable[[], TimerFile]) -> TimerFile | None:
    file = None
    try:
        file = opened()
        with suppress(ClockWasSetError):
            file.set((_FAR - _EPOCH) // timedelta(microseconds=1) * 1000)  # some kernels have it without CANCEL_ON_SET
    except OSError as err:
        if file is not None:
            file.close()
        _log.warning("no timer on the wall clock (%s): it is looked at every %d s instead", err, TICK.total_seconds())
        return None
    return file
