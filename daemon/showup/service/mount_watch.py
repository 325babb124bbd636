"""Notices that something was mounted or unmounted: watching a folder does not tell it."""

from __future__ import annotations

import asyncio
import logging
import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from showup.mounts import TABLE

__all__ = ["mounts_watched"]

_log = logging.getLogger(__name__)


@contextmanager
def mounts_watched(changed: Callable[[], None]) -> Iterator[None]:
    """Within, `changed` is called in the loop after each change of the table of mounts; never where there is no such table."""
    loop = asyncio.get_running_loop()
    try:
        table, poll = TABLE.open("rb"), select.epoll()
    except (OSError, AttributeError) as err:
        _log.debug("mounts are not watched: %s", err)
        yield
        return
    with table, poll:
        # The table speaks up by "urgent data", which a loop does not listen for; a poll around it becomes readable then.
        poll.register(table, select.EPOLLPRI | select.EPOLLERR)

        def spoken() -> None:
            poll.poll(0)  # empties it; the loop's own look may have done so already
            changed()

        loop.add_reader(poll.fileno(), spoken)
        try:
            yield
        finally:
            loop.remove_reader(poll.fileno())
