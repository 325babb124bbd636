"""Finds the lines on which the keys of a TOML text stand, for messages. tomllib tells none.

The text is known to be valid, so a scan by line is enough; where it finds nothing, a message falls back to
the table's line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

__all__ = ["Place", "find", "line_of"]

Place = tuple[str | int, ...]
"""The way to a value: ("source", 1, "path") is the key `path` of the second [[source]]."""

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_NAME = rf"{_PART}(?:\s*\.\s*{_PART})*"
# Compiled when a fault is to be told of.
_HEADER = rf"\s*(\[\[?)\s*({_NAME})\s*\]"
_KEY = rf"\s*({_NAME})\s*="
_TRIPLE = re.compile(r'"""|\'\'\'')


def find(text: str) -> dict[Place, int]:
    """The line, counted from 1, of each table and key."""
    found: dict[Place, int] = {}
    counts: Counter[Place] = Counter()
    table: Place = ()
    quoted = False
    for number, line in enumerate(text.split("\n"), 1):
        if not quoted:
            if match := re.match(_HEADER, line):
                table = _table(_parts(match[2]), counts, listed=match[1] == "[[")
                found.setdefault(table, number)
            elif match := re.match(_KEY, line):
                found.setdefault((*table, *_parts(match[1])), number)
        quoted ^= len(_TRIPLE.findall(line)) % 2 == 1
    return found


def line_of(place: Place, found: Mapping[Place, int]) -> int:
    """The line of a place, or of the nearest thing around it; 1 for the file."""
    while place and place not in found:
        place = place[:-1]
    return found.get(place, 1)


def _parts(name: str) -> Place:
    return tuple(part.strip("\"'") for part in re.findall(_PART, name))


def _table(name: Place, counts: Counter[Place], *, listed: bool) -> Place:
    """The place of a header: a part that names a list of tables is followed by the number of the last one."""
    place: Place = ()
    for part in name[:-1]:
        place = (*place, part)
        if counts[place]:
            place = (*place, counts[place] - 1)
    place = (*place, name[-1])
    if not listed:
        return place
    counts[place] += 1
    return (*place, counts[place] - 1)
