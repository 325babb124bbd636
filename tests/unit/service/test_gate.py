"""A few rings at a time go through to a channel; what takes too long is given up, whatever it does about it."""

import asyncio
import time

import pytest

from showup.service.gate import AT_ONCE, Gate, answered

PATIENCE_S = 0.2


class Counting:
    """A channel that takes a moment, and counts how many are with it at once."""

    def __init__(self, seconds=0.01):
        self.seconds, self.inside, self.most, self.done = seconds, 0, 0, 0

    async def ring(self):
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            await asyncio.sleep(self.seconds)
            self.done += 1
        finally:
            self.inside -= 1


def ring(channel, times, patience_s=5):
    async def go():
        gate = Gate(patience_s)
        return await asyncio.gather(*(gate.through(channel.ring) for _ in range(times)), return_exceptions=True)

    return asyncio.run(go())


def test_a_burst_goes_through_a_few_at_a_time_and_all_of_it():
    channel = Counting()
    assert ring(channel, 200) == [None] * 200
    assert channel.most == AT_ONCE
    assert channel.done == 200


def test_a_channel_that_hangs_delays_nobody_longer_than_twice_its_patience():
    began = time.monotonic()
    results = ring(Counting(seconds=60), 500, PATIENCE_S)
    assert {type(result) for result in results} == {TimeoutError}
    assert time.monotonic() - began < 8 * PATIENCE_S  # one after the other, it would be sixteen times


def test_what_the_channel_throws_arrives():
    async def broken():
        raise RuntimeError("no such thing")

    with pytest.raises(RuntimeError, match="no such thing"):
        asyncio.run(Gate(PATIENCE_S).through(broken))


def test_a_call_that_cannot_be_cancelled_is_left_behind():
    async def stubborn(seen):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            seen.append("cancelled")
            await asyncio.sleep(0.3)
            raise RuntimeError("and then it breaks") from None

    async def go():
        seen: list[str] = []
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            await answered(stubborn(seen), PATIENCE_S)
        took = time.monotonic() - began
        await asyncio.sleep(0.35)
        return seen, took

    seen, took = asyncio.run(go())
    assert seen == ["cancelled"]
    assert took < PATIENCE_S + 0.15


def test_whoever_is_cancelled_while_waiting_makes_room():
    async def go():
        gate, channel = Gate(5), Counting(60)
        rings = [asyncio.create_task(gate.through(channel.ring)) for _ in range(AT_ONCE + 1)]
        await asyncio.sleep(0.01)
        for one in rings:
            one.cancel()
        await asyncio.gather(*rings, return_exceptions=True)
        channel.seconds = 0
        await asyncio.gather(*(gate.through(channel.ring) for _ in range(AT_ONCE)))
        return channel.done

    assert asyncio.run(go()) == AT_ONCE


def test_a_call_that_gives_itself_up_has_failed():
    """A cancelled future inside a library must not look as if somebody had wanted the alarm to stop."""

    async def gives_up():
        future = asyncio.get_running_loop().create_future()
        future.cancel()
        await future

    with pytest.raises(RuntimeError, match="gave itself up"):
        asyncio.run(answered(gives_up(), PATIENCE_S))
