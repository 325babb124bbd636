"""APScheduler on the wall clock: its timer is a WallTimer, and a job that is late is run, however late it is."""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.base import STATE_STOPPED

from showup.service.wall_timer import WallTimer

__all__ = ["WallClockScheduler"]


class WallClockScheduler(AsyncIOScheduler):  # type: ignore[misc]  # APScheduler has no types
    """Only how the timer is started and stopped is another. `clock_set` is called when the wall clock was set, or the machine
    resumed: jobs at an instant are right by themselves, those at an interval may want to be counted anew.
    """

    def __init__(self, clock_set: Callable[[], None]) -> None:
        self._clock_set = clock_set
        self._wall_timer: WallTimer | None = None
        super().__init__(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True})

    @property
    def is_exact(self) -> bool:
        """See WallTimer; only once it runs."""
        return self._wall_timer is not None and self._wall_timer.is_exact

    def _start_timer(self, wait_seconds: float | None) -> None:
        if self._wall_timer is None:
            self._wall_timer = WallTimer(self.wakeup, self._clock_set)
        # The instant itself, and not the seconds until it, which have begun to run since they were counted.
        instants = [job.next_run_time for job in self.get_jobs() if job.next_run_time is not None]
        self._wall_timer.arm(min(instants, default=None) if wait_seconds is not None else None)

    def _stop_timer(self) -> None:
        """Before each look at the jobs too; then a start follows, which arms it anew."""
        if self.state == STATE_STOPPED and self._wall_timer is not None:
            self._wall_timer.close()
            self._wall_timer = None
