"""The desktop channel and Do Not Disturb, with the real dunst and the real mako, and with servers that say `Inhibited`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from dbus_fast import Message, MessageType, Variant
from tests.announced import AT_THE_DOOR
from tests.desktop.stories import tell, until
from tests.desktop.test_other_servers import NAME, PATH, Server, opened, serving

from showup.errors import DeliveryError
from showup.model import Urgency
from showup.ports import Press
from showup.service.ringer import Ringer
from showup_integrations.command import CommandChannel
from showup_integrations.freedesktop import DesktopChannel
from showup_integrations.freedesktop.held import PROPERTIES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.parts import Dunst, Mako, SessionBus

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("no_process_left")]

MILD = replace(AT_THE_DOOR, tag="mild", urgency=Urgency.NORMAL)


def test_a_paused_dunst_has_not_taken_an_alarm_and_shows_it_when_it_goes_on(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, presses: list[Press]) -> None:
        await asyncio.to_thread(dunst.hold_back, yes=True)
        with pytest.raises(DeliveryError, match=r"dunst is paused.*dunstctl set-paused false.*other channels carry"):
            await channel.ring(AT_THE_DOOR)
        assert "dunst is paused" in str(channel.trouble())
        assert await asyncio.to_thread(dunst.shown) == 0
        assert await asyncio.to_thread(dunst.waiting) == 1
        await asyncio.to_thread(dunst.hold_back, yes=False)
        await until(lambda: channel.trouble() is None)
        await until(lambda: dunst.shown() == 1)
        await asyncio.to_thread(dunst.press, "I'm there")
        await until(lambda: bool(presses))
        await channel.ring(AT_THE_DOOR)

    tell(story)


def test_what_is_answered_while_dunst_is_paused_never_appears(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await asyncio.to_thread(dunst.hold_back, yes=True)
        with pytest.raises(DeliveryError):
            await channel.ring(AT_THE_DOOR)
        await channel.silence(AT_THE_DOOR.tag)
        await until(lambda: dunst.waiting() == 0)
        await asyncio.to_thread(dunst.hold_back, yes=False)
        assert await asyncio.to_thread(dunst.shown) == 0

    tell(story)


def test_a_mild_alarm_may_wait_for_the_end_of_the_pause(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await asyncio.to_thread(dunst.hold_back, yes=True)
        await channel.ring(MILD)
        assert await asyncio.to_thread(dunst.waiting) == 1

    tell(story)


def test_that_dunst_is_paused_is_known_before_anything_rings(dunst: Dunst) -> None:
    dunst.hold_back(yes=True)

    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await until(lambda: "dunst is paused" in str(channel.trouble()))
        await asyncio.to_thread(dunst.kill)
        await until(lambda: "has stopped" in str(channel.trouble()))
        await asyncio.to_thread(dunst.start)
        await until(lambda: channel.trouble() is None)

    tell(story)


def test_while_dunst_is_paused_the_next_channel_rings(dunst: Dunst, tmp_path: Path) -> None:
    lamp = CommandChannel({"run": ["touch", str(tmp_path / "lamp")]})

    async def ringing(channel: DesktopChannel) -> dict[str, str]:
        return await Ringer({"desktop": channel, "command": lamp}).ring(AT_THE_DOOR, ["desktop"])

    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        assert await ringing(channel) == {"desktop": "ok"}
        await asyncio.to_thread(dunst.hold_back, yes=True)
        results = await ringing(channel)
        assert "dunst is paused" in results["desktop"]
        assert results["command"] == "ok"
        assert (tmp_path / "lamp").exists()

    tell(story)


# ------------------------------------------------------------------- mako


def test_makos_buttons_answer(mako: Mako) -> None:
    async def story(channel: DesktopChannel, presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        (note,) = await asyncio.to_thread(mako.list)
        assert note["summary"] == AT_THE_DOOR.summary
        assert set(note["actions"]) == {"default", "confirm", "snooze", "late"}
        await asyncio.sleep(0.3)
        mako.sway.picture("mako")
        await asyncio.to_thread(mako.press, "snooze")
        await until(lambda: bool(presses))
        assert presses == [Press("b6a1", 3, "snooze", "desktop")]
        assert channel.trouble() is None

    tell(story)


def test_a_mako_that_was_killed_shows_it_again_when_it_is_back(mako: Mako) -> None:
    async def story(channel: DesktopChannel, presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        await asyncio.to_thread(mako.kill)
        await until(lambda: "has stopped" in str(channel.trouble()))
        with pytest.raises(DeliveryError, match="No notification server runs"):
            await channel.ring(AT_THE_DOOR)
        await asyncio.to_thread(mako.start)
        await until(lambda: len(mako.list()) == 1)
        await asyncio.to_thread(mako.press, "confirm")
        await until(lambda: bool(presses))
        await channel.silence(AT_THE_DOOR.tag)
        await until(lambda: mako.list() == [])

    tell(story)


def test_a_mako_that_hangs_fails_the_ring(mako: Mako) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        mako.part.pause()
        with pytest.raises(DeliveryError, match="mako does not answer"):
            await channel.ring(replace(AT_THE_DOOR, tag="other"))
        mako.part.go_on()
        await until(lambda: len(mako.list()) == 2)

    tell(story)


def test_a_mako_in_do_not_disturb_has_not_taken_an_alarm(mako: Mako) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await asyncio.to_thread(mako.mode, "-a", "do-not-disturb")
        with pytest.raises(DeliveryError, match="makoctl mode -r do-not-disturb"):
            await channel.ring(AT_THE_DOOR)
        assert "mode do-not-disturb" in str(channel.trouble())
        await channel.ring(MILD)
        assert len(await asyncio.to_thread(mako.list)) == 2, "it shows them when the mode ends"

    tell(story)


def test_a_mako_in_another_mode_shows_alarms(mako: Mako) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await asyncio.to_thread(mako.mode, "-a", "do-not-disturb")
        await asyncio.to_thread(mako.mode, "-r", "do-not-disturb", "-a", "reading")
        await channel.ring(AT_THE_DOOR)
        assert channel.trouble() is None

    tell(story)


# ------------------------------------------------ servers that say Inhibited


class Saying(Server):
    """One with the property `Inhibited`, as Plasma has it."""

    inhibited = True

    def answer(self, message: Message) -> Message | None:
        if message.message_type is MessageType.METHOD_CALL and message.interface == PROPERTIES:
            if message.body == [NAME, "Inhibited"]:
                return Message.new_method_return(message, "v", [Variant("b", self.inhibited)])
            return Message.new_error(message, "org.freedesktop.DBus.Error.UnknownProperty", "no")
        return super().answer(message)

    async def change(self, *, inhibited: bool) -> None:
        self.inhibited = inhibited
        change = [NAME, {"Inhibited": Variant("b", inhibited)}, []]
        await self.bus.send(Message.new_signal(PATH, PROPERTIES, "PropertiesChanged", "sa{sv}as", change))


async def ringing_through(
    bus: SessionBus, name: str, story: Callable[[DesktopChannel, Saying], Awaitable[None]]
) -> None:
    async with serving(bus.address, "actions", kind=Saying, name=name) as server, opened([]) as channel:
        assert isinstance(server, Saying)
        await story(channel, server)


def test_a_stranger_that_says_inhibited_may_hold_back_alarms(session_bus: SessionBus) -> None:
    async def story(channel: DesktopChannel, server: Saying) -> None:
        with pytest.raises(DeliveryError, match="stranger is in Do Not Disturb"):
            await channel.ring(AT_THE_DOOR)
        await channel.ring(MILD)
        await server.change(inhibited=False)
        await until(lambda: channel.trouble() is None)
        await channel.ring(AT_THE_DOOR)
        await server.change(inhibited=True)
        await until(lambda: channel.trouble() is not None)

    asyncio.run(ringing_through(session_bus, "stranger", story))


@pytest.mark.parametrize(
    ("settings", "passes"),
    [
        (None, True),
        ("[DoNotDisturb]\nCriticalInDndMode=false\n[Notifications]\nLowPriorityPopups=false\n", True),
        ("[Applications][org.kde.x]\nShowPopups=false\n\n[Notifications]\nCriticalInDndMode=false\n", False),
    ],
    ids=["default", "another group", "switched off"],
)
def test_plasma_shows_a_critical_one_unless_the_person_wants_otherwise(
    session_bus: SessionBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str | None, passes: bool
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    if settings is not None:
        (tmp_path / "plasmanotifyrc").write_text(settings)

    async def story(channel: DesktopChannel, _server: Saying) -> None:
        if passes:
            await channel.ring(AT_THE_DOOR)
            assert channel.trouble() is None
            return
        with pytest.raises(DeliveryError, match="Allow critical notifications"):
            await channel.ring(AT_THE_DOOR)

    asyncio.run(ringing_through(session_bus, "Plasma", story))
