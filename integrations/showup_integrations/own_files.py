"""Files of showup's own that nobody else may read: written whole or not at all."""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from tempfile import mkstemp

from showup import paths

__all__ = ["write"]


def write(path: Path, data: bytes | mmap.mmap) -> None:
    """Write the file (0600) in place of an earlier one, its folder (0700) made where there is none.

    Raises OSError, or ShowupError when there can be no such folder.
    """
    paths.made(path.parent)
    number, name = mkstemp(prefix=".", suffix=".new", dir=path.parent)  # mkstemp makes it 0600
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # after a power cut there is the one or the other
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
