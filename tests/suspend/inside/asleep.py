"""A laptop that sleeps over rungs, a start, and a whole interview; and then one that wakes just before a rung."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from tests.suspend.inside.service import Entry, Rung, Service, TooSlowError, wait_for
from tests.suspend.inside.world import sleep_until, wait_until

__all__ = ["GRACE", "RUNGS", "scenario"]

RUNGS: tuple[Rung, ...] = (
    {"name": "near", "before": "120s"},
    {"name": "door", "before": "30s"},
    {"name": "start", "before": "0s"},
)
GRACE = "30s"
_ASLEEP_S = 80
"""Long enough that an alarm at its beginning comes more than a minute late, and says so."""
_ONE_RUNG = 10 + 120
"""From the beginning of the sleep to the start of the interview of which only `near` is slept through,"""
_THE_START = 60
"""of the one of which `door` and the start are,"""
_THE_WHOLE = 45
"""and of the one of which the grace ends too."""
Line = dict[str, Any]


def scenario(service: Service, settle_s: float) -> Iterator[Line]:
    """One long sleep over three interviews, then a short one. `settle_s` is the time the service needs to get ready."""
    asleep = _planned(service, settle_s)
    yield from service.planned()
    wait_until(asleep)
    yield sleep_until(asleep + _ASLEEP_S)
    awake = asleep + _ASLEEP_S - 5
    wait_for(lambda: _told_of(service, {"Marlow", "Tavish", "Quill"}, awake), "an alarm for each", 150)
    start = asleep + _ONE_RUNG
    wait_until(start - 26)
    yield sleep_until(start - 8)
    wait_until(start + 3)
    yield from service.rings()
    yield from service.noted()


def _planned(service: Service, settle_s: float) -> int:
    """Lay the plans around the sleep, and return the instant at which it begins. On a busy host it may take another try."""
    for patience in (2, 4, 8):
        asleep = int(time.clock_gettime(time.CLOCK_REALTIME) + patience * settle_s) + 5
        service.keep(
            Entry("Marlow", asleep + _ONE_RUNG),
            Entry("Tavish", asleep + _THE_START),
            Entry("Quill", asleep + _THE_WHOLE),
        )
        service.read_again()
        service.read_again()  # the file's own change may have asked for one too: it must not end just when the machine wakes
        planned = {(line["interview"], line["at"]) for line in service.planned()}
        in_time = time.clock_gettime(time.CLOCK_REALTIME) < asleep - 1
        if in_time and ("Quill", asleep + _THE_WHOLE) in planned:
            return asleep
    raise TooSlowError(f"the plans were not laid within {8 * settle_s + 5:g} s")


def _told_of(service: Service, companies: set[str], since: float) -> bool:
    return companies <= {line["interview"] for line in service.rings() if line["wall"] >= since}
