"""Reads a ladder from its table form (the shipped default.toml, the configuration's [ladder])."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time, timedelta
from functools import cache
from importlib import resources
from typing import Any

from showup import duration
from showup.ladder.policy import Policy, Repeat, Rung, Until
from showup.ladder.quiet import Quiet
from showup.model import Urgency

__all__ = ["DURATION_KEYS", "RUNG_KEYS", "default_policy", "policy", "quiet", "rung"]

DURATION_KEYS = ("grace", "confirm_from", "travel", "pause")
RUNG_KEYS = ("name", "before", "at", "day", "or_before", "travel", "urgency", "channels", "repeat", "until", "helper")


@cache
def default_policy() -> Policy:
    """The ladder as shipped."""
    text = resources.files("showup.ladder").joinpath("default.toml").read_text("utf-8")
    return policy(tomllib.loads(text), base=None)


def policy(table: Mapping[str, Any], base: Policy | None) -> Policy:
    """A whole ladder; what `table` leaves out comes from `base`. ValueError says what is wrong."""
    values: dict[str, Any] = {key: _duration(table[key]) for key in DURATION_KEYS if key in table}
    rungs = tuple(rung(entry) for entry in table.get("rung", ()))
    deadline = tuple(rung(entry) for entry in table.get("deadline", ()))
    _unique(rungs)
    _unique(deadline)
    if "quiet" in table:
        values["quiet"] = quiet(table["quiet"])
    base = base or Policy(())
    return replace(base, rungs=rungs or base.rungs, deadline=deadline or base.deadline, **values)


def rung(table: Mapping[str, Any]) -> Rung:
    """One rung. ValueError says what is wrong with it."""
    name = table.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ValueError('a rung needs a name, such as name = "soon"')
    if ("before" in table) == ("at" in table):
        raise ValueError(f'rung "{name}" needs either before = "15m" or at = "19:00" (with day = -1 or 0)')
    read = {key: _READERS[key](value) for key, value in table.items() if key in _READERS}
    return Rung(name.strip(), **read)


def quiet(value: object) -> Quiet:
    """Quiet hours, from two times of day. ValueError says what is wrong."""
    if not isinstance(value, list) or len(value) != 2:  # two ends
        raise ValueError('is when the quiet hours begin and when they end, such as ["22:00", "08:00"]')
    begins, ends = map(_clock_time, value)
    if begins == ends:
        raise ValueError(
            'begins and ends at the same time, so it would be quiet all day or never; write two times, such as ["22:00", "08:00"]'
        )
    return Quiet(begins, ends)


def _unique(rungs: tuple[Rung, ...]) -> None:
    names = [entry.name for entry in rungs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f'two rungs are named "{twice[0]}"; give each a name of its own')


def _duration(value: object) -> timedelta:
    if not isinstance(value, str):
        raise ValueError(f'{value!r} is no duration; write a text such as "15m"')  # noqa: TRY004 one error for all faults
    return duration.parse(value)


def _clock_time(value: object) -> time:
    try:
        return time.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError:
        raise ValueError(f'{value!r} is no time of day; write one such as "19:00"') from None


def _day(value: object) -> int:
    if value not in (-1, 0) or isinstance(value, bool):
        raise ValueError(f"day = {value!r}: it is -1 (the day before) or 0 (the day itself)")
    return int(str(value))


def _repeat(value: object) -> Repeat:
    if isinstance(value, list):
        offsets = tuple(_duration(entry) for entry in value)
        if any(later <= earlier for earlier, later in zip((timedelta(0), *offsets), offsets, strict=False)):
            raise ValueError("the offsets of a repeat must grow, each longer than nothing")
        return offsets or None
    period = _duration(value)
    if period < timedelta(seconds=30):
        raise ValueError("a repeat is 30 s or longer")
    return period


def _word(kind: type[Until | Urgency], allowed: Mapping[str, Any]) -> Callable[[object], Any]:
    def read(value: object) -> Any:  # noqa: ANN401 one of the words' values
        if value not in allowed:
            words = ", ".join(f'"{word}"' for word in allowed)
            raise ValueError(f"{value!r} is no {kind.__name__.lower()}; it is one of {words}")
        return allowed[str(value)]

    return read


def _channels(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(entry, str) for entry in value):
        raise ValueError('channels is a list of names, such as ["desktop", "sound"]')
    return tuple(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"travel = {value!r}: it is true or false")  # noqa: TRY004 one error for all faults
    return value


_READERS: dict[str, Callable[[object], Any]] = {
    "before": _duration,
    "at": _clock_time,
    "day": _day,
    "or_before": _duration,
    "travel": _flag,
    "urgency": _word(Urgency, {"low": Urgency.LOW, "normal": Urgency.NORMAL, "critical": Urgency.CRITICAL}),
    "channels": _channels,
    "helper": _duration,
    "repeat": _repeat,
    "until": _word(Until, {"acknowledged": Until.ACKNOWLEDGED, "confirmed": Until.CONFIRMED}),
}
