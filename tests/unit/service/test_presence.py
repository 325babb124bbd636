"""Looks of the service, by presences that see something, fail, throw or hang."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from showup import clock
from showup.engine import Rules
from showup.errors import PresenceError
from showup.ladder import default_policy
from showup.ledger.memory import MemoryLedger
from showup.model import Interview, Judgement, Occurrence, Profile, Verdict
from showup.service import presence as module
from showup.service.desk import Desk
from showup.service.presence import Looking


class Sees:
    """One that sees what it is told, or throws it."""

    def __init__(self, seen):
        self.seen_next = seen
        self.asked = 0

    async def seen(self):
        self.asked += 1
        if isinstance(self.seen_next, Exception):
            raise self.seen_next
        if self.seen_next == "hangs":
            await asyncio.sleep(60)
        return self.seen_next


def looked(*presences, starts_in=timedelta(minutes=5), monkeypatch):
    """What is known after one look."""
    made = {f"p{number}": one for number, one in enumerate(presences)}
    monkeypatch.setattr(module, "make_presences", lambda names: (made, {}))
    desk = Desk(MemoryLedger(), Rules(default_policy(), ZoneInfo("UTC")), Profile())
    start = clock.now() + starts_in
    occurrence = Occurrence("cal", "u1", start, start + timedelta(hours=1), title="Interview with Marlow")
    desk.watch(Interview(occurrence, Judgement(Verdict.INTERVIEW, 90)), "cal", clock.now() - timedelta(days=1))

    async def follow(work):
        return work(clock.now())

    planned: list[datetime] = []
    jobs = SimpleNamespace(set_look=planned.append)
    service = SimpleNamespace(config=SimpleNamespace(presence=tuple(made)), desk=desk, jobs=jobs, follow=follow)
    looking = Looking(service)  # type: ignore[arg-type]  # as much of one as it needs
    asyncio.run(looking.look())
    (watch,) = desk.watches.values()
    return watch, looking, planned


def test_what_is_seen_is_remembered_and_the_next_look_is_planned(monkeypatch):
    watch, looking, planned = looked(Sees("Zoom"), monkeypatch=monkeypatch)
    assert len(watch.used) == 1
    assert looking.state == {"p0": None}
    assert len(planned) == 1


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (PresenceError("No server."), "No server."),
        (KeyError("x"), "KeyError: 'x'"),
        ("hangs", "did not answer within 0.1 s"),
    ],
)
def test_what_cannot_be_seen_is_told_and_another_one_is_still_asked(fault, why, monkeypatch):
    monkeypatch.setattr(module, "_PATIENCE_S", 0.1)
    watch, looking, planned = looked(Sees(fault), Sees("Zoom"), monkeypatch=monkeypatch)
    assert looking.state == {"p0": why, "p1": None}
    assert len(watch.used) == 1
    assert planned


def test_far_from_an_interview_nobody_is_asked(monkeypatch):
    sees = Sees("Zoom")
    watch, _, planned = looked(sees, starts_in=timedelta(hours=5), monkeypatch=monkeypatch)
    assert sees.asked == 0
    assert planned == [watch.plan.confirm_from]
