"""The programs that can play a WAV file, and one run of one of them."""

from __future__ import annotations

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from typing import TYPE_CHECKING

from showup.plain import one_line

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

__all__ = ["PLAYERS", "Playing", "installed"]

PLAYERS = {
    "pw-play": ("pw-play", "--media-role=Notification"),
    "paplay": ("paplay", "--property=media.role=event"),
    "aplay": ("aplay", "-q"),
}


def installed() -> tuple[str, ...]:
    """The players on this machine, the one that suits today's desktops best first."""
    return tuple(name for name in PLAYERS if shutil.which(name))


class Playing:
    """One player process. It ends by itself, by `stop`, or with the task that waits for it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.stopped = False

    @classmethod
    async def start(cls, player: str, file: Path) -> Playing:
        """Start it; raises OSError when it cannot be run."""
        process = await asyncio.create_subprocess_exec(
            *PLAYERS[player], str(file), stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, start_new_session=True
        )
        return cls(process)

    async def fault(self, patience: timedelta) -> str | None:
        """Wait for its end. None when it has played or was stopped, else why not, in the player's words."""
        try:
            async with asyncio.timeout(patience.total_seconds()):
                _, said = await self._process.communicate()
        except TimeoutError:
            return "it hangs"
        finally:
            await self._end()
        if self.stopped or self._process.returncode == 0:
            return None
        return _last_words(said) or f"it ended with {self._process.returncode}"

    def stop(self) -> None:
        """Silence, at once."""
        self.stopped = True
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def _end(self) -> None:
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


def _last_words(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return one_line(lines[-1], 160).rstrip(".") if lines else ""
