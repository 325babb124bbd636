"""Looks again and again for what should have rung, whatever the timer thinks, and feeds the watchdog.

It runs in the loop that rings, so that a loop that is stuck starves the watchdog. It waits for the ledger when an alarm is due
and nobody has claimed it, so that a ledger that is stuck starves the watchdog too; and it never waits for a calendar or a
channel, so that one of these cannot.
"""

from __future__ import annotations

import asyncio
import logging
import shlex
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from showup import clock
from showup.announce import announce_trouble
from showup.engine import AHEAD
from showup.engine.merge import Health, stale
from showup.service.carrier import TELLING
from showup.service.config_watch import SETTLES
from showup.service.notify import notify, watchdog_patience
from showup.service.rhythm import stale_after

if TYPE_CHECKING:
    from showup.service.shell import Service

__all__ = ["EVERY", "EVERY_WITHOUT_TIMER", "LEDGER", "LEDGER_HANGS", "Auditor"]

LEDGER = "the ledger"
"""The name under which its troubles are told."""

CONFIG = "the configuration"
"""The name under which its troubles are told."""

RULES = "your rules"
"""The name under which their troubles are told."""

LEDGER_HANGS = (
    "The record on the disk does not answer, so alarms may not ring. Is the disk failing, or a network folder away?"
)

EVERY = timedelta(seconds=60)
EVERY_WITHOUT_TIMER = timedelta(seconds=15)
_FOLLOWED = "showup goes on with what it could read before. Once it is mended it is followed within a minute or so."
_PART_OF_PATIENCE = 2 / 3
"""An audit that comes late by half of what it takes must not look like a loop that is stuck."""
_LATE = timedelta(seconds=1)
_SOON = timedelta(seconds=5)
"""A watchdog that was not fed has patience for half an interval more, not for a whole one."""
_SPARE = 20
_AGAIN_AFTER = timedelta(minutes=5)
_NEWS_AFTER = timedelta(hours=1)
_log = logging.getLogger(__name__)


class Auditor:
    """The auditor of one service."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._desk = service.desk
        self._told: dict[str, float] = {}
        self._heal_from = 0.0

    async def forever(self) -> None:
        """Audit until cancelled. It sleeps on the monotonic clock: a wall clock set back must not put the next audit off."""
        while True:
            try:
                fed = await self.audit()
            except Exception:  # noqa: BLE001 the next audit may fare better; the watchdog was not fed
                _log.exception("the audit failed")
                fed = False
            await asyncio.sleep(_seconds(self.every if fed else min(self.every, _SOON)))

    @property
    def every(self) -> timedelta:
        """Often enough for the watchdog, and for a clock that only the audit watches."""
        longest = EVERY if self._service.jobs.is_exact else EVERY_WITHOUT_TIMER
        patience = watchdog_patience()
        return longest if patience is None else min(longest, patience * _PART_OF_PATIENCE)

    async def audit(self) -> bool:
        """One look; the watchdog is fed only when it got through and all that is due has been claimed."""
        if self._service.waking.has_changed():
            await self._service.waking.woke("the audit")
            return True  # which audits again
        began = clock.now()
        await self._ring_overdue()
        if well := self._is_well(began):
            notify("WATCHDOG=1", self._service.status_text())
        self._service.waking.listen()
        await self._heal()
        self._tell_news()
        self._service.laptop.look()
        self._service.background(self._look_at_config())
        self._service.background(self._look_at_rules())
        return well

    async def _look_at_config(self) -> None:
        """Beside the audit: the file may lie on a disk that hangs."""
        watch = self._service.config_watch
        await watch.look()
        if watch.has_changed and not watch.is_ready:
            await asyncio.sleep(_seconds(SETTLES))
            await watch.look()
        self._tell_news()
        self._service.follow_config()

    async def _look_at_rules(self) -> None:
        """They are followed as they stand now: the person may have written them by hand."""
        if await self._service.ruling.look():
            self._tell_news()

    async def _heal(self) -> None:
        """A disk that takes long to fail must not stand before the alarms at every audit."""
        began = time.monotonic()
        if self._desk.trouble is None or began < self._heal_from:
            return
        await self._service.heal()
        self._heal_from = time.monotonic() + _SPARE * (time.monotonic() - began)

    async def _ring_overdue(self) -> None:
        at, now = self._desk.wake_at(), clock.now()
        if at is None or at > now:
            return
        if now - at > _LATE:
            _log.error("what was due at %s has not been looked at; it is now", at.isoformat())
        await self._service.tick()

    def _is_well(self, began: datetime) -> bool:
        at = self._desk.wake_at()
        unclaimed = at is not None and at < began - _LATE  # what has come due meanwhile is the timer's
        if unclaimed:
            _log.error("what was due at %s could not be claimed", at)
        return not unclaimed and LEDGER not in self._service.under_way.stuck

    # --------------------------------------------------------------- telling

    def _tell_news(self) -> None:
        """Each trouble once, until it is over; one that comes and goes, once an hour."""
        troubles = dict(self._troubles())
        known = {_news(name, text) for name, text in troubles.items()}
        since = time.monotonic() - _seconds(_NEWS_AFTER)
        self._told = {news: at for news, at in self._told.items() if news in known or at >= since}
        for name, text in troubles.items():
            self.tell(name, text)

    def _troubles(self) -> Iterator[tuple[str, str]]:
        config, now = self._service.config, clock.now()
        for name, health in self._desk.healths.items():
            known = name in self._service.syncing.specs
            if known and stale(health, now, stale_after(config.sync_interval), self._service.waking.since):
                yield name, _about(name, health, known=self._knows_of(name, now))
        watch = self._service.config_watch
        fault = watch.fault if watch.has_changed else config.fault
        if fault:
            yield CONFIG, f"{fault}\n{_FOLLOWED}"
        if troubles := self._service.ruling.troubles:
            yield RULES, "\n".join([*troubles, "The other rules are followed. `showup rules` lists them."])
        if (trouble := self._desk.trouble) is not None:
            yield LEDGER, trouble
        for name, why in self._service.ringer.hanging().items():
            yield f"the channel {name}", f"The channel {name} {why}. Alarms ring through the others."

    def _knows_of(self, source: str, now: datetime) -> bool:
        watches = self._desk.watches.values()
        return any(source in w.sources and w.phase in AHEAD and now < w.plan.over_at for w in watches)

    def tell(self, name: str, text: str) -> None:
        """Tell the person, unless they know."""
        news = _news(name, text)
        if news not in self._told:
            _log.warning("%s: %s", name, text)
            self._told[news] = time.monotonic()
            self._service.background(self._tell(name, text))

    async def _tell(self, name: str, text: str) -> None:
        results = await self._service.ringer.ring(announce_trouble(name, text), TELLING)
        if not self._service.ringer.took(results):
            await asyncio.sleep(_seconds(_AGAIN_AFTER))
            self._told.pop(_news(name, text), None)
        elif name in self._desk.healths:
            await self._service.in_ledger(lambda: self._desk.told_of(name, clock.now()))
            self._told.pop(_news(name, text), None)  # the ledger remembers it from now on


def _news(name: str, text: str) -> str:
    """What is known once it is told. Some have troubles of several kinds: a full disk, then a damaged file."""
    return text if name in {LEDGER, CONFIG, RULES} else name


def _about(name: str, health: Health, *, known: bool) -> str:
    """`known`: there is an interview of it that rings."""
    if health.held:
        dashes = "-- " if name.startswith("-") else ""
        return (
            f"The calendar {name}: {health.failure}. If that is right: showup sync --accept {dashes}{shlex.quote(name)}"
        )
    told = f"The calendar {name} cannot be read: {health.failure}"
    if known:
        return f"{told} What is known of it goes on ringing."
    return f"{told} Nothing of it is known yet, so nothing of it can ring." if health.last_ok is None else told


def _seconds(length: timedelta) -> float:
    return length.total_seconds()
