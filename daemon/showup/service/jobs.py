"""The service's few jobs, derived anew from what is known at each start and after every change: the next deadline, each
calendar's next reading, the next look whether the person is in a meeting, housekeeping.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from apscheduler.jobstores.base import JobLookupError

from showup.service.scheduler import WallClockScheduler

__all__ = ["Jobs"]

_HOUSEKEEPING_EVERY = timedelta(hours=24)


class Jobs:
    """`due` is called at each deadline, `read` with the name of a source whose turn it is, `look` when it is time to look.
    `clock_set`: see WallTimer.
    """

    def __init__(
        self,
        due: Callable[[], Awaitable[Any]],
        read: Callable[[str], None],
        keep_house: Callable[[], Awaitable[Any]],
        look: Callable[[], None],
        clock_set: Callable[[], None],
    ) -> None:
        self._due = due
        self._read = read
        self._keep_house = keep_house
        self._look = look
        self._scheduler = WallClockScheduler(clock_set)
        self._deadline: datetime | None = None
        self._readings: dict[str, datetime] = {}
        self._look_at: datetime | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the kernel itself keeps the time of these jobs."""
        return self._scheduler.is_exact

    def start(self) -> None:
        every = _HOUSEKEEPING_EVERY.total_seconds()
        self._scheduler.add_job(self._keep_house, "interval", seconds=every, id="housekeeping")
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    def set_deadline(self, at: datetime | None) -> None:
        """The earliest instant at which something is due; None when nothing is planned."""
        if at == self._deadline or not self._scheduler.running:
            return
        before, self._deadline = self._deadline, at
        if at is not None:
            # A deadline sets the next one while it still runs itself: it must not count as one that is missed.
            job = {"id": "deadline", "replace_existing": True, "max_instances": 100}
            self._scheduler.add_job(self._fall_due, "date", run_date=at, **job)
        elif before is not None:
            with suppress(JobLookupError):  # it is just beginning to run
                self._scheduler.remove_job("deadline")

    async def _fall_due(self) -> None:
        self._deadline = None
        await self._due()

    def set_look(self, at: datetime) -> None:
        """Look at that instant, unless a look is planned that is sooner."""
        if not self._scheduler.running or (self._look_at is not None and self._look_at <= at):
            return
        self._look_at = at
        self._scheduler.add_job(self._begin_to_look, "date", run_date=at, id="look", replace_existing=True)

    async def _begin_to_look(self) -> None:
        self._look_at = None
        self._look()

    def set_reading(self, name: str, at: datetime) -> None:
        """Read this source at that instant and at no other; at once when it is past."""
        if self._readings.get(name) == at or not self._scheduler.running:
            return
        self._readings[name] = at
        job = {"id": f"sync:{name}", "replace_existing": True}
        self._scheduler.add_job(self._begin_to_read, "date", run_date=at, args=[name], **job)

    async def _begin_to_read(self, name: str) -> None:
        """A job only starts it: reading may take long, and must end with the service."""
        self._readings.pop(name, None)
        self._read(name)
