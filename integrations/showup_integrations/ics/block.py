"""An event as it was found in a calendar: its bytes, and what its calendar says about all of its events."""

from __future__ import annotations

from msgspec import Struct

from showup.ports import Trouble
from showup_integrations.ics.lines import value_of
from showup_integrations.ics.split import Block, Part

__all__ = ["Found", "broken", "name_of"]


class Found(Struct, frozen=True):
    """`place`: in the how manieth text, and the how manieth there. `part` is its calendar."""

    place: tuple[int, int]
    block: Block
    part: Part


def name_of(block: Block) -> str:
    """What to call an event that has not been parsed."""
    return (value_of(block.lines, "SUMMARY") or value_of(block.lines, "UID") or "an event without a title")[:80]


def broken(block: Block, why: str) -> Trouble:
    """The trouble of one event that cannot be used."""
    return Trouble(name_of(block), f"This event is broken: {why}. It was left out; the others are not affected.")
