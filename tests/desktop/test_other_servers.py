"""The desktop channel with notification servers that behave otherwise than dunst."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus
from tests.announced import AT_THE_DOOR

from showup.errors import DeliveryError
from showup_integrations.freedesktop import DesktopChannel

if TYPE_CHECKING:
    from tests.parts import SessionBus

    from showup.ports import Press

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("no_process_left")]

WITHOUT_LINK = replace(AT_THE_DOOR, link=None)
NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


class Server:
    """The smallest notification server: it keeps what it was told and shows nothing."""

    def __init__(self, bus: MessageBus, name: str, capabilities: Sequence[str], refuses: bool) -> None:
        self.bus, self.name, self.capabilities, self.refuses = bus, name, list(capabilities), refuses
        self.told: list[list[Any]] = []
        self.client = ""
        self.closed: list[int] = []

    def answer(self, message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL or message.interface != NAME:
            return None
        if message.member == "GetCapabilities":
            return Message.new_method_return(message, "as", [self.capabilities])
        if message.member == "GetServerInformation":
            return Message.new_method_return(message, "ssss", [self.name, "showup tests", "1", "1.2"])
        if message.member == "CloseNotification":
            self.closed.append(message.body[0])
            return Message.new_method_return(message)
        if self.refuses:
            return Message.new_error(message, f"{NAME}.Error.ExcessNotificationGeneration", "too\x07 many")
        self.told.append(message.body)
        self.client = message.sender or ""
        return Message.new_method_return(message, "u", [message.body[1] or len(self.told)])

    async def signal(self, member: str, signature: str, *body: object) -> None:
        await self.bus.send(Message.new_signal(PATH, NAME, member, signature, list(body)))


@asynccontextmanager
async def serving(
    address: str, *capabilities: str, refuses: bool = False, kind: type[Server] = Server, name: str = "tiny"
) -> AsyncIterator[Server]:
    bus = await MessageBus(bus_address=address).connect()
    server = kind(bus, name, capabilities, refuses)
    bus.add_message_handler(server.answer)
    await bus.request_name(NAME)
    try:
        yield server
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()


@asynccontextmanager
async def opened(presses: list[Press]) -> AsyncIterator[DesktopChannel]:
    channel = DesktopChannel({})
    await channel.open(presses.append)
    try:
        yield channel
    finally:
        await channel.close()


async def until(true: Any) -> None:
    async with asyncio.timeout(3):
        while not true():  # noqa: ASYNC110 - what a server was told has no event
            await asyncio.sleep(0.01)


def test_a_server_without_buttons_is_told_what_to_type(session_bus: SessionBus) -> None:
    async def story() -> None:
        async with serving(session_bus.address, "body") as server, opened([]) as channel:
            await channel.ring(AT_THE_DOOR)
            _, _, _, _, body, actions, _, _ = server.told[0]
            assert actions == []
            assert "showup here (I'm there)" in body

    asyncio.run(story())


def test_capabilities_are_asked_for_again_when_another_server_takes_over(session_bus: SessionBus) -> None:
    async def story() -> None:
        async with opened([]) as channel:
            async with serving(session_bus.address, "body", "actions") as rich:
                await channel.ring(AT_THE_DOOR)
                assert rich.told[0][5]
            async with serving(session_bus.address, "body") as poor:
                await until(lambda: poor.told)
                assert poor.told[0][1] == 0
                assert poor.told[0][5] == []
                assert "showup here" in poor.told[0][4]

    asyncio.run(story())


def test_a_refusal_is_told_in_the_words_of_the_server(session_bus: SessionBus) -> None:
    async def story() -> None:
        async with serving(session_bus.address, refuses=True), opened([]) as channel:
            with pytest.raises(DeliveryError, match=r"refused the alarm \(too many\)"):
                await channel.ring(AT_THE_DOOR)
            assert "refused" in (channel.trouble() or "")

    asyncio.run(story())


def test_a_press_that_another_program_pretends_is_ignored(session_bus: SessionBus) -> None:
    async def story() -> None:
        presses: list[Press] = []
        async with serving(session_bus.address, "actions") as server, opened(presses) as channel:
            await channel.ring(AT_THE_DOOR)
            stranger = await MessageBus(bus_address=session_bus.address).connect()
            forged = Message.new_signal(PATH, NAME, "ActionInvoked", "us", [1, "confirm"])
            forged.destination = server.client
            await stranger.send(forged)
            await asyncio.sleep(0.1)
            assert presses == []
            stranger.disconnect()
            await stranger.wait_for_disconnect()
            await server.signal("ActionInvoked", "us", 1, "confirm")
            await until(lambda: presses)

    asyncio.run(story())


def test_odd_signals_answer_nothing(session_bus: SessionBus) -> None:
    async def story() -> None:
        presses: list[Press] = []
        async with serving(session_bus.address, "actions") as server, opened(presses) as channel:
            await channel.ring(WITHOUT_LINK)
            await server.signal("ActionInvoked", "us", 99, "confirm")
            await server.signal("ActionInvoked", "us", 1, "default")
            await server.signal("ActionInvoked", "s", "confirm")
            await server.signal("NotificationClosed", "u", 1)
            await server.signal("NotificationClosed", "uu", 99, 2)
            await asyncio.sleep(0.1)
            assert presses == []
            await channel.ring(WITHOUT_LINK)
            assert server.told[1][1] == 1

    asyncio.run(story())


def test_what_expired_is_not_shown_again_but_rings_anew(session_bus: SessionBus) -> None:
    async def story() -> None:
        async with serving(session_bus.address, "actions") as server, opened([]) as channel:
            await channel.ring(AT_THE_DOOR)
            await server.signal("NotificationClosed", "uu", 1, 1)
            await asyncio.sleep(0.1)
            await channel.ring(AT_THE_DOOR)
            assert [told[1] for told in server.told] == [0, 0]

    asyncio.run(story())
