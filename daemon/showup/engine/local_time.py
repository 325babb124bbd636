"""Floating and all-day entries stand at a time on the wall: their instants follow the person from zone to zone. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from showup.model import Interview, Occurrence

__all__ = ["as_known", "in_zone"]


def in_zone(interview: Interview, zone: ZoneInfo) -> Interview:
    """The same entry for a person who is in `zone`: what stands at 14:00 stands at 14:00 there too.

    An entry that has a zone of its own stays as it is, and so does one whose source did not say in which zone it read it.
    """
    occurrence = interview.occurrence
    there = _read_in(occurrence)
    if there is None or there.key == zone.key:
        return interview
    start, end = (_same_wall(moment, there, zone) for moment in (occurrence.start, occurrence.end))
    return replace(interview, occurrence=replace(occurrence, start=start, end=max(start, end), zone=zone.key))


def as_known(interview: Interview, known: Interview, zone: ZoneInfo) -> Interview:
    """What a source says now, in `zone`; where it says the same time on the wall as `known`, at the very instants of `known`.

    A source may have read it before the person's zone changed, and an interview that is over stays where it was.
    """
    if interview is known:
        return known
    here = in_zone(interview, zone)
    where = _read_in(known.occurrence)
    there = in_zone(interview, where) if where is not None else here
    return there if _times(there.occurrence) == _times(known.occurrence) else here


def _read_in(occurrence: Occurrence) -> ZoneInfo | None:
    """The zone in which its time on the wall was turned into an instant; None for an entry with a zone of its own."""
    if not (occurrence.floating or occurrence.all_day) or not occurrence.zone:
        return None
    try:
        return ZoneInfo(occurrence.zone)
    except (ValueError, OSError, KeyError):
        return None


def _same_wall(instant: datetime, there: ZoneInfo, here: ZoneInfo) -> datetime:
    return instant.astimezone(there).replace(tzinfo=here, fold=0).astimezone(UTC)


def _times(occurrence: Occurrence) -> tuple[datetime, datetime, bool]:
    return occurrence.start, occurrence.end, occurrence.all_day
