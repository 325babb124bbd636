"""What showup.ports.Channel promises, for every channel that comes with showup, in good and bad places."""

from __future__ import annotations

import asyncio
import io
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.announced import AT_THE_DOOR, HOSTILE_TITLES
from tests.push.sink import Sink

from showup.errors import DeliveryError
from showup.ports import Channel
from showup_integrations.command import CommandChannel
from showup_integrations.freedesktop import DesktopChannel
from showup_integrations.helper import HelperChannel
from showup_integrations.push import PushChannel
from showup_integrations.sound import SoundChannel
from showup_integrations.takeover import TakeoverChannel
from showup_integrations.terminal import TerminalChannel
from showup_integrations.toast import ToastChannel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("no_process_left")]

NOWHERE = "ntfy://127.0.0.1:1/phone"
BUILDERS: dict[str, Callable[[], Channel]] = {
    "command": lambda: CommandChannel({"run": ["cat"]}),
    "desktop": lambda: DesktopChannel({}),
    "helper": lambda: HelperChannel({"to": os.environ.get("PUSH_SINK", NOWHERE)}),
    "push": lambda: PushChannel({"to": [os.environ.get("PUSH_SINK", NOWHERE)]}),
    "sound": lambda: SoundChannel({}),
    "takeover": lambda: TakeoverChannel({}),
    "terminal": lambda: TerminalChannel({}, io.StringIO()),
    "toast": lambda: ToastChannel({}),
}
GOOD = {
    "command": (),
    "desktop": ("dunst",),
    "helper": ("push_sink",),
    "push": ("push_sink",),
    "sound": ("speaker",),
    "takeover": ("display",),
    "terminal": (),
    "toast": ("dunst",),
}
BAD = {
    "desktop": ("no_session_bus",),
    "helper": ("own_state",),
    "push": ("own_state",),
    "sound": ("no_sound_server",),
    "takeover": ("no_screen",),
}
PLACES = [(name, GOOD[name]) for name in BUILDERS] + list(BAD.items())


@pytest.fixture
def own_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


@pytest.fixture
def push_sink(own_state: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    sink = Sink()
    monkeypatch.setenv("PUSH_SINK", sink.url("phone"))
    yield
    sink.close()
    assert not sink.faults


@pytest.fixture(params=PLACES, ids=[f"{name}-{'-'.join(parts) or 'anywhere'}" for name, parts in PLACES])
def build(request: pytest.FixtureRequest) -> Callable[[], Channel]:
    """Builds one of the channels in one of its surroundings."""
    name, parts = request.param
    for part in parts:
        request.getfixturevalue(part)
    return BUILDERS[name]


def ignore(_press: object) -> None:
    return


async def rings(channel: Channel, title: str = AT_THE_DOOR.summary) -> bool:
    """Ring with that title, cut short: whether it was taken. Anything but a DeliveryError is a fault."""
    announcement = replace(AT_THE_DOOR, tag=title, summary=title, body=title)
    ringing = asyncio.create_task(channel.ring(announcement))
    await asyncio.wait({ringing}, timeout=0.2)
    await channel.silence(title)
    async with asyncio.timeout(10):
        (fault,) = await asyncio.gather(ringing, return_exceptions=True)
    assert fault is None or isinstance(fault, DeliveryError), repr(fault)
    return fault is None


def test_it_is_a_channel(build: Callable[[], Channel]) -> None:
    assert isinstance(build(), Channel)


@pytest.mark.parametrize("name", BUILDERS)
def test_a_ring_is_taken_where_its_parts_are(name: str, request: pytest.FixtureRequest) -> None:
    for part in GOOD[name]:
        request.getfixturevalue(part)

    async def story() -> None:
        channel = BUILDERS[name]()
        await channel.open(ignore)
        assert await rings(channel)
        await channel.close()

    asyncio.run(story())


def test_a_ring_that_was_not_taken_is_told_as_trouble(build: Callable[[], Channel]) -> None:
    async def story() -> None:
        channel = build()
        await channel.open(ignore)
        taken = await rings(channel)
        assert (channel.trouble() is None) is taken
        await channel.close()

    asyncio.run(story())


def test_it_rings_without_having_been_opened(build: Callable[[], Channel]) -> None:
    async def story() -> None:
        channel = build()
        await rings(channel)
        await channel.close()

    asyncio.run(story())


def test_silence_of_an_unknown_tag_is_harmless(build: Callable[[], Channel]) -> None:
    async def story() -> None:
        channel = build()
        await channel.silence("before open")
        await channel.open(ignore)
        await channel.silence("never rang")
        await channel.close()
        await channel.silence("after close")

    asyncio.run(story())


def test_closing_twice_or_unopened_is_harmless(build: Callable[[], Channel]) -> None:
    async def story() -> None:
        unopened = build()
        await unopened.close()
        channel = build()
        await channel.open(ignore)
        await channel.close()
        await channel.close()

    asyncio.run(story())


def test_trouble_never_raises_even_without_a_loop(build: Callable[[], Channel]) -> None:
    async def open_and_close(channel: Channel) -> None:
        await channel.open(ignore)
        await channel.close()

    channel = build()
    assert channel.trouble() is None or str(channel.trouble()).endswith(".")
    asyncio.run(open_and_close(channel))
    assert channel.trouble() is None or str(channel.trouble()).endswith(".")


def test_a_cancelled_ring_ends_at_once(build: Callable[[], Channel]) -> None:
    async def story() -> None:
        channel = build()
        await channel.open(ignore)
        ringing = asyncio.create_task(channel.ring(AT_THE_DOOR))
        await asyncio.sleep(0)
        ringing.cancel()
        await asyncio.wait({ringing}, timeout=0.5)
        assert ringing.done()
        await channel.close()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(story())


def test_close_leaves_nothing_running_while_it_rings(build: Callable[[], Channel]) -> None:
    async def story() -> None:
        channel = build()
        await channel.open(ignore)
        ringing = asyncio.create_task(channel.ring(AT_THE_DOOR))
        await asyncio.sleep(0.05)
        await channel.close()
        async with asyncio.timeout(0.5):
            (fault,) = await asyncio.gather(ringing, return_exceptions=True)
        assert fault is None or isinstance(fault, DeliveryError), repr(fault)

    asyncio.run(story())


def test_hostile_titles_break_nothing(build: Callable[[], Channel]) -> None:
    async def story() -> None:
        channel = build()
        await channel.open(ignore)
        taken = await rings(channel)
        for name, title in HOSTILE_TITLES.items():
            assert await rings(channel, title) is taken, name
        await channel.close()

    asyncio.run(story())
