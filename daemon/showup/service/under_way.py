"""Notices what has been waited for too long, from the loop that rings, while it is still being waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

__all__ = ["UnderWay"]


class UnderWay:
    """`overdue` is called with the name and the text of what takes longer than it may."""

    def __init__(self, overdue: Callable[[str, str], None]) -> None:
        self._overdue = overdue
        self._stuck: dict[object, str] = {}

    @contextmanager
    def within(self, patience: timedelta, name: str, text: str) -> Iterator[None]:
        """Wait in this context; costs nothing but a timer that is cancelled again."""
        one = object()
        handle = asyncio.get_running_loop().call_later(patience.total_seconds(), self._late, one, name, text)
        try:
            yield
        finally:
            handle.cancel()
            self._stuck.pop(one, None)

    def _late(self, one: object, name: str, text: str) -> None:
        self._stuck[one] = name
        self._overdue(name, text)

    @property
    def stuck(self) -> frozenset[str]:
        """The names of what is overdue now."""
        return frozenset(self._stuck.values())
