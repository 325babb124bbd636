"""Who says whether the screen is shared: bounded in time, asked once for all that ring together, and never in the way."""

import asyncio
from zoneinfo import ZoneInfo

import pytest
from tests.announced import AT_THE_DOOR

from showup.model import Details
from showup.service import tact as tact_module
from showup.service.ringer import Ringer
from showup.service.tact import Tact

UTC = ZoneInfo("UTC")


class Watcher:
    """Says what it is told to, after `wait` seconds."""

    def __init__(self, says, wait=0.0):
        self.says, self.wait, self.asked = says, wait, 0

    async def shared(self):
        self.asked += 1
        await asyncio.sleep(self.wait)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


class Stubborn(Watcher):
    """Does not let itself be cancelled."""

    async def shared(self):
        while self.wait:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                continue


class Kept:
    """A channel that keeps what it is told."""

    def __init__(self):
        self.told = []

    async def open(self, on_press): ...
    async def ring(self, announcement):
        self.told.append(announcement)

    async def silence(self, tag): ...
    def trouble(self): ...
    async def close(self): ...


def tact(*watchers, details=Details.NOTHING):
    return Tact(details, {str(i): watcher for i, watcher in enumerate(watchers)}, lambda: UTC)


def fitting(*watchers, **more):
    return asyncio.run(tact(*watchers, **more).fitting(AT_THE_DOOR))


@pytest.mark.parametrize("failing", [ValueError("no JSON"), OSError(2, "no program"), False])
def test_who_cannot_say_says_no(failing):
    assert fitting(Watcher(failing)) is AT_THE_DOOR
    assert fitting(Watcher(failing), Watcher(True)) is not AT_THE_DOOR


def test_who_takes_too_long_says_no(monkeypatch):
    monkeypatch.setattr(tact_module, "PATIENCE", tact_module.PATIENCE / 20)
    assert fitting(Watcher(True, wait=3600)) is AT_THE_DOOR


def test_not_even_one_that_cannot_be_cancelled_keeps_an_alarm_waiting(monkeypatch):
    monkeypatch.setattr(tact_module, "PATIENCE", tact_module.PATIENCE / 20)
    stubborn = Stubborn(True, wait=1)

    async def story():
        assert await tact(stubborn).fitting(AT_THE_DOOR) is AT_THE_DOOR
        stubborn.wait = 0

    asyncio.run(story())


def test_nobody_is_asked_who_shows_all_of_it_anyway():
    watcher = Watcher(True)
    assert fitting(watcher, details=Details.ALL) is AT_THE_DOOR
    assert watcher.asked == 0


def test_one_look_serves_a_burst():
    watcher = Watcher(True, wait=0.05)

    async def burst():
        one = tact(watcher)
        await asyncio.gather(*(one.fitting(AT_THE_DOOR) for _ in range(100)))
        assert watcher.asked == 1
        await one.fitting(AT_THE_DOOR)
        assert watcher.asked == 2

    asyncio.run(burst())


def test_only_what_shows_something_on_the_screen_is_covered_and_waits():
    channels = {name: Kept() for name in ("desktop", "takeover", "toast", "terminal", "sound", "command")}
    ringer = Ringer(channels, fitting=tact(Watcher(True)).fitting)
    asyncio.run(ringer.ring(AT_THE_DOOR, list(channels)))
    covered = {name for name, channel in channels.items() if channel.told[0].link is None}
    assert covered == {"desktop", "takeover", "toast", "terminal"}
