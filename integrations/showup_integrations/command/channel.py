"""The command channel: runs a program of the person's for each alarm, without a shell and bounded in time."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from showup.errors import ConfigError, DeliveryError
from showup.plain import one_line
from showup_integrations.command.told import as_environment, as_json
from showup_integrations.known import unknown_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from showup.ports import Announcement, Press

__all__ = ["CommandChannel"]

PATIENCE = timedelta(seconds=9)  # the service gives up on a channel after ten
_COMPLAINT = 64 * 1024
_HOW = 'Say which program: [channel.command] run = ["/home/you/bin/lamp", "--blink"].'


class CommandChannel:
    """Implements showup.ports.Channel.

    The program gets the alarm in its environment and as JSON on its standard input (see showup_integrations.command.told). It has
    taken the alarm when it ends with 0. One that takes longer than nine seconds is ended with all that it has started, and so is
    one whose alarm is answered meanwhile.

    Settings: `run`, the program (a path, or a name that is looked up in PATH) and its arguments, as a list.
    """

    def __init__(self, settings: Mapping[str, object]) -> None:
        if faults := unknown_keys(settings, "run"):
            raise ConfigError(" ".join(faults))
        self._run = _run_in(settings)
        self._running: dict[str, _Run] = {}
        self._trouble: str | None = None

    async def open(self, on_press: Callable[[Press], None]) -> None:
        """Nothing to get ready: a program answers by the commands that it is told."""

    async def ring(self, announcement: Announcement) -> None:
        try:
            await self._ring(announcement)
        except DeliveryError as err:
            self._trouble = str(err)
            raise
        self._trouble = None

    async def silence(self, tag: str) -> None:
        if run := self._running.pop(tag, None):
            run.silence()

    def trouble(self) -> str | None:
        return self._trouble or (None if self._program() else self._missing())

    async def close(self) -> None:
        for tag in tuple(self._running):
            await self.silence(tag)

    async def _ring(self, announcement: Announcement) -> None:
        await self.silence(announcement.tag)
        run = self._running[announcement.tag] = _Run()
        try:
            await self._followed(run, announcement)
        finally:
            if self._running.get(announcement.tag) is run:
                del self._running[announcement.tag]

    async def _followed(self, run: _Run, announcement: Announcement) -> None:
        with closing(_Complaint()) as complaint:
            process = await self._started(announcement, complaint.given)
            run.began(process)
            try:
                async with asyncio.timeout(PATIENCE.total_seconds()):
                    await _conversation(process, as_json(announcement))
            except TimeoutError as err:
                why = f"{self._run[0]} did not end within {PATIENCE.seconds} s and was stopped."
                raise DeliveryError(f"{why} What takes longer it must start in a session of its own (setsid).") from err
            finally:
                _end(process)
                await process.wait()
            if process.returncode and not run.silenced:
                said = f": {complaint.last_line}" if complaint.last_line else ""
                raise DeliveryError(f"{self._run[0]} ended with {process.returncode}{said}. Run it by hand to see why.")

    async def _started(self, announcement: Announcement, complaint: int) -> Process:
        program = self._program()
        if program is None:
            raise DeliveryError(self._missing())
        try:
            return await asyncio.create_subprocess_exec(
                program, *self._run[1:], stdin=PIPE, stdout=DEVNULL, stderr=complaint, start_new_session=True,
                cwd=Path.home(), env={**os.environ, **as_environment(announcement)},
            )  # fmt: skip
        except OSError as err:
            raise DeliveryError(f"{self._run[0]} cannot be run ({err.strerror}). {_HOW}") from err

    def _program(self) -> str | None:
        return shutil.which(Path(self._run[0]).expanduser())

    def _missing(self) -> str:
        return f"There is no program {self._run[0]} that may be run. {_HOW}"


class _Run:
    """One run of the program; it may be silenced before it has begun."""

    def __init__(self) -> None:
        self.silenced = False
        self._process: Process | None = None

    def began(self, process: Process) -> None:
        self._process = process
        if self.silenced:
            _end(process)

    def silence(self) -> None:
        self.silenced = True
        if self._process is not None:
            _end(self._process)


async def _conversation(process: Process, told: bytes) -> None:
    """Tell it, and wait for its end."""
    assert process.stdin is not None  # noqa: S101 - it was asked for
    with suppress(ConnectionError):  # it need not listen
        process.stdin.write(told)
        await process.stdin.drain()
    process.stdin.close()
    await process.wait()


class _Complaint:
    """What it says on its standard error: the end of it is kept. A pipe of our own, for what it leaves running may hold on to it,
    and asyncio waits for its own pipes.
    """

    def __init__(self) -> None:
        self._kept = b""
        self._end, self.given = os.pipe()
        os.set_blocking(self._end, False)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._end, self._take)

    def _take(self) -> None:
        try:
            said = os.read(self._end, _COMPLAINT)
        except BlockingIOError:
            return
        if not said:
            self._loop.remove_reader(self._end)
        self._kept = (self._kept + said)[-_COMPLAINT:]

    @property
    def last_line(self) -> str:
        """Without a full stop; empty where it said nothing."""
        self._take()
        lines = self._kept.decode("utf-8", "replace").strip().splitlines()
        return one_line(lines[-1], 160).rstrip(".") if lines else ""

    def close(self) -> None:
        self._loop.remove_reader(self._end)
        os.close(self._end)
        os.close(self.given)


def _end(process: Process) -> None:
    """End it and what it has started, unless that has a session of its own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _run_in(settings: Mapping[str, object]) -> tuple[str, ...]:
    run = settings.get("run")
    if run is None:
        raise ConfigError(f"not set up. {_HOW}")
    if (
        not isinstance(run, list)
        or not run
        or not all(isinstance(word, str) and "\0" not in word for word in run)
        or not run[0]
    ):
        raise ConfigError(f"`run` is a list of a program and its arguments, not {run!r}. {_HOW}")
    return tuple(run)
