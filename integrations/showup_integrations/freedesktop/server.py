"""Talking to whoever owns org.freedesktop.Notifications: listening, asking, showing, closing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showup.plain import one_line
from showup_integrations.freedesktop import bus as session
from showup_integrations.freedesktop.held import PROPERTIES
from showup_integrations.freedesktop.note import NOTIFY_SIGNATURE, Server, notify_arguments

if TYPE_CHECKING:
    from collections.abc import Callable

    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

    from showup.ports import Announcement

__all__ = ["DAEMON", "NAME", "Met", "ask", "listen", "notify", "take_away"]

NAME = "org.freedesktop.Notifications"
DAEMON = "org.freedesktop.DBus"

_SERVER = (NAME, "/org/freedesktop/Notifications", NAME)
_BUS = (DAEMON, "/org/freedesktop/DBus", DAEMON)
_RULES = (
    f"type='signal',sender='{DAEMON}',interface='{DAEMON}',member='NameOwnerChanged',arg0='{NAME}'",
    f"type='signal',sender='{NAME}',interface='{NAME}',member='ActionInvoked'",
    f"type='signal',sender='{NAME}',interface='{NAME}',member='NotificationClosed'",
    f"type='signal',sender='{NAME}',interface='{PROPERTIES}',member='PropertiesChanged'",
)
_SOMEBODY = "The notification server"


@dataclass(frozen=True, slots=True)
class Met:
    """A server, its unique name on the bus, and the connection on which it was asked."""

    server: Server
    owner: str
    bus: MessageBus


async def listen(hear: Callable[[Message], None]) -> MessageBus:
    """A new connection on which `hear` gets the server's signals and its comings and goings."""
    bus = await session.connect()
    bus.add_message_handler(hear)
    try:
        for rule in _RULES:
            await session.within(session.call(bus, _BUS, "AddMatch", "s", (rule,)), "The session bus")
    except BaseException:
        bus.disconnect()  # half a connection would show buttons and hear no press
        raise
    return bus


async def ask(bus: MessageBus) -> Met:
    """Who shows notifications now, and what they can do; starts one, if the bus knows how."""
    able = await session.within(session.call(bus, _SERVER, "GetCapabilities"), _SOMEBODY)
    about = await session.within(session.call(bus, _SERVER, "GetServerInformation"), _SOMEBODY)
    if able.sender != about.sender:  # one took over from another between the two questions
        return await ask(bus)
    return Met(Server(_name_in(about), _capabilities_in(able)), about.sender or "", bus)


async def notify(met: Met, announcement: Announcement, replaces: int) -> int:
    """Show it, however long the server takes; returns the id of the notification."""
    arguments = notify_arguments(announcement, met.server, replaces)
    reply = await session.call(met.bus, _SERVER, "Notify", NOTIFY_SIGNATURE, arguments)
    return int(reply.body[0])


async def take_away(bus: MessageBus, note: int) -> None:
    """Close a notification."""
    await session.within(session.call(bus, _SERVER, "CloseNotification", "u", (note,)), _SOMEBODY)


def _capabilities_in(reply: Message) -> frozenset[str]:
    return frozenset(reply.body[0]) if reply.signature == "as" else frozenset()


def _name_in(reply: Message) -> str:
    return one_line(reply.body[0], 60) if reply.signature == "ssss" else _SOMEBODY
