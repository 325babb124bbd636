"""A channel that writes down what it is asked to ring, and when by three clocks."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from typing import Any

from showup.ports import Announcement, Press

__all__ = ["Recorder", "stamps"]


def stamps() -> dict[str, float]:
    """Now, in seconds: the wall clock, the clock that counts sleep, and the one that stands still in it."""
    return {
        "wall": time.clock_gettime(time.CLOCK_REALTIME),
        "boot": time.clock_gettime(time.CLOCK_BOOTTIME),
        "awake": time.clock_gettime(time.CLOCK_MONOTONIC),
    }


class Recorder:
    """Appends a JSON line for each ring to the file `path`."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._path = settings["path"]

    async def open(self, on_press: Callable[[Press], None]) -> None:
        """Nobody presses anything here."""

    async def ring(self, announcement: Announcement) -> None:
        line = stamps() | {
            "what": "ring",
            "interview": announcement.interview,
            "rung": announcement.rung,
            "attempt": announcement.attempt,
            "summary": announcement.summary,
            "body": announcement.body,
        }
        self._write(line)

    async def silence(self, tag: str) -> None:
        self._write(stamps() | {"what": "silence", "interview": tag})

    def trouble(self) -> str | None:
        return None

    async def close(self) -> None:
        """There is nothing to let go of."""

    def _write(self, line: dict[str, Any]) -> None:
        """In one write, so that a reader sees whole lines."""
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, json.dumps(line).encode() + b"\n")
        finally:
            os.close(file)
