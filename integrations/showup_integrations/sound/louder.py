"""Holds the machine's outputs loud while insistent alarms sound: one child for all that sound at the same time.

The child (showup_integrations.outputs) puts everything back when its standard input ends, so a killed service leaves nothing
loud; what a killed child leaves is put back at the next start.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Louder"]

READY = timedelta(seconds=2)
"""The tone does not wait longer for the outputs: rather softly than too late."""

_ENDS = timedelta(seconds=6)
_TRIES, _BETWEEN = 6, timedelta(seconds=10)
_log = logging.getLogger(__name__)


class Louder:
    """`file` is where the child keeps what is to be put back; its folder may be missing or full."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._sounding = 0
        self._child: _Child | None = None
        self._mending: asyncio.Task[None] | None = None
        self._mender: _Child | None = None

    def put_back_what_was_left(self) -> None:
        """What a killed run has left loud, beside everything else; the sound server may not be up yet."""
        if self._file.exists():
            self._mending = asyncio.create_task(self._put_back())

    @asynccontextmanager
    async def loud(self, *options: str) -> AsyncIterator[tuple[str, ...]]:
        """Within it the outputs are loud; gives the further outputs to play on. Raises nothing, and never waits long."""
        if not options:
            yield ()
            return
        if not self._sounding:
            self._child = _Child(self._file, options, after=self._child)
        self._sounding += 1
        try:
            yield await self._child.ready() if self._child else ()
        finally:
            self._sounding -= 1
            if not self._sounding and self._child:
                self._child.release()

    async def close(self) -> None:
        """Wait until everything is as it was."""
        if self._mending is not None:
            self._mending.cancel()
            await asyncio.gather(self._mending, return_exceptions=True)
        for child in (self._mender, self._child):
            if child is not None:
                child.release()
                await child.gone()

    async def _put_back(self) -> None:
        for _ in range(_TRIES):
            self._mender = _Child(self._file, (), after=None)
            self._mender.release()
            if await self._mender.gone():
                return
            await asyncio.sleep(_BETWEEN.total_seconds())


class _Child:
    """One run of the child, from its start until everything is put back. It begins when the one before (`after`) is gone."""

    def __init__(self, file: Path, options: tuple[str, ...], after: _Child | None) -> None:
        self._command = (sys.executable, "-P", "-m", "showup_integrations.outputs", str(file), *options)
        self._also: asyncio.Future[tuple[str, ...]] = asyncio.get_running_loop().create_future()
        self._released = asyncio.Event()
        self._life = asyncio.create_task(self._live(after))

    async def ready(self) -> tuple[str, ...]:
        """The further outputs to play on; none when it takes too long."""
        done, _ = await asyncio.wait({self._also}, timeout=READY.total_seconds())
        return self._also.result() if done else ()

    def release(self) -> None:
        """It may put everything back."""
        self._released.set()

    async def gone(self) -> bool:
        """Wait for its end: did it reach the outputs?"""
        await asyncio.wait({self._life})
        return not self._life.cancelled() and self._life.result()

    async def _live(self, after: _Child | None) -> bool:
        try:
            if after is not None:
                await after.gone()
            process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
            )
        except OSError as err:
            _log.warning("the sound outputs are left as they are: %s", err)
            self._also.set_result(())
            return False
        try:
            assert process.stdout is not None  # noqa: S101 - it was asked for
            self._also.set_result(_also(await process.stdout.readline()))
            await self._released.wait()
        finally:
            await _ended(process)
        if process.returncode:
            _log.warning("the sound outputs could not be made loud, or not be put back: no mixer answers")
        return process.returncode == 0


def _also(line: bytes) -> tuple[str, ...]:
    try:
        return tuple(str(name) for name in json.loads(line)["also"])
    except (ValueError, LookupError, TypeError):  # it died
        return ()


async def _ended(process: Process) -> None:
    """It puts back and ends; one that hangs is killed, and what it leaves is put back another time."""
    assert process.stdin is not None  # noqa: S101 - it was asked for
    process.stdin.close()
    try:
        async with asyncio.timeout(_ENDS.total_seconds()):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
