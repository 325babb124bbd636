"""How loud an alarm is: it rises over the repeats of a rung and from rung to rung. Pure."""

from __future__ import annotations

from showup.ladder.plan import Plan

__all__ = ["loudness"]

_RUNG_DB = 4
_REPEAT_DB = 1
_LOWEST_DB = -12
"""A rung far ahead of the last one is still heard in the next room."""


def loudness(plan: Plan, rung: str, attempt: int) -> float:
    """The amplitude of that ring, above 0 to 1: the last repeats of the last rung are as loud as the tone is.

    One decibel more with each repeat, until it is as loud as the next rung begins.
    """
    names = [alarm.rung for alarm in plan.alarms]
    after = len(names) - 1 - names.index(rung)
    begins = max(-_RUNG_DB * (after + 1), _LOWEST_DB)
    risen = min(_REPEAT_DB * (attempt - 1), _RUNG_DB)
    return float(10 ** (min(begins + risen, 0) / 20))
