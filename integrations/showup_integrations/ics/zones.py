"""What a time zone id in a calendar means: an IANA zone where one can be known, else the calendar's own
definition.
"""

from __future__ import annotations

import re
import zoneinfo
from datetime import datetime, tzinfo
from functools import cache

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON
from msgspec import Struct, field
from msgspec.structs import replace

from showup_integrations.ics import own_zone
from showup_integrations.ics.lines import value_of
from showup_integrations.ics.odd_zones import described

__all__ = ["Zone", "Zones", "iana"]

_WINDOWS = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
_OFFSET = re.compile(rb"^TZOFFSETTO(?:;[^:\n]*)?:[ \t]*([+-]\d{4})", re.IGNORECASE | re.MULTILINE)
_NAME_LIMIT = 200
_COMMON = (
    "Europe/London", "Europe/Paris", "Europe/Athens", "America/New_York", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "America/Halifax", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip


class Zone(Struct, frozen=True):
    """A zone id's meaning: `name` is its IANA name if it has one, `note` says what was guessed."""

    tz: tzinfo
    name: str | None = None
    note: str = ""


class Zones(Struct):
    """The zones of one VCALENDAR. `person` is the person's IANA zone; `definitions` are raw VTIMEZONEs."""

    person: str
    definitions: list[bytes]
    floating: str = ""
    _known: dict[str, Zone | None] = field(default_factory=dict)
    _by_id: dict[str, bytes] = field(default_factory=dict)

    def of(self, tzid: str, otherwise: Zone) -> Zone:
        """The meaning of an id; one that nobody knows is taken as the zone `otherwise`, with a note."""
        return self.known(tzid) or self._guessed(tzid, otherwise)

    def known(self, tzid: str) -> Zone | None:
        """The meaning of an id, if it can be known."""
        if tzid not in self._known:
            self._known[tzid] = self._found(tzid) or self._described(tzid)
        return self._known[tzid]

    def without(self) -> Zone:
        """The zone of a time that has none: the calendar's display zone if it names one, else the
        person's.
        """
        if found := iana(self.floating) if self.floating else None:
            return Zone(found, found.key, f"A time without a zone was read in the calendar's zone, {found.key}.")
        return Zone(self.home)

    @property
    def home(self) -> zoneinfo.ZoneInfo:
        return iana(self.person) or zoneinfo.ZoneInfo("UTC")

    def _found(self, tzid: str) -> Zone | None:
        named = iana(tzid)
        if named is None or "/" not in named.key:
            # A lone word ("EST", "GMT", "Japan") is no full name: what the calendar says of it counts more.
            return self._defined(tzid) or (Zone(named, named.key) if named else None)
        return Zone(named, named.key, self._contradiction(tzid, named))

    def _definition(self, tzid: str) -> bytes | None:
        if not self._by_id:
            self._by_id |= {value_of(raw, "TZID"): raw for raw in reversed(self.definitions)}
        return self._by_id.get(tzid)

    def _defined(self, tzid: str) -> Zone | None:
        raw = self._definition(tzid)
        if raw is None:
            return None
        if place := iana(value_of(raw, "X-LIC-LOCATION")):
            return Zone(place, place.key)
        if own := own_zone.read(tzid[:60], raw):
            return Zone(own)
        own = own_zone.read(tzid[:60], raw, once=True)
        return self._alike(tzid, raw) or (Zone(own) if own else None)

    def _alike(self, tzid: str, raw: bytes) -> Zone | None:
        """A zone with the offsets that a definition names which does not say when they change."""
        said = set(_OFFSET.findall(raw))
        zones = (self.home, *filter(None, map(iana, _COMMON)))
        found = next((zone for zone in zones if len(said) == 2 and said == _offsets_of(zone, 2026)), None)
        if found is None:
            return None
        note = (
            f'The calendar does not say when the clocks change in its time zone "{tzid[:60]}"; {found.key} was taken.'
        )
        return Zone(found, found.key, note)

    def _contradiction(self, tzid: str, named: zoneinfo.ZoneInfo) -> str:
        """A note when the calendar defines a zone of a known name with none of the offsets that it has had of late."""
        raw = self._definition(tzid)
        said = set(_OFFSET.findall(raw)) if raw else set()
        if not said or said & _offsets(named):
            return ""
        return f"The calendar gives the time zone {named.key} another offset than it has; the true one was taken."

    def _described(self, tzid: str) -> Zone | None:
        found = described(tzid[:_NAME_LIMIT], iana)
        if found is None:
            return None
        name = getattr(found, "key", None)
        return Zone(found, name, f'The time zone "{tzid[:60]}" was read as {name or found}.')

    def _guessed(self, tzid: str, otherwise: Zone) -> Zone:
        assumed = getattr(otherwise.tz, "key", None) or "that of its start"
        return replace(otherwise, note=f'The time zone "{tzid[:60]}" is not known; {assumed} was assumed.')


@cache
def _offsets(zone: zoneinfo.ZoneInfo) -> frozenset[bytes]:
    """All that it had in the years in which a calendar's definition of it may have been made."""
    return frozenset().union(*(_offsets_of(zone, year) for year in range(2000, 2030)))


def _offsets_of(zone: zoneinfo.ZoneInfo, year: int) -> set[bytes]:
    """Its offsets of a year, as a calendar writes them."""
    return {datetime(year, month, 1, tzinfo=zone).strftime("%z")[:5].encode() for month in (1, 7)}


@cache
def iana(name: str) -> zoneinfo.ZoneInfo | None:
    """The IANA zone meant by `name`: itself, a Windows name, or an IANA name behind a prefix."""
    if len(name) > _NAME_LIMIT:
        return None
    pieces = name.strip().strip('"').replace("\\", "").split("/")  # some programs escape the slash
    # "/vendor.org/20210210_1/Europe/Berlin": the longest end that is a zone. A lone word at the end proves
    # nothing.
    ends = ["/".join(pieces[at:]) for at in range(len(pieces)) if at == 0 or len(pieces) - at > 1]
    if pieces[-1].upper() in {"UTC", "GMT"}:
        return zoneinfo.ZoneInfo("UTC")
    return next((zone for end in ends if (zone := _lookup(end.strip("/")))), None)


def _lookup(name: str) -> zoneinfo.ZoneInfo | None:
    name = _WINDOWS.get(name.casefold(), name)
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        key = _by_lower_case().get(name.casefold())
        return zoneinfo.ZoneInfo(key) if key and key != name else None


@cache
def _by_lower_case() -> dict[str, str]:
    return {name.casefold(): name for name in zoneinfo.available_timezones()}
