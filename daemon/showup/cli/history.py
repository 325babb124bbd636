"""What a line of the history says of itself, for a person: in words, in local time, without what is as usual."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from showup import duration
from showup.cli.printing import when

__all__ = ["said"]

_WORDS = {
    "source": "{}", "question": "{}", "rung": "{}", "kind": "{}", "step": "asks: {}", "outcome": "{}", "why": "{}",
    "from": "from {}", "to": "to {}", "start": "for {}", "until": "until {}", "way": "by {}", "with_title": "with {}",
    "subject": "{}", "program": "{} uses the microphone", "where": "in {}", "trouble": "{}",
}  # fmt: skip
"""What is told of a line, in this order; all else is for programs."""

_TIMES = frozenset({"from", "to", "start", "until"})
_WAYS = {"cli": "command"}
_WORTH_TELLING = timedelta(minutes=1)


def said(line: Mapping[str, Any]) -> str:
    """One line of `showup log --json`, without its time, its word and its title."""
    parts = [_WORDS[key].format(_value(key, line[key])) for key in _WORDS if line.get(key) not in (None, "", False)]
    return ", ".join([*parts, *_of_a_ring(line), *_of_a_plan(line)])


def _value(key: str, value: object) -> str:
    text = str(value)
    return when(text) if key in _TIMES else _WAYS.get(text, text)


def _of_a_ring(line: Mapping[str, Any]) -> list[str]:
    parts = [f"through {', '.join(line['channels'])}"] if line.get("channels") else []
    parts += [f"ring {line['attempt']}"] if line.get("attempt", 1) > 1 else []
    late = timedelta(seconds=line.get("late_s") or 0)
    return parts + ([f"{duration.spell(late)} late"] if late >= _WORTH_TELLING and line.get("attempt") == 1 else [])


def _of_a_plan(line: Mapping[str, Any]) -> list[str]:
    return [f"{rung['rung']} {when(rung['at'])}" for rung in line.get("rungs") or ()]
