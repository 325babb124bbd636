"""How fast this machine is: limits of processor time are meant for one as fast as a laptop of these years."""

from __future__ import annotations

import time
from functools import lru_cache

__all__ = ["pace"]

_AS_EVER = (
    0.0008  # seconds that the work may take; a laptop takes half of it, and more when it is busy with other things
)
_TRIES = 4
_STEPS = 6000
_MOST = 20.0


@lru_cache(maxsize=1)
def pace() -> float:
    """By how much a limit of processor time is to be longer here: 1 on any usual machine, up to 20 on one that is so much slower.
    Measured once, in about two milliseconds.
    """
    return min(max(1.0, min(_timed() for _ in range(_TRIES)) / _AS_EVER), _MOST)


def _timed() -> float:
    """Processor seconds of a fixed piece of work."""
    began = time.process_time()
    total = 0
    for step in range(_STEPS):
        total += step * step % 7
    return time.process_time() - began
