"""Instants as people and scripts write them: ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

__all__ = ["instant"]


def instant(text: str, zone: ZoneInfo) -> datetime:
    """An ISO 8601 text as UTC; without an offset it is in `zone`. ValueError when it is none."""
    try:
        read = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise ValueError(f"{text!r} is no time; write one such as 2026-11-24T14:00:00+01:00") from None
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)
