"""What one sync of one source means for the interviews that are watched. Pure; it spans several interviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from showup.engine.inputs import Demoted, Gone, Seen, Why
from showup.engine.state import Watch
from showup.model import Interview, Profile, Verdict, Window, key_of

__all__ = ["Health", "Merged", "Synced", "merge", "stale"]

_HELD_FROM = 5


@dataclass(frozen=True, slots=True)
class Synced:
    """What a source said: every occurrence of `window` with its judgement, and its `failure` in words if it failed."""

    source: str
    window: Window
    judged: tuple[Interview, ...] = ()
    events: int = 0
    partial: bool = False
    failure: str | None = None
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a source. `upcoming` are the events ahead at the last good sync (a hash of the UID, the last end)."""

    source: str
    last_ok: datetime | None = None
    last_try: datetime | None = None
    failure: str | None = None
    held: bool = False
    told_at: datetime | None = None
    events: int = 0
    upcoming: tuple[tuple[str, datetime], ...] = ()
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The inputs, one at most for each interview (they are decided about side by side), and the source's new health."""

    inputs: tuple[tuple[str, Seen | Gone | Demoted], ...]
    health: Health


def merge(synced: Synced, watches: Mapping[str, Watch], health: Health, profile: Profile, now: datetime) -> Merged:
    """An empty or failing answer calls nothing off, a sudden loss of most events is held, the rest is passed on."""
    judged = {interview.key: interview for interview in synced.judged}
    if synced.failure is not None:
        # What could be read of a calendar that was cut off is taken all the same: it can only add alarms.
        failing = replace(health, last_try=now, failure=synced.failure, held=False, troubles=synced.troubles)
        demoted = [
            (key, Demoted(synced.source))
            for key, watch in watches.items()
            if watch.sources[:1] == (synced.source,) and key not in judged
        ]
        return Merged((*_seen(synced, judged, watches, health, profile, now), *demoted), failing)
    upcoming = _upcoming(synced, now)
    suspicion = _suspicious(synced, upcoming, health, now)
    trusted = suspicion is None and not synced.partial
    inputs = [*_seen(synced, judged, watches, health, profile, now)]
    if trusted:
        inputs += _vanished(synced, set(judged), watches, now)
    new = replace(
        health,
        last_ok=now,
        last_try=now,
        failure=None,
        held=False,
        told_at=None,
        events=synced.events,
        upcoming=tuple(sorted(upcoming.items())),
        troubles=synced.troubles,
    )
    if suspicion is not None:
        told_at = health.told_at if health.held else None
        new = replace(health, last_try=now, failure=suspicion, held=True, told_at=told_at, troubles=synced.troubles)
    return Merged(tuple(inputs), new)


def _upcoming(synced: Synced, now: datetime) -> dict[str, datetime]:
    """Events, not occurrences: a series that is moved by an hour has lost nothing."""
    ends: dict[str, datetime] = {}
    for interview in synced.judged:
        occurrence = interview.occurrence
        event = key_of(occurrence.uid, None)
        if occurrence.end > now:
            ends[event] = max(occurrence.end, ends.get(event, occurrence.end))
    return ends


def _suspicious(synced: Synced, upcoming: Mapping[str, datetime], health: Health, now: datetime) -> str | None:
    """Why the answer is not believed where it says that something is gone."""
    known = {event for event, end in health.upcoming if end > now}
    lost = known - upcoming.keys()
    if known and synced.events == 0:
        return "the calendar is suddenly empty; its known interviews go on ringing"
    if len(known) >= _HELD_FROM and len(lost) * 2 > len(known):
        return f"{len(lost)} of {len(known)} known events are suddenly gone; they go on ringing"
    return None


def _seen(
    synced: Synced,
    judged: Mapping[str, Interview],
    watches: Mapping[str, Watch],
    health: Health,
    profile: Profile,
    now: datetime,
) -> list[tuple[str, Seen | Gone]]:
    inputs: list[tuple[str, Seen | Gone]] = []
    for key, interview in judged.items():
        watch = watches.get(key)
        wanted = interview.judgement.verdict is not Verdict.NO
        if watch is not None and (wanted or _person_insists(watch, interview, profile)):
            inputs.append((key, Seen(interview, synced.source)))
        elif watch is not None:
            inputs.append((key, Gone(synced.source, why_not(interview, profile))))
        elif wanted and _worth_watching(interview, health, now):
            inputs.append((key, Seen(interview, synced.source)))
    return inputs


def _person_insists(watch: Watch, interview: Interview, profile: Profile) -> bool:
    return watch.by_person is Verdict.INTERVIEW and why_not(interview, profile) is Why.CHANGED


def _worth_watching(interview: Interview, health: Health, now: datetime) -> bool:
    """What was over before the source was first read is history; what came and went since the last sync is not."""
    end = interview.occurrence.end
    return end > now or interview.occurrence.start > now or (health.last_ok is not None and end > health.last_ok)


def _vanished(
    synced: Synced, judged: set[str], watches: Mapping[str, Watch], now: datetime
) -> list[tuple[str, Seen | Gone]]:
    return [
        (key, Gone(synced.source, Why.VANISHED))
        for key, watch in watches.items()
        if synced.source in watch.sources
        and key not in judged
        and watch.interview.occurrence.end > now
        and watch.interview.occurrence.start < synced.window.until
    ]


def why_not(interview: Interview, profile: Profile) -> Why:
    """Why an occurrence that was an interview is judged to be none now."""
    occurrence = interview.occurrence
    if occurrence.status == "CANCELLED" or interview.judgement.called_off:
        return Why.CANCELLED
    mine = {email.lower() for email in profile.emails}
    if any(person.email.lower() in mine and person.partstat == "DECLINED" for person in occurrence.attendees):
        return Why.DECLINED
    return Why.CHANGED


def stale(health: Health, now: datetime, after: timedelta) -> bool:
    """Is it time to tell of a source that fails? At once when it was never read or is held, else when it is `after` old."""
    if health.failure is None or health.told_at is not None:
        return False
    return health.held or health.last_ok is None or now - health.last_ok >= after
