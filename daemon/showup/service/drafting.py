"""Writes drafts and keeps them: the words from showup.recovery, the place from a draft box, the record in the ledger."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from showup.engine import Watch
from showup.ledger import Ledger, StoredDraft
from showup.model import Draft, DraftKind, Profile
from showup.ports import DraftBox

__all__ = ["Drafting"]

_PATIENCE_S = 10
_log = logging.getLogger(__name__)


class Drafting:
    """`in_ledger` runs a function where the ledger may be touched."""

    def __init__(
        self,
        ledger: Ledger,
        box: DraftBox,
        profile: Callable[[], Profile],
        in_ledger: Callable[[Callable[[], Any]], Awaitable[Any]],
    ) -> None:
        self._ledger = ledger
        self._box = box
        self._profile = profile
        self._in_ledger = in_ledger

    async def write(self, watch: Watch, kind: DraftKind, now: datetime) -> dict[str, Any]:
        """Write one draft. A box that fails loses nothing: the text stands in the ledger and `showup draft` shows it."""
        profile = self._profile()
        draft = await asyncio.to_thread(_written, kind, watch, profile, now)  # beside the loop: an alarm may be due
        name = f"{watch.plan.due:%Y-%m-%d}-{watch.key}-{watch.generation}-{kind.value}"
        trouble, where = None, None
        try:
            async with asyncio.timeout(_PATIENCE_S):
                where = await asyncio.to_thread(self._box.put, name, draft, profile)
        except TimeoutError:
            trouble = f"The draft box did not answer within {_PATIENCE_S} s. `showup draft` shows the text."
        except Exception as err:  # noqa: BLE001 whatever a box throws, the text stands in the ledger
            trouble = str(err) or type(err).__name__
        stored = StoredDraft(watch.key, watch.generation, name, draft, where, now)
        detail: dict[str, Any] = {"kind": kind.value, "subject": draft.subject, "where": where}
        if trouble:
            _log.warning("%s", trouble)
            detail["trouble"] = trouble
        await self._in_ledger(lambda: self._keep(stored, detail))
        return detail

    def _keep(self, stored: StoredDraft, detail: dict[str, Any]) -> None:
        self._ledger.keep_draft(stored)
        self._ledger.note(stored.interview, "draft", detail, stored.at)

    async def withdraw(self, watch: Watch) -> dict[str, Any]:
        """The drafts of this interview are not needed after all: they leave the box, the ledger remembers them."""
        stored = [s for s in await self._in_ledger(lambda: self._ledger.drafts(watch.key)) if not s.withdrawn]
        for entry in stored:
            async with asyncio.timeout(_PATIENCE_S):
                await asyncio.to_thread(self._box.withdraw, entry.name)
            await self._in_ledger(partial(self._ledger.keep_draft, replace(entry, withdrawn=True)))
        return {"withdrawn": len(stored)}


def _written(kind: DraftKind, watch: Watch, profile: Profile, now: datetime) -> Draft:
    from showup.recovery import write  # noqa: PLC0415 wanted once in weeks

    return write(kind, watch.interview, profile, now)
