"""PipeWire where there is no pactl: `wpctl`, which knows the default output as a whole, in hundredths."""

from __future__ import annotations

import re

from showup_integrations.outputs.running import MixerError, said
from showup_integrations.outputs.values import Output, Setting, Step

__all__ = ["apply", "outputs"]

_DEFAULT = "@DEFAULT_AUDIO_SINK@"
_FULL, _AUDIBLE = 100, 70
_VOLUME = re.compile(r"Volume: (\d+\.\d+)( \[MUTED\])?")
_NAME = re.compile(r'node\.name = "([^"]+)"')


def outputs() -> list[Output]:
    """The default output; raises MixerError."""
    volume = _VOLUME.search(said("wpctl", "get-volume", _DEFAULT))
    name = _NAME.search(said("wpctl", "inspect", _DEFAULT))
    if volume is None or name is None:
        raise MixerError("wpctl names no default output")
    setting = Setting(volume[2] is not None, (round(float(volume[1]) * _FULL),))
    return [Output(name[1], setting, _FULL, _AUDIBLE, default=True)]


def apply(step: Step) -> None:
    """Set one thing of the default output; raises MixerError."""
    _, what, value = step
    if isinstance(value, tuple):
        said("wpctl", "set-volume", _DEFAULT, f"{value[0]}%")
    elif what == "muted":
        said("wpctl", "set-mute", _DEFAULT, str(int(bool(value))))
