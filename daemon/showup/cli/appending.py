"""Adds a table to the person's configuration file, and leaves the rest of it as it is, to the byte."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from showup import paths
from showup.config import parse
from showup.connect import Setting
from showup.errors import ConfigError

__all__ = ["append", "box_table", "channel_table", "present", "put", "table"]

_HEADER = """# The configuration of showup. `showup config` shows every setting that is in force, and where it comes from;
# a change is followed without a restart, and a mistake is told with its line.
"""


def table(kind: str, name: str, settings: Mapping[str, Setting]) -> str:
    """A [[source]] table as TOML."""
    return _table("[[source]]", {"kind": kind, "name": name, **settings})


def channel_table(name: str, settings: Mapping[str, Setting]) -> str:
    """A [channel.NAME] table as TOML."""
    return _table(f"[channel.{name}]", settings)


def box_table(name: str, settings: Mapping[str, Setting]) -> str:
    """A [recovery.NAME] table as TOML."""
    return _table(f"[recovery.{name}]", settings)


def _table(head: str, rows: Mapping[str, Setting]) -> str:
    return "\n".join([head, *(f"{key} = {_value(value)}" for key, value in rows.items()), ""])


def append(file: Path, text: str) -> None:
    """Add `text` at the end. The file is only replaced when all of it can be read as a configuration; raises ConfigError else."""
    new = _joined(present(file), text)
    try:
        parse(new, file)
    except ConfigError as err:
        raise ConfigError(f"{err}\nNothing was written. Add this by hand where it fits:\n{text}") from None
    put(file, new)


def present(file: Path) -> bytes:
    """What stands in the file; a first line about it where there is none yet. Raises ConfigError."""
    try:
        return file.read_bytes() if file.exists() else _HEADER.encode()
    except OSError as err:
        raise ConfigError(f"{file}: cannot be read: {err.strerror}; change it by hand") from None


def put(file: Path, data: bytes) -> None:
    """Write the file anew, whole or not at all, as readable as it was; a new one is for the person alone. Raises ConfigError."""
    place = Path(os.path.realpath(file))  # a link is kept, for those who have their settings in a repository
    try:
        paths.made(place.parent)
        paths.write(place, data, place.stat().st_mode & 0o777 if place.exists() else 0o600)
    except OSError as err:
        raise ConfigError(f"{file}: cannot be written: {err.strerror}; change it by hand") from None


def _joined(old: bytes, text: str) -> bytes:
    if not old.strip():
        return old + text.encode()
    return old + (b"\n" if old.endswith(b"\n") else b"\n\n") + text.encode()


def _value(value: Setting) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool | int):
        return str(value).lower()
    return f"[{', '.join(map(_text, value))}]"


def _text(text: str) -> str:
    """A TOML text in quotes. JSON's rules are TOML's, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
