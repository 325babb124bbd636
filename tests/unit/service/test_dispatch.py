"""One interview's claims are carried out in order; an answer does not wait for a channel that hangs."""

import asyncio
from datetime import UTC, datetime

from showup.engine import OpenCase, Ring, Silence, Step, Tell, WriteDraft
from showup.ledger import Claim, Outcome
from showup.model import DraftKind
from showup.service.dispatch import Dispatch

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)


def claim(number, intent, interview="a"):
    return Claim(number, interview, 1, intent, NOW)


RING = Ring("door", 1, NOW, ("desktop",))


class Hands:
    """Carries claims; rings listed in `hanging` never come back by themselves."""

    def __init__(self, *hanging):
        self.hanging, self.done, self.settled, self.batches = hanging, [], {}, []
        self.dispatch = Dispatch(self.carry, self.settle)

    async def carry(self, claim):
        if claim.id in self.hanging:
            await asyncio.Event().wait()
        await asyncio.sleep(0)
        self.done.append(claim.id)
        return Outcome(claim.id, True, {})

    async def settle(self, outcomes):
        self.batches.append(len(outcomes))
        await asyncio.sleep(0.001)
        self.settled |= {claim.id: outcome.detail for claim, outcome in outcomes}


def test_an_interviews_claims_are_carried_out_in_order():
    async def go():
        hands = Hands()
        hands.dispatch.send([claim(1, RING), claim(2, Silence())])
        hands.dispatch.send([claim(3, OpenCase(Step.ATTENDED))])
        await hands.dispatch.idle()
        return hands.done

    assert asyncio.run(go()) == [1, 2, 3]


def test_a_hanging_ring_keeps_no_other_interview_waiting():
    async def go():
        hands = Hands(1)
        hands.dispatch.send([claim(1, RING, "a"), claim(2, RING, "b")])
        await asyncio.sleep(0.05)
        await hands.dispatch.close()
        return hands.done

    assert asyncio.run(go()) == [2]


def test_an_answer_interrupts_a_ring_that_hangs():
    async def go():
        hands = Hands(1)
        hands.dispatch.send([claim(1, RING)])
        await asyncio.sleep(0.01)
        hands.dispatch.send([claim(2, Silence())])
        await asyncio.wait_for(hands.dispatch.idle(), 1)
        return hands.done, hands.settled

    done, settled = asyncio.run(go())
    assert done == [2]
    assert settled[1] == {"interrupted": True}


def test_what_is_not_settled_at_the_end_stays_open():
    async def go():
        hands = Hands(1)
        hands.dispatch.send([claim(1, RING), claim(2, Silence())])
        await asyncio.sleep(0.01)
        await hands.dispatch.close()
        return hands.settled

    assert asyncio.run(go()) == {}


def test_a_draft_that_hangs_never_stands_before_an_alarm():
    async def go():
        hands = Hands(1)
        hands.dispatch.send([claim(1, WriteDraft(DraftKind.EMAIL)), claim(2, RING)])
        hands.dispatch.send([claim(3, Silence())])
        await asyncio.sleep(0.05)
        await hands.dispatch.close()
        return hands.done

    assert asyncio.run(go()) == [2, 3]


def test_what_comes_back_together_is_recorded_together():
    """A burst must not cost a transaction for each of its alarms."""

    async def go():
        hands = Hands()
        hands.dispatch.send([claim(number, RING, f"interview {number}") for number in range(2000)])
        await hands.dispatch.idle()
        return hands

    hands = asyncio.run(go())
    assert sorted(hands.settled) == list(range(2000))
    assert sum(hands.batches) == 2000
    assert len(hands.batches) < 20


def test_an_alarm_is_recorded_before_the_next_of_its_interview_is_carried_out():
    order = []

    class Slow(Hands):
        async def carry(self, claim):
            order.append(("carried", claim.id))
            return await super().carry(claim)

        async def settle(self, outcomes):
            await super().settle(outcomes)
            order.extend(("recorded", claim.id) for claim, _ in outcomes)

    async def go():
        hands = Slow()
        hands.dispatch.send([claim(1, RING), claim(2, Silence())])
        await hands.dispatch.idle()

    asyncio.run(go())
    assert order == [("carried", 1), ("recorded", 1), ("carried", 2), ("recorded", 2)]


def test_what_cannot_be_recorded_keeps_nothing_from_ringing():
    class Broken(Hands):
        async def settle(self, outcomes):
            raise RuntimeError("the disk is away")

    async def go():
        hands = Broken()
        hands.dispatch.send([claim(1, RING), claim(2, Silence())])
        await asyncio.wait_for(hands.dispatch.idle(), 1)
        return hands.done

    assert asyncio.run(go()) == [1, 2]


def test_an_interview_that_is_over_leaves_nothing_behind():
    async def go():
        hands = Hands()
        hands.dispatch.send([claim(number, RING, f"interview {number}") for number in range(10)])
        await hands.dispatch.idle()
        await asyncio.sleep(0)
        return hands.dispatch._lines

    assert asyncio.run(go()) == {}


def test_an_alarm_does_not_wait_behind_words_on_a_channel_that_hangs():
    async def go():
        hands = Hands(1)
        hands.dispatch.send([claim(1, Tell("moved")), claim(2, RING)])
        await asyncio.wait_for(hands.dispatch.idle(), 5)
        hands = Hands(3)
        hands.dispatch.send([claim(3, Tell("moved"))])
        await asyncio.sleep(0)
        hands.dispatch.send([claim(4, RING)])
        await asyncio.wait_for(hands.dispatch.idle(), 5)
        return hands.done

    assert asyncio.run(go()) == [4]


def test_an_alarm_waits_half_a_second_for_each_of_several_things_that_hang_before_it():
    async def go():
        hands = Hands(1, 2, 3)
        for number, words in enumerate((Silence(), Tell("moved"), Tell("moved")), 1):
            hands.dispatch.send([claim(number, words)])
            await asyncio.sleep(0)
        hands.dispatch.send([claim(4, RING)])
        await asyncio.wait_for(hands.dispatch.idle(), 8)
        return hands.done

    assert asyncio.run(go()) == [4]


def test_what_has_just_rung_is_recorded_by_an_orderly_stop():
    async def go():
        hands = Hands()
        hands.dispatch.send([claim(1, RING)])
        await asyncio.sleep(0)
        await hands.dispatch.close()
        return hands.settled

    assert asyncio.run(go()) == {1: {}}


def test_nothing_is_begun_after_the_end():
    async def go():
        hands = Hands()
        await hands.dispatch.close()
        hands.dispatch.send([claim(1, RING)])
        await hands.dispatch.idle()
        return hands.done, hands.settled

    assert asyncio.run(go()) == ([], {})
