"""Sees everything that the laptop decides and does, remembers what the invariants need, and calls them."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.simulation import invariants
from tests.simulation.facts import Expected, Figures, Hearing, Rung
from tests.simulation.others import EVENTS_A_DAY
from tests.simulation.story import SOURCES, Story

from showup.engine import AHEAD, Answered, Do, Phase, Ring, Silence, Stepped, Watch
from showup.engine.local_time import in_zone
from showup.engine.merge import Synced
from showup.ledger import Change, Claim, Outcome
from showup.model import DraftKind, Interview, Verdict
from showup.service.desk import Done

if TYPE_CHECKING:
    from tests.simulation.laptop import Laptop

__all__ = ["Witness"]

_READ_AGAIN = timedelta(minutes=20)
_EVER = datetime.max.replace(tzinfo=UTC)
_GIVEN_UP = frozenset(Phase) - AHEAD - {Phase.CONFIRMED, Phase.CANCELLED}
_Memory = tuple[set[str], dict[str, dict[str, Interview]], dict[str, list[DraftKind]], set[str]]


class Witness:
    """`kind` is the transaction under way: tick, woke, sync, settle or answer."""

    def __init__(self, story: Story, trace: Callable[[str], None] | None = None) -> None:
        self.story, self._trace = story, trace
        self.kind = "start"
        self.on_screen: Callable[[str, Claim], None] = lambda name, claim: None
        self.faults = self.crashes = 0
        self.figures = Figures()
        self.laptop: Laptop | None = None
        self.rings: dict[str, list[Rung]] = defaultdict(list)
        self.newest: dict[str, int] = {}
        self.planned_at: dict[str, datetime] = {}
        self.ready_at = self.last_wall = story.begins
        self.expected: list[Expected] = []
        self.confirmed: set[str] = set()
        self.words: dict[str, dict[str, Interview]] = {source: {} for source in SOURCES}
        self.former: dict[str, tuple[Interview, datetime]] = {}
        """What a calendar said before its last change, and until when that may count: another one may have yet to be read."""
        self._heard: dict[str, Synced] = {}
        self.hearing: Hearing | None = None
        self.retries: Counter[tuple[str, int, str]] = Counter()
        self.pauses: Counter[tuple[str, int, str]] = Counter()
        self.reminded: dict[str, list[datetime]] = defaultdict(list)
        """The starts about which an alarm of the interview was claimed."""
        self.begun: dict[tuple[str, int, str], datetime] = {}
        """When the first ring of a rung was claimed."""
        self.drafts: dict[str, list[DraftKind]] = defaultdict(list)
        self.known: set[str] = set()
        self.last: dict[str, Watch] = {}
        self.looked_at: dict[str, Watch] = {}
        self.given_up: set[str] = set()
        """Those that the person will not come to, or has dismissed: when they are off, their copies stay silent."""
        self.zones = {ZoneInfo(story.zone)}
        self.lost_in = 0
        """The last crash in which something was lost: what had rung is known no more."""
        self._memory = self._memories()

    # ------------------------------------------------------------- the laptop

    def started(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.kind = "start"
        self.notices(laptop)
        for check in invariants.ON_START:
            check(self, laptop)
        self.last = laptop.desk.watches
        self.newest = {key: watch.generation for key, watch in self.last.items()}

    def died(self, laptop: Laptop) -> None:
        self.crashes += 1
        if self.hearing is not None:
            self.words[self.hearing.said.source] = self.hearing.before
            self._heard.clear()
        self.hearing = None
        if laptop.book.refusing:  # what the disk did not take is gone, and the person was told that it would be
            self.lost_in = self.crashes
            self._remember(self._memory)
            self._heard.clear()
            self.expected = [e for e in self.expected if not e.since]
            heapq.heapify(self.expected)
            self.last = {}

    def disk_refuses(self) -> None:
        """What is known now is all that a crash leaves."""
        self._memory = self._memories()

    def _memories(self) -> _Memory:
        drafts = {key: list(kinds) for key, kinds in self.drafts.items()}
        words = {source: dict(words) for source, words in self.words.items()}
        return set(self.confirmed), words, drafts, set(self.known)

    def _remember(self, memory: _Memory) -> None:
        confirmed, words, drafts, known = memory
        self.confirmed, self.words, self.known = set(confirmed), dict(words), set(known)
        self.drafts = defaultdict(list, {key: list(kinds) for key, kinds in drafts.items()})

    def notices(self, laptop: Laptop) -> None:
        """It has just resumed, or its clock or zone was set: what is overdue rings now, and what a clock that was set back
        makes due again has to ring again.
        """
        now, before = laptop.wall, self.last_wall
        self.ready_at = self.last_wall = now
        self.zones.add(laptop.zone)
        if now >= before:
            return
        self.planned_at = {key: min(at, now) for key, at in self.planned_at.items()}
        for key, watch in laptop.desk.watches.items():
            again = watch.phase in AHEAD or watch.phase is Phase.PASSED or _unanswered(watch)
            for alarm in watch.plan.alarms if again else ():
                if now < alarm.at <= before:
                    self._expect(key, watch.generation, alarm.rung, alarm.at, len(self.rings[key]))

    # -------------------------------------------------------------- decisions

    def wrote(self, before: Watch | None, change: Change, now: datetime) -> None:
        """One interview's part of a committed transaction."""
        for check in invariants.ON_CHANGE:
            check(self, before, change, now)
        key, watch = change.watch.key, change.watch
        if before is not None and before.twin is not None and watch.twin is None:
            self.reminded[key] += self.reminded[before.twin]  # of the same interview
        if watch.phase in _GIVEN_UP:
            self.given_up.add(key)
        elif watch.phase is not Phase.CANCELLED:
            self.given_up.discard(key)
        plain = before is not None and before.generation == watch.generation and before.twin == watch.twin
        if before is None or before.plan is not watch.plan or not plain:
            self.newest[key] = watch.generation
            self._replanned(key, before, watch, now)
        if self.kind == "answer" and before is not None and before.alarm is not None and before.phase in AHEAD:
            self.pauses[key, before.generation, before.alarm.rung] += 1
        for ring in (intent for intent in change.intents if isinstance(intent, Ring)):
            self.reminded[key].append(watch.plan.due)
            self.begun.setdefault((key, watch.generation, ring.rung), now)
        by_woke = self.kind == "woke" and watch.interview.occurrence.floating  # its hour has moved with the zone
        if (self.kind in {"sync", "answer"} or by_woke) and (
            before is None or watch.generation != before.generation or watch.phase is not before.phase
        ):
            self.confirmed.discard(key)

    def _replanned(self, key: str, before: Watch | None, watch: Watch, now: datetime) -> None:
        if watch.twin is not None:
            return  # another one rings for it
        same = before is not None and before.generation == watch.generation and before.twin is None
        if same and before is not None and before.plan.alarms == watch.plan.alarms:
            return
        self.planned_at[key] = now
        took_over = before is not None and before.twin is not None and watch.position >= 0
        for alarm in watch.plan.alarms[watch.position + 1 if took_over else 0 :]:
            self._expect(key, watch.generation, alarm.rung, alarm.at)

    def _expect(self, key: str, generation: int, rung: str, at: datetime, since: int = 0) -> None:
        heapq.heappush(self.expected, Expected(at, key, generation, rung, at, since))

    def decided(self, laptop: Laptop, done: Done) -> None:
        """The desk has returned."""
        self.figures.decisions += 1
        for check in invariants.ON_DECIDED:
            check(self, laptop, done)
        self.last = laptop.desk.watches
        self.hearing = None
        if self._trace is not None:
            for watch, note in done.notes:
                self._tell(laptop, watch, f"{note.what} {note.detail}")

    def _tell(self, laptop: Laptop, watch: Watch, what: str) -> None:
        if self._trace is not None:
            self._trace(f"{laptop.wall:%a %d %b %H:%M:%S}    {watch.interview.occurrence.uid} {what}")

    def hears(self, laptop: Laptop, said: Synced, doubtful: bool, excused: bool) -> None:
        """A source's answer comes to the desk; `doubtful` ones are no proof that something is gone, `excused` ones may be."""
        words = self.words[said.source]
        if said is self._heard.get(said.source):
            self.hearing = Hearing(said, words, frozenset(), doubtful)
            return
        self._heard[said.source] = said
        new = dict(said.wanted)
        for key in (words.keys() | laptop.desk.watches.keys()) - new.keys():
            if key in said.by_key:
                new[key] = said.by_key[key]
            elif key in words and not _within(in_zone(words[key], laptop.zone), said):
                new[key] = words[key]
        changed = {key for key, i in new.items() if words.get(key) != i} | (
            set() if doubtful else words.keys() - new.keys()
        )
        for key in changed & words.keys():
            # The last leader's time stands until another that still carries it has been read again.
            elsewhere = key not in new and any(key in self.words[other] for other in SOURCES if other != said.source)
            self.former[key] = (words[key], _EVER if excused or elsewhere else laptop.wall + _READ_AGAIN)
        self.words[said.source] = words | new if doubtful else new
        self.hearing = Hearing(said, words, frozenset(changed), doubtful)
        for key, interview in said.wanted.items():
            if laptop.wall < interview.occurrence.start and interview.judgement.verdict is Verdict.INTERVIEW:
                self.known.add(key)

    # ----------------------------------------------------------------- claims

    def did(self, laptop: Laptop, claim: Claim) -> None:
        """A claim is carried out."""
        watch = laptop.desk.watches[claim.interview]
        for check in invariants.ON_DOING:
            check(self, laptop, watch, claim)
        if isinstance(claim.intent, Ring):
            self.figures.rings += 1
            ring = claim.intent
            self.rings[watch.key].append(
                Rung(laptop.wall, watch.plan.due, claim.generation, ring.rung, ring.attempt, self.crashes, claim.id)
            )
            self._tell(laptop, watch, f"RINGS {ring.rung} {ring.attempt} (generation {claim.generation})")
        if not isinstance(claim.intent, Silence):
            self.on_screen(watch.interview.occurrence.uid, claim)

    def settling(self, outcomes: Sequence[tuple[Claim, Outcome]]) -> None:
        """Outcomes go back to the desk: a ring that nobody took may come once more."""
        for claim, outcome in outcomes:
            if isinstance(claim.intent, Ring) and not outcome.ok:
                self.retries[claim.interview, claim.generation, claim.intent.rung] += 1

    # ---------------------------------------------------------------- answers

    def answered(self, laptop: Laptop, before: Watch, given: Answered | Stepped, done: Done) -> None:
        """The person has got a reply."""
        self.figures.answers += 1
        self.figures.refused += done.refused
        watch = laptop.desk.watches[before.key]
        for check in invariants.ON_ANSWER:
            check(self, before, given, watch, done)
        if isinstance(given, Answered) and given.do in {Do.CONFIRM, Do.DONE} and watch.phase is Phase.CONFIRMED:
            self.confirmed.add(watch.key)

    # ------------------------------------------------------------------ looks

    def looks(self, laptop: Laptop) -> None:
        """After every step, but for one that leaves something to the timer at once."""
        timer = laptop.timer.at
        if laptop.up and (timer is None or timer > laptop.true):
            for check in invariants.ON_STEP:
                check(self, laptop)
        if laptop.up:
            self.last_wall = laptop.wall

    def ended(self, laptop: Laptop) -> None:
        """The story is over, and a quiet week has passed."""
        for check in invariants.AT_END:
            check(self, laptop)
        figures = self.figures
        figures.days, figures.faults, figures.crashes = self.story.days, self.faults, self.crashes
        figures.interviews = len(laptop.desk.watches)
        figures.events = EVENTS_A_DAY * self.story.days


def _unanswered(watch: Watch) -> bool:
    return watch.phase is Phase.MISSED and watch.case is not None and not watch.case.answers


def _within(interview: Interview, said: Synced) -> bool:
    return interview.occurrence.end > said.window.since and interview.occurrence.start < said.window.until
