"""What the invariants speak of: rings, expectations, what a source has said; and the breach of one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, NoReturn

from showup.engine import Watch
from showup.engine.merge import Synced
from showup.model import Interview

__all__ = ["Broken", "Expected", "Figures", "Hearing", "Rung", "broken"]


class Broken(AssertionError):  # noqa: N818 it is named after what it says of an invariant
    """An invariant does not hold: its name, and what happened."""

    def __init__(self, invariant: str, what: str) -> None:
        super().__init__(f"{invariant}: {what}")
        self.invariant = invariant


@dataclass(slots=True)
class Figures:
    """What a world was like."""

    days: int = 0
    interviews: int = 0
    events: int = 0
    faults: int = 0
    decisions: int = 0
    rings: int = 0
    copies: int = 0
    crashes: int = 0
    cases: int = 0
    answers: int = 0
    refused: int = 0
    gathered: int = 0
    quiet: int = 0

    def add(self, other: Figures) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class Rung:
    """One ring that reached the person; `start` is what it was about."""

    at: datetime
    start: datetime
    generation: int
    rung: str
    attempt: int
    crashes: int
    claim: int


class Expected(NamedTuple):
    """An alarm that must have rung (after the first `since` rings of its interview) once the wall clock has passed `at`."""

    at: datetime
    key: str
    generation: int
    rung: str
    due: datetime
    since: int = 0


@dataclass(slots=True)
class Hearing:
    """What the sync under way says, against what its source said before."""

    said: Synced
    before: dict[str, Interview]
    changed: frozenset[str]
    doubtful: bool


def broken(check: Callable[..., None], watch: Watch, what: str) -> NoReturn:
    """This invariant does not hold of this interview."""
    name = watch.interview.occurrence.uid
    raise Broken(check.__name__, f"{name} (generation {watch.generation}, {watch.phase}): {what}")
