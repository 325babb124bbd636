"""From a parsed event to showup's occurrence: what it says about people, places and links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from showup.model import Occurrence, Participant
from showup_integrations.ics.ends import in_utc
from showup_integrations.ics.event import Event
from showup_integrations.ics.parsed import Component, Property, listed

__all__ = ["instant", "maker"]

_CONFERENCE = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
_SHORT = 2000
_NAMED = re.compile(r"([^<>]*)<([^<>@\s]+@[^<>@\s]+)>")


def instant(moment: date, home: tzinfo) -> datetime:
    """A date's midnight in `home`, or an aware datetime, as a UTC instant."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(0), home)
    return in_utc(moment)


class _Maker(Struct, frozen=True):
    """Makes the occurrences of one event. What they share was read once."""

    like: Occurrence
    home: tzinfo

    def at(self, start: date, end: date, original: date | None, *, recurring: bool) -> Occurrence:
        """The occurrence from start to end; `original` is its instance in the series (a datetime without a zone is
        one on the wall), None for a single event.
        """
        shared = {name: getattr(self.like, name) for name in Occurrence.__slots__}
        shared |= {"start": instant(start, self.home), "end": instant(end, self.home), "recurring": recurring}
        if original is not None:
            shared["recurrence_id"] = _name(original)
        return Occurrence(**shared)


def maker(source: str, event: Event, home: tzinfo) -> _Maker:
    """What turns this event's dates into occurrences of the source named `source`."""
    component = event.component
    all_day = not isinstance(event.start, datetime)
    like = Occurrence(
        source=source, uid=event.uid, start=instant(event.start, home), end=instant(event.end, home),
        all_day=all_day, floating=event.floating, zone=_home(home) if all_day or event.floating else event.zone.name,
        title=_text(component, "SUMMARY"), description=_description(component),
        location=_text(component, "LOCATION"),
        url=_text(component, "URL"), conference=_conference(component), organizer=_organizer(component),
        attendees=tuple(_participant(prop) for prop in listed(component, "ATTENDEE")),
        status="CANCELLED" if event.cancelled else _text(component, "STATUS").upper(),
        travel=_travel(component), notes=event.notes, transparent=event.transparent,
        sequence=event.sequence, changed=_changed(component),
    )  # fmt: skip
    return _Maker(like, home)


def _changed(component: Component) -> datetime | None:
    """Its last change. A DTSTAMP may be only when the file was made, so it counts where there is nothing better."""
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        for prop in listed(component, name):
            if isinstance(moment := getattr(prop, "dt", None), datetime):
                return in_utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return None


def _name(original: date) -> str:
    if isinstance(original, datetime) and original.tzinfo is not None:
        original = in_utc(original)
    return original.isoformat()


def _home(zone: tzinfo) -> str | None:
    """The zone that a time on the wall was read in: it says later whether the person has left it."""
    return getattr(zone, "key", None)


def _text(component: Component, name: str) -> str:
    values = listed(component, name)
    text = str(values[0]).strip() if values else ""
    return text if name in {"DESCRIPTION", "X-ALT-DESC"} else text[:_SHORT]


def _description(component: Component) -> str:
    return _text(component, "DESCRIPTION") or _text(component, "X-ALT-DESC")


def _conference(component: Component) -> str:
    links = [str(link).strip() for name in _CONFERENCE for link in listed(component, name)]
    web = [link for link in links if link.lower().startswith(("https://", "http://"))]
    return (web or links or [""])[0][:_SHORT]


def _organizer(component: Component) -> Participant | None:
    organizers = listed(component, "ORGANIZER")
    return _participant(organizers[0]) if organizers else None


def _participant(prop: Property) -> Participant:
    address = str(prop).strip()
    if address.lower().startswith("mailto:"):
        address = address[len("mailto:") :].strip()
    params = getattr(prop, "params", {})
    if "@" not in address:  # an internal id of the program, not an address
        address = _param(params, "EMAIL")
    named = _NAMED.fullmatch(address)  # "Ann <ann@x.example>", as vCalendar 1.0 had it
    name = _param(params, "CN") or (named[1].strip(' "') if named else "")
    address = named[2] if named else address
    return Participant(address[:_SHORT], name, _param(params, "ROLE").upper(), _param(params, "PARTSTAT").upper())


def _param(params: Mapping[str, object], name: str) -> str:
    """A parameter's value; one with commas that nobody quoted comes as a list."""
    value = params.get(name, "")
    return (",".join(map(str, value)) if isinstance(value, list) else str(value)).strip()[:_SHORT]


def _travel(component: Component) -> timedelta | None:
    values = listed(component, "X-APPLE-TRAVEL-DURATION")
    if not values:
        return None
    length = getattr(values[0], "dt", None) or _duration(str(values[0]))
    return length if isinstance(length, timedelta) and timedelta(0) < length <= timedelta(days=1) else None


def _duration(text: str) -> timedelta | None:
    from icalendar import vDuration  # noqa: PLC0415 - rarely wanted

    try:
        length: object = vDuration.from_ical(text)  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    return length if isinstance(length, timedelta) else None
