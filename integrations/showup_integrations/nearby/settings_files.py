"""The files in which other programs keep their settings: bounded, regular, and never an error."""

from __future__ import annotations

import configparser
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

__all__ = ["Groups", "files", "groups", "text"]

Groups = Mapping[str, Mapping[str, str]]
"""The groups of a key file (Desktop Entry Specification) with their keys, as they are written."""

_LARGEST = 4 << 20
_MOST_FILES = 500


def files(folder: Path, ending: str) -> Sequence[Path]:
    """The files of a folder with that ending, in their order; none where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for _, entry in zip(range(_MOST_FILES), entries, strict=False))
    except OSError:
        return ()
    return [folder / name for name in names if name.endswith(ending)]


def text(path: Path) -> str:
    """What stands in it; nothing for one that is too large, is no file, or cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a FIFO must not keep anybody waiting
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
                return ""
            return file.read(_LARGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def groups(path: Path) -> Groups:
    """The groups of a key file; none for one that cannot be understood."""
    parser = configparser.RawConfigParser(
        strict=False, delimiters=("=",), comment_prefixes=("#",), default_section="\0", empty_lines_in_values=False
    )
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # keys keep their capitals
    try:
        parser.read_string(text(path))
    except configparser.Error:
        return {}
    return {name: dict(_pairs(parser, name)) for name in parser.sections()}


def _pairs(parser: configparser.RawConfigParser, group: str) -> Iterator[tuple[str, str]]:
    for key, value in parser.items(group):
        yield key, (value or "").strip()
