"""Notices that the configuration file is another one than is followed, and whether what stands there now can be followed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from showup import paths
from showup.config import Config, load
from showup.errors import ConfigError
from showup.service.left_alone import patiently

__all__ = ["SETTLES", "ConfigWatch"]

SETTLES = timedelta(seconds=2)
"""Some editors write a file in several steps, and half a configuration may be one that can be read."""

_PATIENCE = timedelta(seconds=2)
_NONE = ""
_GONE = "is gone. Put it back, or restart showup to go on without one"


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands there instead, since when it has been seen there (monotonic), and what is wrong with it ("": nothing)."""

    digest: str
    since: float
    fault: str


class ConfigWatch:
    """`path` is the file that is followed, None when there is none in the default place. `judge` gives what is wrong with a
    configuration that can be read: with it something would not ring that rings now.
    """

    def __init__(self, path: Path | None, judge: Callable[[Config], str]) -> None:
        self._place = path or paths.config_file()
        self._began = _digest(self._place)
        self._judge = judge
        self._change: _Change | None = None
        self._looked = 0.0

    @property
    def has_changed(self) -> bool:
        return self._change is not None

    @property
    def fault(self) -> str:
        """What keeps the change from being followed."""
        return self._change.fault if self._change else ""

    @property
    def is_ready(self) -> bool:
        """There is a change that can be followed, and nobody is writing at it."""
        change = self._change
        return change is not None and not change.fault and self._looked - change.since >= SETTLES.total_seconds()

    async def look(self) -> None:
        """Compare again. A disk that hangs says nothing new."""
        looked = time.monotonic()
        said = await patiently(lambda: _digest(self._place), _PATIENCE)
        if said is None or self._began is None:
            return
        if said == self._began:
            self._change = None
        elif self._change is None or self._change.digest != said:
            fault = await patiently(lambda: self._fault(said), _PATIENCE)
            if fault is None:
                return
            self._change = _Change(said, looked, fault)
        self._looked = looked

    def _fault(self, digest: str) -> str:
        if digest == _NONE:
            return f"{self._place}: {_GONE}"
        try:
            return self._judge(load(self._place))
        except ConfigError as err:
            return str(err)


def _digest(place: Path) -> str | None:
    """A name of what stands there; None when that cannot be said."""
    try:
        return hashlib.blake2b(place.read_bytes(), digest_size=16).hexdigest()
    except FileNotFoundError:
        return _NONE
    except OSError:
        return None
