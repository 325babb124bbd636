"""logind says that the machine woke up: heard on a real bus from a stand-in of logind; no bus and no logind are no trouble."""

from __future__ import annotations

import asyncio
import logging
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.parts import SessionBus
from tests.system_bus import LOGIND, Logind

from showup.service.sleep import SleepWatch

if TYPE_CHECKING:
    from collections.abc import Callable


def heard(*acts: Callable[[], None]) -> list[int]:
    """How often the machine was heard to wake after each act; it listens anew before each, as the auditor does."""

    async def go() -> list[int]:
        seen: list[int] = []
        watch = SleepWatch(lambda: seen.append(1))
        counts = []
        for act in acts:
            await watch.listen()
            before = len(seen)
            await asyncio.to_thread(act)
            await asyncio.sleep(0.1)
            counts.append(len(seen) - before)
        watch.close()
        await asyncio.sleep(0.01)
        return counts

    return asyncio.run(go())


def test_waking_up_is_heard_and_going_to_sleep_is_not(logind: Logind) -> None:
    assert heard(lambda: logind.says(True), lambda: logind.says(False)) == [0, 1]


def test_a_logind_that_starts_later_is_heard(system_bus: SessionBus) -> None:
    made: list[Logind] = []
    try:
        assert heard(lambda: made.append(Logind(system_bus)), lambda: made[0].says(False)) == [0, 1]
    finally:
        for one in made:
            one.end()


def test_nobody_else_can_say_it(system_bus: SessionBus, logind: Logind) -> None:
    """A signal of that name from another sender on the bus is not logind's."""

    def shout() -> None:
        words = ["dbus-send", f"--bus={system_bus.address}", "/org/freedesktop/login1"]
        subprocess.run([*words, f"{LOGIND}.Manager.PrepareForSleep", "boolean:false"], check=True)

    assert heard(shout, lambda: logind.says(False)) == [0, 1]


def test_a_bus_that_comes_back_is_listened_to_again(system_bus: SessionBus) -> None:
    made: list[Logind] = []

    def restart() -> None:
        system_bus.part.kill()
        system_bus.start()
        made.append(Logind(system_bus))

    try:
        assert heard(restart, lambda: made[0].says(False)) == [0, 1]
    finally:
        for one in made:
            one.end()


def test_without_a_system_bus_nothing_happens_and_nothing_is_complained_of(
    no_system_bus: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert heard(lambda: None, lambda: None) == [0, 0]
    assert caplog.records == []
