"""One ring: a tone on one output or several."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from showup_integrations.sound.player import Playing

if TYPE_CHECKING:
    from datetime import timedelta

    from showup_integrations.sound.player import Tone

__all__ = ["Ring"]


class Ring:
    """It may be silenced before its tone has begun."""

    def __init__(self) -> None:
        self._silenced = False
        self._playing: list[Playing] = []

    def silence(self) -> None:
        self._silenced = True
        for playing in self._playing:
            playing.stop()

    async def play(self, player: str, tone: Tone, also: tuple[str, ...], patience: timedelta) -> str | None:
        """Why it was played nowhere, neither on the usual output nor `also` on others; None when it was, or was silenced."""
        if self._silenced:
            return None
        self._playing = []
        try:
            self._playing.append(await Playing.start(player, tone))
            for output in also:
                self._playing.append(await Playing.start(player, tone, output))
            if self._silenced:
                self.silence()
            faults = await asyncio.gather(*(playing.fault(patience) for playing in self._playing))
        except OSError as err:
            return err.strerror or str(err)
        finally:
            for playing in self._playing:
                playing.stop()
        return None if None in faults else faults[0]
