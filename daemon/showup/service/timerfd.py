"""A Linux timer on the wall clock as a file that becomes readable. Python has it from 3.13, the C library before.

Its timer stands on CLOCK_REALTIME at an absolute instant, so that it is right after a suspend, and it says when somebody sets
the clock (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET).
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import time
from typing import Protocol

__all__ = ["ClockWasSetError", "TimerFile", "open_timer"]

_ABSTIME, _CANCEL_ON_SET = 1, 2
_NS = 1_000_000_000


class ClockWasSetError(Exception):
    """The wall clock jumped since the timer was last asked: somebody set it, or the machine was resumed."""


class TimerFile(Protocol):
    """A timer that the kernel keeps."""

    def fileno(self) -> int: ...

    def set(self, at_ns: int) -> None:
        """Become readable `at_ns` nanoseconds after the epoch, at once when that is past.

        ClockWasSetError when the clock jumped since the last call; the timer is set all the same.
        """
        ...

    def read(self) -> None:
        """Take note that it was readable, so that it is not any more.

        ClockWasSetError as above; that it expired is then forgotten, and it is to be set again.
        """
        ...

    def close(self) -> None: ...


def open_timer() -> TimerFile:
    """The best this Python has; OSError where the system has none or does not let us."""
    if sys.version_info >= (3, 13):
        return _PythonTimer()
    return _CTimer()


class _Timer:
    _file: int

    def fileno(self) -> int:
        return self._file

    def read(self) -> None:
        try:
            os.read(self._file, 8)
        except BlockingIOError:
            pass  # set anew meanwhile
        except OSError as err:
            raise _meant(err) from None

    def close(self) -> None:
        os.close(self._file)


if sys.version_info >= (3, 13):

    class _PythonTimer(_Timer):
        """os.timerfd_create, which seccomp filters or other systems may refuse."""

        def __init__(self) -> None:
            if not hasattr(os, "timerfd_create"):
                raise OSError(errno.ENOSYS, "this system has no timerfd")
            self._file = os.timerfd_create(time.CLOCK_REALTIME, flags=os.TFD_NONBLOCK | os.TFD_CLOEXEC)

        def set(self, at_ns: int) -> None:
            try:
                os.timerfd_settime_ns(self._file, flags=_ABSTIME | _CANCEL_ON_SET, initial=at_ns)
            except OSError as err:
                raise _meant(err) from None


class _TimeSpec(ctypes.Structure):
    _fields_ = (
        ("seconds", ctypes.c_long),
        ("nanoseconds", ctypes.c_long),
    )  # time_t is a long wherever Python 3.11 runs


class _TimerSpec(ctypes.Structure):
    _fields_ = (("interval", _TimeSpec), ("value", _TimeSpec))


class _CTimer(_Timer):
    """The same through the C library."""

    def __init__(self) -> None:
        self._c = ctypes.CDLL(None, use_errno=True)
        if not hasattr(self._c, "timerfd_create"):
            raise OSError(errno.ENOSYS, "this system has no timerfd")
        self._file = self._checked(self._c.timerfd_create(time.CLOCK_REALTIME, os.O_NONBLOCK | os.O_CLOEXEC))

    def set(self, at_ns: int) -> None:
        spec = _TimerSpec(value=_TimeSpec(*divmod(at_ns, _NS)))
        try:
            self._checked(self._c.timerfd_settime(self._file, _ABSTIME | _CANCEL_ON_SET, ctypes.byref(spec), None))
        except OSError as err:
            raise _meant(err) from None

    @staticmethod
    def _checked(result: int) -> int:
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return result


def _meant(err: OSError) -> Exception:
    return ClockWasSetError() if err.errno == errno.ECANCELED else err
