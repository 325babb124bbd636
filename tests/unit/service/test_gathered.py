"""A reading that changes hundreds of interviews: what the desk claims, and what is told."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.unit.service.told import Told

from showup.engine import Gathered, Ring, Rules, Silence, Tell
from showup.engine.merge import Synced
from showup.ladder import default_policy
from showup.ledger import Claim, Outcome
from showup.ledger.memory import MemoryLedger
from showup.model import Interview, Judgement, Occurrence, Profile, Verdict, Window
from showup.service.carrier import Carrier
from showup.service.desk import Desk
from showup.service.dispatch import Dispatch
from showup.service.ringer import Ringer

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
RULES = Rules(default_policy(), ZoneInfo("UTC"))


def interview(number, hours=0):
    start = NOW + timedelta(days=1 + number, hours=hours)
    occurrence = Occurrence("cal", f"u{number}", start, start + timedelta(minutes=30), title=f"Interview {number}")
    return Interview(occurrence, Judgement(Verdict.INTERVIEW, 90))


def synced(count, hours=0):
    window = Window(NOW - timedelta(days=9), NOW + timedelta(days=400))
    interviews = tuple(interview(number, hours) for number in range(count))
    return Synced("cal", window, interviews, count)


@pytest.fixture
def desk():
    desk = Desk(MemoryLedger(), RULES, Profile())
    desk.sync(synced(300), NOW)
    return desk


def carry(desk, *claims):
    """What is told, and what comes of it."""
    channel = Told()
    carrier = Carrier(desk, Ringer({"desktop": channel}), None, lambda: NOW)  # type: ignore[arg-type]  # nothing is drafted

    async def all_of_them():
        return [await carrier.carry(claim) for claim in claims]

    return channel.announcements, asyncio.run(all_of_them())


def notices(done):
    return [claim for claim in done.claims if isinstance(claim.intent, Tell | Gathered)]


def test_three_hundred_that_move_are_three_notices(desk):
    told, outcomes = carry(desk, *notices(desk.sync(synced(300, hours=1), NOW)))
    assert [one.summary for one in told] == ["Moved: Interview 0", "Moved: Interview 1", "298 interviews have moved"]
    assert told[2].body.splitlines()[1] == "Fri 27 November, 10:00: Interview 2"
    assert told[2].body.endswith("and 293 more: showup status")
    assert all(outcome.ok for outcome in outcomes)


def test_every_one_that_moved_stands_in_the_record(desk):
    done = desk.sync(synced(300, hours=1), NOW)
    assert sum(note.what == "moved" for _, note in done.notes) == 300


def test_what_a_crash_left_open_is_told_at_the_next_start(desk):
    desk.sync(synced(300, hours=1), NOW)
    reborn = Desk(desk._ledger, RULES, Profile())
    left = [claim for claim in reborn.open_claims() if isinstance(claim.intent, Gathered)]
    told, _ = carry(reborn, *left)
    assert [one.summary for one in told] == ["298 interviews have moved"]


def test_of_what_moves_again_meanwhile_only_the_newer_word_is_told(desk):
    first = notices(desk.sync(synced(300, hours=1), NOW))
    second = notices(desk.sync(synced(300, hours=2), NOW))
    told, outcomes = carry(desk, *first, *second)
    assert [one.summary for one in told] == ["Moved: Interview 0", "299 interviews have moved"]
    assert [outcome.detail.get("superseded", False) for outcome in outcomes] == [True] * 3 + [False] * 2


def test_an_alarm_of_the_nearest_does_not_cut_short_what_is_told_of_all():
    async def go():
        done, hold = [], asyncio.Event()

        async def carry(claim):
            if isinstance(claim.intent, Gathered):
                await hold.wait()
            done.append(type(claim.intent))
            return Outcome(claim.id, True, {})

        async def settle(outcomes):
            pass

        dispatch = Dispatch(carry, settle)
        dispatch.send([Claim(1, "a", 1, Gathered("moved", (("a", 1), ("b", 1))), NOW)])
        dispatch.send([Claim(2, "a", 1, Ring("door", 1, NOW, ("desktop",)), NOW), Claim(3, "a", 1, Silence(), NOW)])
        await asyncio.sleep(0.05)
        hold.set()
        await dispatch.idle()
        return done

    assert asyncio.run(go()) == [Ring, Silence, Gathered]
