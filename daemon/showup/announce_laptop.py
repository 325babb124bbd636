"""The words on a warning of battery or network that comes by itself, between the alarms. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from showup.announce import when_and_what
from showup.engine import Watch
from showup.laptop import Caution
from showup.model import Urgency
from showup.ports import Announcement

__all__ = ["announce_caution", "tag_of"]


def tag_of(about: str) -> str:
    """The same for every warning of it: a later one replaces the one before."""
    return f"laptop:{about}"


def announce_caution(watch: Watch, caution: Caution, now: datetime, zone: ZoneInfo) -> Announcement:
    """It stands beside the alarms of the interview, and has no buttons: there is nothing to answer."""
    tag, key, generation = tag_of(caution.about), watch.key, watch.generation
    return Announcement(tag, key, generation, caution.text, when_and_what(watch, now, zone), Urgency.CRITICAL)
