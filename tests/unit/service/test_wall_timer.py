"""The timer calls at an instant of the wall clock, and when that clock is set; it forgets nothing over either."""

import asyncio
import errno
import os
from datetime import UTC, datetime, timedelta

import pytest

from showup import clock
from showup.service import timerfd, wall_timer
from showup.service.timerfd import ClockWasSetError, open_timer
from showup.service.wall_timer import WallTimer

SOON = timedelta(milliseconds=40)


def bindings():
    made = {"as this Python opens it": open_timer, "through the C library": timerfd._CTimer}
    return [pytest.param(opened, id=name) for name, opened in made.items()]


def no_timer():
    raise OSError(errno.ENOSYS, "none here")


class Calls:
    """What the timer called, and how late."""

    def __init__(self, opened=open_timer):
        self.due: list[datetime] = []
        self.clock_set = 0
        self.timer = WallTimer(lambda: self.due.append(clock.now()), lambda: self.set(), opened)  # noqa: PLW0108 a test may put another in its place

    def set(self):
        self.clock_set += 1


class Jumping:
    """A timer whose clock is set when the test says so: the next `jumps` calls of `where` answer as the kernel would."""

    def __init__(self, where, jumps=1):
        self.where, self.jumps, self.asked = where, jumps, []
        self.real = open_timer()

    def fileno(self):
        return self.real.fileno()

    def close(self):
        self.real.close()

    def set(self, at_ns):
        self.asked.append(at_ns)
        self.real.set(at_ns)
        self._jump("set")

    def read(self):
        self.real.read()
        self._jump("read")

    def _jump(self, where):
        if where == self.where and self.jumps:
            self.jumps -= 1
            raise ClockWasSetError


async def settle(seconds=0.12):
    await asyncio.sleep(seconds)


@pytest.mark.parametrize("opened", [*bindings(), pytest.param(no_timer, id="without a timerfd")])
class TestEveryTimer:
    def test_it_calls_at_the_instant_and_not_before(self, opened):
        async def go():
            calls = Calls(opened)
            at = clock.now() + SOON
            calls.timer.arm(at)
            await settle()
            calls.timer.close()
            return calls.due[0] - at, len(calls.due)

        late, times = asyncio.run(go())
        assert timedelta(0) <= late < timedelta(seconds=0.07)
        assert times == 1

    @pytest.mark.parametrize("at", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2001, 9, 9, tzinfo=UTC)])
    def test_what_is_past_is_called_at_once(self, opened, at):
        async def go():
            calls = Calls(opened)
            calls.timer.arm(at)
            await settle(0.03)
            calls.timer.close()
            return len(calls.due)

        assert asyncio.run(go()) == 1

    def test_only_the_last_arming_counts_and_none_takes_it_back(self, opened):
        async def go():
            calls = Calls(opened)
            calls.timer.arm(clock.now() + SOON)
            calls.timer.arm(clock.now() + timedelta(hours=1))
            await settle()
            before = len(calls.due)
            calls.timer.arm(clock.now() + SOON)
            calls.timer.arm(None)
            await settle()
            calls.timer.close()
            return before, len(calls.due)

        assert asyncio.run(go()) == (0, 0)

    def test_it_can_be_armed_for_any_instant_there_is(self, opened):
        async def go():
            calls = Calls(opened)
            for at in (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)):
                calls.timer.arm(at)
            await settle(0.03)
            calls.timer.close()
            return len(calls.due)

        assert asyncio.run(go()) == 1

    def test_a_closed_timer_calls_nobody(self, opened):
        async def go():
            calls = Calls(opened)
            calls.timer.arm(clock.now() + SOON)
            calls.timer.close()
            await settle()
            return len(calls.due)

        assert asyncio.run(go()) == 0


def test_a_clock_set_that_reading_tells_of_loses_no_deadline():
    """The kernel forgets then that the timer expired."""

    async def go():
        jumping = Jumping("read")
        calls = Calls(lambda: jumping)
        calls.timer.arm(clock.now() + SOON)
        await settle()
        calls.timer.close()
        return len(calls.due), calls.clock_set

    assert asyncio.run(go()) == (1, 1)


@pytest.mark.parametrize("jumps", [1, 2])
def test_a_clock_set_that_arming_tells_of_loses_no_deadline(jumps):
    async def go():
        jumping = Jumping("none")
        calls = Calls(lambda: jumping)
        jumping.where, jumping.jumps = "set", jumps
        calls.timer.arm(clock.now() + SOON)
        await settle()
        calls.timer.close()
        return len(calls.due), calls.clock_set, jumping.jumps

    assert asyncio.run(go()) == (1, 1, 0)


def test_the_callback_of_a_clock_set_may_arm_the_timer(monkeypatch):
    async def go():
        jumping = Jumping("read")
        calls = Calls(lambda: jumping)
        monkeypatch.setattr(calls, "set", lambda: calls.timer.arm(clock.now() + SOON))
        calls.timer.arm(clock.now())
        await settle()
        calls.timer.close()
        return len(calls.due)

    assert asyncio.run(go()) == 1


def test_with_nothing_to_wait_for_it_stays_armed_so_that_a_clock_set_is_noticed():
    async def go():
        jumping = Jumping("none")
        calls = Calls(lambda: jumping)
        calls.timer.arm(None)
        calls.timer.close()
        return jumping.asked

    assert all(at_ns > 7_000_000_000 * 10**9 for at_ns in asyncio.run(go()))


def test_without_a_timerfd_the_wall_clock_is_looked_at_again_and_again(monkeypatch):
    """A jump of the clock is noticed, and what it made due is called, at the next look."""
    monkeypatch.setattr(wall_timer, "TICK", timedelta(milliseconds=20))
    jump = timedelta()
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + jump)

    async def go():
        nonlocal jump
        calls = Calls(no_timer)
        calls.timer.arm(real() + timedelta(hours=1))
        await settle(0.05)
        before = (len(calls.due), calls.clock_set)
        jump = timedelta(hours=1)
        await settle(0.05)
        calls.timer.close()
        return before, (len(calls.due), calls.clock_set), calls.timer.is_exact

    assert asyncio.run(go()) == ((0, 0), (1, 1), False)


def test_a_clock_that_wanders_was_not_set(monkeypatch):
    monkeypatch.setattr(wall_timer, "TICK", timedelta(milliseconds=5))
    real, looks = clock.now, [0]

    def wandering():
        looks[0] += 1
        return real() + looks[0] * timedelta(milliseconds=100)

    monkeypatch.setattr(clock, "now", wandering)

    async def go():
        calls = Calls(no_timer)
        await settle(0.2)
        calls.timer.close()
        return calls.clock_set

    assert asyncio.run(go()) == 0
    assert looks[0] > 20  # in all it wandered further than a jump is


@pytest.mark.parametrize("opened", bindings())
def test_what_the_kernel_answers_after_a_clock_set_is_understood(opened, monkeypatch):
    def canceled(*_):
        raise OSError(errno.ECANCELED, "Operation canceled")

    timer = opened()
    try:
        monkeypatch.setattr(os, "read", canceled)
        with pytest.raises(ClockWasSetError):
            timer.read()
    finally:
        timer.close()


@pytest.mark.parametrize("opened", bindings())
def test_reading_what_has_not_expired_is_no_error_and_any_other_error_is_told(opened):
    timer = opened()
    timer.set(2**62)
    timer.read()
    timer.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        timer.set(2**62)


def test_a_kernel_that_refuses_to_be_set_gets_the_tick_instead():
    class Refusing(Jumping):
        def set(self, at_ns):
            raise OSError(errno.EINVAL, "no such flag")

    async def go():
        calls = Calls(lambda: Refusing("set"))
        calls.timer.arm(clock.now())
        await asyncio.sleep(0.05)
        exact = calls.timer.is_exact
        calls.timer.close()
        return exact, len(calls.due)

    assert asyncio.run(go()) == (False, 1)
