"""A folder of files that were written here, with a note beside each of what was written.

The note is how an edited file is told from an untouched one. It lies in a hidden folder of its own, not in
the file, so that nothing of it travels when the file is sent.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from showup import paths

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["put", "safe_name", "withdraw"]

_NOTES = ".written"
_LONGEST_NAME = 80
_MOST_COPIES = 99
_SUFFIX = ".eml"


def put(folder: Path, name: str, data: bytes) -> Path:
    """Write `data` as `name`: over what was written so before, or beside it when somebody has edited that.

    Putting the very same data again changes nothing, edited or not. Raises OSError.
    """
    for place in (folder, folder / _NOTES):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in _paths(folder, name):
        notes = _notes(path, name)
        untouched = _is_untouched(path, notes)
        if path.exists() and not untouched and notes[-1:] == [_digest(data)]:
            return path  # the person's own version of this very text
        if not path.exists() or untouched:
            # the note first, the digest of what is there in it too: after a crash in between, and after the next one,
            # the file still counts as untouched
            there = [_digest(path.read_bytes())] if path.exists() else []
            _write(_note(path), "\n".join([_owner(name), *there, _digest(data)]).encode())
            _write(path, data)
            return path
    raise FileExistsError(17, "too many edited copies of this draft", str(folder / name))


def withdraw(folder: Path, name: str) -> None:
    """Remove what was written under that name and not edited since. Raises OSError."""
    for path in _paths(folder, name):
        if not path.exists() and not _note(path).exists():
            return
        notes = _notes(path, name)
        if notes and (not path.exists() or _is_untouched(path, notes)):
            path.unlink(missing_ok=True)
            _note(path).unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """`name` where it is a plain file name, else something like it with a hash: two names never meet."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) and len(name) <= _LONGEST_NAME:
        return name
    like = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_")[: _LONGEST_NAME // 2]
    return f"{like or 'draft'}-{_digest(name.encode('utf-8', 'replace'))[:12]}"


def _paths(folder: Path, name: str) -> Iterator[Path]:
    stem = safe_name(name)
    yield folder / f"{stem}{_SUFFIX}"
    for copy in range(2, _MOST_COPIES + 1):
        yield folder / f"{stem}-{copy}{_SUFFIX}"


def _notes(path: Path, name: str) -> list[str]:
    """The digests that were written there under `name`, oldest first; none when it is another's file."""
    with suppress(FileNotFoundError):
        owner, *digests = _note(path).read_text("utf-8").split("\n")
        return digests if owner == _owner(name) else []
    return []


def _is_untouched(path: Path, notes: list[str]) -> bool:
    return bool(notes) and path.is_file() and _digest(path.read_bytes()) in notes


def _note(path: Path) -> Path:
    return path.parent / _NOTES / path.name


def _owner(name: str) -> str:
    return _digest(name.encode("utf-8", "replace"))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, for the owner's eyes only, and there for good."""
    paths.write(path, data)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
