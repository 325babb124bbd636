"""Adds a table to the person's configuration file, and leaves the rest of it as it is, to the byte."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from showup import paths
from showup.config import load
from showup.connect import Setting
from showup.errors import ConfigError

__all__ = ["append", "table"]


def table(kind: str, name: str, settings: Mapping[str, Setting]) -> str:
    """A [[source]] table as TOML."""
    rows: dict[str, Setting] = {"kind": kind, "name": name, **settings}
    return "\n".join(["[[source]]", *(f"{key} = {_value(value)}" for key, value in rows.items()), ""])


def append(file: Path, text: str) -> None:
    """Add `text` at the end. The file is only replaced when all of it can be read as a configuration; raises ConfigError else."""
    place = Path(os.path.realpath(file))  # a link is kept, for those who have their settings in a repository
    try:
        paths.made(place.parent)
        old = place.read_bytes() if place.exists() else b""
        mode = place.stat().st_mode & 0o777 if place.exists() else 0o600
        new = _written(place, _joined(old, text), mode)
    except OSError as err:
        raise ConfigError(f"{file}: cannot be written: {err.strerror}; add the table by hand") from None
    try:
        load(new)
        new.replace(place)
    except ConfigError as err:
        why = str(err).replace(str(new), str(file))
        raise ConfigError(f"{why}\nNothing was written. Add this by hand where it fits:\n{text}") from None
    except OSError as err:
        raise ConfigError(f"{file}: cannot be written: {err.strerror}; add the table by hand") from None
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _joined(old: bytes, text: str) -> bytes:
    if not old.strip():
        return old + text.encode()
    return old + (b"\n" if old.endswith(b"\n") else b"\n\n") + text.encode()


def _written(place: Path, data: bytes, mode: int) -> Path:
    """A new file beside `place`, safely on the disk."""
    number, name = mkstemp(prefix=".", suffix=".toml", dir=place.parent)
    with os.fdopen(number, "wb") as file:
        file.write(data)
        file.flush()
        os.fchmod(number, mode)
        os.fsync(number)
    return Path(name)


def _value(value: Setting) -> str:
    if isinstance(value, str):
        return _text(value)
    return f"[{', '.join(map(_text, value))}]"


def _text(text: str) -> str:
    """A TOML text in quotes. JSON's rules are TOML's, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
