"""The one place where the clock is read. Everything else takes `now` as an argument."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The wall clock as an aware UTC datetime."""
    return datetime.now(UTC)
