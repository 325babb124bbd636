"""The first and the last instant there are: what lies beyond them is held there, instead of being an error."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["in_utc", "later"]

_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_MIDDLE = 5000  # a year


def in_utc(moment: datetime) -> datetime:
    """An aware datetime in UTC."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return _FIRST if moment.year < _MIDDLE else _LAST


def later(moment: datetime, by: timedelta) -> datetime:
    """A datetime moved, on the wall where it has a zone."""
    try:
        return moment + by
    except OverflowError:
        return (datetime.min if by < timedelta(0) else datetime.max).replace(tzinfo=moment.tzinfo)  # noqa: DTZ901
