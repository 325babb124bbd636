"""What the ledger last held of the state that rings, kept so that a file that breaks under the service loses none of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from showup.engine import Watch
from showup.engine.merge import Health
from showup.ledger.port import Change, Claim, Outcome

__all__ = ["Mirror"]


class Mirror:
    """The watches, open claims and healths that went through the ledger: the very values that the desk holds."""

    def __init__(self) -> None:
        self.watches: dict[str, Watch] = {}
        self.claims: dict[int, Claim] = {}
        self.healths: dict[str, Health] = {}
        self.last_claim = 0

    def committed(self, changes: Iterable[Change], claims: Iterable[Claim], health: Health | None) -> None:
        self.watches.update((change.watch.key, change.watch) for change in changes)
        self.opened(claims)
        if health is not None:
            self.healths[health.source] = health

    def opened(self, claims: Iterable[Claim]) -> None:
        self.claims.update((claim.id, claim) for claim in claims)
        self.last_claim = max(self.last_claim, *self.claims, 0)

    def settled(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            self.claims.pop(outcome.claim, None)

    def holds_watches(self, watches: Iterable[Watch]) -> None:
        """These and no others: what was forgotten must not come back."""
        self.watches = {watch.key: watch for watch in watches}
        self.claims = {number: claim for number, claim in self.claims.items() if claim.interview in self.watches}

    def changes(self) -> list[Change]:
        return [Change(watch) for watch in self.watches.values()]
