"""A calendar on the web, asked again and again: what has not changed is neither sent nor read."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from showup.ports import Unchanged
from showup_integrations.ics.address import Address
from showup_integrations.ics.body import digest
from showup_integrations.ics.fetch import Fetcher
from showup_integrations.ics.found import Found, Text
from showup_integrations.ics.kept import Kept
from showup_integrations.ics.validators import place

__all__ = ["look"]


def look(address: Address, fetcher: Fetcher, keep: Path | None, known: str | None, now: datetime) -> Found | Unchanged:
    """What is there; Unchanged when it is what was `known`. Raises SourceError with what to do."""
    kept = Kept(keep, place(address))
    # "Nothing new" helps only where the answer to it is at hand.
    body = None if kept.mark == known else kept.body()
    at_hand = kept.mark is not None and (kept.mark == known or body is not None)
    answer = fetcher.fetch(address, kept.validators(now) if at_hand else None)
    if answer.body is None:
        if body is None:
            return Unchanged()
        return Found(iter([Text(address.shown, body)]), mark=kept.mark)
    if answer.cut:
        return Found(iter([Text(address.shown, answer.body, cut=True)]))
    mark = digest(answer.body)
    good = partial(kept.store, answer.body, mark, answer.validators, now)
    if mark == known:
        good()
        return Unchanged()
    return Found(iter([Text(address.shown, answer.body)]), mark=mark, good=good)
