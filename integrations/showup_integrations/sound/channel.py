"""The sound channel: a tone, through whichever player works on this machine."""

from __future__ import annotations

import asyncio
import wave
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from showup.errors import ConfigError, DeliveryError
from showup_integrations.known import text_of, unknown_keys
from showup_integrations.sound.player import PLAYERS, Playing, installed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from showup.ports import Announcement, Press

__all__ = ["GRACE", "IN_ALL", "SoundChannel"]

_BUNDLED = Path(__file__).with_name("tone.wav")
_LONGEST = timedelta(seconds=5)
GRACE = timedelta(seconds=3)  # starting the player, opening the device, playing what is buffered
IN_ALL = timedelta(seconds=9.5)  # the service gives up on a channel after ten
_NO_PLAYER = (
    "No program that plays sound is installed. Install one of the Debian packages pipewire-bin (pw-play), "
    "pulseaudio-utils (paplay) or alsa-utils (aplay)."
)


class SoundChannel:
    """Implements showup.ports.Channel.

    A ring lasts as long as the tone: only a player that has ended well has played it. Whether the loudspeaker
    is muted cannot be seen from here.

    Settings: `file`, the path of another tone, a WAV file (PCM) of at most five seconds; `player`, one of
    pw-play, paplay and aplay, to use that one only.
    """

    def __init__(self, settings: Mapping[str, object]) -> None:
        faults = unknown_keys(settings, "file", "player")
        try:
            self._player = _player_in(settings)
            self._file, self._length = _tone_in(settings)
        except ConfigError as err:
            faults.append(str(err))
        if faults:
            raise ConfigError(" ".join(faults))
        self._playing: dict[str, Playing] = {}
        self._order = list(PLAYERS)
        self._trouble: str | None = None

    @staticmethod
    def validate_environment() -> str | None:
        return None if installed() else _NO_PLAYER

    async def open(self, on_press: Callable[[Press], None]) -> None:
        """Nothing to get ready: the player is started when it rings, and a tone has no buttons."""

    async def ring(self, announcement: Announcement) -> None:
        try:
            async with asyncio.timeout(IN_ALL.total_seconds()):
                await self._ring(announcement.tag)
        except TimeoutError as err:
            self._trouble = "Every player of sound hangs. Restart PipeWire or PulseAudio, or log in again."
            raise DeliveryError(self._trouble) from err
        except DeliveryError as err:
            self._trouble = str(err)
            raise
        self._trouble = None

    async def silence(self, tag: str) -> None:
        if playing := self._playing.pop(tag, None):
            playing.stop()

    def trouble(self) -> str | None:
        return self._trouble or (None if self._players() else _NO_PLAYER)

    async def close(self) -> None:
        for tag in tuple(self._playing):
            await self.silence(tag)

    def _players(self) -> tuple[str, ...]:
        there = installed()
        return tuple(name for name in self._order if name in there and self._player in (None, name))

    async def _ring(self, tag: str) -> None:
        faults = []
        for player in self._players():
            self._order.remove(player)
            self._order.append(player)  # one that hangs until the ring is cut short is not the first again
            fault = await self._play(player, tag)
            if fault is None:
                self._order.remove(player)
                self._order.insert(0, player)
                return
            faults.append(f"{player}: {fault}")
        if not faults:
            raise DeliveryError(_NO_PLAYER, permanent=True)
        raise DeliveryError(f"No sound could be played ({'; '.join(faults)}). Check that PipeWire or PulseAudio runs.")

    async def _play(self, player: str, tag: str) -> str | None:
        await self.silence(tag)  # the same alarm again: one tone, not two on top of each other
        try:
            playing = await Playing.start(player, self._file)
        except OSError as err:
            return err.strerror or str(err)
        self._playing[tag] = playing
        try:
            return await playing.fault(self._length + GRACE)
        finally:
            if self._playing.get(tag) is playing:
                del self._playing[tag]


def _player_in(settings: Mapping[str, object]) -> str | None:
    player = text_of(settings, "player")
    if player is not None and player not in PLAYERS:
        raise ConfigError(f"`player` must be one of {', '.join(PLAYERS)}, not {player!r}.")
    return player


def _tone_in(settings: Mapping[str, object]) -> tuple[Path, timedelta]:
    given = text_of(settings, "file")
    path = Path(given).expanduser() if given else _BUNDLED
    try:
        with wave.open(str(path), "rb") as file:
            length = timedelta(seconds=file.getnframes() / file.getframerate())
    except OSError as err:
        raise ConfigError(f"`file`: the tone {str(path)!r} cannot be read ({err.strerror}).") from err
    except (wave.Error, EOFError, ZeroDivisionError) as err:
        raise ConfigError(f"`file`: {str(path)!r} is not a WAV file (PCM). sox can convert it.") from err
    if not timedelta() < length <= _LONGEST:
        raise ConfigError(f"`file`: {str(path)!r} must last up to {_LONGEST.seconds} s; it is repeated.")
    return path, length
