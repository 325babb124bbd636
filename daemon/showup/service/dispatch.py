"""Hands claims to the carrier: one interview's in order, different interviews' at the same time.

Drafts have a line of their own, so that a mailbox that hangs never stands before an alarm. What came of the claims is recorded
in batches: all that came back while the last batch was being written is the next one.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from showup.engine import Gathered, Ring, Silence, WithdrawDrafts, WriteDraft
from showup.ledger import Claim, Outcome

__all__ = ["Dispatch"]

Line = tuple[str, bool]
_WORDS_TAKE_S = 0.5
"""What is merely told may keep an alarm waiting so long, on a channel that hangs: the alarm takes its place anyway."""

_LAST_RINGS_TAKE_S = 1
_LAST_RECORD_TAKES_S = 5
_log = logging.getLogger(__name__)


class Dispatch:
    """`carry` does one claim, `settle` records what came of several."""

    def __init__(
        self,
        carry: Callable[[Claim], Awaitable[Outcome]],
        settle: Callable[[Sequence[tuple[Claim, Outcome]]], Awaitable[Any]],
    ) -> None:
        self._carry = carry
        self._settle = settle
        self._lines: dict[Line, asyncio.Task[None]] = {}
        self._aloud: dict[str, tuple[Claim, asyncio.Task[Outcome]]] = {}
        self._outcomes: list[tuple[Claim, Outcome]] = []
        self._recorded: asyncio.Future[None] | None = None
        self._recorder: asyncio.Task[None] | None = None
        self._waiting: Counter[str] = Counter()  # rings that were sent and have not begun, by interview
        self._closed = False

    def send(self, claims: Iterable[Claim]) -> None:
        """Carry these out, soon. Returns at once. At the end nothing more is begun: it stays an open claim."""
        batches: dict[Line, list[Claim]] = {}
        for claim in claims:
            drafting = isinstance(claim.intent, WriteDraft | WithdrawDrafts)
            batches.setdefault((_whose(claim), drafting), []).append(claim)
        for line, batch in batches.items():
            self._interrupt(line[0], batch)
            if self._closed:
                continue
            self._waiting[line[0]] += sum(isinstance(claim.intent, Ring) for claim in batch)
            task = asyncio.create_task(self._line(batch, self._lines.get(line)))
            self._lines[line] = task
            task.add_done_callback(functools.partial(self._ended, line))

    def _ended(self, line: Line, task: asyncio.Task[None]) -> None:
        if self._lines.get(line) is task:
            del self._lines[line]

    def _interrupt(self, interview: str, batch: Sequence[Claim]) -> None:
        """An answer, or the next ring, does not wait for a channel that hangs."""
        if interview not in self._aloud or not any(isinstance(claim.intent, Ring | Silence) for claim in batch):
            return
        claim, task = self._aloud[interview]
        if isinstance(claim.intent, Ring):
            task.cancel()
        else:
            asyncio.get_running_loop().call_later(_WORDS_TAKE_S, task.cancel)

    async def _line(self, batch: Sequence[Claim], before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        for claim in batch:
            await self._record(claim, await self._carried(claim))

    async def _carried(self, claim: Claim) -> Outcome:
        """What is only told, or taken away, is hurried when a ring waits behind it."""
        if isinstance(claim.intent, WriteDraft | WithdrawDrafts):
            return await self._carry(claim)
        is_ring = isinstance(claim.intent, Ring)
        whose = _whose(claim)
        self._waiting[whose] -= is_ring
        hurried = not is_ring and self._waiting[whose] > 0
        task = asyncio.ensure_future(self._carry(claim))
        one = self._aloud[whose] = claim, task
        try:
            await asyncio.wait([task], timeout=_WORDS_TAKE_S if hurried else None)
            if not task.done():
                task.cancel()
                await asyncio.wait([task])
            return Outcome(claim.id, True, {"interrupted": True}) if task.cancelled() else task.result()
        finally:
            task.cancel()
            if self._aloud.get(whose) is one:
                del self._aloud[whose]

    # ------------------------------------------------------------ the record

    async def _record(self, claim: Claim, outcome: Outcome) -> None:
        """Returns when it has been recorded, together with what else there was to record."""
        self._outcomes.append((claim, outcome))
        if self._recorded is None:
            self._recorded = asyncio.get_running_loop().create_future()
        recorded = self._recorded
        if self._recorder is None:
            self._recorder = asyncio.create_task(self._record_all())
        await asyncio.shield(recorded)  # one line that is cancelled must not take the others' future with it

    async def _record_all(self) -> None:
        """Batch after batch until none is left."""
        try:
            while self._recorded is not None:
                batch, recorded = self._outcomes, self._recorded
                self._outcomes, self._recorded = [], None
                await self._settled(batch)
                recorded.set_result(None)
        finally:
            self._recorder = None

    async def _settled(self, batch: Sequence[tuple[Claim, Outcome]]) -> None:
        try:
            await self._settle(batch)
        except Exception:  # noqa: BLE001 the claims stay open: rather rung again at the next start than lost
            _log.exception("the outcome of %d claims could not be recorded", len(batch))

    @property
    def is_idle(self) -> bool:
        """Whether everything that was sent has been carried out and recorded."""
        return self._recorder is None and all(line.done() for line in self._lines.values())

    async def idle(self) -> None:
        """Wait until everything that was sent has been carried out."""
        while running := [line for line in self._lines.values() if not line.done()]:
            await asyncio.wait(running)

    async def close(self) -> None:
        """Stop soon. What has been carried out is still recorded; what is under way for long stays an open claim."""
        self._closed = True
        lines = list(self._lines.values())
        if lines:
            await asyncio.wait(lines, timeout=_LAST_RINGS_TAKE_S)
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
        if self._recorder is not None:
            await asyncio.wait([self._recorder], timeout=_LAST_RECORD_TAKES_S)
        if self._recorder is not None:
            self._recorder.cancel()
            await asyncio.gather(self._recorder, return_exceptions=True)


def _whose(claim: Claim) -> str:
    """The interview in whose line it stands. What is said of several has a line of its own, which nobody's alarm cuts short."""
    return "" if isinstance(claim.intent, Gathered) else claim.interview
