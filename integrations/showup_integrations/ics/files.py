"""Calendars on this machine: a file, or a folder of files (vdir). Only regular files are opened, and never
too much.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from showup.errors import SourceError
from showup.ports import Trouble, Unchanged
from showup_integrations.ics.body import PACKED, Body, content, digest, opened
from showup_integrations.ics.folder import Entry, walk
from showup_integrations.ics.found import Found, Text
from showup_integrations.ics.state import state_of

__all__ = ["look"]

_LIMIT = 256 << 20
_FOLDER_LIMIT = 128 << 20  # small files are held in memory, all of them
_BYTES = "bytes:"
_PIECE = 64 << 10


class _OutOfReachError(SourceError):
    """The system does not give a file, now; who has no permission will not get it later either."""

    def __init__(self, path: Path, error: Exception) -> None:
        super().__init__(_why(path, error), denied=isinstance(error, PermissionError))


def look(path: Path, known: str | None, now: datetime) -> Found | Unchanged:
    """What stands at `path`; Unchanged when it is what was `known`. Raises SourceError when there is nothing to be read."""
    try:
        folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise _OutOfReachError(path, error) from None
    return _folder(path, known, now) if folder else _file(path, known, now)


def _file(path: Path, known: str | None, now: datetime) -> Found | Unchanged:
    about, number = _open(path)
    try:
        state = state_of(path, [("", about)], now)
        if state is not None and state == known:
            return Unchanged()
        body = _content(path, number, about, _LIMIT)
    finally:
        os.close(number)
    mark = _mark(state, known, lambda: digest(body))
    if mark == known:
        return Unchanged()
    text = _unpacked(str(path), str(path), body, _LIMIT)
    return Found(iter([text]), mark=None if text.cut else mark)


def _folder(path: Path, known: str | None, now: datetime) -> Found | Unchanged:
    troubles: list[Trouble] = []
    entries = list(walk(path, troubles))
    found = Found(iter(()), troubles, alone=False)
    found.texts = _texts(path, entries, found)
    if troubles:
        return found
    state = state_of(path, ((entry.where, entry.about) for entry in entries), now)
    mark = _mark(state, known, lambda: _digest(entries))
    if mark == known:
        return Unchanged()
    found.mark = mark
    return found


def _mark(state: str | None, known: str | None, digest_of_all: Callable[[], str]) -> str:
    """The state of the files names what they hold, where it can be trusted; else their bytes do, which have to be read."""
    if state is not None and not (known or "").startswith(_BYTES):
        return state
    of_bytes = f"{_BYTES}{digest_of_all()}"
    return of_bytes if state is None or of_bytes == known else state


def _digest(entries: list[Entry]) -> str:
    name = hashlib.sha256()
    for entry in entries:
        try:
            said = digest(_read(Path(entry.path), _LIMIT))
        except SourceError as error:
            said = str(error)
        name.update(repr((entry.where, said)).encode("utf-8", "surrogatepass"))
    return name.hexdigest()[:40]


def _texts(path: Path, entries: list[Entry], found: Found) -> Iterator[Text]:
    """Each file that can be read; when there is none at all, SourceError. With one out of reach what is found has no mark."""
    count, room, denied = 0, _FOLDER_LIMIT, False
    for entry in entries:
        try:
            text = _unpacked(entry.where, entry.path, _read(Path(entry.path), room), room)
        except SourceError as error:
            found.troubles.append(Trouble(entry.where, str(error)))
            denied = denied or error.denied
            if isinstance(error, _OutOfReachError):
                found.mark = None  # the next time it may be there, in the very same state
            continue
        count, room = count + 1, room - len(text.body)
        yield text
    if not count:
        first = f" {found.troubles[0].where}: {found.troubles[0].why}" if found.troubles else ""
        raise SourceError(
            f"{path.absolute()} holds no .ics file that can be read. Check that it is the right folder, and mounted.{first}",
            denied=denied,
        )


def _unpacked(where: str, path: str, body: Body, limit: int) -> Text:
    """The text in a file; one that begins like a gzip file is unpacked, whatever its name is."""
    if body[:2] != PACKED:
        return Text(where, body)
    from showup_integrations.ics.download import Download  # noqa: PLC0415 - few are packed, and it loads an HTTP library

    with closing(Download(path, limit, limit)) as taking:
        complete = taking.take(body[at : at + _PIECE] for at in range(0, len(body), _PIECE))
        return Text(where, taking.body(), cut=not complete)


def _read(path: Path, limit: int) -> Body:
    about, number = _open(path)
    try:
        return _content(path, number, about, limit)
    finally:
        os.close(number)


def _open(path: Path) -> tuple[os.stat_result, int]:
    refusal = f"{path} is not a regular file. Give the path of an .ics file or of a folder of them."
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # before opening: opening a device can have effects
            raise SourceError(refusal)
        number = opened(path)
        about = os.fstat(number)
    except OSError as error:
        raise _OutOfReachError(path, error) from None
    if not stat.S_ISREG(about.st_mode):
        os.close(number)
        raise SourceError(refusal)
    return about, number


def _content(path: Path, number: int, about: os.stat_result, limit: int) -> Body:
    if about.st_size > limit:
        raise SourceError(
            f"{path} is larger than the {limit >> 20} MB left for it. Export a calendar of fewer years.",
        )
    try:
        return content(number, about.st_size)
    except (OSError, ValueError) as error:
        raise _OutOfReachError(path, error) from None


def _why(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"{path.absolute()} does not exist. Check the path."
    if isinstance(error, PermissionError):
        return f"{path} may not be read. Check its permissions."
    return f"{path} could not be read ({getattr(error, 'strerror', None) or 'the path is not valid'})."
