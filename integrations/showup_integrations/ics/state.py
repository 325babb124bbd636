"""Naming the state of files by what the system says of them, without reading one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from showup.mounts import is_elsewhere

__all__ = ["state_of"]

# So coarse are the times of a file on the coarsest file system: one changed just now may change again unseen.
_SETTLED = timedelta(seconds=2.5)


def state_of(path: Path, files: Iterable[tuple[str, os.stat_result | None]], now: datetime) -> str | None:
    """A name of the state of these files (each with its name) below `path`; None when one could change under the same name.

    The time of the last change of what is known of a file (ctime) goes on with every write, also where a program sets the time
    of its contents back. Elsewhere than on this machine's own file systems it says less.
    """
    if is_elsewhere(Path(os.path.realpath(path))):
        return None
    latest = (now - _SETTLED).timestamp() * 1e9
    name = hashlib.sha256()
    for where, about in files:
        if about is None:
            name.update(f"{where!r} is out of reach\n".encode("utf-8", "surrogatepass"))
            continue
        if max(about.st_ctime_ns, about.st_mtime_ns) > latest:
            return None
        facts = (where, about.st_ino, about.st_size, about.st_mode, about.st_mtime_ns, about.st_ctime_ns)
        name.update(repr(facts).encode("utf-8", "surrogatepass"))
    return f"state:{name.hexdigest()[:40]}"
