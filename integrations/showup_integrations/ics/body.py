"""The bytes of a calendar: small ones in memory, large ones as a mapped file, so that they are never held twice."""

from __future__ import annotations

import hashlib
import mmap
import os
from pathlib import Path

__all__ = ["HELD", "PACKED", "Body", "content", "digest", "opened"]

Body = bytes | mmap.mmap
PACKED = b"\x1f\x8b"
"""How every gzip file begins (RFC 1952, section 2.3.1)."""
HELD = 4 << 20  # bytes; more is mapped. A process that has mapped a file which shrinks meanwhile is killed


def opened(path: Path) -> int:
    """Open a file for reading, whatever has taken its place since: a named pipe must not block. Raises OSError."""
    return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)


def content(number: int, size: int) -> Body:
    """The first `size` bytes of an open file. Raises OSError."""
    if size > HELD:
        return mmap.mmap(number, size, access=mmap.ACCESS_READ)
    with os.fdopen(os.dup(number), "rb") as file:
        file.seek(0)
        return file.read(size)


def digest(body: Body) -> str:
    """A name of these very bytes."""
    return hashlib.sha256(body).hexdigest()[:40]
