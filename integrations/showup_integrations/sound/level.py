"""A tone made softer, as a file in memory that a player can open: not every player has a volume, and one that has may turn that
of the whole machine.
"""

from __future__ import annotations

import os
import sys
import wave
from array import array
from pathlib import Path

__all__ = ["softened"]

_WIDTHS = {2: "h", 4: "i"}


def softened(file: Path, loudness: float) -> int | None:
    """A file descriptor with the tone at that amplitude (of 1); None when it is to be played as it is.

    That is so at full loudness, where there are no files in memory, and for samples of a form that is rare.
    """
    if loudness >= 1 or not hasattr(os, "memfd_create"):
        return None
    with wave.open(str(file), "rb") as tone:
        form, frames = tone.getparams(), tone.readframes(tone.getnframes())
    samples = _scaled(frames, form.sampwidth, loudness)
    if samples is None:
        return None
    descriptor = os.memfd_create("showup-tone", os.MFD_CLOEXEC)
    with os.fdopen(os.dup(descriptor), "wb") as out, wave.open(out, "wb") as tone:
        tone.setparams(form)
        tone.writeframes(samples)
    return descriptor


def _scaled(frames: bytes, width: int, loudness: float) -> bytes | None:
    """In the machine's own order of bytes, as `wave` gives and takes them."""
    if width == 1:  # the only unsigned one
        return bytes(128 + round((sample - 128) * loudness) for sample in frames)
    if width == 3:
        wide = (int.from_bytes(frames[at : at + 3], sys.byteorder, signed=True) for at in range(0, len(frames), 3))
        return b"".join(round(sample * loudness).to_bytes(3, sys.byteorder, signed=True) for sample in wide)
    if width not in _WIDTHS:
        return None
    form = _WIDTHS[width]
    return array(form, (round(sample * loudness) for sample in array(form, frames))).tobytes()
