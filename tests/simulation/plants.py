"""Faults that are planted from outside, to show that the simulation finds such ones. Each is a context manager."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from tests.simulation.timer import Timer

from showup.engine import Answered, Input, gathering
from showup.engine.merge import Health, Merged, Synced, merge
from showup.ledger import Claim, Outcome
from showup.service.desk import Desk, Done
from showup.service.turn import STEPS

__all__ = ["PLANTS"]


@contextmanager
def no_generation_check() -> Iterator[None]:
    """Every claim is carried out, whatever has happened since it was committed."""
    with patch.object(Desk, "is_current", lambda _desk, _claim: True):
        yield


@contextmanager
def monotonic_sleep() -> Iterator[None]:
    """The timer stands still while the machine is suspended, and nothing wakes it."""

    def slept(timer: Timer, length: timedelta) -> None:
        timer.at = timer.at + length if timer.at else None

    with patch.object(Timer, "notices", False), patch.object(Timer, "slept", slept):
        yield


class _Forgets:
    """A ledger that says yes to every commit and keeps nothing."""

    def commit(self, changes: Sequence[Any], now: datetime, health: Health | None = None) -> list[Claim]:
        return []


@contextmanager
def answers_not_committed() -> Iterator[None]:
    """The person gets a reply, but only the memory knows of the answer."""
    give = Desk.give

    def forgetting(desk: Desk, key: str, given: Input, now: datetime) -> Done:
        if not isinstance(given, Answered):
            return give(desk, key, given, now)
        with patch.object(desk, "_ledger", _Forgets()):
            return give(desk, key, given, now)

    with patch.object(Desk, "give", forgetting):
        yield


@contextmanager
def empty_is_believed() -> Iterator[None]:
    """What a source does not say any more is gone, however much it is."""

    def believing(synced: Synced, watches: Any, health: Health, profile: Any, now: datetime) -> Merged:
        return merge(synced, watches, replace(health, upcoming=()), profile, now)

    with patch("showup.service.desk.merge", believing):
        yield


@contextmanager
def clock_set_back_unnoticed() -> Iterator[None]:
    """When the clock goes back, nothing is compared again."""
    woke, tick = Desk.woke, Desk.tick
    seen: dict[Desk, datetime] = {}

    def ticking(desk: Desk, now: datetime) -> Done:
        seen[desk] = now
        return tick(desk, now)

    def dozing(desk: Desk, now: datetime, zone: ZoneInfo | None = None) -> Done:
        return Done() if now < seen.get(desk, now) else woke(desk, now, zone)

    with patch.object(Desk, "woke", dozing), patch.object(Desk, "tick", ticking):
        yield


@contextmanager
def mark_before_ring() -> Iterator[None]:
    """A claim counts as carried out before it is."""
    tick = Desk.tick

    def marking(desk: Desk, now: datetime) -> Done:
        done = tick(desk, now)
        desk._ledger.settle([Outcome(claim.id, True, {}) for claim in done.claims], now)
        return done

    with patch.object(Desk, "tick", marking):
        yield


@contextmanager
def open_claims_forgotten() -> Iterator[None]:
    """What an earlier run left open is never looked for."""
    with patch.object(Desk, "open_claims", lambda _desk: ()):
        yield


@contextmanager
def nothing_is_gathered() -> Iterator[None]:
    """A burst is told one by one."""
    with patch("showup.service.desk.gathered", lambda decisions, _now: list(decisions)):
        yield


@contextmanager
def near_is_gathered_too() -> Iterator[None]:
    """Tomorrow's interview is one of many."""
    with patch("showup.engine.gathering._SOON", timedelta(0)):
        yield


@contextmanager
def gathering_forgets_the_others() -> Iterator[None]:
    """Of many only the first is told."""
    about = gathering._about
    with patch("showup.engine.gathering._about", lambda watches: about(watches)[:1]):
        yield


@contextmanager
def nobody_is_ever_busy() -> Iterator[None]:
    """What rings, rings aloud into the interview that runs."""
    with patch("showup.service.desk.under_way", lambda _watches, _now: frozenset()):
        yield


def _without(name: str) -> Callable[[], AbstractContextManager[None]]:
    """What that step says about several interviews is never said."""

    @contextmanager
    def left_out() -> Iterator[None]:
        with patch("showup.service.turn.STEPS", tuple(step for step in STEPS if step.__name__ != name)):
            yield

    left_out.__name__ = f"without_{name}"
    return left_out


PLANTS = {
    plant.__name__: plant
    for plant in (
        no_generation_check,
        monotonic_sleep,
        answers_not_committed,
        empty_is_believed,
        clock_set_back_unnoticed,
        mark_before_ring,
        open_claims_forgotten,
        nothing_is_gathered,
        near_is_gathered_too,
        gathering_forgets_the_others,
        nobody_is_ever_busy,
        *map(_without, ("heirs", "partings", "joins", "reschedules")),
    )
}
