"""Reads the sources, each in its own child process, and brings what they say to the desk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from showup.engine.merge import Synced
from showup.model import Interview, Profile, Verdict, Window
from showup.sync import SourceReport, SourceSpec
from showup.sync.reader import read_source

__all__ = ["BACK", "FORWARD", "Syncing", "synced"]

BACK = timedelta(days=1)
FORWARD = timedelta(days=35)
_AT_ONCE = 2
_log = logging.getLogger(__name__)


def synced(report: SourceReport, window: Window) -> Synced:
    """A source's report as an input of the engine."""
    troubles = tuple(f"{trouble.where}: {trouble.why}" for trouble in report.troubles if not trouble.whole)
    return Synced(report.source, window, report.judged, report.events, report.partial, report.fault, troubles)


class Syncing:
    """`deliver` takes what a source said, `profile` gives the person as they are now.

    A source that hangs or fails keeps no other waiting.
    """

    def __init__(
        self,
        specs: Sequence[SourceSpec],
        profile: Callable[[], Profile],
        deliver: Callable[[Synced], Awaitable[None]],
        clock: Callable[[], datetime],
    ) -> None:
        self.specs = {spec.name: spec for spec in specs}
        self._profile = profile
        self._deliver = deliver
        self._clock = clock
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._passed_over: dict[str, tuple[Interview, ...]] = {}

    async def sync(self, name: str) -> None:
        """Read one source now."""
        async with self._room:
            now = self._clock()
            window = Window(now - BACK, now + FORWARD)
            report = await read_source(self.specs[name], window, self._profile())
        if report.fault:
            _log.warning("source %s: %s", name, report.fault)
        else:
            self._passed_over[name] = tuple(i for i in report.judged if i.judgement.verdict is Verdict.NO)
        await self._deliver(synced(report, window))

    async def sync_all(self) -> None:
        await asyncio.gather(*(self.sync(name) for name in self.specs))

    def passed_over(self) -> list[tuple[str, Interview]]:
        """What the detector took for no interview at the last sync, with its source: the person may know better."""
        return [(name, interview) for name, interviews in self._passed_over.items() for interview in interviews]
