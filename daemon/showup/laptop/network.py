"""Whether there is a network: a route to everywhere, from what the kernel says under /proc/net."""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from pathlib import Path

__all__ = ["PLACE", "Network", "routed"]

PLACE = Path("/proc/net")
_UP, _REJECT = 0x1, 0x200
_NOWHERE_ELSE = frozenset({"lo"})


class Network(StrEnum):
    """PORTAL: one that lets nobody out before they have logged in at a page of its own. LIMITED: one that leads nowhere."""

    UP = "up"
    PORTAL = "portal"
    LIMITED = "limited"
    DOWN = "down"


def routed(place: Path = PLACE) -> bool | None:
    """Is there a default route, of either family? None where the kernel does not say."""
    said = [answer for answer in (_routed4(place / "route"), _routed6(place / "ipv6_route")) if answer is not None]
    return any(said) if said else None


def _routed4(table: Path) -> bool | None:
    """Interface, destination, gateway, flags, ..., mask at the eighth place, in hexadecimal; the first line is a heading."""
    rows = _rows(table)
    if rows is None:
        return None
    return any(len(row) > 7 and _is_up(row[0], row[3]) and int(row[1], 16) == int(row[7], 16) == 0 for row in rows[1:])


def _routed6(table: Path) -> bool | None:
    """Destination and the length of its prefix first, flags and interface last, in hexadecimal."""
    rows = _rows(table)
    if rows is None:
        return None
    return any(len(row) > 9 and _is_up(row[-1], row[-2]) and int(row[0], 16) == int(row[1], 16) == 0 for row in rows)


def _is_up(interface: str, flags: str) -> bool:
    return interface not in _NOWHERE_ELSE and int(flags, 16) & (_UP | _REJECT) == _UP


def _rows(table: Path) -> list[list[str]] | None:
    with suppress(OSError):
        return [line.split() for line in table.read_text("ascii").splitlines()]
    return None
