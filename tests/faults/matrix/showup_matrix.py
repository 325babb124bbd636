"""A third party's channel that is well, or ill in the way that its settings say. It notes every call in a file.

One line a call: nanoseconds since the epoch at which it was called, its name, the interview's key, the rung's attempt, and "took"
where the person had it.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from showup.errors import DeliveryError
from showup.ports import Announcement, Press

__all__ = ["MatrixChannel"]


class MatrixChannel:
    """Implements showup.ports.Channel, more or less. Settings: `name`, `path` (of the file), `how` (well, or what is wrong)."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._name, self._how = settings["name"], settings.get("how", "is well")
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self._file = os.open(settings["path"], flags, 0o600)

    async def open(self, on_press: Callable[[Press], None]) -> None:
        """Nothing to get ready."""

    async def ring(self, announcement: Announcement) -> None:
        came_of_it = "took" if self._how == "is well" else self._how.replace(" ", "-")
        noted = (time.time_ns(), self._name, announcement.interview, announcement.attempt, came_of_it)
        os.write(self._file, (" ".join(map(str, noted)) + "\n").encode())
        if self._how == "is dead":
            raise RuntimeError("it is dead")
        if self._how == "refuses":
            raise DeliveryError("It does not want to. Ask it kindly.")
        if self._how == "hangs":
            await asyncio.Event().wait()
        if self._how == "ignores being cancelled":
            await _for_ever()
        if self._how == "stops the loop":
            time.sleep(0.5)  # noqa: ASYNC251 - no channel may; it is the fault that the matrix must find
            raise RuntimeError("it stopped the loop")

    async def silence(self, tag: str) -> None:
        """What is noted stays noted."""

    def trouble(self) -> str | None:
        return None

    async def close(self) -> None:
        """The file stays open: one that hangs may yet write to it."""


async def _for_ever() -> None:
    over = asyncio.get_running_loop().time() + 40
    while asyncio.get_running_loop().time() < over:  # a test's service must end some day
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(over - asyncio.get_running_loop().time())
