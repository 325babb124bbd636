"""When it was, in the interview's own zone, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from showup.other_side import named_zone, zone_there

if TYPE_CHECKING:
    from showup.model import Interview, Profile
    from showup.recovery.template import Words

__all__ = [
    "DAY",
    "WEEK",
    "Moment",
    "Stage",
    "date_parts",
    "moment",
    "moment_of",
    "own_zone",
    "stage_of",
    "time_in",
    "zone_of",
]

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class Stage(StrEnum):
    """What a draft can truthfully speak of: an interview to come or begun, or something to hand in."""

    AHEAD = "ahead"
    BEGUN = "begun"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Moment:
    """The start in words.

    `day` is such as "Monday 3 March 2025", `date` "3 March 2025", `brief` "3 Mar 2025", `spoken` "Monday 3
    March"; `time` "14:00 (America/Chicago)" and `spoken_time` "14:00 Chicago time", both empty for a day
    without a time.
    """

    day: str
    date: str
    brief: str
    spoken: str
    time: str
    spoken_time: str
    is_today: bool = False


def stage_of(interview: Interview, now: datetime, *, said_begun: bool = False) -> Stage:
    """A day without a time is ahead until it is over, unless the person's own answer says that it began."""
    occurrence = interview.occurrence
    if interview.is_deadline:
        return Stage.DEADLINE
    sure = occurrence.end if occurrence.all_day and not said_begun else occurrence.start
    return Stage.AHEAD if now < sure else Stage.BEGUN


def moment(interview: Interview, profile: Profile, now: datetime, words: Words) -> Moment:
    zone = zone_of(interview, profile)
    occurrence = interview.occurrence
    local = occurrence.start.astimezone(zone)
    # An all-day start is midnight where the person was when it was read: noon is that same day elsewhere too.
    on = (local + DAY / 2).date() if occurrence.all_day else local.date()
    said = moment_of(occurrence.start, zone, words, on)
    today = now.astimezone(zone).date() == on
    return replace(said, is_today=today, **({"time": "", "spoken_time": ""} if occurrence.all_day else {}))


def moment_of(instant: datetime, zone: ZoneInfo, words: Words, on: date | None = None) -> Moment:
    """Any instant in words, on its own day in `zone` or on another that counts."""
    local = instant.astimezone(zone)
    parts = date_parts(on or local.date(), words)
    return Moment(
        day=words.day.format(**parts),
        date=words.date.format(**parts),
        brief=words.brief.format(**parts),
        spoken=words.spoken.format(**parts),
        time=time_in(instant, zone, words),
        spoken_time=_said_aloud(local, zone.key, words),
    )


def zone_of(interview: Interview, profile: Profile) -> ZoneInfo:
    """The zone the calendar gave, else the person's; a day without a time is the person's own day.

    See `showup.other_side.zone_there`.
    """
    return zone_there(interview.occurrence, profile.zone)


def own_zone(profile: Profile) -> ZoneInfo:
    return named_zone(profile.zone) or ZoneInfo("UTC")


def time_in(instant: datetime, zone: ZoneInfo, words: Words) -> str:
    """Such as "14:00 CET", or "14:00 (America/Chicago)" where an abbreviation would be ambiguous."""
    local = instant.astimezone(zone)
    return _on_the_clock(local, zone.key, words)


def _on_the_clock(local: datetime, key: str, words: Words) -> str:
    return words.clock.format(**_hour_parts(local), zone=_zone_name(local, key, words))


def _hour_parts(local: datetime) -> dict[str, str | int]:
    return {"time": f"{local:%H:%M}", "hour": local.hour, "minute": f"{local:%M}"}


def _zone_name(local: datetime, key: str, words: Words) -> str:
    if letters := _letters(local, words):
        return letters
    return f"({key})" if _names_a_place(key) else _offset(local)


def _said_aloud(local: datetime, key: str, words: Words) -> str:
    if _letters(local, words) or not _names_a_place(key):
        return _on_the_clock(local, key, words)
    return words.city_time.format(**_hour_parts(local), city=key.rsplit("/", 1)[-1].replace("_", " "))


def _letters(local: datetime, words: Words) -> str:
    """The zone's abbreviation, or what is said for it, where it is well known for just this offset."""
    letters = local.tzname() or ""
    return words.zones_said.get(letters, letters) if words.zones.get(letters) == f"{local:%z}" else ""


def _names_a_place(key: str) -> bool:
    return re.fullmatch(r"[A-Z][A-Za-z_]+/.+", key) is not None and not key.startswith("Etc/")


def _offset(local: datetime) -> str:
    text = f"{local:%z}"
    return f"UTC{text[:3]}:{text[3:5]}" if text.strip("+-0") else "UTC"


def date_parts(on: date, words: Words) -> dict[str, str | int]:
    """What the forms of `words` for dates are filled with."""
    return {
        "weekday": words.weekdays[on.weekday()],
        "day": on.day if on.day > 1 else words.first,
        "month": words.months[on.month - 1],
        "mon": words.months_brief[on.month - 1],
        "year": on.year,
    }
