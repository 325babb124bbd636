"""One VEVENT, parsed and mended, with notes on what was guessed."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime

import icalendar
from msgspec import Struct
from msgspec.structs import replace

from showup_integrations.ics import lines
from showup_integrations.ics.parsed import Component, Property, listed
from showup_integrations.ics.rules import mend_until
from showup_integrations.ics.times import BrokenEventError, Length, place, span
from showup_integrations.ics.zones import Zone, Zones

__all__ = ["BrokenEventError", "Event", "parse"]

_ONCE = (
    "DTSTART", "DTEND", "DURATION", "UID", "RECURRENCE-ID", "SEQUENCE", "SUMMARY", "LOCATION", "STATUS",
    "URL",
)  # fmt: skip
_FREE = frozenset({"TRANSPARENT", "FREE", "1"})  # 1 is how vCalendar 1.0 has it
_FATAL = {
    "DTSTART": "its start",
    "RRULE": "its repetition rule",
    "RECURRENCE-ID": "which instance it changes",
}


class Event(Struct, frozen=True):
    """`component` is icalendar's, with mended times. `start` and `end` are dates, or aware datetimes in `zone`.

    `floating`: they are times on the wall, read in the person's zone. `recurrence_id` is the instance that it changes, None
    for a master or a single event; `and_future`: and all that follow. `by_wall`: its instances are told apart by times on the
    wall, for their instants change with the person's zone. `stamp` is its last change, for choosing between two versions.
    `transparent`: it takes none of the person's time.
    """

    component: Component
    uid: str
    start: date
    length: Length
    zone: Zone
    floating: bool
    recurrence_id: date | None
    and_future: bool
    by_wall: bool
    sequence: int
    stamp: str
    cancelled: bool
    notes: tuple[str, ...]
    transparent: bool = False

    @property
    def end(self) -> date:
        return self.length.after(self.start)

    @property
    def repeats(self) -> bool:
        return any(name in self.component for name in ("RRULE", "RDATE"))

    @property
    def name(self) -> str:
        return str(self.component.get("SUMMARY") or self.uid)[:80]

    def renamed(self, uid: str, note: str) -> Event:
        """The same event under another UID, with a note that says why."""
        return replace(self, uid=uid, notes=(*self.notes, note))

    def alone(self, note: str) -> Event:
        """The same event as one that changes no other, with a note that says why."""
        return replace(self, recurrence_id=None, and_future=False, notes=(*self.notes, note))


def parse(raw: bytes, zones: Zones, *, cancelled: bool) -> Event:
    """Raises BrokenEventError, and anything else for input that nobody foresaw."""
    try:
        text, notes = lines.clean(raw)
    except lines.TooLargeError as error:
        raise BrokenEventError(str(error)) from None
    component: Component = icalendar.Event.from_ical(f"BEGIN:VEVENT\n{text}\nEND:VEVENT\n")
    _drop_broken(component, text, notes)
    _drop_repeated(component)
    bare = _is_bare(component.get("RECURRENCE-ID"))
    zone, floating = place(component, zones, notes)
    start, length = span(component, zone, notes)
    for rule in (*listed(component, "RRULE"), *listed(component, "EXRULE")):
        notes += filter(None, [mend_until(rule, start, zone.tz)])
    instance = component.get("RECURRENCE-ID")
    if instance is not None and not isinstance(instance.dt, date):
        raise BrokenEventError(f"{_FATAL['RECURRENCE-ID']} cannot be read")
    return Event(
        component, _uid(component, notes), start, length, zone, floating,
        instance.dt if instance is not None else None, _and_future(instance), floating and bare,
        _sequence(component), _stamp(component), cancelled, tuple(dict.fromkeys(notes)), _transparent(raw),
    )  # fmt: skip


def _drop_broken(component: Component, text: str, notes: list[str]) -> None:
    """Take out what could not be parsed; raises BrokenEventError where the event has no meaning without."""
    broken = {name for name, _ in component.errors}
    for name, meaning in _FATAL.items():
        # A line can be so broken that the parser does not know whose it was.
        if name in broken or (name not in component and re.search(rf"^{name}[;:]", text, re.IGNORECASE | re.MULTILINE)):
            raise BrokenEventError(f"{meaning} cannot be read")
    for name in sorted(filter(None, broken)):
        component.pop(name, None)
        notes.append(f"Its {name} cannot be read and was left out.")
    if None in broken:
        notes.append("A line of it cannot be read and was left out.")


def _drop_repeated(component: Component) -> None:
    """Properties that may stand once: the first counts."""
    for name in _ONCE:
        values = component.get(name)
        if isinstance(values, list):
            component[name] = values[0]


def _is_bare(instance: Property) -> bool:
    return instance is None or (getattr(instance.dt, "tzinfo", None) is None and not lines.zone_id(instance.params))


def _and_future(instance: Property) -> bool:
    return instance is not None and str(instance.params.get("RANGE", "")).upper() == "THISANDFUTURE"


def _uid(component: Component, notes: list[str]) -> str:
    uid = str(component.get("UID") or "").strip()
    if not uid:
        said = "\n".join(
            component[name].to_ical().decode("utf-8", "replace") for name in ("DTSTART", "SUMMARY") if name in component
        )
        uid = "showup-" + hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest()
        notes.append("It has no UID; one was made from its start and title.")
    return uid


def _sequence(component: Component) -> int:
    try:
        sequence = int(component.get("SEQUENCE", 0))
    except (ValueError, TypeError):
        component.pop("SEQUENCE", None)
        return 0
    return sequence


def _stamp(component: Component) -> str:
    """The instant of the last change as text that sorts; empty when the calendar does not say."""
    stamps = [getattr(prop, "dt", None) for name in ("LAST-MODIFIED", "DTSTAMP") for prop in listed(component, name)]
    return max((stamp.strftime("%Y%m%dT%H%M%S") for stamp in stamps if isinstance(stamp, datetime)), default="")


def _transparent(raw: bytes) -> bool:
    """Whether it is marked as free, by the standard's or by Outlook's property. Where they disagree, it takes time."""
    said = {lines.value_of(raw, name).upper() for name in ("TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")} - {""}
    return bool(said) and said <= _FREE
