"""The world's ledger: in memory, on a disk that may refuse for a while, in a process that may die at any step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from showup.engine import Watch
from showup.engine.merge import Health
from showup.ledger import Change, Claim, Outcome
from showup.ledger.memory import MemoryLedger

__all__ = ["Book"]


class Book(MemoryLedger):
    """`passes` is called with the name of each step that a process can die at; `wrote` with each change that was committed.

    While the disk refuses everything goes on in memory, as the service's ledger does; a crash then loses what came since.
    """

    def __init__(self, passes: Callable[[str], None], wrote: Callable[[Watch | None, Change, datetime], None]) -> None:
        super().__init__()
        self._passes, self._wrote = passes, wrote
        self._lasting: tuple[dict[str, Watch], dict[int, Claim], dict[str, Health]] | None = None
        self.committed = 0
        self.settled: set[int] = set()
        """Of the claims that were committed, how many, and which have been settled."""

    def commit(self, changes: Sequence[Change], now: datetime, health: Health | None = None) -> list[Claim]:
        self._passes("commit")
        before = [self._watches.get(change.watch.key) for change in changes]
        claims = super().commit(changes, now, health)
        self.committed += len(claims)
        for watch, change in zip(before, changes, strict=True):
            self._wrote(watch, change, now)
        return claims

    def settle(self, outcomes: Sequence[Outcome], now: datetime) -> None:
        self._passes("settle")
        super().settle(outcomes, now)
        self.settled.update(outcome.claim for outcome in outcomes)

    @property
    def refusing(self) -> bool:
        return self._lasting is not None

    def refuse(self) -> None:
        """From now on the disk takes nothing."""
        if self._lasting is None:
            self._lasting = (dict(self._watches), dict(self._claims), dict(self._health))

    def heal(self) -> None:
        """It takes everything again."""
        self._lasting = None

    def lose(self) -> None:
        """The process has died: what the disk did not take is gone."""
        if self._lasting is not None:
            watches, claims, health = self._lasting
            self._watches, self._claims, self._health = dict(watches), dict(claims), dict(health)
            self.settled = set(range(1, self.committed + 1)) - self._claims.keys()
