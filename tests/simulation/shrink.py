"""Cuts a failing story down: fewer days, fewer incidents, fewer meetings, as long as the same invariant does not hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from tests.simulation.facts import Broken
from tests.simulation.story import Story
from tests.simulation.world import World

__all__ = ["fault_of", "shrink"]

T = TypeVar("T")


def fault_of(story: Story, trace: Callable[[str], None] | None = None) -> Broken | None:
    """What does not hold in this story; None when everything does. Any other exception is a fault of its own kind."""
    try:
        World(story, trace).run()
    except Broken as broken:
        return broken
    except Exception as err:  # noqa: BLE001 whatever breaks while the world runs is a finding
        return Broken(type(err).__name__, str(err))
    return None


def shrink(story: Story, fault: Broken) -> Story:
    """The shortest story found that breaks the same invariant (delta debugging)."""

    def fails(candidate: Story) -> bool:
        found = fault_of(candidate)
        return found is not None and found.invariant == fault.invariant

    while True:
        before = story
        story = _fewer_days(story, fails)
        story = replace(story, meetings=_fewer(story.meetings, lambda kept: fails(replace(story, meetings=kept))))  # noqa: B023
        story = replace(story, incidents=_fewer(story.incidents, lambda kept: fails(replace(story, incidents=kept))))  # noqa: B023
        if story == before:
            return story


def _fewer_days(story: Story, fails: Callable[[Story], bool]) -> Story:
    low, high = 1, story.days
    while low < high:
        middle = (low + high) // 2
        if fails(story.cut_to(middle)):
            high = middle
        else:
            low = middle + 1
    return story.cut_to(high) if high < story.days and fails(story.cut_to(high)) else story


def _fewer(things: Sequence[T], fails: Callable[[tuple[T, ...]], bool]) -> tuple[T, ...]:
    kept = tuple(things)
    if kept and fails(()):
        return ()
    size = max(len(kept) // 2, 1)
    while kept:
        for start in range(0, len(kept), size):
            without = (*kept[:start], *kept[start + size :])
            if len(without) < len(kept) and fails(without):
                kept = without
                break
        else:
            if size == 1:
                break
            size = max(size // 2, 1)
    return kept
