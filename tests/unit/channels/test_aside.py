"""Work on a thread that nobody waits for."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest

from showup_integrations.aside import aside

SOON, LONG = timedelta(milliseconds=50), timedelta(seconds=5)


def test_it_is_done_when_aside_returns() -> None:
    done: list[bool] = []
    asyncio.run(aside(lambda: done.append(True), LONG))
    assert done == [True]


def test_a_fault_of_the_work_is_raised() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(aside(fail, LONG))


def test_hanging_work_holds_up_neither_the_loop_nor_its_end() -> None:
    never = threading.Event()

    def hang() -> None:
        never.wait(5)

    with pytest.raises(TimeoutError):
        asyncio.run(aside(hang, SOON))
    never.set()
