"""A laptop that is carried into another zone and whose clock is set forward and back; then a sleep while it reads."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.suspend.inside.service import Entry, Rung, Service, wait_for
from tests.suspend.inside.world import carry_to, set_clock, sleep_until, wait_until

__all__ = ["GRACE", "RUNGS", "scenario"]

RUNGS: tuple[Rung, ...] = (
    {"name": "noon", "at": "12:00", "day": 0},
    {"name": "near", "before": "50s"},
    {"name": "door", "before": "20s"},
    {"name": "start", "before": "0s"},
)
GRACE = "15m"
_START = datetime(2027, 3, 10, 15, 0, tzinfo=UTC)
_NOON_THERE = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)
"""12:00 in Maputo; in UTC 12:00 is two hours later."""
_PATIENCE_S = 40
Line = dict[str, Any]


def scenario(service: Service, settle_s: float) -> Iterator[Line]:
    """Everything that can happen to a clock, one thing after the other."""
    yield set_clock(_NOON_THERE + timedelta(seconds=20))
    service.keep(Entry("Wren", int(_START.timestamp())))
    service.read_again()
    yield from _then(service, "noon", carry_to("Africa/Maputo"))
    yield from service.planned()
    yield from _then(service, "near", set_clock(_START - timedelta(seconds=45)))
    yield from _then(service, "start", set_clock(_START + timedelta(seconds=20)))

    yield set_clock(_NOON_THERE - timedelta(minutes=30))
    time.sleep(3 + settle_s)  # a storm would blow now
    yield from service.watched()
    yield from _then(service, "near", set_clock(_START - timedelta(seconds=45)))
    wait_until(_START.timestamp() - 8)
    yield from _sleep_while_it_reads(service, _START.timestamp() + 6)
    yield from ({"what": "source", "state": source["state"]} for source in service.ask("status")["sources"])
    yield from service.rings()
    yield from service.noted()


def _then(service: Service, rung: str, done: Line) -> Iterator[Line]:
    """Something was done to the machine; wait for this rung to ring."""
    yield done
    since = done["until"]["boot"]
    wait_for(
        lambda: any(ring.get("rung") == rung and ring["boot"] >= since for ring in service.rings()),
        f"the rung {rung}",
        _PATIENCE_S,
    )


def _sleep_while_it_reads(service: Service, end: float) -> Iterator[Line]:
    reading = threading.Thread(target=service.read_again, daemon=True)
    reading.start()
    time.sleep(0.1)
    yield {"what": "reading", "under_way": reading.is_alive()}
    yield from _then(service, "start", sleep_until(end))
    reading.join(60)
    yield {"what": "read", "ended": not reading.is_alive()}
