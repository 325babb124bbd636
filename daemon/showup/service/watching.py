"""Watches the calendars that are files and folders of this machine, so that a change is read at once.

A watched calendar is still read now and then: a safety net for what the system does not tell.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from showup.service.folders import Folders
from showup.service.left_alone import patiently
from showup.service.mount_watch import mounts_watched
from showup.service.watch_plan import Plan, plan_of

if TYPE_CHECKING:
    from asyncinotify import Event
__all__ = ["Watching"]

_SETTLE = timedelta(seconds=1)
_AT_MOST = 5  # times that: so often is a folder told of that is written all the time, and no more often
_PATIENCE = timedelta(seconds=10)  # for looking at a disk; one that hangs is read at its interval
_log = logging.getLogger(__name__)


class Watching:
    """`changed` is called in the loop with the name of a calendar of `paths` about `settle` after something happened to it.

    A burst (a program that writes hundreds of files) is one change.
    """

    def __init__(
        self,
        paths: Mapping[str, Path],
        changed: Callable[[str], None],
        settle: timedelta = _SETTLE,
        patience: timedelta = _PATIENCE,
    ) -> None:
        self._paths = paths
        self._changed = changed
        self._settle = settle.total_seconds()
        self._patience = patience
        self._plans: dict[str, Plan] = {}
        self._complete: set[str] = set()
        self._looks = {name: asyncio.Lock() for name in paths}
        self._bursts: dict[str, tuple[float, float]] = {}
        self._told: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def sees(self, name: str) -> bool:
        """Whether a change of that calendar is seen, so that it need not be read often."""
        return name in self._complete

    @property
    def names(self) -> frozenset[str]:
        """The calendars that are to be watched."""
        return frozenset(self._paths)

    def armed(self, name: str) -> bool:
        """Whether it has been looked for what is to be watched, however that went."""
        return name in self._plans

    async def forever(self) -> None:
        """Watch until cancelled; returns at once where there is nothing to watch, or no way to do it."""
        if not self._paths:
            return
        try:
            await self._watch()
        except (ImportError, OSError) as err:
            _log.warning("calendar files are read at intervals only: they cannot be watched (%s)", err)
        finally:
            self._complete.clear()
            for task in self._tasks:
                task.cancel()

    async def _watch(self) -> None:
        from asyncinotify import Inotify  # noqa: PLC0415 only Linux has it

        with Inotify() as inotify:
            folders = Folders(inotify)
            with mounts_watched(lambda: self._begin(self._look_again(folders))):
                for name in self._paths:
                    self._begin(self._arm(folders, name))
                async for event in inotify:
                    self._take(folders, event)

    def _take(self, folders: Folders, event: Event) -> None:
        now = asyncio.get_running_loop().time()
        for name in folders.touched_by(event):
            begun = name in self._bursts
            self._bursts[name] = (self._bursts[name][0] if begun else now, now)
            if not begun:
                self._begin(self._settled(folders, name))

    async def _settled(self, folders: Folders, name: str) -> None:
        """Wait for the end of the burst, then watch what is there now, then tell: what comes after that is seen again."""
        loop = asyncio.get_running_loop()
        while True:
            first, last = self._bursts[name]
            pause = self._settle * _AT_MOST
            rest = max(min(last + self._settle, first + pause), self._told.get(name, 0) + pause) - loop.time()
            if rest <= 0:
                break
            await asyncio.sleep(rest)
        del self._bursts[name]
        self._told[name] = loop.time()
        await self._arm(folders, name)
        self._changed(name)

    async def _look_again(self, folders: Folders) -> None:
        """Something was mounted or unmounted: did it happen to a calendar?"""
        for name in self._paths:
            before = self._plans.get(name)
            await self._arm(folders, name)
            if self._plans.get(name) != before:
                self._changed(name)

    async def _arm(self, folders: Folders, name: str) -> None:
        """One look after the other: what an earlier one has seen must not count after what a later one has."""
        async with self._looks[name]:
            plan = await patiently(lambda: plan_of(self._paths[name]), self._patience) or Plan()
            self._plans[name] = plan
            self._complete = self._complete | {name} if folders.watch(name, plan) else self._complete - {name}

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
