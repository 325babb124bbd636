"""What will happen when: a heap of calls on true time."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime
from typing import Any

__all__ = ["Schedule"]

Call = Callable[..., None]


class Schedule:
    """The calls, the earliest first; of the same instant the one that was put first."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, bool, Call, tuple[Any, ...]]] = []
        self._order = itertools.count()

    @property
    def first(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def put(self, at: datetime, call: Call, *with_what: Any, of_the_world: bool = True) -> None:
        """`of_the_world`: it is a mishap or comes of one, and does not happen any more when the story is over."""
        heapq.heappush(self._heap, (at, next(self._order), of_the_world, call, with_what))

    def happen(self) -> None:
        """The first one does."""
        _, _, _, call, with_what = heapq.heappop(self._heap)
        call(*with_what)

    def calm(self) -> None:
        """Nothing more goes wrong."""
        self._heap = [entry for entry in self._heap if not entry[2]]
        heapq.heapify(self._heap)
