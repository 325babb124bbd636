"""The resident service: one small asyncio process around the desk.

The loop that rings is also the loop that pings systemd's watchdog: when it is stuck, systemd starts it again.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from showup import clock, paths
from showup.announce import announce_refusal
from showup.config import Config
from showup.engine import Answered, Do, Rules, Silence, Step, Stepped
from showup.engine.merge import Synced
from showup.ledger import Claim, Outcome, SqliteLedger
from showup.model import Profile
from showup.ports import Press
from showup.service.auditor import Auditor
from showup.service.carrier import TELLING, Carrier
from showup.service.channels import draft_box, make_channels
from showup.service.desk import Desk, Done
from showup.service.dispatch import Dispatch
from showup.service.drafting import Drafting
from showup.service.lock import Lock
from showup.service.notify import notify
from showup.service.ringer import Ringer
from showup.service.syncing import Syncing

__all__ = ["Service", "serve"]

T = TypeVar("T")
_log = logging.getLogger(__name__)


async def serve(config: Config, *, foreground: bool) -> None:
    """Run the service, the only one on its ledger; ShowupError when there is one already."""
    paths.made(paths.state_dir())
    with Lock(paths.ledger().with_suffix(".lock")):
        await Service(config, foreground=foreground).run()


class Service:
    """Everything that runs. `foreground` adds the terminal to the channels."""

    def __init__(self, config: Config, *, foreground: bool) -> None:
        self.config = config
        self.started_at = clock.now()
        self.ledger = SqliteLedger(paths.ledger())
        self._thread = ThreadPoolExecutor(1, "ledger")
        self.desk = Desk(self.ledger, Rules(config.policy, ZoneInfo(config.profile.zone)), config.profile)
        channels, self.off = make_channels(config, foreground=foreground)
        self.ringer = Ringer(channels, extra_counts=sys.stderr.isatty())
        box, self.box_trouble = draft_box(config)
        self.drafting = Drafting(self.ledger, box, self._profile, self.in_ledger)
        self._carrier = Carrier(self.desk, self.ringer, self.drafting, clock.now)
        self._dispatch = Dispatch(self._carrier.carry, self._settle)
        self.syncing = Syncing(config.sources, self._profile, self._synced, clock.now)
        self._jobs = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._stop = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    def _profile(self) -> Profile:
        """The person, in the zone in which they are now."""
        return self.desk.profile

    # ------------------------------------------------------------------ life

    async def run(self) -> None:
        """Ring until SIGTERM or SIGINT."""
        from showup.control.server import Control  # noqa: PLC0415 the faces stand above the service

        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        await self.ringer.open(self._pressed)
        async with Control(self).listening(paths.control_socket()):
            await self._start()
            await self._stop.wait()
            await self._end()

    async def _start(self) -> None:
        left_open = await self.in_ledger(self.desk.open_claims)
        await self.follow(self.desk.woke)
        self._dispatch.send(left_open)
        await self.tick()
        self.background(Auditor(self).forever())
        self._jobs.add_job(self._housekeeping, "interval", hours=24, id="housekeeping")
        self.sync_soon()
        self._jobs.start()
        notify("READY=1", self.status_text())
        _log.info("showup is up: %d interviews known, %d sources", len(self.desk.watches), len(self.config.sources))

    async def _end(self) -> None:
        notify("STOPPING=1")
        self._jobs.shutdown(wait=False)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._dispatch.close()
        await self.ringer.close()
        await self.in_ledger(self.ledger.close)
        self._thread.shutdown()

    def background(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do it beside the loop that rings, and log it if it fails."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (err := task.exception()) is not None:
            _log.error("something went wrong in the background", exc_info=err)

    def sync_soon(self) -> None:
        """Read every source now and from now on at its interval (counted anew, whatever the clock has done)."""
        for name in self.syncing.specs:
            self._jobs.add_job(
                self._sync,
                "interval",
                args=[name],
                seconds=self.config.sync_interval.total_seconds(),
                id=f"sync:{name}",
                next_run_time=clock.now(),
                replace_existing=True,
            )

    async def _sync(self, name: str) -> None:
        """A job only starts it: what is under way at the end is then stopped with everything else."""
        self.background(self.syncing.sync(name))

    async def _housekeeping(self) -> None:
        await self.in_ledger(functools.partial(self.desk.forget, clock.now()))

    # ------------------------------------------------------- decide, then do

    async def in_ledger(self, work: Callable[[], T]) -> T:
        """Run in the one thread that touches the ledger."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def tick(self) -> None:
        """Claim all that is due, ring it, and set the timer for what comes next."""
        await self.follow(self.desk.tick)

    async def follow(self, work: Callable[[datetime], Done]) -> Done:
        """One transaction at the desk, then its claims on their way, then the timer set."""
        done = await self.in_ledger(lambda: work(clock.now()))
        self._dispatch.send(done.claims)
        self._set_deadline()
        return done

    async def _settle(self, claim: Claim, outcome: Outcome) -> None:
        await self.follow(lambda now: self.desk.settle([(claim, outcome)], now))

    def _set_deadline(self) -> None:
        at = self.desk.wake_at()
        if at is None:
            if self._jobs.get_job("deadline"):
                self._jobs.remove_job("deadline")
            return
        # A tick sets the next deadline while it still runs itself: it must not count as one that is missed.
        job = {"id": "deadline", "replace_existing": True, "max_instances": 100}
        self._jobs.add_job(self.tick, "date", run_date=max(at, clock.now()), **job)

    async def _synced(self, said: Synced) -> None:
        await self.follow(lambda now: self.desk.sync(said, now))
        await self.tick()

    # --------------------------------------------------------------- answers

    def _pressed(self, press: Press) -> None:
        """A button; called from the loop by a channel."""
        self.background(self._take(press))

    async def _take(self, press: Press) -> None:
        _log.info("%s pressed through %s", press.do, press.channel)
        done = await self.follow(lambda now: self.desk.give(press.interview, _given(press), now))
        if not any(isinstance(claim.intent, Silence) for claim in done.claims):
            await self.ringer.silence(press.interview)  # they have seen it: it must not stay on the screen
        watch = self.desk.watches.get(press.interview)
        if done.refused and watch is not None:
            await self.ringer.silence(f"{press.interview}:refused")
            await self.ringer.ring(announce_refusal(watch, done.reply), TELLING)

    def status_text(self) -> str:
        """What rings next, for `systemctl status`."""
        at = self.desk.wake_at()
        if at is None:
            return "STATUS=Nothing is planned."
        return f"STATUS=Next at {at.astimezone(self.desk.rules.zone):%a %d %b %H:%M}."


def _given(press: Press) -> Answered | Stepped:
    if press.do.startswith("attended-"):
        return Stepped(Step.ATTENDED, press.do.removeprefix("attended-"), press.channel, press.generation)
    return Answered(Do(press.do), press.channel, press.generation)
