"""A third party's channel: it notes the instant of every ring in a file, and does nothing else.

One line a ring: nanoseconds since the epoch, the interview's key, the rung, the attempt.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping

from showup.ports import Announcement, Press

__all__ = ["RecorderChannel"]


class RecorderChannel:
    """Implements showup.ports.Channel. Settings: `path`, the file that the lines are appended to."""

    def __init__(self, settings: Mapping[str, object]) -> None:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self._file = os.open(str(settings["path"]), flags, 0o600)

    async def open(self, on_press: Callable[[Press], None]) -> None:
        """Nothing to get ready."""

    async def ring(self, announcement: Announcement) -> None:
        noted = (time.time_ns(), announcement.interview, announcement.rung.replace(" ", "-"), announcement.attempt)
        os.write(self._file, (" ".join(map(str, noted)) + "\n").encode())

    async def silence(self, tag: str) -> None:
        """What is noted stays noted."""

    def trouble(self) -> str | None:
        return None

    async def close(self) -> None:
        os.close(self._file)
