"""A system bus for the tests, and the stand-ins of the machine's services on it.

Loaded as a plugin by conftest.py, so that every test can ask for the fixtures below.
"""

from __future__ import annotations

import re
import signal
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


@pytest.fixture
def no_system_bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without one."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")


class Machine:
    """One of python3-dbusmock's stand-ins on that bus: what `template` is called there, under the name `name`."""

    template: str
    name: str
    path: str

    def __init__(self, bus: SessionBus) -> None:
        self.bus = bus
        words = [DEBIANS_PYTHON, "-m", "dbusmock", "--system", "--template", self.template]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        wait_until(lambda: bool(bus.owner(self.name)), f"{self.name}: apt-get install python3-dbusmock", seconds=15)

    def call(self, method: str, *words: str, name: str = "") -> str:
        """What it answers to a call, as gdbus prints it."""
        done = subprocess.run(
            ["gdbus", "call", "--address", self.bus.address, "--dest", name or self.name, "--object-path", self.path,
             "--method", method, *words],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def end(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.wait(timeout=5)


class Logind(Machine):
    """logind."""

    template, name, path = "logind", LOGIND, "/org/freedesktop/login1"

    def says(self, going_to_sleep: bool, name: str = LOGIND) -> None:
        """PrepareForSleep, as logind emits it before and after a suspend."""
        emit = f"{LOGIND}.Manager", "PrepareForSleep", "b", "[<true>]" if going_to_sleep else "[<false>]"
        self.call("org.freedesktop.DBus.Mock.EmitSignal", *emit, name=name)

    def locks(self) -> set[tuple[str, str]]:
        """What is inhibited, and how, by showup."""
        return set(
            re.findall(r"\('([^']*)', 'showup', '[^']*', '([^']*)'", self.call(f"{LOGIND}.Manager.ListInhibitors"))
        )

    def refuses(self, *kinds: str) -> None:
        """As its policy does; of the others it gives a file descriptor that nobody lists."""
        code = (
            f"if args[0] in {kinds!r}:\n"
            "    raise dbus.exceptions.DBusException("
            "'Interactive authentication required.', name='org.freedesktop.DBus.Error.InteractiveAuthorizationRequired')\n"
            "ret = dbus.types.UnixFd(open('/dev/null'))"
        )
        self.call("org.freedesktop.DBus.Mock.AddMethod", f"{LOGIND}.Manager", "Inhibit", "ssss", "h", code)

    def hang(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)


class NetworkManager(Machine):
    """NetworkManager; what it says of the network is one of its numbers."""

    template, name, path = "networkmanager", "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager"

    def says(self, connectivity: int) -> None:
        self.call("org.freedesktop.DBus.Mock.SetConnectivity", str(connectivity))


@pytest.fixture
def logind(system_bus: SessionBus) -> Iterator[Logind]:
    made = Logind(system_bus)
    yield made
    made.end()


@pytest.fixture
def network_manager(system_bus: SessionBus) -> Iterator[NetworkManager]:
    made = NetworkManager(system_bus)
    yield made
    made.end()
