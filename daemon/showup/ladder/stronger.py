"""The ladder of a new date after an interview that was missed: the person's own, earlier and more insistent. Pure."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import timedelta
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from showup.ladder.policy import HELPER, Policy, Repeat, Rung
from showup.ladder.reading import policy as read
from showup.model import Urgency

__all__ = ["stronger"]

_EARLIER = 2
_CLOSEST = timedelta(minutes=1)
"""What repeats as often as that is not to be had more often."""


@lru_cache(4)
def stronger(policy: Policy) -> Policy:
    """Each critical rung begins twice as long before the start, repeats twice as often and rings through all channels that are
    loud somewhere in the person's ladder and cover nothing; one more rung speaks of it the day before.

    What has been made stronger already stays as it is. No channel is used that the person's own ladder does not have. Rungs at a
    time of day stay where they are.
    """
    if policy.strong:
        return policy
    return replace(
        policy,
        strong=True,
        rungs=_stronger(policy.rungs, _added().rungs, policy),
        deadline=_stronger(policy.deadline, _added().deadline, policy),
    )


def _stronger(rungs: tuple[Rung, ...], added: tuple[Rung, ...], policy: Policy) -> tuple[Rung, ...]:
    if not rungs:
        return ()
    used = dict.fromkeys(channel for rung in (*policy.rungs, *policy.deadline) for channel in rung.channels)
    heard = tuple(name for name in used if name not in {HELPER, "takeover", *policy.soft_channels})
    names = {rung.name for rung in rungs}
    more = (
        replace(rung, channels=tuple(c for c in rung.channels if c in used) or rungs[0].channels)
        for rung in added
        if rung.name not in names
    )
    return (*more, *(_earlier(rung, heard) if rung.urgency is Urgency.CRITICAL else rung for rung in rungs))


def _earlier(rung: Rung, heard: tuple[str, ...]) -> Rung:
    before = rung.before * _EARLIER if rung.before is not None else None
    channels = tuple(dict.fromkeys((*rung.channels, *heard)))
    return replace(rung, before=before, channels=channels, repeat=_closer(rung.repeat))


def _closer(repeat: Repeat) -> Repeat:
    """Twice as often; a list of offsets gets one more between any two of them."""
    if repeat is None:
        return None
    if isinstance(repeat, timedelta):
        return max(repeat / 2, min(repeat, _CLOSEST))
    between = ((one + other) / 2 for one, other in pairwise(repeat) if other - one > _CLOSEST)
    return tuple(sorted({*repeat, *between}))


@cache
def _added() -> Policy:
    text = resources.files("showup.ladder").joinpath("new_date.toml").read_text("utf-8")
    return read(tomllib.loads(text), base=None)
