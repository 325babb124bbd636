"""The laptop: the real desk on virtual time, and in the service's place what carries its claims out.

Claim -> fence -> ring -> mark, one interview's claims in order, a new ring or a silence before one that hangs; open claims
are sent again at the start. A `Died` may come up at every step.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.simulation.book import Book
from tests.simulation.calendars import ME
from tests.simulation.channels import TELLING, Channels
from tests.simulation.timer import Timer

from showup.engine import Ring, Rules, Silence, WithdrawDrafts, WriteDraft
from showup.engine.merge import Synced
from showup.ladder import default_policy
from showup.ledger import Claim, Outcome
from showup.model import Profile
from showup.service.desk import Desk, Done

if TYPE_CHECKING:
    from tests.simulation.witness import Witness

__all__ = ["Died", "Laptop"]

_DRAFTS = (WriteDraft, WithdrawDrafts)


class Died(Exception):  # noqa: N818 it is no error: it is SIGKILL
    """The process was killed at this step."""


@dataclass(slots=True)
class _Hanging:
    claim: Claim
    heard: bool


Later = Callable[..., None]


class Laptop:
    """`later` asks the world to call a method after a while; `true` and `offset` are set by the world before each call."""

    def __init__(self, zone: str, begins: datetime, witness: Witness, channels: Channels, later: Later) -> None:
        self.true, self.offset, self.zone = begins, timedelta(0), ZoneInfo(zone)
        self.witness, self.channels, self._later = witness, channels, later
        self.book = Book(self._passes, witness.wrote)
        self.timer = Timer()
        self.doom: str | None = None
        """The step at which the process dies next."""
        self.starved_until = begins
        """So long it takes seconds from a claim to its carrying out."""
        self.running = self.asleep = False
        self.desk = self._desk()
        self._lines: dict[str, deque[Claim]] = {}
        self._busy: dict[str, _Hanging] = {}
        self._outcomes: list[tuple[Claim, Outcome]] = []

    @property
    def wall(self) -> datetime:
        return self.true + self.offset

    @property
    def up(self) -> bool:
        return self.running and not self.asleep

    def busy(self, key: str) -> bool:
        """Does something of this interview wait for a channel that hangs, or for a process that is starved?"""
        return key in self._busy or bool(self._lines.get(key))

    def _desk(self) -> Desk:
        profile = Profile("Robin", (ME,), zone=self.zone.key)
        return Desk(self.book, Rules(default_policy(), self.zone), profile)

    def _passes(self, step: str) -> None:
        if self.doom == step:
            self.doom = None
            raise Died(step)

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        """The process starts, as the service does: everything compared, then what was left open, then what is due."""
        self.running = True
        self.desk = self._desk()
        self.witness.started(self)
        left = self.desk.open_claims()
        self.woke()
        self._send(left)
        self._settle()
        self.follow("tick", self.desk.tick)

    def die(self) -> None:
        """SIGKILL: all that is not in the book is gone."""
        self.running, self.doom = False, None
        self._lines, self._busy, self._outcomes = {}, {}, []
        self.witness.died(self)
        self.book.lose()

    def woke(self) -> None:
        """A resume, a clock that was set, another zone, a start."""
        self.follow("woke", lambda now: self.desk.woke(now, self.zone))

    def look(self) -> None:
        """Everything is compared, what is due rings: so the service does after every resume and clock set."""
        self.woke()
        self.follow("tick", self.desk.tick)

    def synced(self, said: Synced, doubtful: bool, excused: bool) -> None:
        """A calendar has been read."""
        self.witness.hears(self, said, doubtful, excused)
        self.follow("sync", lambda now: self.desk.sync(said, now))
        due = self.desk.wake_at()
        if due is not None and due <= self.wall:  # else a tick does nothing
            self.follow("tick", self.desk.tick)

    # ------------------------------------------------------- decide, then do

    def follow(self, kind: str, work: Callable[[datetime], Done]) -> Done:
        """One transaction at the desk, its claims on their way, the timer set."""
        self.witness.kind = kind
        done = work(self.wall)
        self.witness.decided(self, done)
        if done.claims:
            self._passes("claim")
            self._send(done.claims)
            self._settle()
        self.timer.arm(self.desk.wake_at(), self.offset)
        return done

    def _send(self, claims: Iterable[Claim]) -> None:
        claims = list(claims)
        for key in dict.fromkeys(c.interview for c in claims if isinstance(c.intent, Ring | Silence)):
            self._interrupt(key)
        for claim in claims:
            if isinstance(claim.intent, _DRAFTS):
                self._outcomes.append((claim, self._carry(claim) or Outcome(claim.id, True, {})))
            else:
                self._lines.setdefault(claim.interview, deque()).append(claim)
        for key in dict.fromkeys(claim.interview for claim in claims):
            if self.true < self.starved_until:
                self._later(timedelta(seconds=1 + self.true.second * 7 % 25), self.go_on, key)
            else:
                self._run(key)

    def go_on(self, key: str) -> None:
        """A process that was starved comes to what it had claimed."""
        self._run(key)
        self._settle()

    def _interrupt(self, key: str) -> None:
        """An answer, or the next ring, does not wait for a ring that hangs."""
        hanging = self._busy.get(key)
        if hanging is not None and isinstance(hanging.claim.intent, Ring):
            del self._busy[key]
            self._outcomes.append((hanging.claim, Outcome(hanging.claim.id, True, {"interrupted": True})))

    def _run(self, key: str) -> None:
        line = self._lines.get(key)
        while line and key not in self._busy:
            claim = line.popleft()
            outcome = self._carry(claim)
            if outcome is not None:
                self._outcomes.append((claim, outcome))

    def _carry(self, claim: Claim) -> Outcome | None:
        """What came of it; None while a channel hangs."""
        if not self.desk.is_current(claim):
            return Outcome(claim.id, True, {"superseded": True})
        intent = claim.intent
        if isinstance(intent, Silence | WriteDraft | WithdrawDrafts):
            self.witness.did(self, claim)
            return Outcome(claim.id, True, {})
        ring = intent if isinstance(intent, Ring) else None
        wanted, quiet = (ring.channels, ring.quiet) if ring else (TELLING, False)
        heard = self.channels.ring(wanted, self.true, quiet=quiet)
        if heard.after == timedelta(0):
            self.witness.did(self, claim)
            self._passes("ring")
        if heard.known_after:
            hanging = _Hanging(claim, heard.after == timedelta(0))
            self._busy[claim.interview] = hanging
            self._later(heard.known_after, self.taken, hanging, heard.after is not None)
            return None
        return Outcome(claim.id, heard.after is not None, {})

    def taken(self, hanging: _Hanging, ok: bool) -> None:
        """A channel that hung is given up, or another one has taken it meanwhile."""
        key = hanging.claim.interview
        if self._busy.get(key) is not hanging:
            return
        del self._busy[key]
        if ok and not hanging.heard:
            ok = self.desk.is_current(hanging.claim)  # the fence is asked again before the next channel
            if ok:
                self.witness.did(self, hanging.claim)
                self._passes("ring")
        self._outcomes.append((hanging.claim, Outcome(hanging.claim.id, ok, {})))
        self._run(key)
        self._settle()

    def _settle(self) -> None:
        if not self._outcomes:
            return
        batch, self._outcomes = self._outcomes, []
        self.witness.settling(batch)
        self.follow("settle", lambda now: self.desk.settle(batch, now))
