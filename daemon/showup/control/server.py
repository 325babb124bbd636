"""Listens on the control socket: one request, one answer, each a JSON line."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from showup import paths
from showup.control.requests import Requests
from showup.errors import ShowupError, UsageError

if TYPE_CHECKING:
    from showup.service.shell import Service

__all__ = ["Control", "is_answered"]

_LONGEST = 64 * 1024
_PATIENCE_S = 10
_LAST_ANSWERS_TAKE_S = 2
_log = logging.getLogger(__name__)


def is_answered(path: Path) -> bool:
    """Whether a service answers at this socket: it may have lost its lock with a folder that was removed. One that is stuck, or
    gone, keeps no new one from starting.
    """
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.settimeout(2)
            client.connect(str(path))
            client.sendall(b"{}\n")
            return client.recv(1) != b""
        except OSError:
            return False


class Control:
    """The socket of one service."""

    def __init__(self, service: Service) -> None:
        self._requests = Requests(service)
        self._under_way: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def listening(self, path: Path) -> AsyncIterator[None]:
        """Answer while in the context; when it is left, what has been asked by then.

        The lock on the ledger is held, so a socket that is in the way is a dead one's.
        """
        paths.made(path.parent)
        path.unlink(missing_ok=True)  # noqa: ASYNC240 before anything runs
        before = os.umask(0o177)
        try:
            server = await asyncio.start_unix_server(self._serve, path, limit=_LONGEST)
        finally:
            os.umask(before)
        try:
            yield
        finally:
            server.close()
            path.unlink(missing_ok=True)  # noqa: ASYNC240 nothing else runs by now
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=_LAST_ANSWERS_TAKE_S)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                line = await reader.readline()
            answering = asyncio.create_task(self._respond(line, writer))
            self._under_way.add(answering)
            answering.add_done_callback(self._under_way.discard)
            await answering
        except (TimeoutError, ValueError, OSError) as err:
            _log.debug("a request was dropped: %s", err)
        finally:
            writer.close()

    async def _respond(self, line: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(json.dumps(await self._answer(line)).encode() + b"\n")
        await writer.drain()

    async def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            return {"ok": True} | await self._requests.handle(_request(line))
        except ShowupError as err:
            return {"ok": False, "error": str(err), "exit": err.exit_code}
        except ValueError as err:
            return {"ok": False, "error": f"The request cannot be read: {err}", "exit": UsageError.exit_code}
        except Exception as err:  # noqa: BLE001 the caller must hear of it; the service goes on
            _log.exception("request")
            return {"ok": False, "error": f"The service stumbled: {type(err).__name__}: {err}", "exit": 1}


def _request(line: bytes) -> dict[str, Any]:
    request = json.loads(line)
    if not isinstance(request, dict):
        raise UsageError("A request is a JSON object.")
    return request
