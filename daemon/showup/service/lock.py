"""One service on one ledger."""

from __future__ import annotations

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Self

from showup.errors import ShowupError

__all__ = ["Lock", "running_already"]

_TAKEN = (errno.EWOULDBLOCK, errno.EACCES)


def running_already(which: str) -> ShowupError:
    """What is said to who starts a second one."""
    return ShowupError(
        f"showup is running already ({which}). Ask it with `showup status`, or stop it before you start another."
    )


class Lock:
    """Held as long as the process lives; the kernel lets go of it, also after SIGKILL.

    The folder of `path` is locked, and the file itself where the disk lets it be opened: on a read-only disk the alarms must
    ring too, and still from one service only. The file names the process that holds it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: list[int] = []

    def __enter__(self) -> Self:
        try:
            self._take(_opened(_nearest_folder(self._path), os.O_RDONLY | os.O_DIRECTORY))
            self._take(_opened(self._path, os.O_RDWR | os.O_CREAT, os.O_RDONLY))
        except BlockingIOError:
            self._let_go()
            raise running_already(f"process {self._holder()}, ledger {self._path.with_suffix('.db')}") from None
        with suppress(OSError):  # nobody can be told who holds it; it is held all the same
            os.ftruncate(self._held[-1], 0)
            os.pwrite(self._held[-1], f"{os.getpid()}\n".encode(), 0)
        return self

    def __exit__(self, *exc: object) -> None:
        self._let_go()

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


def _opened(path: Path, *ways: int) -> int | None:
    """In the first of the ways in which it can be opened."""
    for flags in ways:
        with suppress(OSError):
            return os.open(path, flags | os.O_CLOEXEC, 0o600)
    return None


def _nearest_folder(path: Path) -> Path:
    """The folder of the file, or the first above it that is there."""
    return next(folder for folder in path.parents if folder.is_dir())
