"""One service on one ledger."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from showup.errors import ShowupError

__all__ = ["Lock"]


class Lock:
    """Held as long as the process lives; the kernel lets go of it, also after SIGKILL."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as err:
            raise ShowupError(f"{path} cannot be written: {err.strerror}. Check the folder's owner and mode.") from err

    def __enter__(self) -> Self:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pid = os.pread(self._file, 20, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            raise ShowupError(
                f"showup is running already (process {pid or 'unknown'}, ledger {self._path.with_suffix('.db')}). "
                "Ask it with `showup status`, or stop it before you start another."
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)
        return self

    def __exit__(self, *exc: object) -> None:
        os.close(self._file)
