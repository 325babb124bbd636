"""Walking a folder of calendars: at most a look at each entry, and never round in circles."""

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


@dataclass(frozen=True, slots=True)
class Entry:
    """A calendar file: its path, its path below the folder, and what the system says of it (None: nothing)."""

    path: str
    where: str
    about: os.stat_result | None


def walk(top: Path, troubles: list[Trouble]) -> Iterator[Entry]:
    """The .ics files below `top` in a fixed order. Links are followed, each real folder is entered once."""
    walking = _Walk(str(top), troubles)
    for count, entry in enumerate(walking.folder(str(top), "", 1)):
        if count >= _FILES_LIMIT:
            troubles.append(
                Trouble(str(top), f"It has more than {_FILES_LIMIT} calendar files; the rest was left out.")
            )
            return
        yield entry


@dataclass(slots=True)
class _Walk:
    top: str
    troubles: list[Trouble]
    seen: set[tuple[int, int]] = field(default_factory=set)
    looks: int = 0

    def folder(self, path: str, where: str, depth: int) -> Iterator[Entry]:
        """The files of this folder, then those of the folders in it."""
        found = self._entries(path)
        if self.looks > _LOOKS_LIMIT:
            return
        self.looks += len(found)
        if self.looks > _LOOKS_LIMIT:
            why = "It holds too many files to look through; the rest was left out."
            self.troubles.append(Trouble(self.top, why))
            return
        folders: list[os.DirEntry[str]] = []
        for entry in found:
            if _is_folder(entry):
                folders.append(entry)
            elif entry.name.lower().endswith(".ics"):
                yield Entry(entry.path, where + entry.name, _about(entry))
        for entry in folders if depth < _DEPTH_LIMIT else ():
            yield from self.folder(entry.path, f"{where}{entry.name}/", depth + 1)

    def _entries(self, path: str) -> list[os.DirEntry[str]]:
        try:
            about = Path(path).stat()
            if (about.st_dev, about.st_ino) in self.seen:
                return []
            self.seen.add((about.st_dev, about.st_ino))
            with os.scandir(path) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError:
            self.troubles.append(Trouble(path, "This folder could not be read. Check its permissions."))
            return []


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
