"""What a time zone id in a calendar means: an IANA zone where one can be known, else the calendar's own
definition.
"""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cache
from typing import Any

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from showup_integrations.ics.budget import OutOfTime, at_most
from showup_integrations.ics.lines import text_of, value_of

__all__ = ["Zone", "Zones", "iana"]

_DEFINITION_LIMIT = 64 * 1024
_SECONDS = 0.5
_WINDOWS = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
_DAILY_OR_MORE = re.compile(rb"FREQ=(?!YEARLY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone id's meaning: `name` is its IANA name if it has one, `note` says what was guessed."""

    tz: tzinfo
    name: str | None = None
    note: str = ""


@dataclass(slots=True)
class Zones:
    """The zones of one VCALENDAR. `person` is the person's IANA zone; `definitions` are raw VTIMEZONEs."""

    person: str
    definitions: list[bytes]
    floating: str = ""
    _known: dict[str, Zone] = field(default_factory=dict)

    def of(self, tzid: str) -> Zone:
        """The meaning of an id; one that nobody knows is taken as the person's own zone, with a note."""
        if tzid not in self._known:
            self._known[tzid] = self._named(tzid) or self._defined(tzid) or self._guessed(tzid)
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

    def _named(self, tzid: str) -> Zone | None:
        found = iana(tzid)
        return Zone(found, found.key) if found else None

    def _defined(self, tzid: str) -> Zone | None:
        raw = next((raw for raw in self.definitions if value_of(raw, "TZID") == tzid), None)
        if raw is None or len(raw) > _DEFINITION_LIMIT:
            return None
        if place := iana(value_of(raw, "X-LIC-LOCATION")):
            return Zone(place, place.key)
        own = _own(raw)
        return Zone(own) if own else None

    def _guessed(self, tzid: str) -> Zone:
        note = f'The time zone "{tzid[:60]}" is not known; {self.home.key} was assumed.'
        return Zone(self.home, None, note)


def _own(raw: bytes) -> tzinfo | None:
    """The zone that a VTIMEZONE describes; None for one that cannot be used."""
    if _DAILY_OR_MORE.search(raw):
        return None
    text = f"BEGIN:VTIMEZONE\n{text_of(raw).strip()}\nEND:VTIMEZONE\n"
    try:
        with at_most(_SECONDS):
            component: Any = icalendar.Timezone.from_ical(text)
            zone = component.to_tz(lookup_tzid=False)
    except MemoryError:
        raise
    except (Exception, OutOfTime):  # noqa: BLE001 - a zone that cannot be read is one that is not known
        return None
    return zone if isinstance(zone, tzinfo) else None


@cache
def iana(name: str) -> zoneinfo.ZoneInfo | None:
    """The IANA zone meant by `name`: itself, a Windows name, or an IANA name behind a prefix."""
    pieces = name.strip().strip('"').split("/")
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
