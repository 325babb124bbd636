"""The desktop channel with a real session bus and a real notification server, in good days and bad ones."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.announced import AT_THE_DOOR, HOSTILE_TITLES
from tests.desktop.stories import tell, until

from showup.errors import DeliveryError
from showup.ports import Press
from showup_integrations.freedesktop import DesktopChannel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.parts import Dunst, SessionBus

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("no_process_left")]


def test_the_notification_is_there_with_its_buttons(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        buttons = await asyncio.to_thread(dunst.buttons)
        labels = {button.partition(" (")[0] for button in buttons}
        assert {"#I'm there", "#Snooze 2 min", "#I'm late"} <= labels
        picture = dunst.screen.picture("notification")
        assert picture.stat().st_size > 1000
        assert channel.trouble() is None

    tell(story)


def test_a_pressed_button_answers_for_its_interview_and_generation(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        await asyncio.to_thread(dunst.press, "Snooze 2 min")
        await until(lambda: bool(presses))
        assert presses == [Press("b6a1", 3, "snooze", "desktop")]

    tell(story)


def test_dismissing_answers_nothing(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        await asyncio.to_thread(dunst.dismiss)
        await until(lambda: dunst.shown() == 0)
        assert presses == []

    tell(story)


def test_the_same_tag_replaces_and_another_stands_beside_it(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, presses: list[Press]) -> None:
        for attempt in range(3):
            await channel.ring(replace(AT_THE_DOOR, attempt=attempt, generation=attempt))
        assert await asyncio.to_thread(dunst.shown) == 1
        await channel.ring(replace(AT_THE_DOOR, tag="other", summary="Another one", actions=()))
        assert await asyncio.to_thread(dunst.shown) == 2
        await asyncio.to_thread(dunst.press, "I'm there")
        await until(lambda: bool(presses))
        assert presses[0].generation == 2

    tell(story)


def test_a_showup_started_again_replaces_what_it_left_on_the_screen(dunst: Dunst) -> None:
    async def story(former: DesktopChannel, presses: list[Press]) -> None:
        await former.ring(AT_THE_DOOR)
        await former.close()
        reborn = DesktopChannel({})
        await reborn.open(presses.append)
        await reborn.ring(AT_THE_DOOR)
        assert await asyncio.to_thread(dunst.shown) == 1
        await asyncio.to_thread(dunst.press, "I'm there")
        await until(lambda: bool(presses))
        await reborn.close()

    tell(story)


def test_silence_removes_it(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        await channel.silence("marlow")
        await until(lambda: dunst.shown() == 0)

    tell(story)


def test_a_server_killed_and_started_again_shows_it_again_by_itself(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        await channel.ring(replace(AT_THE_DOOR, tag="silenced", summary="Silenced"))
        await channel.silence("silenced")
        await asyncio.to_thread(dunst.kill)
        await until(lambda: channel.trouble() is not None)
        assert "stopped" in (channel.trouble() or "")
        await asyncio.to_thread(dunst.start)
        await until(lambda: dunst.shown() == 1)
        assert channel.trouble() is None
        await channel.ring(AT_THE_DOOR)
        assert await asyncio.to_thread(dunst.shown) == 1
        await asyncio.to_thread(dunst.press, "I'm there")
        await until(lambda: bool(presses))

    tell(story)


def test_what_the_person_closed_is_not_shown_again(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        await channel.ring(replace(AT_THE_DOOR, tag="closed", summary="Closed"))
        await asyncio.to_thread(dunst.dismiss)
        await until(lambda: dunst.shown() == 1)
        await asyncio.to_thread(dunst.kill)
        await asyncio.to_thread(dunst.start)
        await until(lambda: dunst.shown() == 1)
        await asyncio.sleep(0.1)
        assert await asyncio.to_thread(dunst.shown) == 1

    tell(story)


def test_a_server_that_dies_makes_the_next_ring_fail_at_once(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        await asyncio.to_thread(dunst.kill)
        with pytest.raises(DeliveryError, match="No notification server runs"):
            await channel.ring(AT_THE_DOOR)
        assert channel.trouble()

    tell(story)


@pytest.mark.usefixtures("session_bus")
def test_a_session_without_a_server() -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        assert "No notification server runs" in (channel.trouble() or "")
        with pytest.raises(DeliveryError, match=r"install one and start it"):
            await channel.ring(AT_THE_DOOR)

    tell(story)


def test_a_server_that_comes_late_is_used_by_the_next_ring(
    session_bus: SessionBus, request: pytest.FixtureRequest
) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        with pytest.raises(DeliveryError):
            await channel.ring(AT_THE_DOOR)
        dunst: Dunst = await asyncio.to_thread(request.getfixturevalue, "dunst")
        await until(lambda: channel.trouble() is None)
        await channel.ring(AT_THE_DOOR)
        assert await asyncio.to_thread(dunst.shown) == 1

    tell(story)


def test_a_server_that_the_bus_can_start_is_started(dunst: Dunst) -> None:
    dunst.end()
    dunst.bus.activate(f"/usr/bin/env DISPLAY={dunst.screen.display} dunst -conf {dunst.config}")

    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        assert await asyncio.to_thread(dunst.shown) == 1

    tell(story)


def test_a_server_that_the_bus_cannot_start_is_told(session_bus: SessionBus) -> None:
    session_bus.activate("/bin/false")

    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        with pytest.raises(DeliveryError, match="could not be started"):
            await channel.ring(AT_THE_DOOR)

    tell(story)


@pytest.mark.usefixtures("no_session_bus")
def test_no_session_bus_at_all() -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        assert "no session bus" in (channel.trouble() or "")
        with pytest.raises(DeliveryError, match="There is no session bus"):
            await channel.ring(AT_THE_DOOR)
        await channel.silence("marlow")

    tell(story)


def test_a_session_bus_that_has_gone_is_told_by_its_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/gone")

    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        with pytest.raises(DeliveryError, match="cannot be reached"):
            await channel.ring(AT_THE_DOOR)

    tell(story)


def test_the_bus_of_the_runtime_directory_is_found(dunst: Dunst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(dunst.bus.folder))

    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        assert await asyncio.to_thread(dunst.shown) == 1

    tell(story)


def test_a_lost_bus_is_told_and_found_again_by_the_next_ring(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        dunst.bus.end()
        await until(lambda: channel.trouble() is not None)
        with pytest.raises(DeliveryError):
            await channel.ring(AT_THE_DOOR)
        dunst.end()
        dunst.bus.start()
        await asyncio.to_thread(dunst.start)
        await channel.ring(replace(AT_THE_DOOR, tag="second", summary="A second one", actions=()))
        await until(lambda: dunst.shown() == 2)
        await asyncio.to_thread(dunst.press, "I'm there")
        await until(lambda: bool(presses))
        assert channel.trouble() is None

    tell(story)


def test_a_hanging_server_fails_the_ring_in_time_and_holds_up_nothing(dunst: Dunst) -> None:
    """The ring fails after 5 s while the loop goes on, and what appears later has buttons that work."""

    async def story(channel: DesktopChannel, presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        dunst.part.pause()
        began, turns = time.monotonic(), 0
        second = replace(AT_THE_DOOR, tag="late", summary="Late", generation=8)
        ringing = asyncio.create_task(channel.ring(second))
        while not ringing.done():
            await asyncio.sleep(0.05)
            turns += 1
        with pytest.raises(DeliveryError, match="dunst does not answer"):
            await ringing
        assert 4.5 < time.monotonic() - began < 6.5
        assert turns > 50
        assert "does not answer" in (channel.trouble() or "")
        dunst.part.go_on()
        await until(lambda: dunst.shown() == 2)
        await channel.silence("marlow")
        await asyncio.to_thread(dunst.press, "I'm there")
        await until(lambda: bool(presses))
        assert presses[0].generation == 8
        assert channel.trouble() is None

    tell(story)


def test_an_alarm_answered_while_the_server_hung_does_not_appear_later(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        dunst.part.pause()
        ringing = asyncio.create_task(channel.ring(AT_THE_DOOR))
        await asyncio.sleep(0.2)
        ringing.cancel()
        await channel.silence("marlow")
        dunst.part.go_on()
        await until(lambda: dunst.gone() == 1)
        assert await asyncio.to_thread(dunst.shown) == 0

    tell(story)


def test_a_bus_that_hangs_fails_the_ring_in_time(session_bus: SessionBus) -> None:
    session_bus.part.pause()
    channel = DesktopChannel({})

    async def story() -> None:
        began = time.monotonic()
        with pytest.raises(DeliveryError, match="session bus does not answer"):
            await channel.ring(AT_THE_DOOR)
        assert time.monotonic() - began < 6.5
        await channel.close()

    asyncio.run(story())


def test_hostile_texts_are_shown_as_text(dunst: Dunst) -> None:
    async def story(channel: DesktopChannel, _presses: list[Press]) -> None:
        for name, title in HOSTILE_TITLES.items():
            await channel.ring(replace(AT_THE_DOOR, tag=name, summary=title, body=title, link=None))
        assert await asyncio.to_thread(dunst.shown) >= 1
        dunst.screen.picture("hostile")
        assert dunst.part.alive

    tell(story)
