"""Gives hostile calendars to limited children and keeps what came of each."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.hostile.corpus import WINDOW, Hostile

from showup.model import Profile
from showup.sync import Request, SourceSpec, wire

__all__ = ["Outcome", "outcome", "reader", "request"]

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Outcome:
    """`cpu` in seconds, `memory` in MB; `found` the UIDs of the occurrences that were judged; `last` the child's last line."""

    cpu: float
    memory: float
    code: int
    found: list[str]
    last: dict[str, Any] | None
    complaint: str

    @property
    def words(self) -> str:
        """Everything that it says to the person."""
        return json.dumps(self.last, ensure_ascii=False)


def request(path: Path, *, whole: bool = False) -> Request:
    """What a service in Berlin asks of a calendar file."""
    spec = SourceSpec("hostile", "ics", {"path": str(path)})
    return Request(spec, WINDOW, Profile(name="Jo", emails=("jo@x.example",), zone="Europe/Berlin"), whole=whole)


@contextmanager
def reader() -> Iterator[subprocess.Popen[str]]:
    """A process that answers requests, each in a fork of it."""
    command = [sys.executable, "-m", "tests.hostile.children"]
    process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        _pipe(process.stdin).close()
        process.wait(30)
        _pipe(process.stdout).close()


def outcome(process: subprocess.Popen[str], hostile: Hostile, folder: Path, *, whole: bool = False) -> Outcome:
    """What came of one calendar; its file is gone again afterwards."""
    calendar, asked = folder / "calendar.ics", folder / "asked.json"
    calendar.write_bytes(hostile.make())
    asked.write_bytes(wire.encode(request(calendar, whole=whole)))
    _pipe(process.stdin).write(f"{asked}\n")
    _pipe(process.stdin).flush()
    said = Outcome(**json.loads(_pipe(process.stdout).readline()))
    calendar.unlink()
    return said


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
