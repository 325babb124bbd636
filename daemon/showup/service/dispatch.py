"""Hands claims to the carrier: one interview's in order, different interviews' at the same time.

Drafts have a line of their own, so that a mailbox that hangs never stands before an alarm.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from showup.engine import Ring, Silence, WithdrawDrafts, WriteDraft
from showup.ledger import Claim, Outcome

__all__ = ["Dispatch"]


class Dispatch:
    """`carry` does one claim, `settle` records what came of it."""

    def __init__(
        self, carry: Callable[[Claim], Awaitable[Outcome]], settle: Callable[[Claim, Outcome], Awaitable[Any]]
    ) -> None:
        self._carry = carry
        self._settle = settle
        self._lines: dict[tuple[str, bool], asyncio.Task[None]] = {}
        self._ringing: dict[str, asyncio.Task[Outcome]] = {}

    def send(self, claims: Iterable[Claim]) -> None:
        """Carry these out, soon. Returns at once."""
        batches: dict[tuple[str, bool], list[Claim]] = {}
        for claim in claims:
            drafting = isinstance(claim.intent, WriteDraft | WithdrawDrafts)
            batches.setdefault((claim.interview, drafting), []).append(claim)
        for line, batch in batches.items():
            self._interrupt(line[0], batch)
            before = self._lines.get(line)
            self._lines[line] = asyncio.create_task(self._line(batch, before))

    def _interrupt(self, interview: str, batch: Sequence[Claim]) -> None:
        """An answer, or the next ring, does not wait for a channel that hangs."""
        ringing = self._ringing.get(interview)
        if ringing is not None and any(isinstance(claim.intent, Ring | Silence) for claim in batch):
            ringing.cancel()

    async def _line(self, batch: Sequence[Claim], before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        for claim in batch:
            await self._settle(claim, await self._carried(claim))

    async def _carried(self, claim: Claim) -> Outcome:
        if not isinstance(claim.intent, Ring):
            return await self._carry(claim)
        task = asyncio.ensure_future(self._carry(claim))
        self._ringing[claim.interview] = task
        try:
            await asyncio.wait([task])
            return Outcome(claim.id, True, {"interrupted": True}) if task.cancelled() else task.result()
        finally:
            task.cancel()
            if self._ringing.get(claim.interview) is task:
                del self._ringing[claim.interview]

    async def idle(self) -> None:
        """Wait until everything that was sent has been carried out."""
        while running := [line for line in self._lines.values() if not line.done()]:
            await asyncio.wait(running)
        self._lines.clear()

    async def close(self) -> None:
        """Stop where it is: what is not settled stays an open claim."""
        lines = list(self._lines.values())
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
