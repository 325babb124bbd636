"""The times of an event: every one a date or an aware datetime, the end never before the start."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct
from msgspec.structs import replace

from showup_integrations.ics.ends import in_utc, later
from showup_integrations.ics.lines import zone_id
from showup_integrations.ics.parsed import Component, listed
from showup_integrations.ics.zones import Zone, Zones

__all__ = ["BrokenEventError", "Length", "place", "span"]

_NAMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
_NOT_BEFORE = "It ended before it began; the end was left out."


class BrokenEventError(ValueError):
    """An event cannot be used; the message says why, in words."""


class Length(Struct, frozen=True):
    """How long an event lasts: `days` of the calendar, then `exact` time. RFC 5545: with DTEND all of it is exact, with DURATION
    its days are not.
    """

    days: timedelta = timedelta(0)
    exact: timedelta = timedelta(0)

    def after(self, start: date) -> date:
        """When what begins at `start` ends; of the same type, and in the same zone."""
        if not isinstance(start, datetime):
            return later(datetime.combine(start, time(0)), self.days).date()
        end = later(in_utc(later(start, self.days)), self.exact)
        try:
            return end.astimezone(start.tzinfo)
        except OverflowError:
            return end


def place(component: Component, zones: Zones, notes: list[str]) -> tuple[Zone, bool]:
    """Give every datetime its zone, in place; the zone of DTSTART, and whether the person's own was taken, for want of one
    that is known.
    """
    if "DTSTART" not in component:
        raise BrokenEventError("it has no start")
    floating = False
    guess = zones.without()
    home = _of_end(component, zones) or guess
    for name in _NAMES:
        # What begins somewhere ends there.
        otherwise = home if name == "DTSTART" or (name == "DTEND" and home.tz is not UTC) else guess
        for prop in listed(component, name):
            tzid = zone_id(prop.params)
            for value in prop.dts if hasattr(prop, "dts") else [prop]:
                zone = _zone_of(value.dt, zones.of(tzid, otherwise) if tzid else home, zones)
                value.dt = _placed(value.dt, zone)
                notes += filter(None, [zone.note])
                if name == "DTSTART":
                    floating = zone.name is None and zone.tz is zones.home and isinstance(value.dt, datetime)
                    home = zone
    return home, floating


def _of_end(component: Component, zones: Zones) -> Zone | None:
    """The zone of the end, for a start that names none, or one that nobody knows."""
    end = component.get("DTEND")
    if not isinstance(getattr(end, "dt", None), datetime) or end.dt.tzinfo is not None:
        return None
    tzid = zone_id(end.params)
    zone = zones.known(tzid) if tzid else None
    return replace(zone, note="Its start names no time zone; that of its end was taken.") if zone else None


def _zone_of(value: object, named: Zone, zones: Zones) -> Zone:
    moment = value[0] if isinstance(value, tuple) else value
    if not isinstance(moment, datetime):
        return Zone(zones.home)
    if moment.tzinfo is not None:
        return Zone(UTC, "UTC")
    return named


def _placed(value: object, zone: Zone) -> object:
    if isinstance(value, tuple):
        return tuple(_placed(piece, zone) for piece in value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=zone.tz)
    return value


def span(component: Component, zone: Zone, notes: list[str]) -> tuple[date, Length]:
    """The start of an event whose times were placed, and how long it lasts. Raises BrokenEventError."""
    start = component["DTSTART"].dt
    if not isinstance(start, date):
        raise BrokenEventError("its start is not a date")
    length = _until_end(component, start, zone) if "DTEND" in component else _duration(component)
    if length.days + length.exact < timedelta(0):
        notes.append(_NOT_BEFORE)
        length = Length()
    if not isinstance(start, datetime):
        length = Length(max(length.days, timedelta(days=1)))
    return start, length


def _until_end(component: Component, start: date, zone: Zone) -> Length:
    end = component["DTEND"].dt
    if not isinstance(end, date):
        raise BrokenEventError("its end is not a date")
    end = _like(end, start, zone)
    if isinstance(start, datetime) and isinstance(end, datetime):
        return Length(exact=in_utc(end) - in_utc(start))
    return Length(end - start)


def _duration(component: Component) -> Length:
    length = component["DURATION"].dt if "DURATION" in component else timedelta(0)
    if not isinstance(length, timedelta):
        raise BrokenEventError("its duration is not one")
    days = timedelta(days=length.days)
    return Length(days, length - days)


def _like(end: date, start: date, zone: Zone) -> date:
    """`end` as the kind of value that `start` is."""
    if isinstance(start, datetime) and not isinstance(end, datetime):
        return datetime.combine(end, time(0), zone.tz)
    if isinstance(end, datetime) and not isinstance(start, datetime):
        return end.date() + timedelta(days=1) if end.time() > time(0) else end.date()
    return end
