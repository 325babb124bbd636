"""A laptop that nobody wakes but the timers that showup has laid with the person's systemd."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
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
    """Nobody to lay a timer with, then a manager; an interview that moves; a sleep; an answer."""
    yield _said(service)
    with closing(Manager(Path(service.places["XDG_RUNTIME_DIR"]))) as manager:
        wake_at = int(time.clock_gettime(time.CLOCK_REALTIME) + 4 * settle_s) + 15
        yield _laid(service, manager, wake_at + 60)
        yield _laid(service, manager, wake_at)
        yield _said(service)
        yield from service.planned()
        yield sleep_until(wake_at + _GUARD_S)
        service.ask("answer", answer="confirm", interview="Marlow", early=True)
        wait_for(lambda: not manager.timers(), "the timers to go", _PATIENCE_S)
        yield {"what": "timers", "at": manager.timers()}


def _said(service: Service) -> Line:
    """What `showup status` says of waking up."""
    (state,) = (each for each in service.ask("status")["laptop"] if each["name"] == "wake up")
    return {"what": "status", "state": state["state"], "why": state["why"]}


def _laid(service: Service, manager: Manager, first_wake: int) -> Line:
    """Put the interview where its first timer is at that instant, and wait for it."""
    start = first_wake + _LEAD_S + _FIRST_RUNG_S
    service.keep(Entry("Marlow", start))
    service.read_again()
    wait_for(lambda: start - _LEAD_S in manager.timers(), "the timers", _PATIENCE_S)
    return {"what": "timers", "at": manager.timers()}
