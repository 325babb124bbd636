"""Faults to plant in a victim: each is an order of things that showup could have and must not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tests.faults.kill_steps import put

from showup import clock
from showup.control.requests import Requests
from showup.ledger import Claim, Outcome
from showup.service.carrier import Carrier
from showup.service.desk import Desk
from showup.service.shell import Service

__all__ = ["PLANTS"]


def _mark_before_ring() -> None:
    """A claim is settled, and only then carried out."""
    services: list[Service] = []
    begin, carry = Service.__init__, Carrier.carry

    def remember(service: Service, *args: Any, **more: Any) -> None:
        services.append(service)
        begin(service, *args, **more)

    async def marked_first(carrier: Carrier, claim: Claim) -> Outcome:
        desk = services[0].desk
        done = Outcome(claim.id, True, {})
        await services[0].in_ledger(lambda: desk.settle([(claim, done)], clock.now()))
        return await carry(carrier, claim)

    put(Service, "__init__", remember)
    put(Carrier, "carry", marked_first)


def _no_generation_check() -> None:
    """Whatever was claimed is carried out, even if the appointment has moved since."""
    put(Desk, "is_current", lambda _desk, _claim: True)


def _no_open_claims() -> None:
    """A start does not look for what an earlier run left open."""
    put(Desk, "open_claims", lambda _desk: ())


def _answer_before_commit() -> None:
    """The person has the reply before their answer stands in the ledger."""
    original = Requests.on_answer
    under_way: set[asyncio.Task[Any]] = set()

    async def later(requests: Requests, request: dict[str, Any]) -> None:
        await asyncio.sleep(0.2)
        await original(requests, request)

    async def hasty(requests: Requests, request: dict[str, Any]) -> dict[str, Any]:
        under_way.add(asyncio.create_task(later(requests, request)))
        phase = "confirmed" if request["answer"] == "confirm" else "late"
        return {"reply": "Silenced for a while.", "interview": {"phase": phase}}

    put(Requests, "on_answer", hasty)


PLANTS: dict[str, Callable[[], None]] = {
    "mark-before-ring": _mark_before_ring,
    "no-generation-check": _no_generation_check,
    "no-open-claims": _no_open_claims,
    "answer-before-commit": _answer_before_commit,
}
