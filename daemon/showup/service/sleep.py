"""Hears from logind that the machine woke up: the second signal of a resume, beside the timer on the wall clock.

No system bus or no logind is no trouble: the timer and the auditor notice a resume without them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

__all__ = ["SleepWatch"]

_PATIENCE_S = 5
_MANAGER = "org.freedesktop.login1.Manager"
_MEMBER = "PrepareForSleep"
_RULE = f"type='signal',sender='org.freedesktop.login1',interface='{_MANAGER}',member='{_MEMBER}'"
_DAEMON = "org.freedesktop.DBus"
_log = logging.getLogger(__name__)


class SleepWatch:
    """`awake` is called in the loop each time the machine has woken up."""

    def __init__(self, awake: Callable[[], None]) -> None:
        self._awake = awake
        self._bus: MessageBus | None = None
        self.tries = False
        """Whether it is just being tried."""

    @property
    def hears(self) -> bool:
        """Whether there is a system bus to hear it from."""
        return self._bus is not None and self._bus.connected

    async def listen(self) -> None:
        """Begin to listen, if it does not yet. Never raises; to be tried again later when `hears` stays False."""
        from dbus_fast.errors import DBusFastError  # noqa: PLC0415 with the bus, below

        if self.hears or self.tries:
            return
        self.tries = True
        try:
            async with asyncio.timeout(_PATIENCE_S):
                self._bus = await _connected(self._hear)
        except (OSError, EOFError, ValueError, DBusFastError) as err:
            _log.debug("no system bus: %s", err)
        finally:
            self.tries = False

    def close(self) -> None:
        if self.hears and self._bus is not None:
            self._bus.disconnect()
        self._bus = None

    def _hear(self, message: Message) -> None:
        what = (message.interface, message.member, message.signature)
        if what == (_MANAGER, _MEMBER, "b") and not message.body[0]:
            self._awake()


async def _connected(hear: Callable[[Message], None]) -> MessageBus:
    from dbus_fast import BusType, Message, MessageType  # noqa: PLC0415 an edge that many machines lack
    from dbus_fast.aio import MessageBus  # noqa: PLC0415

    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    bus.add_message_handler(hear)
    wanted = Message(_DAEMON, "/org/freedesktop/DBus", _DAEMON, "AddMatch", signature="s", body=[_RULE])
    reply: Message | None = None
    try:
        reply = await bus.call(wanted)
    finally:
        if reply is None or reply.message_type is MessageType.ERROR:
            bus.disconnect()  # one that hears nothing is none
    return bus
