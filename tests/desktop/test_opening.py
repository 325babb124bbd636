"""The link of an interview is opened when the person clicks on it, by the desktop's own opener, and never else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.announced import AT_THE_DOOR, HOSTILE_LINKS
from tests.parts import wait_until

from showup.errors import DeliveryError
from showup.ports import Channel, Press
from showup_integrations import opening
from showup_integrations.freedesktop import DesktopChannel
from showup_integrations.opening import open_link
from showup_integrations.takeover import TakeoverChannel

if TYPE_CHECKING:
    from tests.parts import Dunst, Mako, Screen

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("no_process_left")]

DEAF_S = 3.5
LINK = AT_THE_DOOR.link or ""
Story = Callable[[Channel, list[Press]], Coroutine[Any, Any, None]]


class Opener:
    """The desktop's opener, which writes down what it is asked for, or fails, or stays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.behave("exit 0")

    def behave(self, how: str) -> None:
        path = self.folder / "xdg-open"
        path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$#" "$@" >> {self.folder}/asked\n{how}\n')
        path.chmod(0o755)

    @property
    def asked(self) -> list[str]:
        """The number of words and the words of each time."""
        path = self.folder / "asked"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    folder = tmp_path / "opener"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.delenv("INVOCATION_ID", raising=False)
    return Opener(folder)


def play(channel: Channel, story: Story) -> list[Press]:
    presses: list[Press] = []

    async def played() -> None:
        await channel.open(presses.append)
        try:
            await story(channel, presses)
        finally:
            await channel.close()

    asyncio.run(played())
    return presses


async def until(true: Callable[[], bool], what: str) -> None:
    await asyncio.to_thread(wait_until, true, what)


def test_a_click_on_a_notification_of_dunst_opens_the_link_and_answers_nothing(dunst: Dunst, opener: Opener) -> None:
    async def story(channel: Channel, _: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        await asyncio.sleep(0.5)
        assert opener.asked == [], "by itself nothing is opened"
        await asyncio.to_thread(dunst.click)
        await until(lambda: bool(opener.asked), "the opener")

    assert play(DesktopChannel({}), story) == []
    assert opener.asked == ["1", LINK]


def test_a_click_on_a_notification_of_mako_opens_the_link_and_answers_nothing(mako: Mako, opener: Opener) -> None:
    async def story(channel: Channel, _: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        assert LINK in mako.list()[0]["body"]
        await asyncio.to_thread(mako.press, "default")
        await until(lambda: bool(opener.asked), "the opener")

    assert play(DesktopChannel({}), story) == []
    assert opener.asked == ["1", LINK]


def test_a_button_still_answers_and_opens_nothing(dunst: Dunst, opener: Opener) -> None:
    async def story(channel: Channel, presses: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        await asyncio.to_thread(dunst.press, "I'm there")
        await until(lambda: bool(presses), "the answer")

    assert [press.do for press in play(DesktopChannel({}), story)] == ["confirm"]
    assert opener.asked == []


@pytest.mark.parametrize("link", HOSTILE_LINKS)
def test_a_click_on_a_hostile_link_opens_nothing(dunst: Dunst, opener: Opener, link: str) -> None:
    async def story(channel: Channel, _: list[Press]) -> None:
        await channel.ring(replace(AT_THE_DOOR, link=link))
        await asyncio.to_thread(dunst.click)
        await asyncio.sleep(0.2)
        with pytest.raises(DeliveryError, match="not opened"):
            await open_link(link)

    play(DesktopChannel({}), story)
    assert opener.asked == []


def test_that_a_link_could_not_be_opened_is_told_beside_the_alarm(dunst: Dunst, opener: Opener) -> None:
    opener.behave("exit 4")

    async def story(channel: Channel, _: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        await asyncio.to_thread(dunst.click)
        await until(lambda: bool(opener.asked), "the opener")
        await asyncio.sleep(0.5)
        while dunst.shown():
            await asyncio.to_thread(dunst.dismiss)
            await asyncio.sleep(0.1)
        assert any("could not be opened" in text and LINK in text for text in dunst.history())

    play(DesktopChannel({}), story)


def test_the_full_screen_alarm_opens_it_with_a_key_and_says_so(display: Screen, opener: Opener) -> None:
    async def story(channel: Channel, _: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        display.key("j")
        await asyncio.sleep(DEAF_S)
        assert opener.asked == []
        display.key("j")
        await until(lambda: bool(opener.asked), "the opener")
        await asyncio.sleep(0.5)
        display.picture("takeover-link-open")

    assert play(TakeoverChannel({}), story) == []
    assert opener.asked == ["1", LINK]


def test_the_full_screen_alarm_shows_that_it_could_not_be_opened(display: Screen, opener: Opener) -> None:
    opener.behave("exit 4")

    async def story(channel: Channel, _: list[Press]) -> None:
        await channel.ring(AT_THE_DOOR)
        await asyncio.sleep(DEAF_S)
        before = display.picture("takeover-link-before").read_bytes()
        display.key("j")
        await until(lambda: bool(opener.asked), "the opener")
        await asyncio.sleep(0.5)
        assert display.picture("takeover-link-failed").read_bytes() != before

    play(TakeoverChannel({}), story)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://zoom.us@evil.example/j/1"])
def test_the_full_screen_alarm_offers_no_hostile_link(display: Screen, opener: Opener, link: str) -> None:
    async def story(channel: Channel, _: list[Press]) -> None:
        await channel.ring(replace(AT_THE_DOOR, link=link))
        await asyncio.sleep(DEAF_S)
        display.key("j")
        await asyncio.sleep(0.3)

    play(TakeoverChannel({}), story)
    assert opener.asked == []


def test_an_opener_that_becomes_the_browser_is_not_waited_for(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    opener.behave(f"while [ ! -e {opener.folder}/enough ]; do sleep 0.1; done")
    monkeypatch.setattr(opening, "_PATIENCE", opening._PATIENCE / 10)
    asyncio.run(open_link(LINK))
    (opener.folder / "enough").touch()


def test_without_an_opener_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeliveryError, match=r"xdg-utils.*https://meet\.example/marlow"):
        asyncio.run(open_link(LINK))


def test_no_shell_reads_a_link(opener: Opener) -> None:
    link = "https://meet.example/$(touch${IFS}pwned);`reboot`&'"
    asyncio.run(open_link(link))
    assert opener.asked == ["1", link]
