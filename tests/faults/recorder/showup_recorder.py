"""A channel that writes down what it rings, as a third party's package would bring it (it is found by its entry point)."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.faults.kill_journal import Journal

from showup.ports import Announcement, Press

__all__ = ["RecorderChannel"]

_LATE = 3.5
_SLOW = (0.0, 0.0, 0.15, 0.4, 1.6)
"""Seconds that a slow one takes before the person has it, and after."""


class RecorderChannel:
    """Settings: `journal` (a path), `pace` ("brisk", "slow", or "late": every alarm waits long)."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._journal = Journal(Path(settings["journal"]))
        self._pace = settings.get("pace", "brisk")

    async def open(self, on_press: Callable[[Press], None]) -> None:
        """There is nothing to get ready: nobody presses anything here."""

    async def ring(self, announcement: Announcement) -> None:
        before, after = self._pauses(announcement)
        self._write("begin", announcement, pause=before)
        if before:
            await asyncio.sleep(before)
        self._write("rang", announcement)
        if after:
            await asyncio.sleep(after)
        self._write("took", announcement)

    def _pauses(self, announcement: Announcement) -> tuple[float, float]:
        """The same for the same announcement, whenever it rings."""
        if self._pace == "brisk":
            return 0.0, 0.0
        if self._pace == "late":
            return _LATE, 0.0
        mark = f"{announcement.tag} {announcement.generation} {announcement.rung} {announcement.attempt}"
        dice = zlib.crc32(mark.encode())
        return _SLOW[dice % len(_SLOW)], _SLOW[dice // 16 % len(_SLOW)]

    def _write(self, what: str, announcement: Announcement, pause: float = 0.0) -> None:
        self._journal.write(
            what,
            interview=announcement.interview,
            generation=announcement.generation,
            rung=announcement.rung,
            attempt=announcement.attempt,
            detail="" if announcement.rung else announcement.summary,
            pause=pause,
        )

    async def silence(self, tag: str) -> None:
        """What has been written stays written."""

    def trouble(self) -> str | None:
        return None

    async def close(self) -> None:
        self._journal.close()
