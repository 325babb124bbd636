"""showup with a fault planted from outside: a timer that sleeps on the monotonic clock, and nobody who looks after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from unittest.mock import patch

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from showup.cli import main


class StockScheduler(AsyncIOScheduler):  # type: ignore[misc]  # APScheduler has no types
    """As it comes; `clock_set` is never called."""

    is_exact = True

    def __init__(self, clock_set: Callable[[], None]) -> None:
        super().__init__(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True})


async def _never(_: object) -> None:
    await asyncio.Event().wait()


if __name__ == "__main__":
    with (
        patch("showup.service.jobs.WallClockScheduler", StockScheduler),
        patch("showup.service.auditor.Auditor.forever", _never),
    ):
        raise SystemExit(main())
