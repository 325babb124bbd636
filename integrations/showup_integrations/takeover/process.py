"""The process of the windows: started when it is wanted, spoken to in JSON lines, left when it has nothing to show."""

from __future__ import annotations

import asyncio
import json
import os
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from showup.errors import DeliveryError
from showup.plain import one_line
from showup_integrations.screen import screen
from showup_integrations.takeover.finding import NO_GTK, NO_SCREEN, python_with_gtk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["WindowProcess"]

_PROGRAM = Path(__file__).with_name("window.py")
_COMPLAINT = 4096


class WindowProcess:
    """One run of window.py. `hear` is called with each line that it says, `gone` with why when it has ended."""

    def __init__(
        self, process: Process, hear: Callable[[dict[str, Any]], None], gone: Callable[[WindowProcess, str], None]
    ) -> None:
        self._process = process
        self._following = asyncio.create_task(self._follow(hear, gone))

    @classmethod
    async def start(
        cls, hear: Callable[[dict[str, Any]], None], gone: Callable[[WindowProcess, str], None]
    ) -> WindowProcess:
        """Start it. Raises DeliveryError with what is missing."""
        python = python_with_gtk()
        if python is None:
            raise DeliveryError(NO_GTK, permanent=True)
        found = await screen()
        if found is None:
            raise DeliveryError(NO_SCREEN)
        try:
            process = await asyncio.create_subprocess_exec(
                python,
                "-I",
                str(_PROGRAM),
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                start_new_session=True,
                env=os.environ | found,
            )
        except OSError as err:
            raise DeliveryError(f"{python} cannot be run ({err.strerror}). {NO_GTK}") from err
        return cls(process, hear, gone)

    @property
    def alive(self) -> bool:
        return self._process.returncode is None and not self._following.done()

    def tell(self, line: Mapping[str, Any]) -> None:
        """One line to it; lost when it is gone."""
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        if not self._process.stdin.is_closing():
            self._process.stdin.write(json.dumps(line).encode() + b"\n")

    def leave(self) -> None:
        """Tell it nothing more: it ends by itself, once what it says at last has been seen."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    async def end(self) -> None:
        """Take it away."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        self._following.cancel()
        await asyncio.gather(self._following, return_exceptions=True)

    async def _follow(self, hear: Callable[[dict[str, Any]], None], gone: Callable[[WindowProcess, str], None]) -> None:
        assert self._process.stdout is not None  # noqa: S101 - both were asked for
        assert self._process.stderr is not None  # noqa: S101
        complaining = asyncio.create_task(_last_bytes(self._process.stderr))
        try:
            while said := await self._process.stdout.readline():
                hear(json.loads(said))
            await self._process.wait()
            lines = (await complaining).decode("utf-8", "replace").strip().splitlines()
            code = self._process.returncode
            gone(self, one_line(lines[-1], 200).rstrip(".") if lines and code else f"it ended with {code}")
        finally:
            complaining.cancel()


async def _last_bytes(stream: asyncio.StreamReader) -> bytes:
    """The end of what it complains; all of it is read, so that it cannot block."""
    kept = b""
    while chunk := await stream.read(_COMPLAINT):
        kept = (kept + chunk)[-_COMPLAINT:]
    return kept
