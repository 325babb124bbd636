"""Reads a script: JSON lines of what the person and the world do, at which instant."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from showup.engine import Do, Step
from showup.errors import UsageError
from showup.instant import instant
from showup.model import Explanation
from showup.recovery import explanation_of

__all__ = ["ANSWERS", "Line", "read_script"]

ANSWERS = {do.value for do in Do}
WORLD = {"suspend", "resume", "crash", "network-down", "network-up", "calendar", "zone"}
_SAID = {
    Step.ATTENDED: "answer",
    Step.EXPLAIN: "category",
    Step.CALL: "result",
    Step.OFFER: "what",
    Step.REPLY: "kind",
    Step.CLOSE: "outcome",
    Step.CAUSE: "cause",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script: `do` at the instant `at` (UTC), with whatever else the line says."""

    number: int
    at: datetime
    do: str
    more: Mapping[str, Any]

    @property
    def interview(self) -> str | None:
        return self.more.get("interview")

    @property
    def explanation(self) -> Explanation | None:
        """What the answer to the step "explain" says of the cause."""
        return explanation_of(self.more) if self.more.get("step") == Step.EXPLAIN else None

    @property
    def new_start(self) -> datetime | None:
        """The date that a reply names, aware."""
        return self.more.get("start")

    def said(self) -> str:
        """The answer of a `step` line in one word or a few."""
        step = Step(self.more["step"])
        return str(self.more.get(_SAID.get(step, "answer"), "done"))


def read_script(path: Path, zone: ZoneInfo) -> list[Line]:
    """The lines in order of time; UsageError names every line that cannot be used."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        why = getattr(err, "strerror", None) or "it is not UTF-8 text"
        raise UsageError(f"The script {path} cannot be read: {why}. Check the path.") from None
    lines, faults = [], []
    for number, row in enumerate(text.splitlines(), 1):
        if row.strip():
            try:
                lines.append(_line(number, row, zone, path.parent))
            except (ValueError, KeyError, TypeError) as err:
                faults.append(f"{path}:{number}: {_told(err)}")
    if faults:
        raise UsageError("\n".join(faults))
    return sorted(lines, key=lambda line: line.at)


def _told(err: Exception) -> str:
    return f"{err} is missing" if isinstance(err, KeyError) else str(err)


def _line(number: int, row: str, zone: ZoneInfo, folder: Path) -> Line:
    try:
        table = json.loads(row)
    except json.JSONDecodeError as err:
        raise ValueError(f"the line is no JSON ({err.msg})") from None
    if not isinstance(table, dict):
        raise TypeError('a line is an object such as {"at": "2026-11-24T14:00:00+01:00", "do": "confirm"}')
    do = table["do"]
    known = sorted(ANSWERS | WORLD | {"step"})
    if do not in known:
        close = get_close_matches(str(do), known, n=1)
        raise ValueError(
            f'"{do}" is nothing that can be done' + (f'; did you mean "{close[0]}"?' if close else f": {known}")
        )
    if do == "step":
        _step(table, zone)
    if do in {"calendar", "zone"}:
        table["path" if do == "calendar" else "zone"]
    if "minutes" in table and not 1 <= int(table["minutes"]) <= 120:
        raise ValueError(f'"minutes": {table["minutes"]}: from 1 to 120')
    if do == "zone":
        _zone(table["zone"])
    if do == "calendar":
        table["path"] = _beside(table["path"], folder)
    return Line(number, instant(table["at"], zone), do, table)


def _step(table: dict[str, Any], zone: ZoneInfo) -> None:
    if Step(table["step"]) is Step.EXPLAIN:
        explanation_of(table)
    if "start" in table:
        table["start"] = instant(table["start"], zone)


def _beside(path: str, folder: Path) -> str:
    """A path counts from where showup was called, or else from the script's folder."""
    beside = folder / path
    return str(beside) if "://" not in path and not Path(path).expanduser().exists() and beside.exists() else path


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise ValueError(f'"{name}" is no zone; write one such as "Europe/Berlin"') from None
