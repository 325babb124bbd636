"""The kill harness at the size of a test, and what it makes of planted faults."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.faults.kill import report, run
from tests.faults.kill_steps import REPLIED

if TYPE_CHECKING:
    from tests.faults.kill_verdict import Verdict

SEED = 3

PLANTED = {
    "mark-before-ring": (("ring: before",), "brisk", "lost"),
    "no-open-claims": (("ring: before",), "brisk", "lost"),
    "no-generation-check": (("merge: after",), "late", "superseded"),
    "answer-before-commit": ((REPLIED,), "brisk", "answer"),
}
"""The fault, the steps that matter, the channel's pace, and as what it is found."""


@pytest.mark.timeout(900)  # two minutes on two idle cores; a busy machine takes its time
def test_two_hundred_kills_lose_no_alarm_and_bring_none_twice_without_reason() -> None:
    """0 lost, at most one extra copy of an alarm a kill and none without, nothing superseded, every answer survives."""
    verdict = asyncio.run(run(200, SEED))
    assert not verdict.faults, report(verdict, SEED, 0)
    assert sum(verdict.kills.values()) >= 200
    assert verdict.rung > verdict.due / 3, report(verdict, SEED, 0)


@pytest.fixture(scope="module")
def planted() -> dict[str, Verdict]:
    """What the harness says of each planted fault; all of them are tried at once."""

    async def all_at_once() -> list[Verdict]:
        rest = timedelta(seconds=8)
        runs = [
            run(6, SEED, steps=steps, plant=plant, paces=(pace,), at_random=0, rest=rest)
            for plant, (steps, pace, _) in PLANTED.items()
        ]
        return await asyncio.gather(*runs)

    return dict(zip(PLANTED, asyncio.run(all_at_once()), strict=True))


@pytest.mark.parametrize("plant", PLANTED)
def test_a_planted_fault_is_found(plant: str, planted: dict[str, Verdict]) -> None:
    verdict = planted[plant]
    assert PLANTED[plant][2] in {kind for kind, _ in verdict.faults}, report(verdict, SEED, 0)


def test_without_a_fault_the_same_steps_find_nothing() -> None:
    """What finds the planted faults does not find them where they are not."""
    steps = ("ring: before", "merge: after", REPLIED)
    verdict = asyncio.run(run(6, SEED, steps=steps, paces=("late",), at_random=0, rest=timedelta(seconds=8)))
    assert not verdict.faults, report(verdict, SEED, 0)
    assert sum(verdict.kills.values()) == 6
