"""Calendars on this machine: a file, or a folder of files (vdir). Only regular files are opened, and never
too much.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from showup.errors import SourceError
from showup.ports import Trouble

__all__ = ["File", "Files", "read"]

_FILE_LIMIT = 32 << 20
_FOLDER_LIMIT = 64 << 20
_FILES_LIMIT = 20_000
_DEPTH_LIMIT = 12
_LOOKS_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class File:
    """One calendar file's bytes; `where` names it for the person."""

    where: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """What stands at a path. `single` says that the path is a file of its own, not a folder."""

    files: tuple[File, ...]
    troubles: tuple[Trouble, ...]
    single: bool


def read(path: Path) -> Files:
    """All calendar files at `path`; raises SourceError when there is none that could be read."""
    try:
        folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise SourceError(_why(path, error)) from None
    if not folder:
        return Files((File(path.name, _bytes(path, _FILE_LIMIT)),), (), single=True)
    return _folder(path)


def _folder(path: Path) -> Files:
    files: list[File] = []
    troubles: list[Trouble] = []
    room = _FOLDER_LIMIT
    for found in _found(path, troubles):
        where = str(found.relative_to(path))
        if len(files) >= _FILES_LIMIT:
            troubles.append(
                Trouble(str(path), f"It has more than {_FILES_LIMIT} calendar files; the rest was left out.")
            )
            break
        try:
            files.append(File(where, _bytes(found, min(room, _FILE_LIMIT))))
            room -= len(files[-1].data)
        except SourceError as error:
            troubles.append(Trouble(where, str(error)))
    if not files:
        reason = f" ({troubles[0].why})" if troubles else ""
        raise SourceError(f"{path} holds no .ics file that can be read{reason}. Is it the right folder, and mounted?")
    return Files(tuple(files), tuple(troubles), single=False)


def _found(top: Path, troubles: list[Trouble]) -> Iterator[Path]:
    """The .ics files below `top` in a fixed order. Links are followed, each real folder is entered once."""
    seen: set[tuple[int, int]] = set()
    looks = 0

    def failed(error: OSError) -> None:
        troubles.append(Trouble(str(error.filename), "This folder could not be read. Check its permissions."))

    for folder, folders, names in os.walk(top, followlinks=True, onerror=failed):
        here = Path(folder)
        if not _first_visit(here, seen) or len(here.relative_to(top).parts) >= _DEPTH_LIMIT:
            folders.clear()
            continue
        folders.sort()
        looks += len(names) + len(folders)
        if looks > _LOOKS_LIMIT:
            troubles.append(Trouble(str(top), "It holds too many files to look through; the rest was left out."))
            return
        yield from (here / name for name in sorted(names) if name.lower().endswith(".ics"))


def _first_visit(folder: Path, seen: set[tuple[int, int]]) -> bool:
    try:
        about = folder.stat()
    except OSError:
        return False
    identity = (about.st_dev, about.st_ino)
    if identity in seen:
        return False
    seen.add(identity)
    return True


def _bytes(path: Path, limit: int) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # before opening: opening a device can have effects
            raise SourceError(f"{path} is not a regular file. Give the path of an .ics file or of a folder of them.")
        # A named pipe may have taken the file's place since: it must not block.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            data = file.read(limit + 1) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
    except OSError as error:
        raise SourceError(_why(path, error)) from None
    if len(data) > limit:
        raise SourceError(
            f"{path} is larger than the {limit >> 20} MB left for it. Export a calendar of fewer years.",
        )
    return data


def _why(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"{path} does not exist. Check the path; a relative one counts from where showup was started."
    if isinstance(error, PermissionError):
        return f"{path} may not be read. Check its permissions."
    return f"{path} could not be read ({getattr(error, 'strerror', None) or 'the path is not valid'})."
