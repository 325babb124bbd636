"""What kind of file system a path is on, by the kernel's table of mounts: to ask the path itself can hang.

Where there is no such table everything counts as this machine's own.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

__all__ = ["TABLE", "is_elsewhere"]

TABLE = Path("/proc/self/mountinfo")
_ELSEWHERE = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|ncpfs|9p|afs|ceph|coda|glusterfs|lustre|virtiofs|vboxsf|davfs\d?|autofs|fuse(?!blk|ctl)(\..*)?"
)
_OCTAL = re.compile(r"\\([0-7]{3})")


def is_elsewhere(path: Path, table: Path = TABLE) -> bool:
    """Whether others can change it without this machine's kernel knowing: a network or a program's file system."""
    place = os.path.normpath(path.absolute())
    best, kind = "", ""
    for point, its_kind in _mounts(table):
        # Of two mounts on one point the later one is on top.
        if len(point) >= len(best) and (place == point or place.startswith(point.rstrip("/") + "/")):
            best, kind = point, its_kind
    return _ELSEWHERE.fullmatch(kind) is not None


def _mounts(table: Path) -> list[tuple[str, str]]:
    """(mount point, kind) in the order of mounting."""
    try:
        lines = table.read_text(errors="surrogateescape").split("\n")  # a name may hold what else ends a line
    except OSError:
        return []
    split = ((line.split(" "), line.partition(" - ")[2].split(" ")) for line in lines)
    return [(_plain(before[4]), after[0]) for before, after in split if len(before) > 4]


def _plain(point: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), point)
