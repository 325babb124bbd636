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
from dataclasses import dataclass, field
from datetime import timedelta

import msgspec

from showup.model import Interview
from showup.sync import wire
from showup.sync.reading import TOO_MUCH_COMPUTING, SourceReport, failed
from showup.sync.wire import Request, SourceSpec

__all__ = ["read_source"]

_CHUNK = 64 * 1024
_LINE_LIMIT = 2 << 20
_BYTES_LIMIT = 48 << 20
_STDERR_LIMIT = 8 * 1024
# -P: the folder that showup was started in must not be able to supply modules.
_COMMAND = ("-P", "-m", "showup.sync.child")

_log = logging.getLogger(__name__)


async def read_source(request: Request, *, timeout: timedelta = timedelta(seconds=60)) -> SourceReport:  # noqa: ASYNC109
    """Read and judge one source in a child of its own. Never raises for what a source does; see `failure`."""
    spec = request.spec
    try:
        async with _child() as child:
            return await asyncio.wait_for(_conversation(child, spec, wire.encode(request)), timeout.total_seconds())
    except TimeoutError:
        return failed(spec, f"took longer than {timeout.total_seconds():g} s and was stopped. showup tries again.")
    except OSError as error:
        return failed(spec, f"could not be read: no process could be started for it ({error.strerror}).")


@asynccontextmanager
async def _child() -> AsyncIterator[Process]:
    """A sync child that is gone when this is left, however it is left."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, *_COMMAND, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        # A pipe with unread data stays open, and wait() waits for it; there is no public way to close one.
        child._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001
        await child.wait()


async def _conversation(child: Process, spec: SourceSpec, request: bytes) -> SourceReport:
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
        return failed(spec, fault)
    said, complaint = listening.result(), complaining.result()
    code = await child.wait()
    if complaint:
        _log.debug("sync child of %s: %s", spec.name, complaint.decode(errors="replace"))
    return _report(spec, said, code)


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
    last: wire.Done | wire.Failed | None = None

    def take(self, line: bytes) -> None:
        said = wire.decode_line(line)
        if isinstance(said, wire.Judged):
            self.judged.append(said.interview)
        else:
            self.last = said


class _GaveUpError(Exception):
    """The child says what cannot be listened to; the message goes on from the source's name."""


async def _listen(stdout: asyncio.StreamReader) -> _Said:
    """Everything the child says, bounded."""
    said, rest, total = _Said(), bytearray(), 0
    try:
        while chunk := await stdout.read(_CHUNK):
            total += len(chunk)
            rest += chunk
            if total > _BYTES_LIMIT or len(rest) > _LINE_LIMIT:
                raise _GaveUpError("said more than a calendar may. Export a calendar of fewer years, or split it.")
            *lines, last = rest.split(b"\n")
            rest = bytearray(last)
            for line in lines:
                said.take(bytes(line))
    except msgspec.MsgspecError:
        why = "was answered with something that is no report. Please report this fault of showup."
        raise _GaveUpError(why) from None
    return said


async def _first_bytes(stderr: asyncio.StreamReader) -> bytes:
    """The start of what the child complains; the rest is read too, so that it cannot block."""
    kept = b""
    while chunk := await stderr.read(_CHUNK):
        kept += chunk[: _STDERR_LIMIT - len(kept)]
    return kept


def _report(spec: SourceSpec, said: _Said, code: int) -> SourceReport:
    if isinstance(said.last, wire.Done):
        done = said.last
        return SourceReport(
            spec.name,
            tuple(said.judged),
            done.events,
            done.troubles,
            done.partial,
            others=done.others,
            mark=done.mark,
            unchanged=done.unchanged,
        )
    if isinstance(said.last, wire.Failed):
        return SourceReport(spec.name, partial=True, failure=said.last.message, denied=said.last.denied)
    return failed(spec, _death(code))


def _death(code: int) -> str:
    if code == -signal.SIGXCPU:
        return TOO_MUCH_COMPUTING
    if code == -signal.SIGKILL:
        return "could not be read: the system killed the reading process. showup tries again."
    if code < 0:
        return f"could not be read: the reading process died ({_signal_name(-code)}). showup tries again."
    return (
        f"could not be read: the reading process ended without an answer (exit {code}). "
        "showup tries again; if it stays so, export a calendar of fewer years."
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
