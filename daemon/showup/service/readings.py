"""Keeps the next reading of each calendar set: one job for each, at the instant that showup.service.rhythm asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from showup.service.rhythm import Told, next_reading

if TYPE_CHECKING:
    from showup.service.desk import Desk
    from showup.service.jobs import Jobs
    from showup.service.syncing import Syncing

__all__ = ["Readings"]

_FRESH = timedelta(minutes=1)


class Readings:
    """`every` is the person's own interval. Call `plan` after whatever may have changed a watch; it costs next to nothing."""

    def __init__(
        self, desk: Desk, syncing: Syncing, jobs: Jobs, every: timedelta, clock: Callable[[], datetime]
    ) -> None:
        self._desk, self._syncing, self._jobs = desk, syncing, jobs
        self._every, self._clock = every, clock
        self._began: dict[str, datetime] = {}
        self._afresh: dict[str, datetime] = {}
        self._under_way: set[str] = set()

    def soon(self, names: Iterable[str]) -> None:
        """Read these now, or again when they are being read: a start, a resume, a clock set, a file that has changed."""
        now = self._clock()
        for name in names:
            self._began.pop(name, None)
            self._afresh[name] = now
        self.plan()

    def doubt(self, names: Iterable[str]) -> None:
        """Another calendar says something else than these did: what do they say now? Not again if they have just been asked."""
        now = self._clock()
        asked = {name for name, began in self._began.items() if timedelta(0) <= now - began < _FRESH}
        self.soon(name for name in names if name in self._syncing.specs and name not in asked)

    def begins(self, name: str) -> None:
        """It is about to be read: until it has been, no other reading of it is set."""
        self._began[name] = self._clock()
        self._under_way.add(name)

    async def read(self, name: str) -> None:
        """Read it; the next one is set from when this one begins, however it ends."""
        if name not in self._under_way:
            self.begins(name)
        try:
            await self._syncing.sync(name)
        finally:
            self._under_way.discard(name)
            self.plan()

    def plan(self) -> None:
        """Set every next reading anew."""
        now, watches, healths = self._clock(), self._desk.watches, self._desk.healths
        for name in self._syncing.specs:
            if name not in self._under_way:
                sees = self._syncing.sees_changes(name)
                told = Told(self._began.get(name), sees, healths.get(name), self._afresh.get(name))
                self._jobs.set_reading(name, next_reading(name, told, watches, self._every, now))
