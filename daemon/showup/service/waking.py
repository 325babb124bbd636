"""Notices that the machine was resumed, its clock set or its zone changed, and has every deadline compared again at once.

There are several signals for each, because each can fail: the timer on the wall clock, logind, the files that name the zone, and
in the end the audit, which only looks.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from showup import clock
from showup.config import machine_zone
from showup.service.sleep import SleepWatch
from showup.service.wall_timer import JUMP, drift
from showup.service.zone_watch import ZoneWatch

if TYPE_CHECKING:
    from showup.service.shell import Service

__all__ = ["Look", "Waking"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the machine. `drift` is that of showup.service.wall_timer: a resume and a clock set change it."""

    drift: timedelta
    zone: ZoneInfo

    def differs(self, earlier: Look) -> bool:
        """Whether the machine has been resumed, its clock set or its zone changed since; the several signals of
        one resume look the same.
        """
        return abs(self.drift - earlier.drift) > JUMP or self.zone.key != earlier.zone.key


class Waking:
    """The waking of one service. `seen` is how the machine looked when everything was last compared."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._sleep = SleepWatch(lambda: self._signal("logind"))
        self._zone = ZoneWatch(lambda: self._signal("the machine's zone"))
        self.seen = self._look()
        self.since = clock.now()
        """When the machine was last switched on or woke up, as far as this service knows."""

    def start(self) -> None:
        if self._service.config.follow_zone:
            self._service.background(self._zone.forever())

    def stop(self) -> None:
        self._sleep.close()

    def listen(self) -> None:
        """Hear of the next resume from logind too, as soon as there is a system bus."""
        if not self._sleep.hears and not self._sleep.tries:
            self._service.background(self._sleep.listen())

    def clock_set(self) -> None:
        """The timer on the wall clock says so."""
        self._signal("the clock")

    def _signal(self, whose: str) -> None:
        self._service.background(self.woke(whose))

    def _look(self) -> Look:
        follows = self._service.config.follow_zone
        zone = self._service.desk.rules.zone
        return Look(drift(), ZoneInfo(machine_zone(or_else=zone.key)) if follows else zone)

    def has_changed(self) -> bool:
        """Whether something has changed of which nothing has come yet."""
        look = self._look()
        return look.differs(self.seen) or look.zone.key != self._service.desk.rules.zone.key

    async def woke(self, whose: str) -> None:
        """Compare every deadline again at once. The calendars are read once for all the signals of one resume."""
        service = self._service
        before, self.seen = self.seen, self._look()
        is_news, zone = self.seen.differs(before), self.seen.zone
        _log.info("%s says: a resume, another time or another zone (%s)", whose, zone.key)
        if zone.key == service.desk.rules.zone.key:
            await service.tick()  # what is due first; with another zone it may not be due
        await service.follow(lambda now: service.desk.woke(now, zone))
        if is_news:
            self.since = clock.now()
            service.sync_soon()
        await service.auditor.audit()
