"""Reads a source in a child process: limited, killable, and never left behind."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import msgspec

from showup.model import Interview
from showup.plugins import SOURCES, place
from showup.sync import wire
from showup.sync.reading import TOO_MUCH_COMPUTING, BusyReport, SourceReport
from showup.sync.wire import Request, SourceSpec

__all__ = ["PATIENCE", "PREPARING", "prepare", "read_busy", "read_source"]

_CHUNK = 64 * 1024
_LINE_LIMIT = 2 << 20
_BYTES_LIMIT = 48 << 20
_STDERR_LIMIT = 8 * 1024
# -P: the folder that showup was started in must not be able to supply modules.
_CHILD, _PREPARING_CHILD = ("-P", "-m", "showup.sync.child"), ("-P", "-m", "showup.sync.preparing")
_NO_REPORT = "What came of reading it is no report. Please report this fault of showup."
PATIENCE = timedelta(seconds=60)
"""So long a child may read."""
PREPARING = timedelta(minutes=5)
"""So long it may take to make detection ready."""

_log = logging.getLogger(__name__)


async def prepare() -> None:
    """Have made what detection needs, unless it is there, so that no reading has to make it within its own limits: once after an
    installation this takes some seconds, on a very slow machine a minute. Never raises.
    """
    try:
        async with _child(_PREPARING_CHILD) as child:
            _, complaint = await asyncio.wait_for(child.communicate(), PREPARING.total_seconds())
        if child.returncode:
            _log.warning("detection could not be made ready: %s", complaint[-_STDERR_LIMIT:].decode(errors="replace"))
    except (TimeoutError, OSError) as err:
        _log.warning("detection could not be made ready: %s", err or "it took too long")


async def read_source(request: Request, *, timeout: timedelta = PATIENCE) -> SourceReport:  # noqa: ASYNC109
    """Read and judge one source in a child of its own. Never raises for what a source does; see `failure`."""
    name, said = request.spec.name, await _answer(request, timeout)
    match said.last:
        case wire.Done() as done:
            return SourceReport(
                name,
                tuple(said.judged),
                done.events,
                done.troubles,
                done.partial,
                others=done.others,
                mark=done.mark,
                unchanged=done.unchanged,
                deleted=done.deleted,
            )
        case wire.Failed() as why:
            return SourceReport(name, partial=True, failure=why.message, denied=why.denied)
        case _:
            return SourceReport(name, partial=True, failure=_NO_REPORT)


async def read_busy(request: Request, *, timeout: timedelta = PATIENCE) -> BusyReport:  # noqa: ASYNC109
    """Ask one source, in a child of its own, when it takes the person's time in the window. Never raises for what a source does;
    see `failure`. It judges nothing.
    """
    name, said = request.spec.name, await _answer(replace(request, busy=True), timeout)
    match said.last:
        case wire.Busy() as busy:
            return BusyReport(name, busy.intervals, busy.troubles, busy.partial)
        case wire.Failed() as why:
            return BusyReport(name, partial=True, failure=why.message, denied=why.denied)
        case _:
            return BusyReport(name, partial=True, failure=_NO_REPORT)


async def _answer(request: Request, timeout: timedelta) -> _Said:  # noqa: ASYNC109
    """What a child says to the request; there is a last line, `failed` where the child did not say one."""
    spec = request.spec
    # Looked up here, once: in the child it would cost more than all the rest, where nothing has changed.
    asked = wire.encode(replace(request, place=place(SOURCES, spec.kind)))
    try:
        async with _child(_CHILD) as child:
            return await asyncio.wait_for(_conversation(child, spec, asked), timeout.total_seconds())
    except TimeoutError:
        why = f"Reading it took longer than {timeout.total_seconds():g} s and was stopped."
    except OSError as error:
        why = f"No process could be started to read it ({error.strerror})."
    return _Said(last=wire.Failed(why))


@asynccontextmanager
async def _child(command: tuple[str, ...]) -> AsyncIterator[Process]:
    """A child that is gone when this is left, however it is left."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        # A pipe with unread data stays open, and wait() waits for it; there is no public way to close one.
        child._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001
        await child.wait()


async def _conversation(child: Process, spec: SourceSpec, request: bytes) -> _Said:
    fault = ""
    assert child.stdin is not None  # noqa: S101 - all three were asked for
    assert child.stdout is not None  # noqa: S101
    assert child.stderr is not None  # noqa: S101
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_send(child.stdin, request))
            listening = group.create_task(_listen(child.stdout))
            complaining = group.create_task(_first_bytes(child.stderr))
    except* _GaveUpError as errors:
        fault = str(errors.exceptions[0])
    if fault:
        return _Said(last=wire.Failed(fault))
    said, complaint = listening.result(), complaining.result()
    code = await child.wait()
    if complaint:
        _log.debug("sync child of %s: %s", spec.name, complaint.decode(errors="replace"))
    if said.last is None:
        said.last = wire.Failed(_death(code))
    return said


async def _send(stdin: asyncio.StreamWriter, request: bytes) -> None:
    with contextlib.suppress(ConnectionError):  # a child that died says so by its exit code
        stdin.write(request)
        await stdin.drain()
        stdin.close()
        await stdin.wait_closed()


@dataclass(slots=True)
class _Said:
    """What the child has said so far; `last` is its last line, if it got that far."""

    judged: list[Interview] = field(default_factory=list)
    last: wire.Done | wire.Busy | wire.Failed | None = None

    def take(self, line: bytes) -> None:
        said = wire.decode_line(line)
        if isinstance(said, wire.Judged):
            self.judged.append(said.interview)
        else:
            self.last = said


class _GaveUpError(Exception):
    """The child says what cannot be listened to; the message is for the person."""


async def _listen(stdout: asyncio.StreamReader) -> _Said:
    """Everything the child says, bounded."""
    said, rest, total = _Said(), bytearray(), 0
    try:
        while chunk := await stdout.read(_CHUNK):
            total += len(chunk)
            rest += chunk
            if total > _BYTES_LIMIT or len(rest) > _LINE_LIMIT:
                raise _GaveUpError("It said more than a calendar may. Export a calendar of fewer years, or split it.")
            *lines, last = rest.split(b"\n")
            rest = bytearray(last)
            for line in lines:
                said.take(bytes(line))
    except msgspec.MsgspecError:
        raise _GaveUpError(_NO_REPORT) from None
    return said


async def _first_bytes(stderr: asyncio.StreamReader) -> bytes:
    """The start of what the child complains; the rest is read too, so that it cannot block."""
    kept = b""
    while chunk := await stderr.read(_CHUNK):
        kept += chunk[: _STDERR_LIMIT - len(kept)]
    return kept


def _death(code: int) -> str:
    if code == -signal.SIGXCPU:
        return TOO_MUCH_COMPUTING
    if code == -signal.SIGKILL:
        return "The system killed the process that read it. Close some programs; if it stays so, export a smaller calendar."
    if code < 0:
        return f"The process that read it died ({_signal_name(-code)}). If it stays so, please report it."
    return f"The process that read it ended without an answer (exit {code}). If it stays so, export a calendar of fewer years."


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
