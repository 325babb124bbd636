"""Looks after the machine before an interview: keeps it awake, has it woken, and warns of its battery and its network.

All of it is done beside the alarms, which never wait for it.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from showup import clock
from showup.announce_laptop import announce_caution, tag_of
from showup.engine import Watch
from showup.laptop import Caution, Facts, cautions, is_watched, need, read_battery, wake_ups
from showup.laptop.manager_said import RELY
from showup.service import wake_timers
from showup.service.carrier import TELLING
from showup.service.connection import network_now
from showup.service.left_alone import patiently
from showup.service.sleep_locks import LID, SLEEP, SleepLocks

if TYPE_CHECKING:
    from showup.service.shell import Service

__all__ = ["Laptop"]

_READING_TAKES = timedelta(seconds=2)
_LAYING_TAKES = timedelta(minutes=2)
_DROPPING_TAKES = timedelta(seconds=3)
_STILL_TRUE = timedelta(minutes=2)
_NEWS_AFTER = timedelta(minutes=10)
_OFF = {"state": "off", "why": "switched off in the configuration"}
_log = logging.getLogger(__name__)


class Laptop:
    """The machine of one service. `plan` after whatever may have changed a watch, `look` about every minute."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._locks = SleepLocks()
        self._looking = asyncio.Lock()
        self._facts: Facts | None = None
        self._lasting: set[str] = set()
        """What the person knows of, and what is not over."""
        self._told: dict[str, datetime] = {}
        self._wanted: frozenset[datetime] = frozenset()
        self._laid: frozenset[datetime] | None = None
        self._laying = False
        self._cannot_wake = ""

    def look(self) -> None:
        """Returns at once, as `plan` does."""
        self.plan()
        now = clock.now()
        wanted = self._lasting or any(is_watched(watch, now) for watch in self._watches)
        if wanted and not self._looking.locked():
            self._service.background(self._look())

    def plan(self) -> None:
        """Hold and lay what is needed now, let go of the rest."""
        config, now = self._service.config, clock.now()
        needed = need(self._watches, now) if config.stay_awake else None
        kinds = frozenset[str]() if needed is None else SLEEP | LID if needed.lid else SLEEP
        if self._locks.want(kinds):
            self._service.background(self._locks.take())
        self._wanted = wake_ups(self._watches, now) if config.wake else frozenset()
        if config.wake and self._wanted != self._laid and not self._laying:
            self._laying = True
            self._service.background(self._lay())

    async def close(self) -> None:
        """Nobody is there to ring any more: neither stay awake nor wake up for it."""
        self._locks.want(frozenset())
        if self._laid:
            await patiently(wake_timers.drop_all, _DROPPING_TAKES)

    @property
    def _watches(self) -> Iterable[Watch]:
        return self._service.desk.watches.values()

    # ---------------------------------------------------------- waking it up

    async def _lay(self) -> None:
        """One after the other: what was wanted last is what is laid in the end."""
        try:
            while self._wanted != self._laid:
                wanted = self._wanted
                said = await patiently(functools.partial(wake_timers.keep, wanted), _LAYING_TAKES)
                why = f"{RELY} (systemd does not answer)" if said is None else said
                if why and why != self._cannot_wake:
                    _log.info("%s", why)
                self._laid, self._cannot_wake = wanted, why
        finally:
            self._laying = False

    # ------------------------------------------------------ what it warns of

    def warnings(self, watch: Watch, now: datetime) -> tuple[str, ...]:
        """The sentences for an alarm of this interview, by the last look."""
        found = self._cautions(watch, now)
        self._note_told(now, *found)
        return tuple(caution.text for caution in found)

    def _cautions(self, watch: Watch, now: datetime) -> tuple[Caution, ...]:
        if self._facts is None or abs(now - self._facts.at) > _STILL_TRUE or not is_watched(watch, now):
            return ()
        return cautions(self._facts, watch, now, push=self._service.ringer.has("push"))

    def _note_told(self, now: datetime, *told: Caution) -> None:
        self._told |= {caution.about: now for caution in told}
        self._lasting |= {caution.about for caution in told}

    async def _look(self) -> None:
        async with self._looking:  # a channel may take long to take what is told
            await self._look_and_tell()

    async def _look_and_tell(self) -> None:
        battery = await patiently(read_battery, _READING_TAKES)
        network = await network_now()
        now = clock.now()
        self._facts = Facts(now, battery, network)
        found = {
            caution.about: (caution, watch)
            for watch in sorted(self._watches, key=lambda watch: watch.plan.due, reverse=True)  # the nearest counts
            for caution in self._cautions(watch, now)
        }
        for about in self._lasting - found.keys():
            self._lasting.discard(about)
            await self._service.ringer.silence(tag_of(about))
        for about in found.keys() - self._lasting:
            if about not in self._told or abs(now - self._told[about]) >= _NEWS_AFTER:
                await self._tell(*found[about], now)

    async def _tell(self, caution: Caution, watch: Watch, now: datetime) -> None:
        said = announce_caution(watch, caution, now, self._service.desk.rules.zone)
        results = await self._service.ringer.ring(said, TELLING, lambda: False)  # a tone alone would say nothing
        if self._service.ringer.took(results):  # else it is told at the next look
            self._note_told(now, caution)

    # ----------------------------------------------------------------- faces

    def state(self) -> list[dict[str, Any]]:
        """For `showup status`. "no" is no fault: many machines cannot, and the person cannot mend it."""
        config = self._service.config
        return [
            {"name": "stay awake"} | (self._staying_awake() if config.stay_awake else _OFF),
            {"name": "wake up"} | (self._waking() if config.wake else _OFF),
        ]

    def _staying_awake(self) -> dict[str, Any]:
        refused = self._locks.refused
        if refused.keys() >= SLEEP:
            why = f"logind does not let showup keep this machine awake: leave it on ({refused['sleep']})"
            return {"state": "no", "why": why, "held": []}
        return {"state": "ok", "why": None, "held": sorted(self._locks.held)}

    def _waking(self) -> dict[str, Any]:
        why = self._cannot_wake or None
        return {"state": "no" if why else "ok", "why": why, "at": [] if why else self._instants()}

    def _instants(self) -> list[str]:
        zone = self._service.desk.rules.zone
        return [at.astimezone(zone).isoformat() for at in sorted(self._laid or ())]
