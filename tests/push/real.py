"""Debian's ntfy (2.11) as a process of its own: `./dev test` fetches it. It cannot cancel what was left with it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from tests.parts import wait_until
from tests.push.sink import get

PROGRAM = Path(__file__).parents[2] / ".dev/ntfy/usr/bin/ntfy"


class Ntfy:
    """A running server; with a `user`, whoever is not signed in may only write to topics that match `open_to_all`."""

    def __init__(self, folder: Path, user: str = "", open_to_all: str = "") -> None:
        program = str(PROGRAM) if PROGRAM.exists() else shutil.which("ntfy")
        if program is None:
            pytest.fail("there is no ntfy: ./dev test fetches it", pytrace=False)
        self.port = _free_port()
        config = folder / "server.yml"
        settings = {"listen-http": f"127.0.0.1:{self.port}", "cache-file": folder / "cache.db"}
        settings["visitor-request-limit-exempt-hosts"] = "127.0.0.1"  # a test looks more often than a telephone
        if user:
            settings |= {"auth-file": folder / "users.db", "auth-default-access": "deny-all"}
        config.write_text("".join(f'{name}: "{value}"\n' for name, value in settings.items()))
        self.log = (folder / "ntfy.log").open("wb")
        self.process = subprocess.Popen([program, "serve", "-c", str(config)], stdout=self.log, stderr=self.log)
        wait_until(self.answers, "ntfy to answer", seconds=30)
        if user:
            name, password = user.split(":")
            self._run(program, config, "user", "add", "--role=admin", name, NTFY_PASSWORD=password)
        if open_to_all:
            self._run(program, config, "access", "everyone", open_to_all, "write-only")

    def _run(self, program: str, config: Path, *words: str, **env: str) -> None:
        what, *more = words
        subprocess.run([program, what, "-c", str(config), *more], env=os.environ | env, check=True, capture_output=True)

    def answers(self) -> bool:
        with suppress(OSError):
            return b"true" in get(f"http://127.0.0.1:{self.port}/v1/health")
        return False

    def url(self, topic: str, user: str = "") -> str:
        return f"ntfy://{user}127.0.0.1:{self.port}/{topic}"

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.log.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
