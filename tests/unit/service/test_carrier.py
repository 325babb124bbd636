"""What counts as rung, when the claims of the desk are carried out."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.unit.service.told import Told

from showup.engine import Ring, Rules
from showup.errors import DeliveryError
from showup.ladder import default_policy
from showup.ledger.memory import MemoryLedger
from showup.model import Interview, Judgement, Occurrence, Profile, Verdict
from showup.service.carrier import Carrier
from showup.service.desk import Desk
from showup.service.ringer import Ringer

START = datetime(2026, 11, 24, 14, tzinfo=UTC)


class Channel(Told):
    """One that takes what it is given, or refuses it."""

    def __init__(self, takes):
        super().__init__()
        self.takes = takes

    async def ring(self, announcement):
        if not self.takes:
            raise DeliveryError("There is no session bus.")
        await super().ring(announcement)


def carried(now, *, terminal):
    """The outcome of what rings at `now`, without a desktop, before a terminal that nobody may look at."""
    desk = Desk(MemoryLedger(), Rules(default_policy(), ZoneInfo("UTC")), Profile())
    occurrence = Occurrence("cal", "u1", START, START + timedelta(hours=1), title="Interview with Marlow")
    desk.watch(Interview(occurrence, Judgement(Verdict.INTERVIEW, 90)), "cal", START - timedelta(days=3))
    ringer = Ringer({"desktop": Channel(False), "terminal": Channel(terminal)}, extra_counts=False)
    carrier = Carrier(desk, ringer, None, lambda: now)  # type: ignore[arg-type]  # nothing is drafted
    (claim,) = (claim for claim in desk.tick(now).claims if isinstance(claim.intent, Ring))
    return asyncio.run(carrier.carry(claim))


@pytest.mark.parametrize("terminal", [True, False])
def test_a_rung_that_does_not_repeat_has_rung_when_any_channel_took_it(terminal):
    assert carried(START.replace(hour=8), terminal=terminal).ok is terminal


def test_a_loud_rung_that_only_a_log_file_took_rings_again():
    assert not carried(START - timedelta(minutes=5), terminal=True).ok
