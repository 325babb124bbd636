"""Takes a [[source]] table out of the person's configuration file, and leaves the rest of it as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from showup.config.lines import find

__all__ = ["Cut", "cut"]

_BOM = "\ufeff"
Cut = tuple[str, str]
"""The text that is left, and the one that was taken out."""


def cut(text: str, index: int) -> Cut | None:
    """The text of a configuration without its source of that number (from 0), None where it cannot be cut out safely.

    What is left says the same but for this source: whether it does is tried, so that no odd way of writing can do harm.
    """
    start = find(_plain(text)).get(("source", index), 0) - 1
    if start < 0:
        return None
    wanted, lines = _without(_says(text), index), text.split("\n")
    for end in _ends(lines, start):
        left, taken = "\n".join(_closed_up(lines, start, end)), "\n".join(lines[start:end])
        if _says(left) == wanted:
            return left, taken
    return None


def _ends(lines: Sequence[str], start: int) -> Iterator[int]:
    """Where the table may end: before what looks like the next one, or with the file. Comments before that are not its own."""
    own = start + 1
    for number in range(start + 1, len(lines)):
        line = lines[number].strip()
        if line.startswith("["):
            yield own
        if line and not line.startswith("#"):
            own = number + 1
    yield own


def _closed_up(lines: Sequence[str], start: int, end: int) -> list[str]:
    """The lines without those from `start` to `end`; of the gaps before and behind them one is left, none at the file's end."""
    before, after = list(lines[:start]), list(lines[end:])
    if not any(line.strip() for line in after):
        while before and not before[-1].strip():
            before.pop()
        return [*before, ""] if before else []
    while not after[0].strip() and not (before and before[-1].strip()):
        after.pop(0)
    return before + after


def _plain(text: str) -> str:
    return text.removeprefix(_BOM).replace("\r\n", "\n")


def _says(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(_plain(text))
    except tomllib.TOMLDecodeError:
        return None


def _without(said: dict[str, Any] | None, index: int) -> dict[str, Any]:
    """The configuration without that source."""
    rest = dict(said or {})
    others = [source for number, source in enumerate(rest.pop("source")) if number != index]
    return rest | ({"source": others} if others else {})
