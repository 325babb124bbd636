"""Which versions of which events count: masters with their overrides by UID, and duplicates decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from showup_integrations.ics.ends import in_utc
from showup_integrations.ics.event import Event
from showup_integrations.ics.parsed import listed

__all__ = ["Series", "grouped"]


class Series(Struct, frozen=True):
    """One UID's events: a master and its overrides, or a single event."""

    events: tuple[Event, ...]

    @property
    def single(self) -> bool:
        return len(self.events) == 1 and self.events[0].recurrence_id is None and not self.events[0].repeats

    @property
    def name(self) -> str:
        return self.events[0].name


def grouped(events: Iterable[Event]) -> list[Series]:
    """All series, duplicates decided.

    Of two versions of one event the higher SEQUENCE counts, then the later change. Two whole events under one
    UID that agree in SEQUENCE and differ in their start, or of which neither is newer and which repeat by other rules or have
    other titles, may both be real (some programs give every event the same UID): both are kept.
    """
    by_uid: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_uid[event.uid].append(event)
    return [series for versions in by_uid.values() for series in _of_one_uid(versions)]


def _of_one_uid(versions: list[Event]) -> list[Series]:
    if len(versions) == 1:
        return [Series((_leading(versions[0]),))]
    by_instance: dict[str | None, list[Event]] = defaultdict(list)
    for event in versions:
        by_instance[_instance(event.recurrence_id, event)].append(event)
    wholes = _wholes(by_instance.pop(None, []))
    overrides = [max(rivals, key=_rank) for rivals in by_instance.values()]
    if not wholes:
        repeating = [event for event in overrides if event.repeats][:1]
        overrides = [event for event in overrides if event not in repeating]
        wholes = [_leading(event) for event in repeating]
    return [Series((*wholes[:1], *overrides)), *(Series((whole,)) for whole in wholes[1:])]


def _leading(event: Event) -> Event:
    """An instance that repeats by a rule of its own, where there is no series that it could change: it is the series."""
    if event.recurrence_id is None or not event.repeats:
        return event
    return event.alone("It is written as a change of a series that is not there; it was taken as the series.")


def _wholes(rivals: list[Event]) -> list[Event]:
    if len(rivals) < 2:
        return rivals
    best = max(rivals, key=_rank)
    others: dict[str, Event] = {}
    for event in sorted(rivals, key=_rank):
        if event.sequence == best.sequence and not event.cancelled and _differ(event, best):
            title = f" {event.name}" if event.name != best.name else ""
            others[f"{_instance(event.start, event)}{title}"] = event
    if best.cancelled:
        return [best]
    note = "Another event has the same UID; both were kept."
    return [
        best,
        *(event.renamed(f"{event.uid}#{apart}", note) for apart, event in sorted(others.items(), key=str)),
    ]


def _differ(event: Event, best: Event) -> bool:
    if _instance(event.start, event) != _instance(best.start, best):
        return True
    if event.stamp != best.stamp:
        return False
    return event.name != best.name or listed(event.component, "RRULE") != listed(best.component, "RRULE")


def _rank(event: Event) -> tuple[int, str, bool, str, str]:
    return event.sequence, event.stamp, event.cancelled, event.start.isoformat(), event.name


def _instance(moment: date | None, event: Event) -> str | None:
    if isinstance(moment, datetime):
        return (moment.replace(tzinfo=None) if event.by_wall else in_utc(moment)).isoformat()
    return moment.isoformat() if moment else None
