"""The folders that are watched for calendars, and which calendar an event in one of them belongs to."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from showup.service.watch_plan import CALENDARS, Plan

if TYPE_CHECKING:
    from asyncinotify import Event, Inotify, Mask

__all__ = ["Folders"]

_log = logging.getLogger(__name__)


class Folders:
    """The watches of one `inotify`. Two calendars can share a folder, and two ways can lead to one."""

    def __init__(self, inotify: Inotify) -> None:
        self._inotify = inotify
        # For each calendar: the watches (by their number) with the names that matter there; no names: every calendar.
        self._names: dict[str, dict[int, frozenset[str]]] = {}

    def watch(self, name: str, plan: Plan) -> bool:
        """Watch for a calendar what is planned and no more; whether all of that is watched and it is enough."""
        names: dict[int, frozenset[str]] = {}
        complete = plan.complete
        for folder, wanted in plan.folders:
            try:
                number = self._inotify.add_watch(folder, _mask()).wd
            except OSError as err:
                _log.debug("%s is not watched: %s", folder, err)
                complete = False
            else:
                names[number] = _both(names[number], wanted) if number in names else wanted
        self._names[name] = names
        self._drop_others()
        return complete

    def touched_by(self, event: Event) -> list[str]:
        """The calendars that the event may have changed."""
        from asyncinotify import Mask  # noqa: PLC0415

        if event.mask & Mask.Q_OVERFLOW:  # some events were lost
            return list(self._names)
        return [name for name, folders in self._names.items() if _matters(event, folders)]

    def _drop_others(self) -> None:
        wanted = {number for folders in self._names.values() for number in folders}
        for watch in self._inotify.watches:
            if watch.wd not in wanted:
                with suppress(OSError):  # its folder is gone, and the watch with it
                    self._inotify.rm_watch(watch)


def _both(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Names that matter by the one or the other; none at all means every calendar."""
    return one | other if one and other else frozenset()


def _mask() -> Mask:
    from asyncinotify import Mask  # noqa: PLC0415

    come = Mask.CREATE | Mask.MOVED_TO | Mask.CLOSE_WRITE | Mask.ATTRIB  # a permission that is given back, too
    return come | Mask.DELETE | Mask.MOVED_FROM | Mask.DELETE_SELF | Mask.MOVE_SELF | Mask.ONLYDIR


def _matters(event: Event, folders: dict[int, frozenset[str]]) -> bool:
    from asyncinotify import Mask  # noqa: PLC0415

    watch = event.watch
    if watch is None or watch.wd not in folders:
        return False
    if event.name is None:  # the folder itself: gone, moved, unmounted
        return True
    name, wanted = str(event.name), folders[watch.wd]
    return name in wanted or (not wanted and (name.lower().endswith(CALENDARS) or bool(event.mask & Mask.ISDIR)))
