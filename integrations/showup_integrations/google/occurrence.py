"""From an event of the Calendar API to showup's occurrence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from showup.model import Occurrence, Participant, Profile
from showup_integrations.google import meeting
from showup_integrations.google.item import Item, Moment, Person

__all__ = ["Maker", "instant", "text_of", "uid_of"]

_TAKES_NO_TIME = frozenset({"workingLocation", "birthday"})
_NO_APPOINTMENT = _TAKES_NO_TIME | {"outOfOffice", "focusTime"}
_PARTSTAT = {
    "needsAction": "NEEDS-ACTION",
    "declined": "DECLINED",
    "tentative": "TENTATIVE",
    "accepted": "ACCEPTED",
}
_SHORT = 2000
_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the occurrences of one calendar, called `source`. `zone` is the calendar's; `owned`: it belongs to the person.
    `busy`: what takes the person's time is wanted (see Wanted).
    """

    source: str
    profile: Profile
    zone: str
    owned: bool
    busy: bool = False

    def occurrence(self, item: Item) -> Occurrence | None:
        """None for what is no appointment, or is gone without a trace; raises ValueError for what cannot be dated."""
        if item.event_type in (_TAKES_NO_TIME if self.busy else _NO_APPOINTMENT):
            return None
        if self._taken_away(item) or self._silently_declined(item):
            return None
        if item.start is None or item.end is None:
            raise ValueError("it has no start or no end")
        home = ZoneInfo(self.profile.zone)
        all_day = item.start.date_time is None
        start, end = instant(item.start, home), instant(item.end, home)
        return Occurrence(
            self.source, uid_of(item), start, max(start, end),
            recurrence_id=_instance(item), all_day=all_day, recurring=item.recurring_event_id is not None,
            zone=self.profile.zone if all_day else _known_zone(item.start.time_zone) or _known_zone(self.zone),
            title=item.summary.strip()[:_SHORT], description=meeting.description(item), location=item.location.strip()[:_SHORT],
            url=item.source.url.strip()[:_SHORT], conference=meeting.conference(item),
            organizer=self._participant(item.organizer) if item.organizer else None,
            attendees=tuple(self._participant(person) for person in item.attendees[:_PEOPLE] if not person.resource),
            status="" if self._own(item, "declined") else item.status.upper(),
            transparent=item.transparency == "transparent", sequence=item.sequence, changed=_changed(item),
        )  # fmt: skip

    def _taken_away(self, item: Item) -> bool:
        """A deleted event keeps its details where somebody else called it off. The person's own is simply no longer there: it may
        have been deleted by mistake, and showup asks.
        """
        if item.status != "cancelled":
            return False
        bare = item.start is None or item.end is None or item.organizer is None
        return bare or (self.owned and item.organizer is not None and item.organizer.own)

    def _silently_declined(self, item: Item) -> bool:
        """The person declined, and there is no address or name by which that could be told from anybody else's answer. What was
        declined takes no time, however the person is known.
        """
        return self._own(item, "declined") and (self.busy or not (self.profile.emails or self.profile.name))

    def _own(self, item: Item, answer: str) -> bool:
        return self.owned and any(person.own and person.response_status == answer for person in item.attendees)

    def _participant(self, person: Person) -> Participant:
        email, name = person.email.strip()[:_SHORT], person.display_name.strip()[:_SHORT]
        if person.own and self.owned:
            email, name = self._as_known(email, name)
        role = "OPT-PARTICIPANT" if person.optional else "REQ-PARTICIPANT" if person.response_status else ""
        return Participant(email, name, role, _PARTSTAT.get(person.response_status, ""))

    def _as_known(self, email: str, name: str) -> tuple[str, str]:
        """Google knows who the person is, whatever address of theirs it was that was invited."""
        emails = self.profile.emails
        if emails and email.lower() not in {own.lower() for own in emails}:
            return emails[0], name
        return email, name if emails else self.profile.name or name


def instant(moment: Moment, home: tzinfo) -> datetime:
    """As UTC; a date is its midnight in `home`. Raises ValueError."""
    if moment.date_time is not None:
        read = datetime.fromisoformat(moment.date_time)
        return (read if read.tzinfo else read.replace(tzinfo=_zone(moment, home))).astimezone(UTC)
    return datetime.combine(date.fromisoformat(moment.date or ""), time(0), home).astimezone(UTC)


def uid_of(item: Item) -> str:
    """The UID that the same event has in every other calendar."""
    return item.uid or f"{item.recurring_event_id or item.id}@google.com"


def text_of(found: Occurrence) -> bytes:
    """What an occurrence says as content lines (RFC 5545), for the question whether it could be an interview."""
    said = (
        ("SUMMARY", found.title), ("DESCRIPTION", found.description), ("LOCATION", found.location), ("URL", found.url),
        ("CONFERENCE", found.conference), ("STATUS", found.status),
    )  # fmt: skip
    lines = ["BEGIN:VEVENT", *(f"{name}:{_escaped(text)}" for name, text in said if text or name == "SUMMARY")]
    lines += [_line_of("ORGANIZER", found.organizer)] if found.organizer else []
    lines += [_line_of("ATTENDEE", person) for person in found.attendees]
    return "\n".join([*lines, "END:VEVENT", ""]).encode("utf-8", "replace")


def _line_of(name: str, person: Participant) -> str:
    called = person.name.replace('"', "'").replace("\n", " ")
    return f'{name};CN="{called}";ROLE={person.role};PARTSTAT={person.partstat}:mailto:{_escaped(person.email)}'


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return text.replace(",", "\\,").replace(";", "\\;")


def _zone(moment: Moment, home: tzinfo) -> tzinfo:
    name = _known_zone(moment.time_zone)
    return ZoneInfo(name) if name else home


def _changed(item: Item) -> datetime | None:
    try:
        at = datetime.fromisoformat(item.updated)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):  # it only helps to choose
        return None


def _known_zone(name: str | None) -> str | None:
    try:
        return ZoneInfo(name).key if name else None
    except (KeyError, ValueError, OSError):  # unknown, no name at all, a folder
        return None


def _instance(item: Item) -> str | None:
    """Which one of a series, by the time that the series gave it."""
    if item.recurring_event_id is None:
        return None
    original = item.original_start_time or item.start
    if original is None:
        raise ValueError("it does not say which one of its series it is")
    return original.date if original.date_time is None else instant(original, UTC).isoformat()
