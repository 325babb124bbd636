"""Events as the Calendar API writes them, checked. Names are those of its published description."""

from __future__ import annotations

import msgspec

__all__ = ["FIELDS", "Entry", "Item", "Moment", "Person"]


class Moment(msgspec.Struct, frozen=True, rename="camel"):
    """A date, or a time with an offset. `time_zone` is an IANA name."""

    date: str | None = None
    date_time: str | None = None
    time_zone: str | None = None


class Person(msgspec.Struct, frozen=True, rename="camel"):
    """An organizer or attendee; `self` of the API: the calendar's own."""

    email: str = ""
    display_name: str = ""
    own: bool = msgspec.field(default=False, name="self")
    optional: bool = False
    resource: bool = False
    response_status: str = ""


class Entry(msgspec.Struct, frozen=True, rename="camel"):
    """A way into a meeting: its kind is video, phone, sip or more."""

    entry_point_type: str = ""
    uri: str = ""
    label: str = ""
    pin: str = ""
    access_code: str = ""


class Conference(msgspec.Struct, frozen=True, rename="camel"):
    entry_points: tuple[Entry, ...] = ()


class Link(msgspec.Struct, frozen=True):
    """Where an event comes from."""

    url: str = ""


class Item(msgspec.Struct, frozen=True, rename="camel"):
    """One event, or one instance of a series."""

    id: str = ""
    status: str = "confirmed"
    event_type: str = "default"
    transparency: str = "opaque"
    sequence: int = 0
    updated: str = ""
    uid: str = msgspec.field(default="", name="iCalUID")
    recurring_event_id: str | None = None
    original_start_time: Moment | None = None
    start: Moment | None = None
    end: Moment | None = None
    summary: str = ""
    description: str = ""
    location: str = ""
    organizer: Person | None = None
    attendees: tuple[Person, ...] = ()
    hangout_link: str = ""
    conference_data: Conference = Conference()
    source: Link = Link()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.conference_data.entry_points


_PERSON = "email,displayName,self"
FIELDS = (
    "kind,nextPageToken,timeZone,accessRole,items("
    "id,status,eventType,transparency,sequence,updated,iCalUID,recurringEventId,originalStartTime,start,end,summary,description,location,"
    f"organizer({_PERSON}),attendees({_PERSON},optional,resource,responseStatus),"
    "hangoutLink,conferenceData/entryPoints(entryPointType,uri,label,pin,accessCode),source/url)"
)
"""What of a page is asked for: no attachments, no reminders, no colours."""
