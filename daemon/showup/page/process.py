"""One page process: listens on loopback, hands out addresses over a Unix socket, and ends when nobody looks any more."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import uvicorn

from showup import paths
from showup.page.app import Page
from showup.page.guard import OPEN
from showup.page.keys import Keys
from showup.page.patience import Impatient

__all__ = ["serve"]

_MOST_CONNECTIONS = 64
_LONGEST_HEAD = 16 * 1024
_LONGEST_REQUEST = 4096


async def serve(idle: float) -> None:
    """Until nobody has asked for anything for `idle` seconds. The first line on standard output is an address to open."""
    with socket.socket(socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        await _Process(listening, idle).run()


class _Server(uvicorn.Server):
    """Ends in good order at a signal; uvicorn's own would raise it again, and what is to be cleared away would stay."""

    def __init__(self, config: uvicorn.Config, over: asyncio.Event) -> None:
        super().__init__(config)
        self._over = over

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)
        yield

    def stop(self) -> None:
        """Who listens for changes is let go: their answers would never end."""
        self._over.set()
        self.should_exit = True


class _Process:
    def __init__(self, listening: socket.socket, idle: float) -> None:
        self._listening = listening
        self._port: int = listening.getsockname()[1]
        self._idle = idle
        self._keys = Keys(time.monotonic)
        self._seen_at = time.monotonic()
        self._page = Page(self._keys, self._seen)
        config = uvicorn.Config(
            self._page.app(self._port),
            http=Impatient,
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_config=None,
            access_log=False,  # an address may hold a token
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_MOST_CONNECTIONS,
            h11_max_incomplete_event_size=_LONGEST_HEAD,
            timeout_graceful_shutdown=2,
        )
        self._server = _Server(config, self._page.over)

    def _seen(self) -> None:
        self._seen_at = time.monotonic()

    async def run(self) -> None:
        handing = await self._hand_out(socket_path())
        watching = asyncio.create_task(self._end_when_idle())
        try:
            self._listening.listen(_MOST_CONNECTIONS)
            _tell(self._address("/"))
            await self._server.serve([self._listening])
        finally:
            watching.cancel()
            if handing is not None:
                handing.close()
            with suppress(OSError):
                socket_path().unlink()

    async def _end_when_idle(self) -> None:
        while self._page.watching or time.monotonic() - self._seen_at < self._idle:  # noqa: ASYNC110 time passes by itself
            await asyncio.sleep(min(self._idle, 5.0))
        self._server.stop()

    def _address(self, to: str) -> str:
        self._seen()
        return f"http://127.0.0.1:{self._port}{OPEN}?{urlencode({'token': self._keys.token(), 'to': to})}"

    async def _hand_out(self, path: Path) -> asyncio.Server | None:
        """So that a second `showup page` opens this one. Whoever can connect is the person: its folder is theirs alone."""
        paths.made(path.parent)
        path.unlink(missing_ok=True)  # noqa: ASYNC240 before anything runs
        before = os.umask(0o177)
        try:
            return await asyncio.start_unix_server(self._handed, path, limit=_LONGEST_REQUEST)
        except OSError:
            return None
        finally:
            os.umask(before)

    async def _handed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(TimeoutError, ValueError, OSError, AttributeError):
            async with asyncio.timeout(5):
                asked = json.loads(await reader.readline())
                writer.write(json.dumps({"ok": True, "address": self._address(str(asked.get("to", "/")))}).encode())
                await writer.drain()
        writer.close()


def socket_path() -> Path:
    """Where a running page hands out addresses."""
    return paths.runtime_dir() / "page.sock"


def _tell(address: str) -> None:
    """Who started this reads one line; nobody reads later ones."""
    print(json.dumps({"address": address}), flush=True)  # noqa: T201 its only word
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
