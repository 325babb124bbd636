"""The sound channel: a tone, through whichever player works on this machine."""

from __future__ import annotations

import asyncio
import logging
import os
import wave
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from showup import paths
from showup.errors import ConfigError, DeliveryError
from showup.model import Urgency
from showup.ports import Announcement
from showup_integrations.aside import aside
from showup_integrations.known import flag_of, text_of, unknown_keys
from showup_integrations.sound.level import softened
from showup_integrations.sound.louder import Louder
from showup_integrations.sound.player import PLAYERS, Tone, installed
from showup_integrations.sound.ring import Ring

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from showup.ports import Press

__all__ = ["GRACE", "IN_ALL", "SoundChannel"]

_BUNDLED = Path(__file__).with_name("tone.wav")
_LONGEST = timedelta(seconds=5)
GRACE = timedelta(seconds=3)  # starting the player, opening the device, playing what is buffered
IN_ALL = timedelta(seconds=9.5)  # the service gives up on a channel after ten
_SOFTENS = timedelta(seconds=1)
_NO_PLAYER = (
    "No program that plays sound is installed. Install one of the Debian packages pipewire-bin (pw-play), "
    "pulseaudio-utils (paplay) or alsa-utils (aplay)."
)
_log = logging.getLogger(__name__)


class SoundChannel:
    """Implements showup.ports.Channel.

    A ring lasts as long as the tone: only a player that has ended well has played it. It is as loud as the announcement asks for.
    For an insistent one the output is made loud as long as the tone lasts, where it is muted or low, and put back.

    Settings: `file`, the path of another tone, a WAV file (PCM) of at most five seconds; `player`, one of
    pw-play, paplay and aplay, to use that one only; `unmute = false`, to leave the volume and the mute as they are;
    `speakers = true`, to play insistent ones on the loudspeaker when headphones are plugged in and nothing plays on them.
    """

    def __init__(self, settings: Mapping[str, object]) -> None:
        faults = unknown_keys(settings, "file", "player", "unmute", "speakers")
        try:
            self._player = _player_in(settings)
            self._options = _options_in(settings)
            self._file, self._length = _tone_in(settings)
        except ConfigError as err:
            faults.append(str(err))
        if faults:
            raise ConfigError(" ".join(faults))
        self._louder = Louder(paths.state_dir() / "outputs.json")
        self._ringing: dict[str, Ring] = {}
        self._order = list(PLAYERS)
        self._trouble: str | None = None

    @staticmethod
    def validate_environment() -> str | None:
        return None if installed() else _NO_PLAYER

    async def open(self, on_press: Callable[[Press], None]) -> None:  # noqa: ARG002 - a tone has no buttons
        """The player is started when it rings; but an earlier run may have left the output loud."""
        self._louder.put_back_what_was_left()

    async def ring(self, announcement: Announcement) -> None:
        try:
            async with asyncio.timeout(IN_ALL.total_seconds()):
                await self._ring(announcement)
        except TimeoutError as err:
            self._trouble = "Every player of sound hangs. Restart PipeWire or PulseAudio, or log in again."
            raise DeliveryError(self._trouble) from err
        except DeliveryError as err:
            self._trouble = str(err)
            raise
        self._trouble = None

    async def examine(self) -> str | None:
        """A tone that nobody hears goes through the player and the sound server, to its end."""
        silent = Announcement("examined", "", 1, "showup", "", Urgency.NORMAL, loudness=0.0)
        try:
            await self.ring(silent)
        except DeliveryError as err:
            return str(err)
        return None

    async def silence(self, tag: str) -> None:
        if ring := self._ringing.pop(tag, None):
            ring.silence()

    def trouble(self) -> str | None:
        return self._trouble or (None if self._players() else _NO_PLAYER)

    async def close(self) -> None:
        for tag in tuple(self._ringing):
            await self.silence(tag)
        await self._louder.close()

    def _players(self) -> tuple[str, ...]:
        there = installed()
        return tuple(name for name in self._order if name in there and self._player in (None, name))

    async def _ring(self, announcement: Announcement) -> None:
        await self.silence(announcement.tag)  # the same alarm again: one tone, not two on top of each other
        ring = self._ringing[announcement.tag] = Ring()
        options = self._options if announcement.insistent else ()
        try:
            async with self._tone(announcement) as tone, self._louder.loud(*options) as also:
                await self._played(ring, tone, also)
        finally:
            if self._ringing.get(announcement.tag) is ring:
                del self._ringing[announcement.tag]

    @asynccontextmanager
    async def _tone(self, announcement: Announcement) -> AsyncIterator[Tone]:
        """As loud as is asked for; where that cannot be, as it is: rather too loud than not at all."""
        softer: list[int | None] = [None]

        def soften() -> None:
            softer[0] = softened(self._file, announcement.loudness)

        try:
            await aside(soften, _SOFTENS)
        except (OSError, EOFError, wave.Error) as err:  # TimeoutError is an OSError
            _log.warning("the tone is played at its full loudness: %s", err)
        try:
            yield Tone(self._file, softer[0], announcement.insistent)
        finally:
            if softer[0] is not None:
                os.close(softer[0])

    async def _played(self, ring: Ring, tone: Tone, also: tuple[str, ...]) -> None:
        faults = []
        for player in self._players():
            self._order.remove(player)
            self._order.append(player)  # one that hangs until the ring is cut short is not the first again
            fault = await ring.play(player, tone, also, self._length + GRACE)
            if fault is None:
                self._order.remove(player)
                self._order.insert(0, player)
                return
            faults.append(f"{player}: {fault}")
        if not faults:
            raise DeliveryError(_NO_PLAYER, permanent=True)
        raise DeliveryError(f"No sound could be played ({'; '.join(faults)}). Check that PipeWire or PulseAudio runs.")


def _options_in(settings: Mapping[str, object]) -> tuple[str, ...]:
    unmute, speakers = flag_of(settings, "unmute", True), flag_of(settings, "speakers", False)
    return (*(("--unmute",) if unmute else ()), *(("--speakers",) if speakers else ()))


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
