"""Leaves what will ring with those channels that can have it rung while this machine sleeps, is broken or was stolen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from showup.coming import coming
from showup.ports import Ahead
from showup.service.desk import Desk
from showup.service.gate import answered

__all__ = ["Aheads"]

_EVERY = timedelta(hours=1)
"""What is further away than the horizon comes nearer without anything having changed."""

_PATIENCE = timedelta(seconds=10)
_log = logging.getLogger(__name__)


class Aheads:
    """`channels` are those that are an Ahead, by name."""

    def __init__(self, desk: Desk, channels: Mapping[str, Ahead], clock: Callable[[], datetime]) -> None:
        self._desk = desk
        self._channels = channels
        self._clock = clock
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """An answer, a calendar or an alarm may have changed what will ring."""
        self._changed.set()

    async def forever(self) -> None:
        """Until cancelled; at once when there is no such channel."""
        while self._channels:
            self._changed.clear()
            await asyncio.gather(*(self._lay(name, channel) for name, channel in self._channels.items()))
            try:
                async with asyncio.timeout(_EVERY.total_seconds()):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def _lay(self, name: str, channel: Ahead) -> None:
        if self._desk.trouble is not None and not self._desk.watches:
            return  # a record that cannot be read does not mean that there is nothing
        wanted = coming(self._desk.watches.values(), name, self._clock(), self._desk.rules)
        try:
            await answered(channel.lay(wanted), _PATIENCE.total_seconds())
        except Exception:  # noqa: BLE001 a channel is a guest
            _log.exception("channel %s could not be told what will ring", name)
