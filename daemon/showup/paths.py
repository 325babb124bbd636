"""Where showup keeps things, by the XDG base directories. The environment is read at each call.

Every command needs it, and `showup here` is to be instant: what few functions need is imported there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from showup.errors import ShowupError

if TYPE_CHECKING:
    import mmap

__all__ = [
    "cache_dir",
    "config_file",
    "control_socket",
    "data_dir",
    "drafts",
    "ledger",
    "made",
    "runtime_dir",
    "source_cache",
    "source_caches",
    "state_dir",
    "write",
]

_NAME = "showup"
_OWN = 0o700  # drafts, answers and the control socket are the person's alone


def config_file() -> Path:
    """The configuration, whether it exists or not."""
    return _own("config") / "config.toml"


def state_dir() -> Path:
    """What must survive a restart."""
    return _own("state")


def ledger() -> Path:
    """The durable record."""
    return state_dir() / "ledger.db"


def cache_dir() -> Path:
    """What can be had again."""
    return _own("cache")


def source_caches() -> Path:
    """Where the sources keep what makes their next readings cheap, each in a folder of its own."""
    return cache_dir() / "sources"


def source_cache(name: str, among: Path | None = None) -> Path:
    """The folder of the source of that name; "." and ".." are names too."""
    from urllib.parse import quote  # noqa: PLC0415 see above

    return (among or source_caches()) / quote(name, safe="").replace(".", "%2E")[:100]


def data_dir() -> Path:
    """What belongs to the person."""
    return _own("data")


def drafts() -> Path:
    """showup's own drafts folder."""
    return data_dir() / "drafts"


def runtime_dir() -> Path:
    """What lives as long as the login; without XDG_RUNTIME_DIR a folder of the state directory."""
    given = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    return given / _NAME if given.is_absolute() else state_dir() / "run"


def control_socket() -> Path:
    """The service's Unix socket."""
    return runtime_dir() / "control.sock"


def made(folder: Path) -> Path:
    """The folder, made if it was not there, it and what had to be made above it for the person alone (0700).

    One that exists keeps its mode: it may be the person's own choice. Raises ShowupError.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        for place in reversed(missing):
            place.mkdir(mode=_OWN, exist_ok=True)
        if not folder.is_dir():
            raise NotADirectoryError(20, "a file is in its place", str(folder))
    except OSError as err:
        why = f"cannot make the folder {folder}: {err.strerror}; make it, or free its place"
        raise ShowupError(why) from err
    return folder


def write(path: Path, data: bytes | mmap.mmap, mode: int = 0o600) -> None:
    """Put it there whole or not at all, on the disk and not only on its way; its folder must exist. Raises OSError."""
    import tempfile  # noqa: PLC0415 see above

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _own(what: str) -> Path:
    """The folder of the person's for showup's config, state, cache or data."""
    import platformdirs  # noqa: PLC0415 see above

    folder: Path = getattr(platformdirs, f"user_{what}_path")(_NAME)
    return folder
