"""Files of showup's own that nobody else may read, in folders of its own."""

from __future__ import annotations

import mmap
from pathlib import Path

from showup import paths

__all__ = ["write"]


def write(path: Path, data: bytes | mmap.mmap) -> None:
    """Write the file (0600), whole or not at all, in place of an earlier one; its folder (0700) is made where there is none.

    Raises OSError, or ShowupError when there can be no such folder.
    """
    paths.made(path.parent)
    for left in path.parent.glob(
        f".{path.name}.*"
    ):  # by a process that was killed while it wrote; there is one at a time
        left.unlink(missing_ok=True)
    paths.write(path, data)
