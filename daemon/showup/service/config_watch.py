"""Notices that the configuration file is another one than the service was started with: it is read at a start only."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

from showup import paths
from showup.service.left_alone import patiently

__all__ = ["ConfigWatch"]

_PATIENCE = timedelta(seconds=2)
_NONE = ""


class ConfigWatch:
    """`path` is the file that was read, None when there was none in the default place. `foreground`: the person started it."""

    def __init__(self, path: Path | None, *, foreground: bool) -> None:
        self._place = path or paths.config_file()
        self._began = _digest(self._place)
        self._changed = False
        how = "stop `showup run` and start it again" if foreground else "systemctl --user restart showup.service"
        self._why = f"changed since the service was started: {how}"

    @property
    def why(self) -> str | None:
        """What is wrong with it, as of the last look; None when it is the one that is followed."""
        return self._why if self._changed else None

    async def look(self) -> bool:
        """Compare again; whether it has changed since the last look. A disk that hangs says nothing new."""
        before, said = self._changed, await patiently(lambda: _digest(self._place), _PATIENCE)
        if said is not None and self._began is not None:
            self._changed = said != self._began
        return self._changed and not before


def _digest(place: Path) -> str | None:
    """A name of what stands there; None when that cannot be said."""
    try:
        return hashlib.blake2b(place.read_bytes(), digest_size=16).hexdigest()
    except FileNotFoundError:
        return _NONE
    except OSError:
        return None
