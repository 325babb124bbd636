"""One scheduler with one job; prints "set", and the monotonic clock's seconds when the job runs.

`python -m tests.benchmarks.jump_victim KIND DUE_S PATIENCE_S`
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from showup import clock

__all__ = ["KINDS", "main"]

KINDS = {
    "stock-default": "stock APScheduler, as it comes",
    "stock-lenient": "stock APScheduler, misfire_grace_time=None",
    "showup": "showup's scheduler, without a timerfd",
}


def main(kind: str, due_s: float, patience_s: float) -> None:
    logging.disable()
    asyncio.run(_wait(kind, timedelta(seconds=due_s), patience_s))


async def _wait(kind: str, due: timedelta, patience_s: float) -> None:
    ran = asyncio.Event()
    jobs = _scheduler(kind, lambda: None)

    async def job() -> None:
        print(time.monotonic(), flush=True)
        ran.set()

    jobs.add_job(job, "date", run_date=clock.now() + due)
    jobs.start()
    print("set", flush=True)
    try:
        await asyncio.wait_for(ran.wait(), patience_s)
    except TimeoutError:
        return
    finally:
        jobs.shutdown(wait=False)


def _scheduler(kind: str, clock_set: Callable[[], None]) -> Any:
    if kind == "stock-default":
        return AsyncIOScheduler(timezone="UTC")
    if kind == "stock-lenient":
        return AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None})
    from showup.service import timerfd

    timerfd.open_timer = _no_timer  # before wall_timer takes it
    from showup.service.scheduler import WallClockScheduler

    return WallClockScheduler(clock_set)


def _no_timer() -> Any:
    raise OSError("libfaketime does not move the kernel's timers")


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]))
