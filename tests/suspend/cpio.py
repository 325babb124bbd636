"""Writes the archive that a kernel unpacks as its first file system ("newc" cpio, Documentation/driver-api/early-userspace)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

__all__ = ["pack"]

_LAST = "TRAILER!!!"


def pack(folder: Path, out: BinaryIO) -> None:
    """Everything below `folder`, owned by root. Archives may be strung together; the later file wins."""
    for number, path in enumerate(_below(folder), 1):
        found = path.lstat()
        content = _content(path, found.st_mode)
        _entry(out, str(path.relative_to(folder)), content, number, found.st_mode, int(found.st_mtime))
    _entry(out, _LAST, b"", 0, 0, 0)


def _below(folder: Path) -> Iterator[Path]:
    """A folder before what is in it."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (Path(place, name) for name in sorted({*folders, *files, *links}))


def _content(path: Path, mode: int) -> bytes:
    if stat.S_ISLNK(mode):
        return os.fsencode(os.readlink(path))  # noqa: PTH115 the bytes as they stand in the link
    return path.read_bytes() if stat.S_ISREG(mode) else b""


def _entry(out: BinaryIO, name: str, content: bytes, number: int, mode: int, mtime: int) -> None:
    encoded = os.fsencode(name) + b"\0"
    fields = (number, mode, 0, 0, 1, mtime, len(content), 0, 0, 0, 0, len(encoded), 0)
    head = b"070701" + b"".join(b"%08x" % value for value in fields) + encoded
    out.writelines(part + bytes(-len(part) % 4) for part in (head, content))
