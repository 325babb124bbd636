"""Looks every few seconds for what should have rung, whatever the timer thinks, and feeds the watchdog.

It runs in the loop that rings, so that a loop that is stuck starves the watchdog; and it never waits for a calendar or a
channel, so that one of these cannot.
"""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from showup import clock
from showup.announce import announce_trouble
from showup.config import machine_zone
from showup.engine.merge import Health, stale
from showup.service.carrier import TELLING
from showup.service.notify import notify

if TYPE_CHECKING:
    from showup.service.shell import Service

__all__ = ["Auditor"]

EVERY = timedelta(seconds=15)
_JUMP = timedelta(seconds=2)
_AGAIN_AFTER = timedelta(minutes=5)
_log = logging.getLogger(__name__)


class Auditor:
    """The auditor of one service."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._desk = service.desk
        self._drift = _wall_minus_monotonic()
        self._telling: set[str] = set()

    async def forever(self) -> None:
        """Audit until cancelled. It sleeps on the monotonic clock: a wall clock set back must not put the next audit off."""
        while True:
            try:
                await self.audit()
            except Exception:  # noqa: BLE001 the next audit may fare better; the watchdog was not fed
                _log.exception("the audit failed")
            await asyncio.sleep(EVERY.total_seconds())

    async def audit(self) -> None:
        """One look."""
        await self._notice_the_world()
        await self._service.tick()
        notify("WATCHDOG=1", self._service.status_text())
        for name, health in self._desk.healths.items():
            if name in self._service.syncing.specs and stale(
                health, clock.now(), 2 * self._service.config.sync_interval
            ):
                self._tell(name, _about(name, health))
        if self._desk.trouble is not None:
            self._tell(
                "ledger", f"{self._desk.trouble} Everything goes on ringing from memory, until showup is stopped."
            )

    async def _notice_the_world(self) -> None:
        """A jump of the wall clock (a resume, a clock set) or another zone: every plan is laid again, every calendar read."""
        drift = _wall_minus_monotonic()
        jumped = abs(drift - self._drift) > _JUMP
        self._drift = drift
        zone = ZoneInfo(machine_zone()) if self._service.config.follow_zone else self._desk.rules.zone
        if jumped or zone != self._desk.rules.zone:
            _log.info("the clock or the zone has changed (%s)", zone.key)
            await self._service.follow(lambda now: self._desk.woke(now, zone))
            self._service.sync_soon()

    def _tell(self, name: str, text: str) -> None:
        """Once: a source until it is well again, the ledger until the next start."""
        if name not in self._telling:
            self._telling.add(name)
            self._service.background(self._told(name, text))

    async def _told(self, name: str, text: str) -> None:
        results = await self._service.ringer.ring(announce_trouble(name, text), TELLING)
        taken = self._service.ringer.took(results)
        if taken and name in self._desk.healths:
            await self._service.in_ledger(lambda: self._desk.told_of(name, clock.now()))
        if not taken:
            await asyncio.sleep(_AGAIN_AFTER.total_seconds())
        if not taken or name in self._desk.healths:
            self._telling.discard(name)


def _about(name: str, health: Health) -> str:
    if health.held:
        return f"The calendar {name}: {health.failure}. If that is right, say `showup sync --accept`."
    return f"The calendar {name} cannot be read: {health.failure} What is known of it goes on ringing."


def _wall_minus_monotonic() -> timedelta:
    return timedelta(seconds=clock.now().timestamp() - time.monotonic())
