"""What one sync of one source means for the interviews that are watched. Pure; it spans several interviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from showup.engine.inputs import Demoted, Gone, Seen, Why
from showup.engine.series import said_of_series
from showup.engine.state import Watch
from showup.model import Interview, Profile, Verdict, Window, key_of

__all__ = ["Health", "Merged", "Synced", "merge", "stale"]

_HELD_FROM = 5
_DAILY = timedelta(days=1)
_NETWORK_COMES = timedelta(minutes=20)
"""So long after a resume nothing is said of a calendar that cannot be read."""


Upcoming = tuple[tuple[str, datetime], ...]
"""Events with the end of their last occurrence in the window, sorted; an event is named by a hash of its UID."""


@dataclass(frozen=True)
class Synced:
    """What a source said: the occurrences of `window` that could be interviews, judged, and its `failure` in words if it failed.
    `others` are its other events, `deleted` those that it named as deleted. `denied`: it failed because the person has to let
    showup in (again).

    No slots: what follows from a large calendar is worked out once and kept, however often the same value is merged.
    """

    source: str
    window: Window
    judged: tuple[Interview, ...] = ()
    events: int = 0
    partial: bool = False
    failure: str | None = None
    troubles: tuple[str, ...] = ()
    others: Upcoming = ()
    denied: bool = False
    deleted: tuple[str, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Interview]:
        return {interview.key: interview for interview in self.judged}

    @cached_property
    def wanted(self) -> dict[str, Interview]:
        """What is an interview, or may be one."""
        return {key: i for key, i in self.by_key.items() if i.judgement.verdict is not Verdict.NO}

    @cached_property
    def ends(self) -> Upcoming:
        """Events, not occurrences: a series that is moved by an hour has lost nothing."""
        ends = dict(self.others)
        for interview in self.judged:
            event, end = key_of(interview.occurrence.uid, None), interview.occurrence.end
            ends[event] = max(end, ends.get(event, end))
        return tuple(sorted(ends.items()))


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a source. `upcoming` are the events of the last good sync. `told_at`: when the person was last told that
    it is in trouble; `denied`: only they can mend it.
    """

    source: str
    last_ok: datetime | None = None
    last_try: datetime | None = None
    failure: str | None = None
    held: bool = False
    told_at: datetime | None = None
    events: int = 0
    upcoming: Upcoming = ()
    troubles: tuple[str, ...] = ()
    denied: bool = False

    @property
    def state(self) -> str:
        """One word: ok, held, denied or failed."""
        if self.failure is None:
            return "ok"
        return "held" if self.held else "denied" if self.denied else "failed"


@dataclass(frozen=True, slots=True)
class Merged:
    """The inputs, one at most for each interview (they are decided about side by side), and the source's new health."""

    inputs: tuple[tuple[str, Seen | Gone | Demoted], ...]
    health: Health


def merge(synced: Synced, watches: Mapping[str, Watch], health: Health, profile: Profile, now: datetime) -> Merged:
    """An empty or failing answer calls nothing off, a sudden loss of most events is held, the rest is passed on."""
    seen = _seen(synced, watches, health, profile, now)
    if synced.failure is not None:
        # What could be read of a calendar that was cut off is taken all the same: it can only add alarms.
        failing = _failing(synced, health, now)
        return Merged((*seen, *_demoted(synced, watches)), failing)
    if not synced.window.since <= now < synced.window.until:
        return Merged(tuple(seen), health)  # begun under another clock: what it lacks proves nothing, now or later
    suspicion = _suspicious(synced, health, now)
    if suspicion is not None:
        told_at = health.told_at if health.held else None
        held = replace(_failing(synced, health, now), failure=suspicion, held=True, told_at=told_at)
        return Merged(tuple(seen), held)
    vanished = [] if synced.partial else _vanished(synced, watches, now)
    well = Health(
        synced.source,
        last_ok=now,
        last_try=now,
        events=synced.events,
        upcoming=_ahead(synced, health),
        troubles=synced.troubles,
    )
    return Merged((*seen, *vanished), well)


def _ahead(synced: Synced, health: Health) -> Upcoming:
    """What was ahead when the calendar was last read is not forgotten over an empty answer, nor over one about a later stretch of
    time: under a clock that was wrong it only looked like the past.
    """
    if not synced.events:
        named = set(synced.deleted)
        return tuple((event, end) for event, end in health.upcoming if event not in named)
    since = synced.window.since
    skipped = {event: end for event, end in health.upcoming if health.last_ok and health.last_ok < end <= since}
    return tuple(sorted((skipped | dict(synced.ends)).items())) if skipped else synced.ends


def _suspicious(synced: Synced, health: Health, now: datetime) -> str | None:
    """Why the answer is not believed where it says that something is gone. A calendar that names what was deleted is believed
    about a few events, not about most of many.
    """
    if synced.ends is health.upcoming or synced.ends == health.upcoming:
        return None  # the very same events, as at nearly every sync
    if synced.events == 0 and {event for event, end in health.upcoming if end > now}.difference(synced.deleted):
        return "the calendar is suddenly empty; its known interviews go on ringing"
    # What ends beyond this answer's window is not missed in it: the last one may have been given under a clock that was wrong.
    until = synced.window.until
    if not any(now < end < until for _, end in set(health.upcoming).difference(synced.ends)):
        return None
    known = {event for event, end in health.upcoming if now < end < until}
    lost = known - {event for event, end in synced.ends if end > now}
    if len(known) >= _HELD_FROM and len(lost) * 2 > len(known):
        return f"{len(lost)} of {len(known)} known events are suddenly gone; they go on ringing"
    return None


def _failing(synced: Synced, health: Health, now: datetime) -> Health:
    """Told already of a network that is down, the person is told all the same that it is for them to mend now."""
    news = synced.denied and not health.denied
    told_at = None if news else health.told_at
    return replace(
        health,
        last_try=now,
        failure=synced.failure,
        held=False,
        told_at=told_at,
        troubles=synced.troubles,
        denied=synced.denied,
    )


def _demoted(synced: Synced, watches: Mapping[str, Watch]) -> list[tuple[str, Demoted]]:
    return [
        (key, Demoted(synced.source))
        for key, watch in watches.items()
        if watch.sources[:1] == (synced.source,) and key not in synced.by_key
    ]


def _seen(
    synced: Synced, watches: Mapping[str, Watch], health: Health, profile: Profile, now: datetime
) -> list[tuple[str, Seen | Gone]]:
    inputs: list[tuple[str, Seen | Gone]] = []
    said = said_of_series(watches)
    for key, interview in _new_or_known(synced, watches, said, profile).items():
        if key in watches or _worth_watching(interview, health, now):
            inputs.append((key, Seen(interview, synced.source, said.get(interview.occurrence.uid))))
    # Sorted: the order of a set is another one in each process; what is decided must not be.
    for key in sorted((watches.keys() & synced.by_key.keys()) - synced.wanted.keys()):
        interview = synced.by_key[key]
        if _person_insists(watches[key], interview, profile):
            inputs.append((key, Seen(interview, synced.source)))
        else:
            inputs.append((key, Gone(synced.source, _why_gone(watches[key], interview, profile))))
    return inputs


def _new_or_known(
    synced: Synced, watches: Mapping[str, Watch], said: Mapping[str, Verdict], profile: Profile
) -> Mapping[str, Interview]:
    """What is an interview, or may be one; also by the person's word on others of its series."""
    if Verdict.INTERVIEW not in said.values():
        return synced.wanted
    insisted = {
        key: interview
        for key, interview in synced.by_key.items()
        if key not in synced.wanted
        and key not in watches
        and said.get(interview.occurrence.uid) is Verdict.INTERVIEW
        and why_not(interview, profile) is Why.CHANGED
    }
    return {**synced.wanted, **insisted}


def _why_gone(watch: Watch, interview: Interview, profile: Profile) -> Why:
    """An event that is as it was, and was or is judged by a rule, is gone because the person's rules are others now."""
    why, was, now = why_not(interview, profile), watch.interview, interview
    rule = now.judgement.rule or was.judgement.rule
    same = (was.title, was.occurrence.organizer) == (now.title, now.occurrence.organizer)
    return Why.RULED if rule and same and why is Why.CHANGED else why


def _person_insists(watch: Watch, interview: Interview, profile: Profile) -> bool:
    return watch.by_person is Verdict.INTERVIEW and why_not(interview, profile) is Why.CHANGED


def _worth_watching(interview: Interview, health: Health, now: datetime) -> bool:
    """What was over before the source was first read is history; what came and went since the last sync is not."""
    end = interview.occurrence.end
    return end > now or interview.occurrence.start > now or (health.last_ok is not None and end > health.last_ok)


def _vanished(synced: Synced, watches: Mapping[str, Watch], now: datetime) -> list[tuple[str, Gone]]:
    return [
        (key, Gone(synced.source, Why.VANISHED))
        for key, watch in watches.items()
        if synced.source in watch.sources
        and key not in synced.by_key
        # A reading begun before the clock was set back looked at a later stretch of time.
        and watch.interview.occurrence.end > max(now, synced.window.since)
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


def stale(health: Health, now: datetime, after: timedelta, awake_since: datetime | None = None) -> bool:
    """Is it time to tell of a source that fails, for the first time or once more a day later?

    At once when it was never read, is held or `denied`, else when its last good reading is `after` old.
    """
    if health.failure is None or (health.told_at is not None and timedelta(0) <= now - health.told_at < _DAILY):
        return False
    if health.held or health.denied or (health.last_ok is None and health.told_at is None):
        return True
    # Right after a resume the network may not be there yet. No longer than that: who opens the laptop for half an hour at a
    # time has to hear of it too.
    if awake_since is not None and timedelta(0) <= now - awake_since < min(after, _NETWORK_COMES):
        return False
    return health.last_ok is None or not timedelta(0) <= now - health.last_ok < after
