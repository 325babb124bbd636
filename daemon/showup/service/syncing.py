"""Reads the sources, each in its own child process, and brings what they say to the desk."""

from __future__ import annotations

import asyncio
import itertools
import logging
import math
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from showup.engine.merge import Synced
from showup.model import Interview, Profile, Rule, Verdict, Window
from showup.paths import source_cache
from showup.service.left_alone import patiently
from showup.service.watching import Watching
from showup.sync import Request, SourceReport, SourceSpec
from showup.sync.reader import PATIENCE, PREPARING, prepare, read_source

__all__ = ["BACK", "FORWARD", "Syncing", "synced", "window_at"]

BACK = timedelta(days=1)
FORWARD = timedelta(days=36)
_AT_ONCE = 4
_FILES = "ics"
_DISK_TAKES = timedelta(seconds=30)
_log = logging.getLogger(__name__)


def window_at(now: datetime) -> Window:
    """What is looked at from `now` on: whole days (UTC), so that the same is asked all day and may be answered "unchanged"."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Window(today - BACK, today + FORWARD)


def synced(report: SourceReport, window: Window) -> Synced:
    """A source's report as an input of the engine."""
    troubles = tuple(f"{trouble.where}: {trouble.why}" for trouble in report.troubles if not trouble.whole)
    return Synced(
        report.source,
        window,
        report.judged,
        report.events,
        report.partial,
        report.fault,
        troubles,
        report.others,
        denied=report.denied,
        deleted=report.deleted,
    )


def _local(specs: Iterable[SourceSpec]) -> dict[str, Path]:
    """Where the calendars are that are files of this machine. Known without the plug-in, which is large."""
    paths: dict[str, Path] = {}
    for spec in specs:
        if spec.kind == _FILES and (path := spec.settings.get("path")):
            with suppress(RuntimeError):  # the home of nobody: reading it says so
                paths[spec.name] = Path(path).expanduser()
    return paths


@dataclass(frozen=True, slots=True)
class _Answer:
    """A source's last good answer."""

    mark: str | None
    said: Synced


class Syncing:
    """`deliver` takes what a source said, `profile` gives the person as they are now, `watched` the UIDs of what is watched,
    `cache` is where the sources keep what makes the next reading cheap, each in a folder of its own, `rules` are those of the
    person as they are now.

    A source that hangs or fails keeps no other waiting. A source is read once at a time, so that what it said earlier never
    comes after what it says later.
    """

    def __init__(
        self,
        specs: Sequence[SourceSpec],
        profile: Callable[[], Profile],
        deliver: Callable[[Synced], Awaitable[None]],
        clock: Callable[[], datetime],
        watched: Callable[[], Iterable[str]] = tuple,
        cache: Path | None = None,
        rules: Callable[[], tuple[Rule, ...]] = tuple,
    ) -> None:
        self._rules = rules
        self.specs = {spec.name: spec for spec in specs}
        self._profile = profile
        self._deliver = deliver
        self._clock = clock
        self._watched = watched
        self._cache = cache
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._last: dict[str, _Answer] = {}
        self._turns = {name: asyncio.Lock() for name in self.specs}
        self._moments = itertools.count(1)
        self._preparing = asyncio.Lock()
        self._is_prepared = False
        self._read_since: dict[str, int] = {}
        self._watching: Watching | None = None

    async def sync(self, name: str) -> None:
        """Read one source now; several who ask while it is being read share the next reading."""
        await self._prepare()
        asked = next(self._moments)
        async with self._turns[name]:
            if self._read_since.get(name, 0) > asked:
                return
            begun = next(self._moments)
            await self._sync(name)
            self._read_since[name] = begun

    @property
    def takes(self) -> timedelta:
        """How long a reading may take: its own time, and that of those before it while every place is taken. The first ones also
        wait for what detection needs.
        """
        first = timedelta(0) if self._is_prepared else PREPARING
        return first + PATIENCE * math.ceil(len(self.specs) / _AT_ONCE)

    async def _prepare(self) -> None:
        async with self._preparing:
            if not self._is_prepared:
                await prepare()
                self._is_prepared = True

    async def watch(self, changed: Callable[[str], None]) -> None:
        """Call `changed` in the loop with the name of each source whose files change, until cancelled."""
        self._watching = Watching(_local(self.specs.values()), changed)
        await self._watching.forever()

    async def forget_others(self) -> None:
        """Remove what is kept of calendars that are configured no more: it holds their events."""
        cache, kept = self._cache, {source_cache(name).name for name in self.specs}

        def remove() -> None:
            import shutil  # noqa: PLC0415 - large, and wanted once

            for folder in cache.iterdir() if cache is not None and cache.is_dir() else ():
                if folder.name not in kept and folder.is_dir() and not folder.is_symlink():
                    shutil.rmtree(folder, ignore_errors=True)

        await patiently(remove, _DISK_TAKES)

    def sees_changes(self, name: str) -> bool:
        """Whether a change of that source is told at once, so that it need not be read often."""
        return self._watching is not None and self._watching.sees(name)

    async def _sync(self, name: str) -> None:
        async with self._room:
            window, last = window_at(self._clock()), self._last.get(name)
            report = await read_source(self._request(name, window, last.mark if last is not None else None))
        if report.unchanged and last is not None:
            return await self._deliver(last.said)
        if report.fault:
            _log.warning("source %s: %s", name, report.fault)
        said = synced(report, window)
        if not report.fault:
            self._last[name] = _Answer(report.mark, said)
        return await self._deliver(said)

    def _request(self, name: str, window: Window, known: str | None) -> Request:
        uids = tuple(sorted(set(self._watched())))
        keep = str(source_cache(name, self._cache)) if self._cache is not None else None
        rules = self._rules()
        return Request(self.specs[name], window, self._profile(), uids=uids, known=known, keep=keep, rules=rules)

    async def sync_all(self) -> None:
        await asyncio.gather(*(self.sync(name) for name in self.specs))

    async def passed_over(self) -> list[tuple[str, Interview]]:
        """What the detector takes for no interview, with its source: the person may know better. Every calendar is read whole:
        most of it is left out otherwise. One that cannot be read has nothing here.
        """
        window = window_at(self._clock())
        reports = await asyncio.gather(*(self._whole(spec, window) for spec in self.specs.values()))
        judged = ((report.source, interview) for report in reports for interview in report.judged)
        return [(name, interview) for name, interview in judged if interview.judgement.verdict is Verdict.NO]

    async def _whole(self, spec: SourceSpec, window: Window) -> SourceReport:
        async with self._room:
            return await read_source(Request(spec, window, self._profile(), whole=True, rules=self._rules()))
