"""When the microphone was in use during an interview, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from showup.engine import Use

__all__ = ["in_use"]

_MOST = 3


def in_use(used: Sequence[Use], zone: ZoneInfo) -> str:
    """As in "in use from 14:01 to 14:52", by what was seen; the longest times where there are many. Empty when it never was."""
    longest = sorted(used, key=lambda use: use.since - use.until)[:_MOST]
    spans = [
        f"from {use.since.astimezone(zone):%H:%M} to {use.until.astimezone(zone):%H:%M}"
        for use in sorted(longest, key=lambda use: use.since)
    ]
    return f"in use {' and '.join(spans)}" if spans else ""
