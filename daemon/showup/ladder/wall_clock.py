"""The instants at which the clock on the wall shows a time. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["existing", "gap"]


def existing(local: datetime) -> datetime:
    """The instant of a local time; one inside a gap counts as if the clock had not been set forward yet (02:30 becomes 03:30,
    RFC 5545's rule, and zoneinfo's for fold=0), one that comes twice as its first: rather early than late.
    """
    return local.replace(fold=0).astimezone(UTC)


def gap(local: datetime) -> timedelta:
    """By how much the clock is set forward over this local time; zero or less for one that exists."""
    offsets = [local.replace(fold=fold).utcoffset() or timedelta(0) for fold in (0, 1)]
    return offsets[1] - offsets[0]
