"""Notices that the machine's zone was changed, by the files that say it.

Where they cannot be watched (another system, no inotify left) the auditor notices it a little later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

__all__ = ["ZoneWatch"]

_NAMES = frozenset({"localtime", "timezone"})
_log = logging.getLogger(__name__)


class ZoneWatch:
    """`changed` is called in the loop when /etc/localtime or /etc/timezone was replaced, written or removed."""

    def __init__(self, changed: Callable[[], None], folder: Path = Path("/etc")) -> None:
        self._changed = changed
        self._folder = folder

    async def forever(self) -> None:
        """Watch until cancelled; returns when the folder cannot be watched."""
        try:
            await self._watch()
        except (ImportError, OSError) as err:
            _log.debug("%s is not watched: %s", self._folder, err)

    async def _watch(self) -> None:
        from asyncinotify import Inotify, Mask  # noqa: PLC0415 only Linux has it

        # A link is replaced by renaming another over it, or removed and made again; a plain file is written.
        wanted = Mask.MOVED_TO | Mask.CREATE | Mask.CLOSE_WRITE | Mask.DELETE | Mask.ONLYDIR
        with Inotify() as inotify:
            inotify.add_watch(self._folder, wanted)
            async for event in inotify:
                if str(event.name) in _NAMES or Mask.Q_OVERFLOW in event.mask:
                    self._changed()
                if Mask.IGNORED in event.mask:
                    return
