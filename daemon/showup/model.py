"""The values that showup thinks in: frozen, without I/O. Instants are aware UTC datetimes.

Names follow RFC 5545 where it has one (uid, recurrence_id, organizer, attendee, partstat, status).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

__all__ = [
    "ADDED",
    "Cause",
    "Contact",
    "Details",
    "Draft",
    "DraftKind",
    "Explanation",
    "Helper",
    "Interval",
    "Interview",
    "Judgement",
    "Kind",
    "Occurrence",
    "Participant",
    "Profile",
    "Remembered",
    "Role",
    "Rule",
    "Telling",
    "Urgency",
    "Verdict",
    "Window",
    "key_of",
]


ADDED = "added by you"
"""The source of an interview that stands in no calendar."""


class Verdict(StrEnum):
    """Is this occurrence an interview at which the person must turn up as a candidate?"""

    INTERVIEW = "interview"
    MAYBE = "maybe"
    NO = "no"


class Role(StrEnum):
    """On which side of the table the person sits."""

    CANDIDATE = "candidate"
    INTERVIEWER = "interviewer"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What sort of interview it is, as far as the calendar says."""

    INTERVIEW = "interview"
    RECRUITER_SCREEN = "recruiter screen"
    TECHNICAL = "technical"
    PANEL = "panel"
    FINAL = "final"
    ONSITE = "on-site"
    ASSESSMENT = "assessment"
    DEADLINE = "deadline"
    TRIAL = "trial"


class Urgency(IntEnum):
    """The urgency levels of the Desktop Notifications Specification."""

    LOW = 0
    NORMAL = 1
    CRITICAL = 2


class Details(StrEnum):
    """What an alarm shows of an interview while others see the screen: NOTHING but that something rings, and when."""

    ALL = "all"
    TITLE = "title"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of time, `start` before `end`, both instants (UTC)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Participant:
    """An organizer or attendee. `role` and `partstat` are RFC 5545 values in upper case, or empty."""

    email: str = ""
    name: str = ""
    role: str = ""
    partstat: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One dated instance of a calendar event, as its source says it.

    `recurrence_id` names the instance in its series: an ISO 8601 instant (UTC), a date, or for a floating series a local
    date-time without offset; None for a single event. `zone` is the IANA name of DTSTART's zone, None when the calendar gave
    none. A `floating` start, and the midnights of an `all_day` one, were resolved in the person's zone, and `zone` is then that
    one: from it they are resolved anew when the person is elsewhere. `conference` is a meeting link given as structured data.
    `notes` say in words what had to be mended or guessed to read it. `transparent` (TRANSP): the calendar says that it takes none
    of the person's time. `sequence` (SEQUENCE) counts its revisions, `changed` (LAST-MODIFIED, else DTSTAMP) is the instant of
    the last one, None where nobody says. The same event with other words on these three is still the same, so nothing is
    decided anew for it.
    """

    source: str
    uid: str
    start: datetime
    end: datetime
    recurrence_id: str | None = None
    all_day: bool = False
    floating: bool = False
    recurring: bool = False
    zone: str | None = None
    title: str = ""
    description: str = ""
    location: str = ""
    url: str = ""
    conference: str = ""
    organizer: Participant | None = None
    attendees: tuple[Participant, ...] = ()
    status: str = ""
    travel: timedelta | None = None
    notes: tuple[str, ...] = ()
    transparent: bool = field(default=False, compare=False)
    sequence: int = field(default=0, compare=False)
    changed: datetime | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        return key_of(self.uid, self.recurrence_id)


def key_of(uid: str, recurrence_id: str | None) -> str:
    """A short stable name of one occurrence, the same in every calendar that carries it."""
    text = f"{uid}\n{recurrence_id or ''}"
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody on the other side. `usable` is False for one that no draft may be addressed to (phishing signs)."""

    name: str = ""
    email: str = ""
    phone: str = ""
    part: str = ""
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the calendar's other events said of one, what it counted, and the score that it cannot go beyond."""

    points: int
    reason: str
    most: int = 100


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the detector makes of an occurrence.

    `score` runs from 0 (surely no interview) to 100. `reasons` are sentences for the person. `position` is the job's title when
    the calendar names it. `place` is a physical place, empty for a call. `join_url` is shown with its real host. `called_off`:
    the event itself says so, by its status or in words. `phone` has its country code wherever that is known; with a `pin`, which
    is keyed in when it answers, it is the dial-in of a meeting and not somebody's own number. `bring` is what the calendar asks
    the person to have with them, in its words. `history` is the evidence that came from other events; its reasons are among
    `reasons` too. `rule` is the person's own rule that gave the verdict, as a sentence; the score stays what the detector came
    to.
    """

    verdict: Verdict
    score: int
    role: Role = Role.UNKNOWN
    reasons: tuple[str, ...] = ()
    company: str | None = None
    position: str | None = None
    kind: Kind = Kind.INTERVIEW
    language: str | None = None
    join_url: str | None = None
    phone: str | None = None
    place: str = ""
    contacts: tuple[Contact, ...] = ()
    called_off: bool = False
    pin: str = ""
    bring: tuple[str, ...] = ()
    history: tuple[Remembered, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What the person said once for all: the events to which this applies are interviews (`verdict`), or are none.

    `organizer` is an address in lower case, or "@" with a domain; `title` plain words, `*` for any others; `calendar` the name of
    a source. What is empty may be anything, what is not must all hold; one of them is given. `made`: when; `origin`: what led to
    it, in words, empty for one that was written by hand. Neither changes what it means.
    """

    verdict: Verdict
    organizer: str = ""
    title: str = ""
    calendar: str = ""
    made: datetime | None = field(default=None, compare=False)
    origin: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Interview:
    """An occurrence with its judgement: what the engine watches."""

    occurrence: Occurrence
    judgement: Judgement

    @property
    def key(self) -> str:
        return self.occurrence.key

    @property
    def title(self) -> str:
        return self.occurrence.title

    @property
    def is_deadline(self) -> bool:
        return self.judgement.kind is Kind.DEADLINE


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time of which occurrences are wanted: those with start < until and end > since."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the person is, as they told us. `zone` is an IANA name, the machine's own when they gave none."""

    name: str = ""
    emails: tuple[str, ...] = ()
    phone: str = ""
    zone: str = "UTC"
    language: str = "en"
    working_hours: tuple[str, str] = ("09:00", "18:00")
    country: str = ""
    references: tuple[str, ...] = ()
    work_samples: tuple[str, ...] = ()


class Telling(StrEnum):
    """What the helper may know: that there is an appointment, what it is, or with whom too."""

    THAT = "that"
    WHAT = "what"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who may be asked to call. `name` is what they are called, empty when that was not said."""

    name: str = ""
    tell: Telling = Telling.THAT


class DraftKind(StrEnum):
    """The texts that showup drafts. It never sends one."""

    EMAIL = "email"
    RUNNING_LATE = "running_late"
    CALL_SCRIPT = "call_script"
    VOICEMAIL = "voicemail"
    FOLLOW_UP = "follow_up"
    RESCHEDULE = "reschedule"
    EXTENSION = "extension"
    CONFIRMATION = "confirmation"
    GRACEFUL_CLOSE = "graceful_close"
    DELEGATE_NOTE = "delegate_note"
    INTERVIEWER_ABSENT = "interviewer_absent"


class Cause(StrEnum):
    """What kept the person, as they sort it themselves. It is never inferred."""

    OVERSLEPT = "overslept"
    FORGOT = "forgot"
    TIME_ZONE = "time zone"
    DOUBLE_BOOKED = "double-booked"
    CALENDAR = "calendar"
    TECHNICAL = "technical"
    TRANSPORT = "transport"
    HEALTH = "health"
    FAMILY = "family"
    WORK = "work"
    SAFETY = "safety"
    UNSAID = "prefer not to say"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the person wants to be said of the cause; every word of it is theirs.

    `level`: 0 nothing, 1 the sort of cause, 2 one sentence (their own `words`), 3 that with evidence offered. `uncharacteristic`:
    they affirm that missing appointments is not like them. `prevention` is what they have done so that it does not happen again.
    """

    cause: Cause = Cause.UNSAID
    level: int = 0
    words: str = ""
    uncharacteristic: bool = False
    prevention: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text ready to send. `to` holds addresses (or a telephone number for a script); it may be empty. `in_reply_to` is the
    Message-ID (RFC 5322, with its angle brackets) of what it answers, None where that is not known.

    `missing` says in words what the person should still supply; the body is complete without it.
    """

    kind: DraftKind
    subject: str
    body: str
    to: tuple[str, ...] = ()
    language: str = "en"
    missing: tuple[str, ...] = ()
    in_reply_to: str | None = None
