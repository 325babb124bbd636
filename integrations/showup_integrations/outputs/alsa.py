"""ALSA without a sound server: `amixer` and the control Master of the default card."""

from __future__ import annotations

import re

from showup_integrations.outputs.running import MixerError, said
from showup_integrations.outputs.values import Output, Setting, Step

__all__ = ["apply", "outputs", "read"]

_CONTROL = "Master"
_AUDIBLE = 0.85  # of the steps of a sound card, which are decibels
_LIMITS = re.compile(r"Limits:(?: Playback)? (\d+) - (\d+)")
_CHANNEL = re.compile(r"^ +[A-Z][\w ]*: (?:Playback )?(\d+) \[\d+%\][^\n]*?(?:\[(on|off)\])?$", re.MULTILINE)


def outputs() -> list[Output]:
    """The default card; raises MixerError."""
    return [read(said("amixer", "sget", _CONTROL))]


def read(text: str) -> Output:
    """The output, out of what `amixer sget` prints. Pure; raises MixerError."""
    limits, channels = _LIMITS.search(text), _CHANNEL.findall(text)
    if limits is None or not channels:
        raise MixerError("amixer names no volume")
    lowest, full = int(limits[1]), int(limits[2])
    setting = Setting(any(switch == "off" for _, switch in channels), tuple(int(volume) for volume, _ in channels))
    return Output(_CONTROL, setting, full, lowest + int(_AUDIBLE * (full - lowest)), default=True)


def apply(step: Step) -> None:
    """Set one thing; raises MixerError."""
    output, what, value = step
    if isinstance(value, tuple):
        said("amixer", "-q", "sset", output, ",".join(map(str, value)))
    elif what == "muted":
        said("amixer", "-q", "sset", output, "mute" if value else "unmute")
