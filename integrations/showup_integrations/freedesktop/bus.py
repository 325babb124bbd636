"""The session bus: how it is found and called, and the one place where its failures become sentences."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.errors import DBusFastError

from showup.errors import DeliveryError
from showup.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Awaitable

__all__ = ["LOST", "PATIENCE", "address", "call", "connect", "hanging", "within"]

PATIENCE = timedelta(seconds=5)
LOST = "The session bus went away. showup connects again at the next alarm."

_ERROR = "org.freedesktop.DBus.Error."
_NOBODY = {f"{_ERROR}ServiceUnknown", f"{_ERROR}NameHasNoOwner"}
_DIED = {f"{_ERROR}NoReply", f"{_ERROR}Disconnected"}
_MUTE = {f"{_ERROR}Timeout", f"{_ERROR}TimedOut"}


def address() -> str | None:
    """Where the session bus listens: DBUS_SESSION_BUS_ADDRESS, else systemd's socket, else None."""
    if given := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return given
    place = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}") / "bus"
    return f"unix:path={quote(str(place))}" if place.is_socket() else None


async def connect() -> MessageBus:
    """A connection of its own to the session bus; raises DeliveryError."""
    place = address()
    if place is None:
        raise DeliveryError(
            "There is no session bus, so no notification can be shown. Run showup inside your desktop "
            "session, as `showup service install` does, or set DBUS_SESSION_BUS_ADDRESS."
        )
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await MessageBus(bus_address=place).connect()
    except TimeoutError as err:
        raise DeliveryError("The session bus does not answer. Log out and in again.") from err
    except (OSError, EOFError, DBusFastError) as err:
        why = one_line(str(err), 200) or type(err).__name__
        raise DeliveryError(
            f"The session bus at {one_line(place, 200)} cannot be reached ({why}). Log out and in again, "
            "or correct DBUS_SESSION_BUS_ADDRESS."
        ) from err


async def within(answer: Awaitable[Message], whom: str) -> Message:
    """The answer, or DeliveryError when `whom` keeps it for longer than PATIENCE."""
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await answer
    except TimeoutError as err:
        raise hanging(whom) from err


def hanging(whom: str) -> DeliveryError:
    """Somebody is there and says nothing."""
    return DeliveryError(f"{whom} does not answer (waited {PATIENCE.seconds} s). Restart it, or log out and in again.")


async def call(
    bus: MessageBus, to: tuple[str, str, str], member: str, signature: str = "", body: tuple[Any, ...] = ()
) -> Message:
    """Call `member` of `to` (name, path, interface).

    Waits for the reply however long it takes: `within` sets a limit. Raises DeliveryError.
    """
    name, path, interface = to
    message = Message(
        destination=name, path=path, interface=interface, member=member, signature=signature, body=list(body)
    )
    try:
        reply: Message | None = await bus.call(message) if bus.connected else None
    except (OSError, EOFError, DBusFastError) as err:
        raise DeliveryError(LOST) from err
    if reply is None:  # what dbus-fast answers when the connection was closed from this side
        raise DeliveryError(LOST)
    if reply.message_type is MessageType.ERROR:
        raise _refusal(reply)
    return reply


def _refusal(reply: Message) -> DeliveryError:
    name = reply.error_name or ""
    said = one_line(str(reply.body[0]), 200) if reply.body else name
    if name in _NOBODY:
        return DeliveryError(
            "No notification server runs in this session. Log in to a desktop, or install one and start it "
            "(for example the package dunst)."
        )
    if name.startswith(f"{_ERROR}Spawn"):
        return DeliveryError(f"The notification server could not be started ({said}). Start it by hand.")
    if name in _DIED:
        return DeliveryError("The notification server stopped in the middle of an alarm. Start it again.")
    if name in _MUTE:
        return hanging("The notification server")
    return DeliveryError(f"The notification server refused the alarm ({said}). Restart it or use another.")
