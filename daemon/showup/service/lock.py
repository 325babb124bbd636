"""One service on one ledger."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from showup.errors import ShowupError

__all__ = ["Lock", "running_already"]

_TAKEN = (errno.EWOULDBLOCK, errno.EACCES)
_DYING_S = 0.5
_GONE_S = 10
_AGAIN_S = 0.02


def running_already(which: str) -> ShowupError:
    """What is said to who starts a second one."""
    return ShowupError(
        f"showup is running already ({which}). Ask it with `showup status`, or stop it before you start another."
    )


class Lock:
    """Held as long as the process lives; the kernel lets go of it, also after SIGKILL. Not always at once: a child that it was
    just starting holds the lock too until it has become another program, and under load that takes a while. So one whose holder
    is gone is waited for, as starting must not fail then.

    The folder of `path` is locked, and the file itself where the disk lets it be opened: on a read-only disk the alarms must
    ring too, and still from one service only. The file names the process that holds it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: list[int] = []

    def __enter__(self) -> Self:
        begun = time.monotonic()
        while not self._taken():
            holder = self._holder()
            if time.monotonic() - begun > (_GONE_S if _is_gone(holder) else _DYING_S):
                raise running_already(f"process {holder}, ledger {self._path.with_suffix('.db')}")
            time.sleep(_AGAIN_S)
        with suppress(OSError):  # nobody can be told who holds it; it is held all the same
            os.ftruncate(self._held[-1], 0)
            os.pwrite(self._held[-1], f"{os.getpid()}\n".encode(), 0)
        return self

    def __exit__(self, *exc: object) -> None:
        self._let_go()

    def _taken(self) -> bool:
        try:
            self._take(_opened(_nearest_folder(self._path), os.O_RDONLY | os.O_DIRECTORY))
            self._take(_opened(self._path, os.O_RDWR | os.O_CREAT, os.O_RDONLY))
        except BlockingIOError:
            self._let_go()
            return False
        return True

    def _take(self, descriptor: int | None) -> None:
        """BlockingIOError when somebody else holds it; what cannot be locked at all is passed over."""
        if descriptor is None:
            return
        self._held.append(descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as err:
            if err.errno in _TAKEN:
                raise BlockingIOError(err.errno, "taken") from err

    def _let_go(self) -> None:
        while self._held:
            os.close(self._held.pop())

    def _holder(self) -> str:
        try:
            return self._path.read_text("ascii", "replace").strip()[:20] or "unknown"
        except OSError:
            return "unknown"


def _is_gone(holder: str) -> bool:
    try:
        os.kill(int(holder), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError, OverflowError):  # somebody else's, or no process is named
        return False
    return False


def _opened(path: Path, *ways: int) -> int | None:
    """In the first of the ways in which it can be opened."""
    for flags in ways:
        with suppress(OSError):
            return os.open(path, flags | os.O_CLOEXEC, 0o600)
    return None


def _nearest_folder(path: Path) -> Path:
    """The folder of the file, or the first above it that is there."""
    return next(folder for folder in path.parents if folder.is_dir())
