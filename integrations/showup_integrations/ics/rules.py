"""Recurrence rules that are refused before anything expands them, and small faults in rules that are
mended.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo

from showup_integrations.ics.parsed import Property, Rule

__all__ = ["mend_until", "refusal"]

_TOO_OFTEN = {"SECONDLY", "MINUTELY"}
_VALUES_LIMIT = 400


def refusal(rules: list[Rule]) -> str | None:
    """Why a series with these rules (icalendar's vRecur) is not expanded, None when it may be."""
    if len(rules) > 5:
        return "it repeats by more rules than a series may have"
    return next((reason for rule in rules if (reason := _one(rule))), None)


def _one(rule: Rule) -> str | None:
    frequency = str(_first(rule, "FREQ") or "").upper()
    if frequency in _TOO_OFTEN:
        return f"it repeats every {'second' if frequency == 'SECONDLY' else 'minute'}, which no appointment does"
    if not frequency:
        return "its rule does not say how often it repeats"
    interval = _first(rule, "INTERVAL")
    if interval is not None and int(interval) < 1:
        return f"it repeats at an interval of {interval}, which has no meaning"
    if any(isinstance(values, list) and len(values) > _VALUES_LIMIT for values in rule.values()):
        return "its rule has more values than a rule can need"
    return None


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
        rule["UNTIL"] = [(until if until.tzinfo else until.replace(tzinfo=zone)).astimezone(UTC)]
        return None
    rule["UNTIL"] = [datetime.combine(until, time(23, 59, 59), zone).astimezone(UTC)]
    return f"The series ends on a bare date; {until.isoformat()} was taken as its last day."


def _first(rule: Rule, name: str) -> Property:
    values = rule.get(name)
    return values[0] if isinstance(values, list) and values else values
