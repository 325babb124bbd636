"""What a source says to a test."""

from __future__ import annotations

from typing import Any

from showup.model import Profile, Window
from showup.ports import CalendarSource, Reading, Wanted

__all__ = ["reading_of"]


def reading_of(source: CalendarSource, window: Window, profile: Profile, name: str = "work", **more: Any) -> Reading:
    """Everything of the window, unless `more` wants less (see Wanted); it must not be Unchanged."""
    said = source.read(Wanted(name, window, profile, **more))
    assert isinstance(said, Reading)
    return said
