"""An announcement for a screen that others see too: that something rings and when, but not what. Pure."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from showup.announce_rules import OFFERED
from showup.model import Details
from showup.ports import Action, Announcement

__all__ = ["cover"]

_HIDDEN = "Your screen is being shared, so its details are hidden. `showup next` shows them."
_WORDS = {"mine": "It is mine", "not-mine": "Not mine"}
"""What a button says instead of that there is an interview."""


def cover(announcement: Announcement, details: Details, zone: ZoneInfo) -> Announcement:
    """With no more in it than the person wants others to see. What it is about, and what its buttons do, stays."""
    if details is Details.ALL:
        return announcement
    actions = tuple(_covered(action) for action in announcement.actions if not action.do.startswith(OFFERED))
    covered = replace(announcement, body=_HIDDEN, link=None, actions=actions)
    if details is Details.TITLE:
        return covered
    summary = _summary(announcement, zone)
    return replace(covered, summary=summary, title=summary if announcement.title else "")


def _summary(announcement: Announcement, zone: ZoneInfo) -> str:
    what = "An alarm of showup" if announcement.rung else "A message of showup"
    return f"{what}: {announcement.due.astimezone(zone):%H:%M}" if announcement.due else what


def _covered(action: Action) -> Action:
    return replace(action, label=_WORDS.get(action.do, action.label))
