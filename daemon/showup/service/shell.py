"""The resident service: one small asyncio process around the desk.

The loop that rings is also the loop that pings systemd's watchdog: when it is stuck, systemd starts it again.
"""

from __future__ import annotations

import asyncio
import faulthandler
import functools
import gc
import logging
import signal
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from showup import clock, paths
from showup.config import Config
from showup.engine import AHEAD, Rules
from showup.engine.merge import Synced
from showup.errors import ShowupError
from showup.ledger import Claim, LastingLedger, Outcome
from showup.model import Profile
from showup.ports import Press
from showup.rules.book import Book
from showup.service.aheads import Aheads
from showup.service.auditor import LEDGER, LEDGER_HANGS, Auditor
from showup.service.carrier import Carrier
from showup.service.channels import draft_box, lost_channels, make_channels, spare_box
from showup.service.config_watch import ConfigWatch
from showup.service.desk import Desk, Done
from showup.service.dispatch import Dispatch
from showup.service.drafting import Drafting
from showup.service.jobs import Jobs
from showup.service.laptop import Laptop
from showup.service.lock import Lock, running_already
from showup.service.notify import notify
from showup.service.paging import page_is_here
from showup.service.presence import Looking
from showup.service.pressing import take
from showup.service.proposing import Proposing
from showup.service.readings import Readings
from showup.service.ringer import Ringer
from showup.service.ruling import Ruling
from showup.service.syncing import Syncing
from showup.service.tact import Tact, watchers
from showup.service.under_way import UnderWay
from showup.service.waking import Waking

__all__ = ["Service", "serve"]

T = TypeVar("T")
_LEDGER_TAKES = timedelta(seconds=30)
_SPARE = timedelta(seconds=5)
"""What takes so much longer than it may hangs: a network that swallows everything ends by itself, and is told as a failure."""
_A_DAY_OR_SO = timedelta(hours=23)
_QUIET = timedelta(minutes=1)
_NEAR = timedelta(hours=1)
"""So long before an interview, and until it is over or answered, the service does not begin anew."""
_END_TAKES_S = 20
_log = logging.getLogger(__name__)


async def serve(config: Config, *, foreground: bool) -> bool:
    """Run the service, the only one on its ledger; ShowupError when there is one already.

    True when it ended only to begin anew: the configuration has changed.
    """
    from showup.control.server import is_answered  # noqa: PLC0415 the faces stand above the service

    faulthandler.enable()  # the watchdog ends a stuck process by SIGABRT: it then says where it was stuck
    with suppress(ShowupError):  # without a folder everything stays in memory, and the ledger says so
        paths.made(paths.state_dir())
    with Lock(paths.ledger().with_suffix(".lock")):
        if is_answered(paths.control_socket()):
            raise running_already("its folder was removed")
        return await Service(config, foreground=foreground).run()


class Service:
    """Everything that runs. `foreground` adds the terminal to the channels."""

    def __init__(self, config: Config, *, foreground: bool) -> None:
        self.config = config
        self.started_at = clock.now()
        self.ledger = LastingLedger(paths.ledger())
        self._thread = ThreadPoolExecutor(1, "ledger")
        sources = frozenset(spec.name for spec in config.sources)
        self.desk = Desk(self.ledger, Rules(config.policy, ZoneInfo(config.profile.zone), sources), config.profile)
        channels, self.off = make_channels(config, foreground=foreground)
        self.config_watch = ConfigWatch(
            config.path, lambda changed: lost_channels(frozenset(channels), changed, foreground=foreground)
        )
        tact = Tact(config.while_sharing, watchers(), lambda: self.desk.rules.zone)
        self.ringer = Ringer(channels, extra_counts=sys.stderr.isatty(), fitting=tact.fitting)
        box, self.box_trouble = draft_box(config)
        self.drafting = Drafting(self.ledger, box, self._profile, self.in_ledger, Proposing(config), spare_box(config))
        self.laptop = Laptop(self)
        warnings = self.laptop.warnings
        page = page_is_here()
        self._carrier = Carrier(self.desk, self.ringer, self.drafting, clock.now, config.helper, warnings, page=page)
        self._aheads = Aheads(self.desk, self.ringer.aheads(), clock.now)
        self._dispatch = Dispatch(self._carrier.carry, self._settle)
        self.ruling = Ruling(self, Book(config.rules_file))
        self.syncing = Syncing(
            config.sources,
            self._profile,
            self._synced,
            clock.now,
            self._watched,
            paths.source_caches(),
            lambda: self.ruling.rules,
        )
        self.auditor = Auditor(self)
        self.under_way = UnderWay(self.auditor.tell)
        self.waking = Waking(self)
        self.looking = Looking(self)
        self.jobs = Jobs(self.tick, self._read, self._keep_house, self._look, self.waking.clock_set)
        self.readings = Readings(self.desk, self.syncing, self.jobs, config.sync_interval, clock.now)
        self._kept_house = _uptime()
        self._stop = asyncio.Event()
        self._begins_anew = False
        self._tasks: set[asyncio.Task[Any]] = set()

    def _profile(self) -> Profile:
        """The person, in the zone in which they are now."""
        return self.desk.profile

    def _watched(self) -> Iterator[str]:
        """The UIDs of the interviews: what a calendar says of them is wanted whatever it says."""
        return (watch.interview.occurrence.uid for watch in self.desk.watches.values())

    # ------------------------------------------------------------------ life

    async def run(self) -> bool:
        """Ring until SIGTERM or SIGINT, or until a changed configuration is to be followed: True then."""
        from showup.control.server import Control  # noqa: PLC0415 the faces stand above the service

        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._told_to_stop)
        await self.ringer.open(self._pressed)
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(Control(self).listening(paths.control_socket()))
            except (OSError, ShowupError) as err:  # it rings without commands too; the buttons are left
                self.auditor.tell("the control socket", f"showup cannot listen to its commands: {err}")
            await self._start()
            await self._stop.wait()
            if not self._begins_anew:
                notify("STOPPING=1")
        with suppress(TimeoutError):  # what hangs now must not keep it from ringing again
            # After the last answer to a command: it may have to be written down.
            async with asyncio.timeout(_END_TAKES_S if self._begins_anew else None):
                await self._end()
        return self._begins_anew

    def _told_to_stop(self) -> None:
        self._begins_anew = False
        self._stop.set()

    def follow_config(self) -> None:
        """Begin anew by a configuration that has changed, unless an alarm is near: it is waited for then."""
        if self.config_watch.is_ready and not self._stop.is_set() and self._is_quiet(clock.now()):
            _log.info("the configuration has changed: showup begins anew by it")
            self._begins_anew = True
            self._stop.set()

    def _is_quiet(self, now: datetime) -> bool:
        """Nothing rings, is about to, or is being carried out."""
        at = self.desk.wake_at()
        near = (w for w in self.desk.watches.values() if w.phase in AHEAD and w.twin is None)
        return (
            (at is None or at > now + _QUIET)
            and self._dispatch.is_idle
            and not any(w.plan.due - _NEAR <= now < w.plan.over_at for w in near)
        )

    async def _start(self) -> None:
        left_open = await self.in_ledger(self.desk.open_claims)
        self.jobs.start()
        await self.follow(lambda now: self.desk.woke(now, self.waking.seen.zone))
        self._dispatch.send(left_open)
        await self.tick()
        self._look()
        self.background(self.auditor.forever())
        self.background(self._aheads.forever())
        self.waking.start()
        self.background(self.syncing.watch(lambda name: self.readings.soon([name])))
        self.background(self.syncing.forget_others())
        self.sync_soon()
        notify("READY=1", self.status_text())
        _settle_memory()
        _log.info("showup is up: %d interviews known, %d sources", len(self.desk.watches), len(self.config.sources))

    async def _end(self) -> None:
        self.jobs.stop()
        self.waking.stop()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._dispatch.close()
        await self.laptop.close()
        await self.in_ledger(self.ledger.close)  # before the channels: one that hangs outlasts systemd's patience
        await self.ringer.close()
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

    # ---------------------------------------------------------- the calendars

    def sync_soon(self) -> None:
        """Read every source now, and from now on as often as what is ahead asks for."""
        self.readings.soon(self.syncing.specs)

    def _read(self, name: str) -> None:
        self.readings.begins(name)
        self.background(self._reading(name))

    def _look(self) -> None:
        self.background(self.looking.look())

    async def _reading(self, name: str) -> None:
        takes = self.syncing.takes + _SPARE
        hangs = f"The calendar {name} has not been read for {takes.total_seconds():g} s: reading it, or another, hangs."
        with self.under_way.within(takes, f"the calendar {name}", hangs):
            await self.readings.read(name)

    async def _synced(self, said: Synced) -> None:
        done = await self.follow(lambda now: self._sync(said, now))
        self.readings.doubt(done.doubtful)
        await self.tick()

    def _sync(self, said: Synced, now: datetime) -> Done:
        """In the ledger's thread. Its file is looked after when there is something to write anyway: an idle service sleeps."""
        found = self._heal(now)
        done = self.desk.sync(said, now)
        return replace(done, claims=(*found, *done.claims))

    # ------------------------------------------------------- decide, then do

    async def in_ledger(self, work: Callable[[], T]) -> T:
        """Run in the one thread that touches the ledger."""
        with self.under_way.within(_LEDGER_TAKES, LEDGER, LEDGER_HANGS):
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def tick(self) -> None:
        """Claim all that is due, ring it, and set the timer for what comes next."""
        at = self.desk.wake_at()
        if at is not None and at <= clock.now():
            await self.follow(self.desk.tick)
        else:
            self.jobs.set_deadline(self.desk.wake_at())

    async def follow(self, work: Callable[[datetime], Done]) -> Done:
        """One transaction at the desk, then its claims on their way, then the timer set."""
        done = await self.in_ledger(lambda: work(clock.now()))
        self._dispatch.send(done.claims)
        self._aheads.changed()
        self.jobs.set_deadline(self.desk.wake_at())
        self.looking.plan()
        if any(note.what != "alarm" for _, note in done.notes):  # that something rings moves no reading
            self.readings.plan()
            self.laptop.plan()
        if self.desk.trouble is not None:
            self.auditor.tell(LEDGER, self.desk.trouble)
        return done

    async def _settle(self, outcomes: Sequence[tuple[Claim, Outcome]]) -> None:
        await self.follow(lambda now: self.desk.settle(outcomes, now))

    async def heal(self) -> None:
        """Get the ledger back onto the disk, if that goes."""
        self._dispatch.send(await self.in_ledger(lambda: self._heal(clock.now())))
        await self.tick()

    def _heal(self, now: datetime) -> tuple[Claim, ...]:
        """In the ledger's thread. A file that could not be read before may know of more than memory does, also of claims that
        an earlier run never carried out: these.
        """
        in_memory = self.desk.trouble is not None
        under_way = {claim.id for claim in self.desk.open_claims()} if in_memory else frozenset[int]()
        if not self.ledger.heal(now):
            return ()
        self.desk.read_again()
        return tuple(claim for claim in self.desk.open_claims() if claim.id not in under_way)

    async def _keep_house(self) -> None:
        """Not by a clock that has just been set: what it takes for long over may be tomorrow's."""
        before, self._kept_house = self._kept_house, _uptime()
        if self._kept_house - before > _A_DAY_OR_SO.total_seconds():
            await self.in_ledger(functools.partial(self.desk.forget, clock.now()))

    # ----------------------------------------------------------------- faces

    def _pressed(self, press: Press) -> None:
        """A button; called from the loop by a channel."""
        self.background(take(self, press))

    def status_text(self) -> str:
        """What rings next, for `systemctl status`."""
        at = self.desk.wake_at()
        if at is None:
            return "STATUS=Nothing is planned."
        return f"STATUS=Next at {at.astimezone(self.desk.rules.zone):%a %d %b %H:%M}."


def _uptime() -> float:
    """A clock that nobody sets and that goes on in a suspend."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _settle_memory() -> None:
    """What has been loaded by now stays: the collector need not look through it again and again while alarms are due."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
