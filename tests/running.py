"""The real `showup` as a process of its own, with places of its own, and calendars for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.parts import wait_until

from showup import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWUP = [sys.executable, "-m", "showup"]


def event(uid: str, title: str, start: datetime, minutes: int = 60, *more: str) -> str:
    """One VEVENT as text; start is UTC."""
    end = start + timedelta(minutes=minutes)
    lines = [
        "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z", f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{end:%Y%m%dT%H%M%SZ}", f"SUMMARY:{title}", *more, "END:VEVENT",
    ]  # fmt: skip
    return "\r\n".join(lines)


def calendar(*events: str) -> str:
    """A whole calendar as text."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//test//EN", *events, "END:VCALENDAR", ""])


def from_now(**length: float) -> datetime:
    """An instant this far from now, on a whole second."""
    return clock.now().replace(microsecond=0) + timedelta(**length)


class Showup:
    """A machine of a person: XDG places under one folder, the command line, and the service."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "service.log"
        self.calendar = folder / "calendar.ics"
        self.config = folder / "config" / "showup" / "config.toml"
        self.config.parent.mkdir(parents=True)
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "runtime").mkdir(mode=0o700)

    @property
    def env(self) -> dict[str, str]:
        """The test's own environment (its bus, its sound server) with this machine's places."""
        places = {
            name: str(self.folder / name.split("_")[1].lower())
            for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
        }
        return os.environ | places | {"XDG_RUNTIME_DIR": str(self.folder / "runtime"), "TZ": "UTC"}

    def __call__(self, *words: str, expect: int | None = 0, **env: str) -> subprocess.CompletedProcess[str]:
        """Run one command; its exit code must be `expect` (None: any)."""
        done = subprocess.run(
            [*SHOWUP, *words],
            env=self.env | env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=self.folder,
        )
        if expect is not None and done.returncode != expect:
            pytest.fail(
                f"showup {' '.join(words)}: exit {done.returncode}\n{done.stdout}\n{done.stderr}", pytrace=False
            )
        return done

    def json(self, *words: str, expect: int | None = 0) -> Any:
        return json.loads(self(*words, "--json", expect=expect).stdout)

    def start(self, *words: str) -> None:
        """Start the service on this machine's calendar and wait until it answers."""
        with self.log.open("ab") as log:
            command = [*SHOWUP, "run", "--calendar", str(self.calendar), *words]
            self.process = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until(self.answers, f"the service to answer; it said:\n{self.log.read_text()}", seconds=20)
        wait_until(self.has_synced, "the first sync", seconds=20)

    def answers(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            pytest.fail(f"the service ended with {self.process.returncode}:\n{self.log.read_text()}", pytrace=False)
        return self("next", expect=None).returncode == 0

    def has_synced(self) -> bool:
        return all(source["state"] != "not read yet" for source in self.status()["sources"])

    def status(self) -> dict[str, Any]:
        """Whatever it says, trouble or not."""
        status: dict[str, Any] = self.json("status", expect=None)
        return status

    def watched(self, title: str) -> dict[str, Any]:
        """One interview's state by a word of its title."""
        found = [view for view in self.status()["interviews"] if title in view["title"]]
        return found[0] if found else {"phase": None}

    def phase(self, title: str) -> str | None:
        phase: str | None = self.watched(title)["phase"]
        return phase

    def logged(self, what: str, title: str = "") -> list[dict[str, Any]]:
        return [line for line in self.json("log", "--limit", "1000") if line["what"] == what and title in line["title"]]

    def kill(self) -> None:
        """As a crash does it (SIGKILL)."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=30)

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                self.stop()
            self.process.kill()


@pytest.fixture(scope="session")
def detector_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The detector's words as a first start makes them in the cache: two seconds, which not each test need spend."""
    cache = tmp_path_factory.mktemp("words")
    command = [sys.executable, "-c", "from showup.detect import compiled; compiled.words()"]
    subprocess.run(command, env=os.environ | {"XDG_CACHE_HOME": str(cache)}, check=True)
    return cache / "showup" / "detector.words"


@pytest.fixture
def showup(tmp_path: Path, detector_words: Path) -> Iterator[Showup]:
    """A person's machine without configuration, on which showup has run before; the service is not started yet."""
    folder = tmp_path / "machine"
    folder.mkdir()
    machine = Showup(folder)
    cache = folder / "cache" / "showup"
    cache.mkdir(parents=True, mode=0o700)
    (cache / detector_words.name).hardlink_to(detector_words)
    yield machine
    machine.end()
