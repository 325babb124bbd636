"""The floor: a process that does nothing but wait for instants on a timerfd of the wall clock.

`python bare_timer.py INSTANTS RECORD`: reads instants (nanoseconds since the epoch, one a line, ascending), and writes for each
the nanosecond at which it was awake.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path

__all__ = ["main"]

_ABSTIME = 1
_SECOND = 1_000_000_000


class _Spec(ctypes.Structure):
    """struct itimerspec of timerfd_settime(2)."""

    _fields_ = (
        ("every_s", ctypes.c_long), ("every_ns", ctypes.c_long), ("at_s", ctypes.c_long), ("at_ns", ctypes.c_long),
    )  # fmt: skip


def main(instants: Path, record: Path) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    timer = libc.timerfd_create(time.CLOCK_REALTIME, os.O_CLOEXEC)
    awake = []
    for at in map(int, instants.read_text().split()):
        spec = _Spec(0, 0, at // _SECOND, at % _SECOND)
        if libc.timerfd_settime(timer, _ABSTIME, ctypes.byref(spec), None):
            raise OSError(ctypes.get_errno(), "timerfd_settime")
        os.read(timer, 8)
        awake.append(time.time_ns())
    record.write_text("\n".join(map(str, awake)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
