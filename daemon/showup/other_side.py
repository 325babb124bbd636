"""Where the other side is, as far as the calendar says. Pure."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from showup.model import Occurrence

__all__ = ["named_zone", "zone_there"]

_NO_PLACE = frozenset({"UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"})
"""How calendars store an instant, not where anybody meets."""


def zone_there(occurrence: Occurrence, own: str) -> ZoneInfo:
    """The zone that the calendar gave; else the person's, `own` (an IANA name), and UTC where that is none either.

    A day without a time, and a time on the wall, are the person's own: their zone is the one in which they were read.
    """
    unnamed = occurrence.all_day or occurrence.floating or occurrence.zone in _NO_PLACE
    given = None if unnamed else occurrence.zone
    return named_zone(given) or named_zone(own) or ZoneInfo("UTC")


def named_zone(name: str | None) -> ZoneInfo | None:
    """The zone of that name; None where it is none's."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, OSError, ValueError):  # no such zone, a folder of zones, no name of a zone at all
        return None
