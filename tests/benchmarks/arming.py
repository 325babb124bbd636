"""Interviews put into a ledger through the real desk, before the service starts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from showup.engine import Answered, Do, Rules
from showup.engine.merge import Synced
from showup.ladder import Policy, Rung, default_policy
from showup.ledger import LastingLedger, Ledger, Outcome
from showup.model import ADDED, Interview, Judgement, Occurrence, Profile, Verdict, Window
from showup.service.desk import Desk, Done

__all__ = ["BELL_CONFIG", "arm", "interview", "live_through", "opened"]

_BEFORE = timedelta(minutes=60)

BELL_CONFIG = """
[profile]
zone = "UTC"
[channel.recorder]
path = "@RECORD@"
[channel.desktop]
enabled = false
[channel.sound]
enabled = false
[channel.toast]
enabled = false
[[ladder.rung]]
name = "bell"
before = "60m"
channels = ["recorder"]
"""
"""One alarm an interview, an hour before the start, through the recorder alone."""


def opened(path: Path) -> Ledger:
    """The ledger as the service opens it."""
    return LastingLedger(path)


def interview(uid: str, start: datetime, source: str = ADDED) -> Interview:
    occurrence = Occurrence(source, uid, start, start + timedelta(hours=1), title=f"Interview with Marlow {uid}")
    return Interview(occurrence, Judgement(Verdict.INTERVIEW, 90, reasons=('The title says "interview".',)))


def arm(
    path: Path, instants: Iterable[float], now: datetime, channels: tuple[str, ...] = ("recorder",)
) -> Mapping[str, float]:
    """An interview for each instant (seconds since the epoch) at which an alarm shall ring; the instants by interview."""
    bell = Policy((Rung("bell", before=_BEFORE, channels=channels),))
    due = {f"armed-{number}": instant for number, instant in enumerate(instants)}
    made = {uid: interview(uid, datetime.fromtimestamp(instant, UTC) + _BEFORE) for uid, instant in due.items()}
    store = opened(path)
    desk = Desk(store, Rules(bell, ZoneInfo("UTC")), Profile(zone="UTC"))
    window = Window(now - timedelta(days=1), now + timedelta(days=400))
    desk.sync(Synced(ADDED, window, tuple(made.values()), len(made)), now)
    store.close()
    return {one.key: due[uid] for uid, one in made.items()}


def live_through(path: Path, since: datetime, until: datetime, interviews: int) -> int:
    """Interviews spread evenly over that time, each lived through alarm by alarm; the number of alarms that rang.

    The person confirms at the third alarm, but misses every tenth interview and closes its case.
    """
    store = opened(path)
    desk = Desk(store, Rules(default_policy(), ZoneInfo("UTC")), Profile(zone="UTC"))
    every, rang = (until - since) / interviews, 0
    for number in range(interviews):
        one = interview(f"past-{number}", since + every * number + timedelta(hours=20))
        done = desk.watch(one, ADDED, since + every * number)
        rang += _lived(desk, one.key, done, since + every * (number + 1), miss=number % 10 == 0)
    store.close()
    return rang


def _lived(desk: Desk, key: str, done: Done, until: datetime, *, miss: bool) -> int:
    rang = 0
    while (at := desk.wake_at()) is not None and at < until:
        done = desk.tick(at)
        _settle(desk, done, at)
        rang += sum(note.what == "alarm" for _, note in done.notes)
        watch = desk.watches[key]
        if not miss and at >= watch.plan.confirm_from and watch.plan.missed_at and at < watch.plan.due:
            _settle(desk, desk.give(key, Answered(Do.CONFIRM, "desktop"), at), at)
        if watch.case is not None:
            _settle(desk, desk.give(key, Answered(Do.NOT_MINE, "cli"), at), at)
    return rang


def _settle(desk: Desk, done: Done, at: datetime) -> None:
    outcomes = [(claim, Outcome(claim.id, True, {"channels": {"desktop": "ok"}})) for claim in done.claims]
    if outcomes:
        desk.settle(outcomes, at)
