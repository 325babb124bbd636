"""The full-screen alarm on a real X screen and in a real Wayland compositor with two outputs."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.announced import AT_THE_DOOR, HOSTILE_TITLES
from tests.parts import children, program, wait_until

from showup import clock
from showup.errors import ConfigError, DeliveryError
from showup.ports import Press
from showup_integrations.takeover import TakeoverChannel, finding
from showup_integrations.takeover import channel as channel_module

if TYPE_CHECKING:
    from tests.parts import Screen, Sway

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("no_process_left")]

DEAF_S = 3.5
DOOR = replace(AT_THE_DOOR, title="Interview with Marlow", due=clock.now() + timedelta(minutes=5))
Story = Callable[[TakeoverChannel, list[Press]], Coroutine[Any, Any, None]]


def play(story: Story) -> None:
    """Let a story happen to a channel, and take the channel away."""

    async def played() -> None:
        presses: list[Press] = []
        channel = TakeoverChannel({})
        await channel.open(presses.append)
        try:
            await story(channel, presses)
        finally:
            await channel.close()

    asyncio.run(played())


async def until(true: Callable[[], bool], what: str) -> None:
    await asyncio.to_thread(wait_until, true, what)


def colours(picture: Path) -> list[str]:
    """The colours of the corners."""
    size = _identify(picture, "%w %h")
    width, height = int(size[0]) - 3, int(size[1]) - 3
    form = "".join(f"%[pixel:p{{{x},{y}}}]\n" for x in (2, width) for y in (2, height))
    return _identify(picture, form)


def _identify(picture: Path, form: str) -> list[str]:
    command = [program("identify"), "-format", form, str(picture)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_it_covers_the_screen_and_takes_no_key_at_first(display: Screen) -> None:
    async def story(channel: TakeoverChannel, presses: list[Press]) -> None:
        await channel.ring(DOOR)
        display.key("Return")
        display.key("s")
        await asyncio.sleep(DEAF_S)
        assert presses == []
        assert len(set(colours(display.picture("takeover")))) == 1
        display.key("Return")
        await until(lambda: bool(presses), "the answer")
        assert presses == [Press("b6a1", 3, "confirm", "takeover")]
        await channel.silence(DOOR.tag)
        await asyncio.sleep(0.5)
        display.picture("takeover-thanks")
        display.key("u")
        await until(lambda: len(presses) > 1, "the answer to be taken back")
        assert presses[1] == Press("b6a1", 3, "undo", "takeover")

    play(story)


def test_what_asks_nothing_can_be_closed(display: Screen) -> None:
    async def story(channel: TakeoverChannel, presses: list[Press]) -> None:
        before = children()
        await channel.ring(replace(DOOR, actions=(), link=None, due=None))
        await asyncio.sleep(DEAF_S)
        display.key("Return")
        await until(lambda: children() == before, "the window's process to end")
        assert presses == []

    play(story)


def test_the_mouse_answers_too(display: Screen) -> None:
    async def story(channel: TakeoverChannel, presses: list[Press]) -> None:
        await channel.ring(DOOR)
        await asyncio.sleep(DEAF_S)
        display.xdotool("mousemove", "685", "560", "click", "1")
        await until(lambda: bool(presses), "the answer")
        assert [press.do for press in presses] == ["snooze"]

    play(story)


@pytest.mark.parametrize(("name", "do"), [("s", "snooze"), ("l", "late"), ("KP_Enter", "confirm")])
def test_each_answer_has_its_key(display: Screen, name: str, do: str) -> None:
    async def story(channel: TakeoverChannel, presses: list[Press]) -> None:
        await channel.ring(DOOR)
        await asyncio.sleep(DEAF_S)
        display.key("x")
        display.key(name)
        await until(lambda: bool(presses), "the answer")
        assert [press.do for press in presses] == [do]

    play(story)


def test_what_is_answered_elsewhere_goes_away_and_takes_its_process_along(display: Screen) -> None:
    async def story(channel: TakeoverChannel, _: list[Press]) -> None:
        before = children()
        await channel.ring(DOOR)
        assert len(children() - before) == 1
        await channel.silence(DOOR.tag)
        await until(lambda: children() == before, "the window's process to end")
        await channel.ring(DOOR)

    play(story)


def test_behind_the_newest_the_others_wait(display: Screen) -> None:
    other = replace(DOOR, tag="other", interview="c7b2", title="Interview with Quill")

    async def story(channel: TakeoverChannel, presses: list[Press]) -> None:
        await channel.ring(DOOR)
        await channel.ring(other)
        await asyncio.sleep(DEAF_S)
        display.picture("takeover-two")
        display.key("s")
        await until(lambda: len(presses) == 1, "the first answer")
        display.key("l")
        await until(lambda: len(presses) > 1, "the second answer")
        assert [(press.interview, press.do) for press in presses] == [("c7b2", "snooze"), ("b6a1", "late")]

    play(story)


def test_the_link_is_opened_when_the_person_says_so(
    display: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    applications = tmp_path / "data" / "applications"
    applications.mkdir(parents=True)
    (applications / "browser.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Browser\nExec={browser} %u\n"
    )
    (applications / "mimeapps.list").write_text("[Default Applications]\nx-scheme-handler/https=browser.desktop\n")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    async def story(channel: TakeoverChannel, presses: list[Press]) -> None:
        await channel.ring(DOOR)
        await asyncio.sleep(DEAF_S)
        assert not opened.exists()
        display.key("j")
        await until(lambda: opened.exists() and opened.read_text() != "", "the browser")
        assert opened.read_text() == "https://meet.example/marlow\n"
        assert presses == []

    play(story)


@pytest.mark.parametrize("title", HOSTILE_TITLES.values(), ids=HOSTILE_TITLES)
def test_a_hostile_title_is_shown_as_the_text_that_it_is(display: Screen, title: str) -> None:
    async def story(channel: TakeoverChannel, _: list[Press]) -> None:
        await channel.ring(replace(DOOR, title=title, summary=title, body=title))
        assert channel.trouble() is None

    play(story)


def test_long_titles_of_any_script_fit(display: Screen) -> None:
    title = "مقابلة عمل مع شركة مارلو للهندسة والبرمجيات المتقدمة 面接のご案内 最終面接 🧑‍💻 "
    title += "Interview with the people of a very long name indeed"

    async def story(channel: TakeoverChannel, _: list[Press]) -> None:
        await channel.ring(replace(DOOR, title=title, body=title * 3))
        picture = display.picture("takeover-scripts")
        assert len(set(colours(picture))) == 1

    play(story)


def test_a_window_that_is_just_dying_loses_no_alarm(display: Screen) -> None:
    async def story(channel: TakeoverChannel, _: list[Press]) -> None:
        before = children()
        await channel.ring(DOOR)
        (window,) = children() - before
        os.kill(window, signal.SIGKILL)
        await channel.ring(DOOR)
        assert channel.trouble() is None
        assert len(children() - before) == 1

    play(story)


def test_a_window_that_dies_is_told_and_comes_again(display: Screen) -> None:
    async def story(channel: TakeoverChannel, _: list[Press]) -> None:
        before = children()
        await channel.ring(DOOR)
        (window,) = children() - before
        os.kill(window, signal.SIGKILL)
        await until(lambda: window not in children(), "it to be buried")
        await channel.ring(DOOR)
        assert channel.trouble() is None

    play(story)


def test_a_window_that_hangs_is_given_up_and_the_next_ring_starts_another(
    display: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(channel: TakeoverChannel, _: list[Press]) -> None:
        before = children()
        await channel.ring(DOOR)
        (window,) = children() - before
        os.kill(window, signal.SIGSTOP)
        monkeypatch.setattr(channel_module, "PATIENCE", timedelta(seconds=1))
        with pytest.raises(DeliveryError, match="did not come up in time"):
            await channel.ring(DOOR)
        monkeypatch.undo()
        assert window not in children()

    play(story)


def test_a_display_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")

    async def story(channel: TakeoverChannel, _: list[Press]) -> None:
        with pytest.raises(DeliveryError, match="could not be shown"):
            await channel.ring(DOOR)

    play(story)


def test_without_a_screen_or_gtk_it_says_what_to_do(no_screen: None, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(channel: TakeoverChannel, _: list[Press]) -> None:
        with pytest.raises(DeliveryError, match="import-environment"):
            await channel.ring(DOOR)
        assert "import-environment" in str(channel.trouble())
        monkeypatch.setattr(finding, "_LIBRARIES", ())
        with pytest.raises(DeliveryError, match=r"gir1\.2-gtk-3\.0"):
            await channel.ring(DOOR)

    play(story)
    assert "python3-gi" in str(TakeoverChannel.validate_environment())


def test_what_the_desktop_told_systemd_later_is_found(
    screen: Screen, no_screen: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = tmp_path / "systemctl"
    manager.write_text(f"#!/bin/sh\necho HOME=/root\necho DISPLAY={screen.display}\n")
    manager.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    async def story(channel: TakeoverChannel, _: list[Press]) -> None:
        await channel.ring(DOOR)
        assert channel.trouble() is None

    play(story)


def test_it_has_no_settings() -> None:
    with pytest.raises(ConfigError, match="none"):
        TakeoverChannel({"colour": "red"})


def test_in_wayland_it_covers_every_output_and_has_the_keyboard(sway: Sway) -> None:
    early = replace(DOOR, due=clock.now() - timedelta(seconds=72))

    async def story(channel: TakeoverChannel, presses: list[Press]) -> None:
        await channel.ring(early)
        await asyncio.sleep(DEAF_S)
        assert len(set(colours(sway.picture("takeover-two-outputs")))) == 1
        sway.key("l")
        await until(lambda: bool(presses), "the answer")
        assert [press.do for press in presses] == ["late"]

    play(story)
