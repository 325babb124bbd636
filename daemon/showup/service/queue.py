"""What is due when: the instants that the engine asked for, the earliest first."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from datetime import datetime

__all__ = ["Queue"]


class Queue:
    """One instant, or none, for each key. Only `first` may be read while another thread changes it."""

    def __init__(self, instants: Mapping[str, datetime | None]) -> None:
        self._at = {key: at for key, at in instants.items() if at is not None}
        self._heap = [(at, key) for key, at in self._at.items()]
        heapq.heapify(self._heap)
        self.first: datetime | None = self._first()

    def put(self, key: str, at: datetime | None) -> None:
        """`key` is due at this instant and no other; None: it is not due any more."""
        if self._at.get(key) == at:
            return
        if at is None:
            del self._at[key]
        else:
            self._at[key] = at
            heapq.heappush(self._heap, (at, key))
        self.first = self._first()

    def due(self, now: datetime) -> list[str]:
        """The keys that are due, the earliest first. They stay so until they are put elsewhere."""
        if self.first is None or self.first > now:
            return []
        return [key for at, key in sorted((at, key) for key, at in self._at.items() if at <= now)]

    def still(self, keys: Iterable[str], now: datetime) -> list[str]:
        """Those of `keys` that are due all the same."""
        return [key for key in keys if (at := self._at.get(key)) is not None and at <= now]

    def _first(self) -> datetime | None:
        """What was put elsewhere leaves its old entry behind, which is dropped when it comes to the top."""
        while self._heap and self._at.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None
