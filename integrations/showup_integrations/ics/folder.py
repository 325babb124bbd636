"""Walking a folder of calendars: at most a look at each entry, and never round in circles.

Hidden folders and what is mounted below are left alone: whoever gives their whole home folder, or /, means the calendars in it
and not what programs and the kernel keep there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from showup.ports import Trouble

__all__ = ["Entry", "walk"]

_FILES_LIMIT = 20_000
_DEPTH_LIMIT = 12
_LOOKS_LIMIT = 200_000
_NAMED = 3
_KERNELS = ("/proc", "/sys", "/dev", "/run")  # no calendars are there: not worth a word


@dataclass(frozen=True, slots=True)
class Entry:
    """A calendar file: its path, its path below the folder, and what the system says of it (None: nothing)."""

    path: str
    where: str
    about: os.stat_result | None


def walk(top: Path, troubles: list[Trouble]) -> Iterator[Entry]:
    """The calendar files below `top` in a fixed order; links are followed, each real folder is entered once.

    What is left out is told in a line for each reason.
    """
    walking = _Walk()
    for count, entry in enumerate(walking.folder(str(top), "", 1, None)):
        if count >= _FILES_LIMIT:
            walking.cut = True
            break
        yield entry
    troubles += walking.troubles(str(top))


@dataclass(slots=True)
class _Walk:
    seen: set[tuple[int, int]] = field(default_factory=set)
    looks: int = 0
    cut: bool = False
    deep: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    mounted: list[str] = field(default_factory=list)

    def folder(self, path: str, where: str, depth: int, device: int | None) -> Iterator[Entry]:
        """The files of this folder, then those of the folders in it. `device` is the one it must be on, None for any."""
        found = self._entries(path, where, device)
        if self.looks > _LOOKS_LIMIT:
            return
        self.looks += len(found)
        if self.looks > _LOOKS_LIMIT:
            self.cut = True
            return
        folders: list[os.DirEntry[str]] = []
        for entry in found:
            if _is_folder(entry):
                folders += [entry] * (not entry.name.startswith("."))
            elif entry.name.lower().endswith(".ics"):
                yield Entry(entry.path, where + entry.name, _about(entry))
        if folders and depth >= _DEPTH_LIMIT:
            self.deep.append(where)
            return
        own = _device(path)
        for entry in folders:
            # A link is the person's own doing; a mount below may be anything.
            yield from self.folder(entry.path, f"{where}{entry.name}/", depth + 1, None if entry.is_symlink() else own)

    def troubles(self, top: str) -> Iterator[Trouble]:
        """What was left out."""
        if self.cut:
            yield Trouble(
                top, "It holds too much to look through; the rest was left out. Give the calendar's own folder."
            )
        if self.deep:
            yield Trouble(
                top, f"It goes more than {_DEPTH_LIMIT} folders deep; the rest was left out: {_few(self.deep)}."
            )
        if self.closed:
            yield Trouble(top, f"These folders in it could not be read. Check their permissions: {_few(self.closed)}.")
        if self.mounted:
            why = "These are on another disk and were left out. Give each as a calendar of its own:"
            yield Trouble(top, f"{why} {_few(self.mounted)}.")

    def _entries(self, path: str, where: str, device: int | None) -> list[os.DirEntry[str]]:
        try:
            about = Path(path).stat()
            if (about.st_dev, about.st_ino) in self.seen:
                return []
            self.seen.add((about.st_dev, about.st_ino))
            if device not in (None, about.st_dev):
                self.mounted += [where] * (not os.path.realpath(path).startswith(_KERNELS))
                return []
            with os.scandir(path) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError:
            self.closed.append(where or path)
            return []


def _device(path: str) -> int | None:
    try:
        return Path(path).stat().st_dev
    except OSError:
        return None


def _few(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _about(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat()
    except OSError:
        return None
