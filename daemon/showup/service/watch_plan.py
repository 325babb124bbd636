"""Which folders have to be watched to see that a calendar on this machine changes. Looks at the disk, changes nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from showup.mounts import is_elsewhere

__all__ = ["CALENDARS", "Plan", "plan_of"]

CALENDARS = ".ics"
_FOLDERS_LIMIT = 256
_DEPTH_LIMIT = 12
_LOOKS_LIMIT = 50_000
_LINKS_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """Folders (real paths) with the names that matter in them; no names: every calendar and folder in it.

    `complete`: a change cannot happen without being seen there. `found` is the identity of what stands at the path now.
    """

    folders: tuple[tuple[str, frozenset[str]], ...] = ()
    complete: bool = False
    found: tuple[int, int] | None = None


def plan_of(path: Path) -> Plan:
    """For a file or folder at `path`, there or not. On a network file system nothing can be seen: the plan is empty.

    May hang where a disk does.
    """
    steps: list[tuple[str, str]] = []
    try:
        found = _resolve(path, steps)
    except _ElsewhereError:
        return Plan()
    names: dict[str, frozenset[str]] = {}
    for folder, name in steps:
        names[folder] = names.get(folder, frozenset()) | {name}
    about = found.stat() if found else None
    whole = True
    if found is not None and about is not None and stat.S_ISDIR(about.st_mode):
        inside = list(_folders(str(found)))
        whole = len(inside) <= _FOLDERS_LIMIT
        names |= dict.fromkeys(inside[:_FOLDERS_LIMIT], frozenset())
    return Plan(tuple(names.items()), whole, (about.st_dev, about.st_ino) if about else None)


class _ElsewhereError(Exception):
    """The way leads to where nothing can be seen."""


def _resolve(path: Path, steps: list[tuple[str, str]]) -> Path | None:
    """What stands at the path, None when nothing does. `steps` gets each (folder, name) that decides about it: its own, every
    link on the way, and where the way ends too early.
    """
    todo = [*reversed(path.absolute().parts[1:])]
    here, links = Path("/"), 0
    while todo:
        name = todo.pop()
        step = here.parent if name == ".." else here / name
        if is_elsewhere(step):
            raise _ElsewhereError
        try:
            mode = step.lstat().st_mode
        except OSError:
            steps.append((str(here), name))
            return None
        if stat.S_ISLNK(mode) or not todo:
            steps.append((str(here), name))
        if not stat.S_ISLNK(mode):
            here = step
            continue
        links += 1
        if links > _LINKS_LIMIT:
            return None
        target = step.readlink()
        todo += reversed(target.parts[1:] if target.is_absolute() else target.parts)
        here = Path("/") if target.is_absolute() else here
    return here


def _folders(top: str) -> Iterator[str]:
    """The folder and those below it, each once, one more than may be watched at most."""
    seen: set[str] = set()
    looks = 0
    for folder, below, names in os.walk(top, followlinks=True):
        real = os.path.realpath(folder)
        looks += len(names) + len(below)
        if real in seen or is_elsewhere(Path(real)) or folder.count("/") - top.count("/") >= _DEPTH_LIMIT:
            below.clear()
            continue
        seen.add(real)
        yield real
        if len(seen) > _FOLDERS_LIMIT or looks > _LOOKS_LIMIT:
            return
