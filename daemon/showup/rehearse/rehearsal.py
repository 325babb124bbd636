"""Steps the desk from alarm to alarm of one interview, and rings each through real channels."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from showup.engine import AHEAD, IN_CASE, Ring, Rules, Tick, Watch, WriteDraft, decide, wake_at
from showup.engine.planning import begin
from showup.ledger import Claim, SqliteLedger
from showup.model import Interview, Profile
from showup.ports import DraftBox, Press
from showup.service.carrier import Carrier
from showup.service.desk import Desk, Done
from showup.service.drafting import Drafting
from showup.service.ringer import OK, Ringer

__all__ = ["Rehearsal", "Ringing", "sample"]

T = TypeVar("T")
_BEFORE = timedelta(minutes=1)


@contextmanager
def sample() -> Iterator[Path]:
    """The bundled sample calendar as a file."""
    with resources.as_file(resources.files("showup.rehearse").joinpath("sample.ics")) as path:
        yield path


@dataclass(frozen=True, slots=True)
class Ringing:
    """One alarm of the rehearsal: its virtual instant, and what each channel did with it ("ok" or why not)."""

    at: datetime
    rung: str
    attempt: int
    channels: dict[str, str]


@dataclass(slots=True)
class Rehearsal:
    """Plays one interview through to its case. `rings`, `drafts`, `presses` and `watch` tell afterwards what happened."""

    interview: Interview
    rules: Rules
    profile: Profile
    ringer: Ringer
    box: DraftBox
    seconds: float = 60
    rings: list[Ringing] = field(default_factory=list)
    drafts: list[dict[str, Any]] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    _now: datetime = field(init=False)

    async def play(self) -> Watch:
        """The whole day; returns the interview as it stands in the end, with its case."""
        ledger = SqliteLedger(None)
        desk = Desk(ledger, self.rules, self.profile)
        carrier = Carrier(
            desk, self.ringer, Drafting(ledger, self.box, lambda: self.profile, _at_once), lambda: self._now
        )
        pause = self.seconds / max(len(self._instants()), 1)
        await self.ringer.open(self.presses.append)
        try:
            self._now = self._eve()
            await self._carry(desk, carrier, desk.watch(self.interview, "rehearsal", self._now))
            while self._watch(desk).phase in AHEAD and (at := desk.wake_at()) is not None:
                self._now = max(at, self._now)
                began = asyncio.get_running_loop().time()
                await self._carry(desk, carrier, desk.tick(self._now))
                if self._watch(desk).phase not in IN_CASE:
                    await asyncio.sleep(max(0.0, began + pause - asyncio.get_running_loop().time()))
            return self._watch(desk)
        finally:
            await self.ringer.silence(self.interview.key)
            await self.ringer.close()
            ledger.close()

    async def _carry(self, desk: Desk, carrier: Carrier, done: Done) -> None:
        for claim in done.claims:
            outcome = await carrier.carry(claim)
            self._remember(claim, outcome.detail)
            # Settled as done in any case: an alarm that nobody took is not tried again here, the table shows it.
            desk.settle([(claim, replace(outcome, ok=True))], self._now)

    def _remember(self, claim: Claim, detail: dict[str, Any]) -> None:
        if isinstance(claim.intent, Ring):
            results = detail.get("channels", {"showup": detail.get("error", "superseded")})
            self.rings.append(Ringing(self._now, claim.intent.rung, claim.intent.attempt, results))
        elif isinstance(claim.intent, WriteDraft):
            self.drafts.append(detail)

    def _watch(self, desk: Desk) -> Watch:
        return desk.watches[self.interview.key]

    def _eve(self) -> datetime:
        """Shortly before the first alarm."""
        return self._instants()[0] - _BEFORE

    def _instants(self) -> list[datetime]:
        """When something is due, found by running through the same decisions without any effect."""
        first = self.interview.occurrence.start - timedelta(days=2)
        watch, _ = begin(self.interview, ("rehearsal",), first, self.rules)
        instants: list[datetime] = []
        while watch.phase in AHEAD and (at := wake_at(watch)) is not None:
            instants.append(at)
            watch = decide(watch, Tick(), at, self.rules).watch
        return instants

    @property
    def reached(self) -> set[str]:
        """The channels that took at least one alarm."""
        return {name for ring in self.rings for name, result in ring.channels.items() if result == OK}


async def _at_once(work: Callable[[], T]) -> T:
    """The rehearsal's record is in memory: it needs no thread of its own."""
    return work()
