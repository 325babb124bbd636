"""A system bus for the tests, and the stand-ins of the machine's services on it.

Loaded as a plugin by conftest.py, so that every test can ask for the fixtures below.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.parts import SessionBus, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGIND = "org.freedesktop.login1"
DEBIANS_PYTHON = "/usr/bin/python3"  # the stand-in is a Debian package: python3-dbusmock


@pytest.fixture
def system_bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionBus]:
    """A private bus, given to this process as its system bus."""
    folder = tmp_path / "system"
    folder.mkdir()
    bus = SessionBus(folder)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    yield bus
    bus.end()


class Logind:
    """python3-dbusmock's logind on that bus."""

    def __init__(self, bus: SessionBus) -> None:
        self.bus = bus
        words = [DEBIANS_PYTHON, "-m", "dbusmock", "--system", "--template", "logind"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        wait_until(lambda: bool(bus.owner(LOGIND)), "logind: apt-get install python3-dbusmock", seconds=15)

    def says(self, going_to_sleep: bool, name: str = LOGIND) -> None:
        """PrepareForSleep, as logind emits it before and after a suspend."""
        emit = f"{LOGIND}.Manager", "PrepareForSleep", "b", "[<true>]" if going_to_sleep else "[<false>]"
        subprocess.run(
            ["gdbus", "call", "--address", self.bus.address, "--dest", name, "--object-path",
             "/org/freedesktop/login1", "--method", "org.freedesktop.DBus.Mock.EmitSignal", *emit],
            check=True, capture_output=True,
        )  # fmt: skip

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=5)


@pytest.fixture
def logind(system_bus: SessionBus) -> Iterator[Logind]:
    made = Logind(system_bus)
    yield made
    made.end()
