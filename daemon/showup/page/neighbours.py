"""Who is at the other end of a loopback connection. Another user of the machine may connect too, and is not let in."""

from __future__ import annotations

import os
import socket
import struct
from pathlib import Path

__all__ = ["is_a_stranger"]

_TABLE = Path("/proc/net/tcp")
_LOCAL, _REMOTE, _UID = 1, 2, 7  # columns


def is_a_stranger(theirs: tuple[str, int], ours: tuple[str, int], table: Path = _TABLE) -> bool:
    """Is the process at `theirs` known to run under another user? False where the system does not say."""
    try:
        rows = table.read_text("ascii").splitlines()[1:]
        wanted = [_spelled(theirs), _spelled(ours)]
    except (OSError, ValueError):
        return False
    for row in rows:
        cells = row.split()
        if cells[_LOCAL : _REMOTE + 1] == wanted:
            return int(cells[_UID]) != os.getuid()
    return False


def _spelled(address: tuple[str, int]) -> str:
    """As the kernel writes it: the four bytes as a number of the machine, in hexadecimal."""
    (number,) = struct.unpack("=I", socket.inet_aton(address[0]))
    return f"{number:08X}:{address[1]:04X}"
