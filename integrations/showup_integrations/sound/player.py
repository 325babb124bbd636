"""The programs that can play a WAV file, and one run of one of them."""

from __future__ import annotations

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from showup.plain import one_line

if TYPE_CHECKING:
    from datetime import timedelta

__all__ = ["PLAYERS", "Player", "Playing", "Tone", "installed"]


@dataclass(frozen=True, slots=True)
class Player:
    """How a program is called. `role` marks what it plays as one of the sounds of the desktop, which have a volume and a mute of
    their own; `output` names another output than the usual one, where it can.
    """

    command: tuple[str, ...]
    role: tuple[str, ...] = ()
    output: str | None = None


PLAYERS = {
    "pw-play": Player(("pw-play",), ("--media-role=Notification",), "--target={}"),
    "paplay": Player(("paplay", "--client-name=showup"), ("--property=media.role=event",), "--device={}"),
    "aplay": Player(("aplay", "-q")),
}


@dataclass(frozen=True, slots=True)
class Tone:
    """What is to be played: a file, or its softer copy in a descriptor. An `insistent` one is not among the desktop's sounds."""

    file: Path
    softer: int | None = None
    insistent: bool = False

    @property
    def path(self) -> str:
        return str(self.file) if self.softer is None else f"/dev/fd/{self.softer}"


def installed() -> tuple[str, ...]:
    """The players on this machine, the one that suits today's desktops best first."""
    return tuple(name for name in PLAYERS if shutil.which(name))


class Playing:
    """One player process. It ends by itself, by `stop`, or with the task that waits for it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.stopped = False

    @classmethod
    async def start(cls, player: str, tone: Tone, output: str | None = None) -> Playing:
        """Start it, on another output than the usual one if one is named; raises OSError when it cannot be run."""
        how = PLAYERS[player]
        role = () if tone.insistent else how.role
        where = (how.output.format(output),) if how.output and output else ()
        handed = () if tone.softer is None else (tone.softer,)
        process = await asyncio.create_subprocess_exec(
            *how.command, *role, *where, tone.path,
            stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, start_new_session=True, pass_fds=handed,
        )  # fmt: skip
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
