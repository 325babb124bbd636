"""Hides what an alarm is about while others see the screen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from showup import plugins
from showup.announce_covered import cover
from showup.model import Details
from showup.ports import Announcement, Sharing

__all__ = ["Tact", "watchers"]

PATIENCE = timedelta(seconds=1)
"""An alarm waits no longer for the answer: who cannot say in that time whether the screen is shared counts as saying no."""

_log = logging.getLogger(__name__)


def watchers() -> dict[str, Sharing]:
    """Whoever can say on this machine whether the screen is shared."""
    found: dict[str, Sharing] = {}
    for name, plugin in plugins.load(plugins.SHARING).items():
        if plugin.factory is None:
            _log.info("%s does not say whether the screen is shared: %s", name, plugin.trouble)
            continue
        try:
            found[name] = plugin.factory({})
        except Exception:  # noqa: BLE001 a guest's fault stays its own
            _log.exception("%s", name)
    return found


class Tact:
    """`zone` is where the person is now."""

    def __init__(self, details: Details, watchers: Mapping[str, Sharing], zone: Callable[[], ZoneInfo]) -> None:
        self._details = details
        self._watchers = {} if details is Details.ALL else watchers
        self._zone = zone
        self._looking: asyncio.Task[bool] | None = None

    async def fitting(self, announcement: Announcement) -> Announcement:
        """It, or what others may see of it."""
        if self._watchers and await self._is_shared():
            return cover(announcement, self._details, self._zone())
        return announcement

    async def _is_shared(self) -> bool:
        """One look serves all that ring at that moment."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        looking = self._looking
        await asyncio.wait({looking}, timeout=PATIENCE.total_seconds())  # a guest may not even let itself be cancelled
        return looking.done() and not looking.cancelled() and looking.result()

    async def _look(self) -> bool:
        asked = (self._ask(name, watcher) for name, watcher in self._watchers.items())
        return any(await asyncio.gather(*asked))

    async def _ask(self, name: str, watcher: Sharing) -> bool:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                return await watcher.shared()
        except Exception as err:  # noqa: BLE001 a guest's fault stays its own, and stops no alarm
            _log.info("%s does not say whether the screen is shared: %r", name, err)
            return False
