"""The real service as a process of its own in the small machine, with a calendar and a ladder that a scenario gives it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from showup.control.client import ask
from showup.errors import ShowupError

__all__ = ["PERSON", "Entry", "Rung", "Service", "TooSlowError", "wait_for"]

_QUIET = ("desktop", "sound", "terminal", "toast")
_LENGTH = timedelta(hours=1)
PERSON = 65534
"""Who has no rights of their own."""
Line = dict[str, Any]
Rung = Mapping[str, str | int]
"""A table of the configuration, without its channels."""


class TooSlowError(Exception):
    """What was waited for has not come."""


def wait_for(true: Callable[[], bool], what: str, seconds: float) -> None:
    """Wait until it is true. TooSlowError after so many seconds awake."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise TooSlowError(f"{what} did not come within {seconds:g} s")
        time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Entry:
    """An interview in the calendar: with whom, and the instant at which it begins (seconds since the epoch, a whole one)."""

    company: str
    start: int

    @property
    def text(self) -> str:
        """A VEVENT."""
        start = datetime.fromtimestamp(self.start, UTC)
        return "\r\n".join((
            "BEGIN:VEVENT", f"UID:{self.company}@example.org", "DTSTAMP:20270301T000000Z",
            f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{start + _LENGTH:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:Job interview with {self.company}",
            f"DESCRIPTION:We look forward to meeting you for the interview. Your recruiter at {self.company}.",
            "END:VEVENT",
        ))  # fmt: skip


class Service:
    """One service under `folder`, of the person: it has no rights."""

    def __init__(self, folder: Path, rungs: Iterable[Rung], grace: str, program: str) -> None:
        self._folder = folder
        self._rings = folder / "rings.jsonl"
        self._log = folder / "service.log"
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True)
        os.chown(folder, PERSON, PERSON)
        (folder / "config.toml").write_text(_config(folder, rungs, grace))
        _inherit(folder)
        self._names: dict[str, str] = {}

    def keep(self, *entries: Entry) -> None:
        """Put these, and nothing else, into the calendar."""
        text = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", *(e.text for e in entries)))
        fresh = self._folder / "fresh.ics"
        fresh.write_text(text + "\r\nEND:VCALENDAR\r\n", newline="")
        fresh.replace(self._folder / "calendar.ics")

    def start(self, patience_s: float) -> None:
        """Start it and wait until it has read the calendar."""
        command = [sys.executable, "-P", "-m", self._program, "run", "--config", str(self._folder / "config.toml")]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, env=os.environ | self.places, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                user=PERSON, group=PERSON, extra_groups=(),
            )  # fmt: skip
        wait_for(self._has_read, "the first reading of the calendar", patience_s)

    @property
    def places(self) -> dict[str, str]:
        """Where it keeps things, for its environment."""
        names = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
        return {name: str(self._folder / name.split("_")[1].lower()) for name in names}

    def ask(self, do: str, **more: object) -> Line:
        """One request at the control socket."""
        return ask(self._folder / "runtime" / "showup" / "control.sock", {"do": do, **more}, patience=60)

    def _has_read(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
            raise TooSlowError(f"the service ended with {self._process.returncode}")
        try:
            return all(source["state"] == "ok" for source in self.ask("status")["sources"])
        except ShowupError:
            return False

    def read_again(self) -> None:
        """Have the calendar read now, and wait for it."""
        self.ask("sync")

    def planned(self) -> list[Line]:
        """Every rung that is planned: whose, which, and its instant in seconds since the epoch."""
        plans = self.ask("plan")["plans"]
        self._names |= {plan["key"]: plan["title"].rpartition(" ")[2] for plan in plans}
        return [
            {"what": "planned", "interview": self._names[plan["key"]], "rung": alarm["rung"], "at": _epoch(alarm["at"])}
            for plan in plans
            for alarm in plan["alarms"]
        ]

    def rings(self) -> list[Line]:
        """What the channel was asked to do since the start, the interviews by their companies."""
        if not self._rings.exists():
            return []
        lines = [json.loads(line) for line in self._rings.read_text().splitlines()]
        return [line | {"interview": self._names.get(line["interview"], line["interview"])} for line in lines]

    def noted(self) -> list[Line]:
        """Its own history, the oldest first."""
        lines = self.ask("log", limit=1000)["log"]
        noted = [line | {"what": "noted", "note": line["what"], "at": _epoch(line["at"])} for line in lines]
        for line in noted:
            line["interview"] = self._names.get(line["interview"], line["interview"])
        return sorted(noted, key=lambda line: float(line["at"]))

    def watched(self) -> list[Line]:
        """Every interview that is ahead or under way, and its phase."""
        views = self.ask("status")["interviews"]
        return [{"what": "watched", "interview": self._names[view["key"]], "phase": view["phase"]} for view in views]

    def said(self) -> str:
        """Its log."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def last_words(self) -> str:
        """End it so that it says where it stands (it does at SIGABRT), and return the end of its log."""
        if self._process is not None:
            self._process.send_signal(signal.SIGABRT)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
        return self.said()[-6000:]

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def _inherit(folder: Path) -> None:
    """What the scenario before has prepared for reading calendars (not what it read) is taken over: to make it takes minutes."""
    for cache in folder.parent.glob("*/cache/showup"):
        left_out = shutil.ignore_patterns("sources")
        shutil.copytree(cache, folder / "cache/showup", ignore=left_out, dirs_exist_ok=True)
    for place in folder.rglob("*"):
        os.chown(place, PERSON, PERSON)


def _epoch(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _config(folder: Path, rungs: Iterable[Rung], grace: str) -> str:
    """No zone: the machine's is followed."""
    off = "".join(f"[channel.{name}]\nenabled = false\n" for name in _QUIET)
    ladder = "".join(
        "[[ladder.rung]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in rung.items())
        + 'urgency = "critical"\nchannels = ["recorder"]\nuntil = "confirmed"\n'
        for rung in rungs
    )  # fmt: skip
    return (
        '[profile]\nname = "Robin Sample"\nemails = ["robin@example.org"]\n'
        f'[[source]]\nname = "work"\nkind = "ics"\npath = "{folder}/calendar.ics"\n'
        f'[sync]\nevery = "1h"\n[channel.recorder]\npath = "{folder}/rings.jsonl"\n'
        f'{off}[ladder]\ngrace = "{grace}"\n{ladder}'
    )
