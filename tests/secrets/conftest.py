"""A real keyring on a private bus; every question is asked in a process of its own, as the service's children do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.parts import PACKAGES, SessionBus, program, wait_until

Ask = Callable[..., str]
_NAME = "org.freedesktop.secrets"
PACKAGES["gnome-keyring-daemon"] = "gnome-keyring"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder without anything in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def ask(home: Path) -> Ask:
    """Evaluate an expression about `secrets` in a new process; what it prints, or what was raised."""

    def asking(expression: str, **env: str) -> str:
        code = (
            "import sys\nfrom showup_integrations import secrets\nfrom showup.errors import ShowupError\n"
            f"try: print({expression})\nexcept ShowupError as error: print(f'{{type(error).__name__}}: {{error}}')"
        )
        known = {key: value for key, value in os.environ.items() if key in {"PATH", "DBUS_SESSION_BUS_ADDRESS"}}
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**known, "HOME": str(home), **env},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.strip()

    return asking


class GnomeKeyring:
    """The desktop's keyring. `lock` is what a log-out does, `unlock` a log-in."""

    def __init__(self, bus: SessionBus, home: Path) -> None:
        self._bus, self._home = bus, home
        self._start("--unlock", password=b"pw")

    def unlock(self) -> None:
        self.end()
        self._start("--unlock", password=b"pw")

    def lock(self) -> None:
        """Start it anew, without the password."""
        self.end()
        self._start()

    def pause(self) -> None:
        self._part.send_signal(signal.SIGSTOP)

    def end(self) -> None:
        self._part.kill()
        self._part.wait()
        wait_until(lambda: not self._bus.owner(_NAME), "the bus to notice that the keyring is gone")

    def _start(self, *options: str, password: bytes = b"") -> None:
        env = {**os.environ, "HOME": str(self._home), "XDG_RUNTIME_DIR": str(self._home)}
        command = [program("gnome-keyring-daemon"), "--components=secrets", "--foreground", *options]
        with (self._home / "keyring.log").open("ab") as log:
            self._part = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=log, stderr=log)
        assert self._part.stdin is not None
        with self._part.stdin as stdin:
            stdin.write(password)
        wait_until(lambda: bool(self._bus.owner(_NAME)), "the keyring")


@pytest.fixture
def keyring(session_bus: SessionBus, home: Path) -> Iterator[GnomeKeyring]:
    """A real gnome-keyring, unlocked, alone on a private bus."""
    keyring = GnomeKeyring(session_bus, home)
    yield keyring
    keyring.end()
