"""One question to a service of the machine, over a connection of its own to the system bus."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from showup.errors import ShowupError

if TYPE_CHECKING:
    from dbus_fast import Message

__all__ = ["ask"]

_PATIENCE_S = 5


async def ask(to: tuple[str, str, str], member: str, signature: str, *body: Any) -> Message:  # noqa: ANN401 as D-Bus has it
    """The answer of `member` of `to` (name, path, interface), with its file descriptors. Starts nobody.

    ShowupError when there is no bus, nobody of that name, no answer within five seconds, or a refusal; it says which.
    """
    from dbus_fast.errors import DBusFastError  # noqa: PLC0415 an edge that many machines lack

    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await _asked(to, member, signature, body)
    except TimeoutError as err:
        raise ShowupError(f"{to[0]} does not answer") from err
    except (OSError, EOFError, ValueError, DBusFastError) as err:
        raise ShowupError(f"there is no system bus ({str(err) or type(err).__name__})") from err


async def _asked(to: tuple[str, str, str], member: str, signature: str, body: tuple[Any, ...]) -> Message:
    from dbus_fast import BusType, Message, MessageFlag, MessageType  # noqa: PLC0415 see above
    from dbus_fast.aio import MessageBus  # noqa: PLC0415

    bus = MessageBus(bus_type=BusType.SYSTEM, negotiate_unix_fd=True)
    try:
        await bus.connect()
        name, path, interface = to
        message = Message(
            destination=name, path=path, interface=interface, member=member, signature=signature, body=list(body),
            flags=MessageFlag.NO_AUTOSTART,
        )  # fmt: skip
        reply = await bus.call(message)
    finally:
        bus.disconnect()
        await asyncio.sleep(0)  # the loop's turn in which the connection notices
    if reply is None:
        raise ShowupError("the system bus went away")
    if reply.message_type is MessageType.ERROR:
        raise ShowupError(str(reply.body[0]) if reply.body else str(reply.error_name))
    return reply
