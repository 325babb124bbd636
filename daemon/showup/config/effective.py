"""What is in force, and where each value comes from: the person's file or showup's defaults. Secrets are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from showup import duration
from showup.config.lines import Place, find, line_of
from showup.config.loading import place_of, read, text_of
from showup.config.values import Config

__all__ = ["Value", "effective"]

_SECRET = re.compile(r"(^|_)(token|password|secret|key|pin)$", re.IGNORECASE)
_HIDDEN = "(set, not shown)"
_OPEN_HOSTS = ("http", "https", "webcal", "webcals")
_RUNGS = ("rung", "deadline")
_ZONE = ("profile", "zone")


@dataclass(frozen=True, slots=True)
class Value:
    """One setting. `key` is spelled as in a message, a list's entry with its number from 1: "source.2.path"; `value` is as it
    would be written in TOML. `origin` is "file", "default", or "machine" for the machine's zone; `line` is None but for "file".
    """

    key: str
    value: Any
    origin: str
    line: int | None = None


def effective(path: Path | None = None) -> tuple[Config, list[Value]]:
    """The configuration and all its settings in the order of their keys. ConfigError as from `load`, which see for `path`."""
    place = place_of(path)
    config, table, defaults = read(path)
    lines = find(text_of(place)) if config.path is not None else {}
    written = dict(_leaves(table, ()))
    values = [Value(_spelled(at), _shown(at, value), "file", _line(at, lines)) for at, value in written.items()]
    for at, value in _taken(config, defaults).items():
        if at not in written:
            values.append(Value(_spelled(at), _shown(at, value), "machine" if at == _ZONE else "default"))
    return config, sorted(values, key=_order)


def _line(at: Place, lines: Mapping[Place, int]) -> int:
    """A list of rungs stands where its first one does."""
    return line_of((*at, 0) if (*at, 0) in lines else at, lines)


def _taken(config: Config, defaults: Mapping[Place, Any]) -> dict[Place, Any]:
    """What holds where nothing is written."""
    rungs = {"rung": config.policy.rungs, "deadline": config.policy.deadline}
    whole: dict[Place, Any] = {("ladder", kind): [rung.name for rung in rungs[kind]] for kind in _RUNGS}
    names: dict[Place, Any] = {("source", number, "name"): spec.name for number, spec in enumerate(config.sources)}
    return {**defaults, **whole, **names, _ZONE: config.profile.zone}


def _leaves(value: object, at: Place) -> Iterator[tuple[Place, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*at, key))
    elif isinstance(value, list) and value and all(isinstance(entry, Mapping) for entry in value):
        yield from _listed(value, at)
    else:
        yield at, value


def _listed(tables: list[Any], at: Place) -> Iterator[tuple[Place, object]]:
    for number, table in enumerate(tables):
        yield from _leaves(table, (*at, number))
    if at[0] == "ladder":  # they stand in the place of the shipped ones
        yield at, [table.get("name", "") for table in tables]


def _spelled(at: Place) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in at)


def _order(value: Value) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in value.key.split(".")]


def _shown(at: Place, value: object) -> object:
    """As it would be written, without what could be a secret."""
    if isinstance(value, Mapping):
        return {key: _shown((*at, key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(at, entry) for entry in value]
    if isinstance(value, timedelta):
        return duration.write(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool | int | float) or value is None:
        return value
    return _without_secret(str(at[-1]), str(value))


def _without_secret(key: str, text: str) -> str:
    if _SECRET.search(key) and text:
        return _HIDDEN
    scheme, parted, _ = text.partition("://")
    if not parted:
        return text
    if scheme.lower() not in _OPEN_HOSTS:
        return f"{scheme}://..."
    try:
        return f"{scheme}://{urlsplit(text).hostname}/..."
    except ValueError:
        return f"{scheme}://..."
