"""What the victims leave behind: one line for each thing that happened, in a file outside of every process.

A line is one write to a file opened with O_APPEND: SIGKILL cannot take it back, and lines of two processes never mix.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import msgspec

from showup import clock

__all__ = ["Journal", "Line", "read"]


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """`what`: an announcement's `begin`, `rang` (the person has it) and `took` (the channel has returned); `state` (an interview
    has this generation and phase from now on); `killed`, at a step. `pause` is how long a `begin` waits before it has rung.
    """

    at: datetime
    pid: int
    what: str
    interview: str = ""
    generation: int = 0
    rung: str = ""
    attempt: int = 0
    detail: str = ""
    pause: float = 0.0


class Journal:
    """The writing end."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def write(self, what: str, **fields: str | float) -> None:
        line = Line(clock.now(), os.getpid(), what, **fields)  # type: ignore[arg-type]  # the names are the struct's
        os.write(self._file, msgspec.json.encode(line) + b"\n")

    def close(self) -> None:
        os.close(self._file)


def read(path: Path) -> list[Line]:
    """Every line, in the order in which things happened."""
    if not path.exists():
        return []
    return [msgspec.json.decode(line, type=Line) for line in path.read_bytes().splitlines()]
