"""The bundled tone, as it was made: `python -m showup_integrations.sound.tone FILE`.

Three times the same rising call of three notes (A major), struck like small bells and louder each time: easy
on the ear, hard to ignore, and free of anybody's rights. 44.1 kHz, mono, 16 bit, 2.7 s.
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from pathlib import Path

__all__ = ["samples", "write"]

_RATE = 44_100
_CALL_S, _NOTE_S = 0.9, 0.15
_LAST_S = _CALL_S - 2 * _NOTE_S  # how long the last note of a call may sound
_ATTACK_S, _RELEASE_S = 0.004, 0.05  # without these the loudspeaker clicks
_NOTES_HZ = (880.0, 1108.73, 1318.51)
_LOUDNESS = (0.55, 0.7, 0.85)
# Of each partial: frequency and strength as factors, decay per second.
_PARTIALS = ((1.0, 1.0, 5.0), (2.0, 0.4, 8.0), (3.01, 0.2, 12.0))


def samples() -> array[int]:
    """The tone as signed 16-bit samples."""
    calls = [loudness * level for loudness in _LOUDNESS for level in _call()]
    peak = max(map(abs, calls))
    return array("h", (round(32_767 * _LOUDNESS[-1] * level / peak) for level in calls))


def write(path: Path) -> None:
    """Write the tone as a WAV file."""
    data = samples()
    if sys.byteorder == "big":
        data.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(data.tobytes())


def _call() -> list[float]:
    return [
        sum(_struck(hertz, at / _RATE - place * _NOTE_S) for place, hertz in enumerate(_NOTES_HZ))
        for at in range(round(_CALL_S * _RATE))
    ]


def _struck(hertz: float, s: float) -> float:
    """The level of a bell `s` seconds after it was struck."""
    if s < 0:
        return 0.0
    attack = min(1.0, s / _ATTACK_S)
    release = min(1.0, max(0.0, (_LAST_S - s) / _RELEASE_S))
    return attack * release * sum(_partial(s, hertz, *partial) for partial in _PARTIALS)


def _partial(s: float, hertz: float, part: float, strength: float, decay: float) -> float:
    return strength * math.exp(-decay * s) * math.sin(math.tau * part * hertz * s)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
