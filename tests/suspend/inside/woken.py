"""A laptop that nobody wakes but the timers that showup has laid with the person's systemd."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.suspend.inside.manager import Manager
from tests.suspend.inside.service import Entry, Rung, Service, wait_for
from tests.suspend.inside.world import sleep_until

__all__ = ["GRACE", "RUNGS", "scenario"]

RUNGS: tuple[Rung, ...] = ({"name": "near", "before": "30s"}, {"name": "start", "before": "0s"})
GRACE = "15m"
_LEAD_S = 120
_FIRST_RUNG_S = 30
_PATIENCE_S = 60
_GUARD_S = 25
"""So long after its timer the machine is woken in any case, for the report to come."""
Line = dict[str, Any]


def scenario(service: Service, settle_s: float) -> Iterator[Line]:
    """A manager that may not, then one that may; an interview that moves; a sleep; an answer."""
    runtime = Path(service.places["XDG_RUNTIME_DIR"])
    other = runtime.parent / "other"
    other.mkdir()
    with _manager(other, may_wake=False) as manager:
        yield {"what": "probe", "why": manager.probed()}
    with _manager(runtime, may_wake=True) as manager:
        yield {"what": "probe", "why": manager.probed()}
        wake_at = int(time.clock_gettime(time.CLOCK_REALTIME) + 4 * settle_s) + 10
        yield _laid(service, manager, wake_at - 60)
        yield _laid(service, manager, wake_at)
        yield from service.planned()
        yield sleep_until(wake_at + _GUARD_S)
        service.ask("answer", answer="confirm", interview="Marlow", early=True)
        wait_for(lambda: not manager.timers(), "the timers to go", _PATIENCE_S)
        yield {"what": "timers", "at": manager.timers()}


def _laid(service: Service, manager: Manager, first_wake: int) -> Line:
    """Put the interview where its first timer is at that instant, and wait for it."""
    start = first_wake + _LEAD_S + _FIRST_RUNG_S
    service.keep(Entry("Marlow", start))
    service.read_again()
    wait_for(lambda: start - _LEAD_S in manager.timers(), "the timers", _PATIENCE_S)
    return {"what": "timers", "at": manager.timers()}


@contextmanager
def _manager(runtime: Path, *, may_wake: bool) -> Iterator[Manager]:
    manager = Manager(runtime, may_wake=may_wake)
    try:
        yield manager
    finally:
        manager.end()
