"""Repetition rules: which are refused before anything works them out, what is mended in them, and the times they give.

Rules are worked out by dateutil on the wall (datetimes without a zone), where the time of day stays as RFC 5545 wants it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from math import prod

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from showup_integrations.ics.ends import in_utc
from showup_integrations.ics.parsed import Property, Rule

__all__ = ["mend_until", "refusal", "times"]

_TOO_OFTEN = {"SECONDLY": "second", "MINUTELY": "minute"}
_UNITS = {"HOURLY": timedelta(hours=1), "DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
_MONTHS = {"MONTHLY": 1, "YEARLY": 12}
_BY = (
    "BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS", "BYEASTER",
)  # fmt: skip
_KNOWN = ("FREQ", "INTERVAL", "COUNT", "WKST", *_BY)
_RULES_LIMIT = 5
_VALUES_LIMIT = 400
_TIMES_A_DAY = 48
_COUNT_LIMIT = 1_000_000
_EVERY_MONTH_HAS = 28  # days
_LONGEST = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def refusal(rules: list[Rule]) -> str | None:
    """Why a series with these rules (icalendar's vRecur) is not expanded, None when it may be."""
    if len(rules) > _RULES_LIMIT:
        return "it repeats by more rules than a series may have"
    return next((reason for rule in rules if (reason := _one(rule))), None)


def _one(rule: Rule) -> str | None:
    frequency = _frequency(rule)
    if frequency in _TOO_OFTEN:
        return f"it repeats every {_TOO_OFTEN[frequency]}, which no appointment does"
    if not frequency:
        return "its rule does not say how often it repeats"
    if _number(rule, "INTERVAL", 1) < 1:
        return f"it repeats at an interval of {_first(rule, 'INTERVAL')}, which has no meaning"
    if any(isinstance(values, list) and len(values) > _VALUES_LIMIT for values in rule.values()):
        return "its rule has more values than a rule can need"
    if _times_a_day(rule) > _TIMES_A_DAY:
        return f"it repeats more than {_TIMES_A_DAY} times a day, which no appointment does"
    if _never(rule):
        return "its rule never comes true"
    scale = str(_first(rule, "RSCALE") or "GREGORIAN").upper()
    if scale != "GREGORIAN":
        return f"it repeats by the {scale[:20].capitalize()} calendar, which showup cannot work out"
    if (_first(rule, "SKIP") or "OMIT").upper() != "OMIT":
        return "it moves to another day in months that are too short, which showup cannot work out"
    return None


def _never(rule: Rule) -> bool:
    """Days that none of its months has. (There are more ways; those are given up after a while.)"""
    days = [abs(int(day)) for day in _values(rule, "BYMONTHDAY")]
    longest = max((_LONGEST.get(int(month), 31) for month in _values(rule, "BYMONTH")), default=31)
    return bool(days) and min(days) > longest


def _times_a_day(rule: Rule) -> int:
    hours = 24 if _frequency(rule) == "HOURLY" and "BYHOUR" not in rule else 1
    return hours * prod(len(_values(rule, name)) or 1 for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))


def mend_until(rule: Rule, start: date, zone: tzinfo) -> str | None:
    """Make a rule's UNTIL agree with DTSTART; the note, if it was changed. `start` is DTSTART, `zone` its
    zone.

    A bare date as the end of a timed series means that whole day: the last interview of a series must not get
    lost.
    """
    until = _first(rule, "UNTIL")
    if not isinstance(until, date):
        return None
    if not isinstance(start, datetime):
        rule["UNTIL"] = [until.date() if isinstance(until, datetime) else until]
        return None
    if isinstance(until, datetime):
        rule["UNTIL"] = [in_utc(until if until.tzinfo else until.replace(tzinfo=zone))]
        return None
    rule["UNTIL"] = [in_utc(datetime.combine(until, time(23, 59, 59), zone))]
    return f"The series ends on a bare date; {until.isoformat()} was taken as its last day."


def times(rule: Rule, first: datetime, zone: tzinfo | None, since: datetime, until: datetime) -> Iterator[datetime]:
    """The times on the wall that a rule gives from `since` to `until`, both included, in their order; not `first`, its
    DTSTART, unless it fits the rule.

    `zone` is that of an UNTIL in UTC, None for days. Raises ValueError for a rule that means nothing.
    """
    last = _last(rule, zone)
    start, count = _forwarded(rule, first, since)
    if count == 0:
        return
    for moment in rrulestr(_text(rule, first, count), dtstart=start):
        if moment > until or (last is not None and _after(moment, last, zone)):
            return
        if moment >= since:
            yield moment


def _last(rule: Rule, zone: tzinfo | None) -> datetime | None:
    last = _first(rule, "UNTIL")
    if not isinstance(last, date):
        return None
    if not isinstance(last, datetime):
        return datetime.combine(last, time(23, 59, 59), zone)
    return last.replace(tzinfo=None) if zone is None else last


def _after(moment: datetime, last: datetime, zone: tzinfo | None) -> bool:
    return moment > last if zone is None else in_utc(moment.replace(tzinfo=zone)) > last


def _text(rule: Rule, first: datetime, count: int | None) -> str:
    """The rule as dateutil wants it: without its end and without what it does not know."""
    kept = type(rule)({name: rule[name] for name in _KNOWN if name in rule})
    if count is None:
        kept.pop("COUNT", None)
    else:
        kept["COUNT"] = count
    if "BYWEEKNO" in kept and not any(name in kept for name in ("BYDAY", "BYMONTHDAY", "BYYEARDAY")):
        kept["BYDAY"] = [("MO", "TU", "WE", "TH", "FR", "SA", "SU")[first.weekday()]]
    text: bytes = kept.to_ical()
    return text.decode()


def _forwarded(rule: Rule, first: datetime, since: datetime) -> tuple[datetime, int | None]:
    """A start of the same rule not long before `since`, and the count that is left from there (None: no count): so that a
    rule of long ago costs no more than one of today.
    """
    count = _number(rule, "COUNT", -1) if "COUNT" in rule else -1
    if count >= 0 and any(name in rule for name in _BY):
        return first, min(count, _COUNT_LIMIT)
    frequency, interval = _frequency(rule), _number(rule, "INTERVAL", 1)
    if frequency in _UNITS:
        skipped = max(0, (since - first) // (_UNITS[frequency] * interval) - 1) if interval < _COUNT_LIMIT else 0
        start = first + skipped * interval * _UNITS[frequency]
    elif first.day <= _EVERY_MONTH_HAS:
        months = _MONTHS[frequency] * interval
        apart = (since.year - first.year) * 12 + since.month - first.month
        skipped = max(0, apart // months - 1)
        years, month = divmod(first.month - 1 + skipped * months, 12)
        start = first.replace(year=first.year + years, month=month + 1)
    else:
        return first, count if count >= 0 else None
    return start, max(0, count - skipped) if count >= 0 else None


def _frequency(rule: Rule) -> str:
    return str(_first(rule, "FREQ") or "").upper()


def _number(rule: Rule, name: str, otherwise: int) -> int:
    value = _first(rule, name)
    return otherwise if value is None else int(value)


def _first(rule: Rule, name: str) -> Property:
    values = rule.get(name)
    return values[0] if isinstance(values, list) and values else values


def _values(rule: Rule, name: str) -> list[Property]:
    values = rule.get(name, [])
    return values if isinstance(values, list) else [values]
