"""Asks PulseAudio, or PipeWire through its pulse interface, who uses the microphone. Nothing is recorded."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from showup.errors import ConfigError, PresenceError
from showup_integrations.known import unknown_keys
from showup_integrations.presence.meeting import meeting

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MicrophonePresence"]

_PATIENCE = timedelta(seconds=4)
_MISSING = "pactl is not installed, which says who uses the microphone. Install the Debian package pulseaudio-utils."


class MicrophonePresence:
    """Implements showup.ports.Presence. No settings."""

    def __init__(self, settings: Mapping[str, object]) -> None:
        if faults := unknown_keys(settings):
            raise ConfigError(" ".join(faults))

    @staticmethod
    def validate_environment() -> str | None:
        return None if shutil.which("pactl") else _MISSING

    async def seen(self) -> str | None:
        recorders = await _listed("source-outputs")
        if not recorders:
            return None
        try:
            return meeting(recorders, await _listed("sources"))
        except (LookupError, TypeError, AttributeError) as err:
            raise PresenceError(f"pactl says what cannot be understood ({err}). Is it older than version 16?") from err


async def _listed(what: str) -> Any:  # noqa: ANN401 as JSON has it
    try:
        process = await asyncio.create_subprocess_exec(
            "pactl", "--format=json", "list", what, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, start_new_session=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
    except OSError as err:
        raise PresenceError(_MISSING) from err
    try:
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            said, _ = await process.communicate()
    except TimeoutError as err:
        raise PresenceError(
            "The sound server does not answer. Restart PipeWire or PulseAudio, or log in again."
        ) from err
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise PresenceError("The sound server cannot be reached. Check that PipeWire or PulseAudio runs.")
    try:
        return json.loads(said)
    except ValueError as err:
        raise PresenceError("pactl says what cannot be understood. Is it older than version 16?") from err
