"""The limits that a process which reads calendars sets itself, before it touches one."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import time
from datetime import timedelta
from types import FrameType

from showup.pace import pace

try:
    import resource
except ImportError:  # not a POSIX system: the reader's timeout still holds
    resource = None  # type: ignore[assignment]

__all__ = ["CPU", "MEMORY", "OutOfComputing", "apply", "computing_left", "die_with_parent"]

MEMORY = 1 << 30  # bytes of address space; an idle child has 0.1 GiB mapped, a calendar of 32 MB takes it to about 0.6
CPU = timedelta(seconds=20)
_LAST_WORDS = timedelta(seconds=3)
_NICE = 10
_PR_SET_PDEATHSIG = 1


class OutOfComputing(BaseException):
    """The process has used the processor time it may have. Not an Exception, so that nothing on the way
    swallows it.
    """


def apply(*, memory: int = MEMORY, cpu: timedelta = CPU) -> None:
    """Limit this process: bytes of memory, processor time (more on a slow machine), no core dump, low priority.

    A reading is over before much garbage has gathered, and looking for it would be a tenth of the work: it is not looked for.
    Harmless where the system has no such limits. At the end of `cpu` OutOfComputing is raised in the main
    thread; three seconds later the system ends the process.
    """
    gc.disable()
    if resource is None:
        return
    soft = int(cpu.total_seconds() * pace())
    _lower(resource.RLIMIT_AS, memory, memory)
    _lower(resource.RLIMIT_CPU, soft, soft + int(_LAST_WORDS.total_seconds()))
    _lower(resource.RLIMIT_CORE, 0, 0)
    with contextlib.suppress(ValueError):  # not the main thread: the system ends the process instead
        signal.signal(signal.SIGXCPU, _out_of_computing)
    with contextlib.suppress(OSError):
        os.nice(_NICE)


def computing_left() -> timedelta:
    """How much processor time this process may still use; a very long time where there is no limit."""
    allowed = resource.getrlimit(resource.RLIMIT_CPU)[0] if resource else -1
    return timedelta(seconds=allowed - time.process_time()) if allowed >= 0 else timedelta.max


def die_with_parent() -> None:
    """Ask the system (Linux) to kill this process when the one that started it is gone."""
    import ctypes  # noqa: PLC0415 - one-shot commands have no use for it

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _lower(which: int, soft: int, hard: int) -> None:
    """Set a limit, unless a lower one is set already."""
    with contextlib.suppress(ValueError, OSError):
        allowed = resource.getrlimit(which)[1]
        if allowed != resource.RLIM_INFINITY:
            soft, hard = min(soft, allowed), min(hard, allowed)
        resource.setrlimit(which, (soft, hard))


def _out_of_computing(_number: int, _frame: FrameType | None) -> None:
    raise OutOfComputing
