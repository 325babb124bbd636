"""The resident service: one small asyncio process around the desk.

The loop that rings is also the loop that pings systemd's watchdog: when it is stuck, systemd starts it again.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from showup import clock, paths
from showup.announce import announce_trouble
from showup.config import Config, machine_zone
from showup.engine import Answered, Do, Rules, Silence, Step, Stepped
from showup.engine.merge import Synced, stale
from showup.errors import LedgerError
from showup.ledger import Claim, Outcome, SqliteLedger
from showup.model import Profile
from showup.ports import Press
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
AUDIT_EVERY = timedelta(seconds=15)
_JUMP = timedelta(seconds=2)
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
        self.ringer = Ringer(channels)
        box, self.box_trouble = draft_box(config)
        self.drafting = Drafting(self.ledger, box, self._profile, self.in_ledger)
        self._carrier = Carrier(self.desk, self.ringer, self.drafting, clock.now)
        self._dispatch = Dispatch(self._carrier.carry, self._settle)
        self.syncing = Syncing(config.sources, self._profile, self._synced, clock.now)
        self._jobs = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._stop = asyncio.Event()
        self._drift = self._wall_minus_monotonic()

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
        self._dispatch.send(await self.in_ledger(self.desk.open_claims))
        await self.tick()
        self._schedule()
        self._jobs.start()
        notify("READY=1", self._status_text())
        _log.info("showup is up: %d interviews known, %d sources", len(self.desk.watches), len(self.config.sources))

    async def _end(self) -> None:
        notify("STOPPING=1")
        self._jobs.shutdown(wait=False)
        await self._dispatch.close()
        await self.ringer.close()
        await self.in_ledger(self.ledger.close)
        self._thread.shutdown()

    def _schedule(self) -> None:
        self._jobs.add_job(self.audit, "interval", seconds=AUDIT_EVERY.total_seconds(), id="audit")
        self._jobs.add_job(self._housekeeping, "interval", hours=24, id="housekeeping")
        for name in self.syncing.specs:
            self._jobs.add_job(
                self.syncing.sync,
                "interval",
                args=[name],
                seconds=self.config.sync_interval.total_seconds(),
                id=f"sync:{name}",
                next_run_time=clock.now(),
            )

    async def _housekeeping(self) -> None:
        await self.in_ledger(functools.partial(self.desk.forget, clock.now()))

    # ------------------------------------------------------- decide, then do

    async def in_ledger(self, work: Callable[[], T]) -> T:
        """Run in the one thread that touches the ledger."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def tick(self) -> None:
        """Claim all that is due, ring it, and set the timer for what comes next."""
        try:
            await self.follow(self.desk.tick)
        except LedgerError:
            _log.exception("the tick could not be recorded")

    async def follow(self, work: Callable[[datetime], Done]) -> Done:
        """One transaction at the desk, then its claims on their way, then the timer set."""
        done = await self.in_ledger(lambda: work(clock.now()))
        self._dispatch.send(done.claims)
        self._set_deadline()
        return done

    async def _settle(self, claim: Claim, outcome: Outcome) -> None:
        try:
            await self.follow(lambda now: self.desk.settle([(claim, outcome)], now))
        except LedgerError:
            _log.exception("what came of a claim could not be recorded; it rings again at the next start")

    def _set_deadline(self) -> None:
        at = self.desk.wake_at()
        if at is not None:
            self._jobs.add_job(self.tick, "date", run_date=max(at, clock.now()), id="deadline", replace_existing=True)
        elif self._jobs.get_job("deadline"):
            self._jobs.remove_job("deadline")

    async def audit(self) -> None:
        """Look for what should have rung, whatever the timer thinks; the watchdog is fed only from here."""
        await self._notice_the_world()
        await self.tick()
        for name, health in self.desk.healths.items():
            if stale(health, clock.now(), 2 * self.config.sync_interval):
                await self._tell_of_source(name, health.failure or "")
        notify("WATCHDOG=1", self._status_text())

    async def _notice_the_world(self) -> None:
        """A jump of the wall clock (a resume, a clock set) or another zone: every plan is laid again."""
        drift = self._wall_minus_monotonic()
        jumped = abs(drift - self._drift) > _JUMP
        self._drift = drift
        zone = ZoneInfo(machine_zone()) if self.config.follow_zone else self.desk.rules.zone
        if jumped or zone != self.desk.rules.zone:
            _log.info("the clock or the zone has changed (%s)", zone.key)
            moved = zone != self.desk.rules.zone
            await self.follow(lambda now: self.desk.woke(now, zone))
            if moved:
                await self.syncing.sync_all()  # floating times are to be read in the new zone

    @staticmethod
    def _wall_minus_monotonic() -> timedelta:
        return timedelta(seconds=clock.now().timestamp() - time.monotonic())

    # --------------------------------------------------------------- sources

    async def _synced(self, said: Synced) -> None:
        await self.follow(lambda now: self.desk.sync(said, now))
        await self.tick()

    async def _tell_of_source(self, name: str, why: str) -> None:
        text = f"The calendar {name} cannot be read: {why} What is known of it goes on ringing."
        await self.ringer.ring(announce_trouble(name, text), TELLING)
        await self.in_ledger(lambda: self.desk.told_of(name, clock.now()))

    # --------------------------------------------------------------- answers

    def _pressed(self, press: Press) -> None:
        """A button; called from the loop by a channel."""
        task = asyncio.ensure_future(self._take(press))
        task.add_done_callback(_logged)

    async def _take(self, press: Press) -> None:
        _log.info("%s pressed through %s", press.do, press.channel)
        if press.do.startswith("attended-"):
            said = press.do.removeprefix("attended-")
            step = Stepped(Step.ATTENDED, said, press.channel, press.generation)
            done = await self.follow(lambda now: self.desk.give(press.interview, step, now))
        else:
            given = Answered(Do(press.do), press.channel, press.generation)
            done = await self.follow(lambda now: self.desk.give(press.interview, given, now))
        if done.refused:
            _log.info("%s", done.reply)
        if not any(isinstance(claim.intent, Silence) for claim in done.claims):
            await self.ringer.silence(press.interview)  # they have seen it: it must not stay on the screen

    def _status_text(self) -> str:
        at = self.desk.wake_at()
        if at is None:
            return "STATUS=Nothing is planned."
        return f"STATUS=Next at {at.astimezone(self.desk.rules.zone):%a %d %b %H:%M}."


def _logged(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (err := task.exception()) is not None:
        _log.error("an answer could not be taken: %s", err)
