"""The desk where decisions are made and recorded: inputs in, committed claims out.

It knows the ledger and the engine, no clock and no channel; the service, `showup simulate` and `showup rehearse` sit at the
very same one. Every call is one transaction: the new states and the claims stand in the ledger before anybody acts on them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from showup.engine import (
    AHEAD,
    IN_CASE,
    Answered,
    Decision,
    Gathered,
    Input,
    Intent,
    Nag,
    Note,
    OpenCase,
    ReassureHelper,
    Ring,
    RingFailed,
    Rules,
    Seen,
    Silence,
    Stepped,
    Tick,
    Watch,
    WithdrawDrafts,
    Woke,
    decide,
    wake_at,
)
from showup.engine.busy import under_way
from showup.engine.clashing import reminders
from showup.engine.gathering import gathered, still_to_tell
from showup.engine.merge import Health, Synced, merge
from showup.engine.rescheduling import agreed
from showup.engine.series import others_of_series
from showup.engine.twins import joins, orphans, unread
from showup.ledger import Change, Claim, Ledger, Outcome
from showup.model import ADDED, Interview, Profile
from showup.service.queue import Queue
from showup.service.turn import Turn

__all__ = ["Desk", "Done"]

_log = logging.getLogger(__name__)

KEEP_FOR = timedelta(days=90)
"""How long what is over is remembered."""

_AGAIN = timedelta(minutes=1)
_NEVER = -1
"""A generation that no interview has."""
_HEALTH_EVERY = timedelta(hours=1)
_SAID = tuple(field.name for field in fields(Health) if field.name not in {"last_ok", "last_try"})
"""What of a source's health is news when it differs; the other fields say only when it was read."""


@dataclass(frozen=True, slots=True)
class Done:
    """What one call led to: the claims to carry out, the history lines it wrote, the sources whose word is wanted soon, and the
    word to the person.
    """

    claims: tuple[Claim, ...] = ()
    notes: tuple[tuple[Watch, Note], ...] = ()
    doubtful: tuple[str, ...] = ()
    reply: str = ""
    refused: bool = False


class Desk:
    """All watches, in memory and in the ledger. One thread at a time may call what changes them."""

    def __init__(self, ledger: Ledger, rules: Rules, profile: Profile) -> None:
        self._ledger = ledger
        self.rules = rules
        self._laid_by: Rules | None = None
        self.profile = profile
        self.watches: dict[str, Watch]
        self.read_again()
        self.healths: dict[str, Health] = ledger.health()
        self._recorded = self.healths
        self._read_well: frozenset[str] = frozenset()
        self.revision = 0

    @property
    def trouble(self) -> str | None:
        """Why the ledger does not reach the disk; meanwhile everything goes on in memory."""
        return self._ledger.trouble

    def give(self, key: str, given: Input, now: datetime) -> Done:
        """One input for one interview. An answer about a copy is one about the interview that rings for it."""
        if isinstance(given, Answered | Stepped):
            key, given = self._for_its_leader(key, given)
        watch = self.watches.get(key)
        decision = decide(watch, given, now, self.rules)
        others = [] if watch is None else self._others_of_series(watch, decision.watch, now)
        new = [] if watch is None else self._on_the_new_date(watch, decision.watch, now)
        done = self._commit([*([decision] if _changes(watch, decision) else []), *others, *new], now)
        reply = decision.reply
        if others and reply:
            reply += f" So it is with the others of its series ({len(others)} known now)."
        hint = " (Kept in memory only, for now: see `showup status`.)" if self.trouble and reply else ""
        return replace(done, reply=reply + hint, refused=decision.refused)

    def _others_of_series(self, was: Watch, became: Watch, now: datetime) -> list[Decision]:
        said = others_of_series(was, became, self.watches, now)
        decided = (self._decided(key, self.watches[key], given, now) for key, given in said)
        return [decision for decision in decided if decision is not None]

    def _on_the_new_date(self, was: Watch, became: Watch, now: datetime) -> list[Decision]:
        interview = agreed(was, became)
        if interview is None:
            return []
        decision = self._decided(
            interview.key, self.watches.get(interview.key), Seen(interview, ADDED, again=True), now
        )
        return [decision] if decision is not None else []

    def watch(self, interview: Interview, source: str, now: datetime) -> Done:
        """Begin to watch an interview that no calendar carries, or that the detector had passed over."""
        return self.give(interview.key, Seen(interview, source), now)

    def tick(self, now: datetime) -> Done:
        """Everything that is due, in one transaction."""
        due = self._queue.due(now)
        if not due:
            return Done()
        busy = under_way(self.watches, now)
        turn = Turn(self.watches, lambda key, watch, given: self._decided(key, watch, given, now))
        turn.give((key, Tick(quiet=bool(busy - {key}))) for key in due)
        turn.give(reminders(turn.now, due, now))
        done = self._commit(turn.decisions(), now)
        for key in self._queue.still(due, now):
            _log.error("interview %s is due and nothing came of it; it is looked at again in a minute", key)
            self._queue.put(key, now + _AGAIN)
        return done

    def woke(self, now: datetime, zone: ZoneInfo | None = None) -> Done:
        """The machine resumed, or the person is in another zone: everything is compared again."""
        if zone is not None and zone.key != self.rules.zone.key:
            self.rules = replace(self.rules, zone=zone)
            self.profile = replace(self.profile, zone=zone.key)
        woke = Woke(other_rules=self._laid_by is not self.rules)
        self._laid_by = self.rules
        turn = Turn(self.watches, lambda key, watch, given: self._decided(key, watch, given, now))
        turn.give(orphans(self.watches))
        turn.give([(key, woke) for key in self.watches])
        turn.settle(self.profile, now, (joins,))  # entries without a zone of their own have come to the same time
        done = _both(self._commit(turn.decisions(), now), self._say_what_is_unread(now))
        self._queue = self._queued()  # what a tick had put off stood at an instant of the old clock
        return done

    def sync(self, synced: Synced, now: datetime) -> Done:
        """What a source said."""
        health = self.healths.get(synced.source, Health(synced.source))
        merged = merge(synced, self.watches, health, self.profile, now)
        turn = Turn(self.watches, lambda key, watch, given: self._decided(key, watch, given, now))
        turn.give(merged.inputs)
        turn.settle(self.profile, now)
        done = self._commit(turn.decisions(), now, merged.health)
        if merged.health.failure is None and merged.health.last_ok == now:
            self._read_well |= {synced.source}
        self._note_health(health, merged.health, now)
        done = _both(done, self._say_what_is_unread(now))
        doubtful = turn.doubtful(synced.source)
        return replace(done, doubtful=doubtful) if doubtful else done

    def _note_health(self, before: Health, health: Health, now: datetime) -> None:
        """A calendar begins to fail, in this way or another, or is well again: a line of the history that is of no interview."""
        what = health.state
        if what != before.state and health.last_try is not None:
            why = {"why": health.failure} if health.failure else {}
            self._ledger.note("", "recovered" if what == "ok" else what, {"source": health.source} | why, now)

    def _say_what_is_unread(self, now: datetime) -> Done:
        """What only calendars had that are configured no more, once all that are have been read well since the start: before that
        one of them may have it yet.
        """
        sources = self.rules.sources
        if sources is None or not sources <= self._read_well | {ADDED}:
            return Done()
        turn = Turn(self.watches, lambda key, watch, given: self._decided(key, watch, given, now))
        turn.give(unread(self.watches, self.rules, now))
        turn.settle(self.profile, now)
        return self._commit(turn.decisions(), now)

    def believe(self, source: str, now: datetime) -> None:
        """The person says that what a source lost is really gone: the next sync is taken as it is."""
        health = self.healths.get(source, Health(source))
        self._commit([], now, replace(health, upcoming=(), held=False, failure=None))

    def told_of(self, source: str, now: datetime) -> None:
        """The person has been told that this source is in trouble."""
        health = self.healths[source]
        self._commit([], now, replace(health, told_at=now))
        self._ledger.note("", "told", {"source": source, "why": health.failure}, now)

    def settle(self, outcomes: Sequence[tuple[Claim, Outcome]], now: datetime) -> Done:
        """Outcomes of claims, in one batch; a ring that nobody took is due again soon. Drafts that could not be taken back are
        tried again at the next start: they say what the person has contradicted.
        """
        done = [o for claim, o in outcomes if o.ok or not isinstance(claim.intent, WithdrawDrafts)]
        self._ledger.settle(done, now)
        self.revision += bool(done)  # a draft may have been written
        decisions = [
            self._decided(claim.interview, self.watches[claim.interview], failed, now)
            for claim, outcome in outcomes
            if not outcome.ok and claim.interview in self.watches and (failed := _failed(claim)) is not None
        ]
        return self._commit(decisions, now)

    def open_claims(self) -> tuple[Claim, ...]:
        """What an earlier run committed and never settled."""
        return tuple(self._ledger.open_claims())

    def is_current(self, claim: Claim) -> bool:
        """The fence: may this claim still be carried out, as things stand now?"""
        if isinstance(claim.intent, Gathered):
            return bool(still_to_tell(claim.intent, self.watches))
        watch = self.watches.get(claim.interview)
        if watch is None:
            return False
        if isinstance(claim.intent, Silence | WithdrawDrafts | ReassureHelper):
            return True
        return claim.generation == watch.generation and _fits(claim.intent, watch)

    def wake_at(self) -> datetime | None:
        """The earliest instant at which `tick` has something to do."""
        return self._queue.first

    def forget(self, now: datetime) -> int:
        """Housekeeping: what has long been over goes."""
        gone = self._ledger.forget_before(now - KEEP_FOR)
        if gone:
            self.read_again()
        return gone

    def read_again(self) -> None:
        """Take the ledger's word for what is watched: something has gone from it, or it has come to know more."""
        self.watches = {watch.key: watch for watch in self._ledger.watches()}
        self._queue = self._queued()

    def _queued(self) -> Queue:
        return Queue({key: wake_at(watch) for key, watch in self.watches.items()})

    def _for_its_leader(self, key: str, given: Answered | Stepped) -> tuple[str, Answered | Stepped]:
        """A button of a copy that rang before counts for the one that rings now, as long as both are about the same time."""
        watch = self.watches.get(key)
        leader = self.watches.get(watch.twin) if watch is not None and watch.twin is not None else None
        if watch is None or leader is None:
            return key, given
        if given.generation is not None:
            same = given.generation == watch.generation and watch.plan.due == leader.plan.due
            given = replace(given, generation=leader.generation if same else _NEVER)
        return leader.key, given

    def _decided(self, key: str, watch: Watch | None, given: Input, now: datetime) -> Decision | None:
        """None where nothing changes. A fault in one interview's state must not keep the others from ringing."""
        try:
            decision = decide(watch, given, now, self.rules)
            return decision if _changes(watch, decision) else None
        except Exception:  # noqa: BLE001 logged; a tick looks again
            _log.exception("interview %s could not be decided about", key)
            return None

    def _commit(self, decisions: Iterable[Decision | None], now: datetime, health: Health | None = None) -> Done:
        changed = gathered([decision for decision in decisions if decision is not None], now)
        news = health if health is not None and _is_news(health, self._recorded.get(health.source)) else None
        claims: Sequence[Claim] = ()
        if changed or news is not None:
            claims = self._ledger.commit([Change(d.watch, d.intents, d.notes) for d in changed], now, news)
        # New mappings each time: the loop may be reading the old ones while the ledger's thread is here. The interviews come
        # first: a calendar that is said to be read is one whose interviews are known.
        if changed:
            self.watches = self.watches | {decision.watch.key: decision.watch for decision in changed}
        if health is not None:
            self.healths = self.healths | {health.source: health}
        self.revision += bool(changed) or news is not None
        for decision in changed:
            self._queue.put(decision.watch.key, wake_at(decision.watch))
        if news is not None:
            self._recorded = self._recorded | {news.source: news}
        return Done(tuple(claims), tuple((d.watch, note) for d in changed for note in d.notes))


def _both(first: Done, second: Done) -> Done:
    """What two transactions led to."""
    return replace(first, claims=(*first.claims, *second.claims), notes=(*first.notes, *second.notes))


def _changes(known: Watch | None, decision: Decision) -> bool:
    return bool(decision.intents or decision.notes) or (known is not decision.watch and known != decision.watch)


def _is_news(health: Health, recorded: Health | None) -> bool:
    """That a source is as well as ever is written down once an hour: a disk need not wake at every sync."""
    if recorded is None or recorded.last_try is None or health.last_try is None:
        return True
    if not timedelta(0) <= health.last_try - recorded.last_try < _HEALTH_EVERY:
        return True
    return any(getattr(health, name) != getattr(recorded, name) for name in _SAID)


def _failed(claim: Claim) -> RingFailed | None:
    if not isinstance(claim.intent, Ring):
        return None
    return RingFailed(claim.intent.rung, claim.intent.attempt, claim.generation)


def _fits(intent: Intent, watch: Watch) -> bool:
    if isinstance(intent, Ring):
        alarm = watch.alarm
        same = alarm is not None and (alarm.rung, watch.attempt) == (intent.rung, intent.attempt)
        return same and watch.phase in AHEAD and not watch.quiet
    if isinstance(intent, OpenCase | Nag):
        return watch.phase in IN_CASE and watch.case is not None and watch.case.step is intent.step
    return True
