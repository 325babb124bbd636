"""What is known beside the text: without it only what the text itself tells can be checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from showup.model import DraftKind, Interval
from showup.recovery import naming
from showup.recovery.moment import DAY, own_zone, zone_of
from showup.recovery.parties import parties

if TYPE_CHECKING:
    from showup.model import Interview, Profile
    from showup.recovery.told import Told

__all__ = ["About", "GivenCause", "about", "about_told"]

_LENGTH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class GivenCause:
    """What the person gave as the cause. `category` is one of those in words/*.toml, "" for one that they keep to themselves.

    `level`: 0 nothing is said of it, 1 the category, 2 a sentence (`words`), 3 evidence is offered.
    """

    category: str = ""
    level: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """The facts. None is "not known", which nothing is concluded from; an empty text or tuple is "there is none".

    `start` (UTC) is that of the interview, or for an `all_day` one the middle of the day. `zone` and `own_zone` are IANA names,
    the interview's and the person's. `slots` are the new times that may be proposed. `claims` are sentences of the person that
    the text may repeat.
    """

    name: str | None = None
    phone: str | None = None
    company: str | None = None
    role: str | None = None
    contact: str | None = None
    start: datetime | None = None
    all_day: bool = False
    zone: str | None = None
    own_zone: str | None = None
    now: datetime | None = None
    cause: GivenCause | None = None
    claims: tuple[str, ...] = ()
    offers: tuple[str, ...] | None = None
    slots: tuple[Interval, ...] | None = None
    prevention: str | None = None
    uncharacteristic: bool | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Names and titles, which may hold any word without saying anything by it."""
        given = (self.name, self.company, self.role, self.contact)
        return tuple(name for name in given if name and len(name) > 1)


def about(interview: Interview, profile: Profile, now: datetime) -> About:
    """What the calendar and the profile know of an interview; of its cause the person has said nothing yet."""
    other = parties(interview, profile)
    judgement, occurrence = interview.judgement, interview.occurrence
    return About(
        name=profile.name,
        phone=profile.phone,
        company=naming.company(judgement.company),
        role=naming.position(judgement.position),
        contact=other.name,
        start=occurrence.start + DAY / 2 if occurrence.all_day else occurrence.start,
        all_day=occurrence.all_day,
        zone=zone_of(interview, profile).key,
        own_zone=own_zone(profile).key,
        now=now,
        cause=GivenCause(),
        offers=(*profile.references, *profile.work_samples),
        slots=(),
        prevention="",
        uncharacteristic=False,
    )


def about_told(kind: DraftKind, interview: Interview, profile: Profile, now: datetime, told: Told) -> About:
    """That, and what the person has told in the case. A confirmation is about the new date; no meeting makes a deadline good."""
    known, given = about(interview, profile, now), told.explanation
    agreed = told.new_start if kind is DraftKind.CONFIRMATION else None
    slots = () if interview.is_deadline else told.slots
    return replace(
        known,
        start=agreed or known.start,
        all_day=known.all_day and agreed is None,
        cause=GivenCause(given.cause.value, given.level, given.words),
        claims=(given.prevention,),
        offers=(*(known.offers or ()), *filter(None, [told.offer])),
        slots=tuple(Interval(at, at + _LENGTH) for at in slots if at > now),
        prevention=given.prevention,
        uncharacteristic=given.uncharacteristic and not told.missed_before,
    )
