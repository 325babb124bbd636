"""APScheduler's jobs run at instants of the wall clock, late rather than never."""

import asyncio
from datetime import timedelta

from showup import clock
from showup.service import scheduler
from showup.service.jobs import Jobs
from showup.service.scheduler import WallClockScheduler
from showup.service.timerfd import ClockWasSetError, open_timer
from showup.service.wall_timer import WallTimer


async def nothing():
    """A job."""


def run(seconds, prepare):
    """Let a scheduler run for a moment; returns what its jobs noted."""
    noted = []

    async def note(what):
        noted.append((what, clock.now()))

    async def go():
        made = WallClockScheduler(lambda: noted.append(("clock set", clock.now())))
        made.start()
        prepare(made, note)
        await asyncio.sleep(seconds)
        made.shutdown(wait=False)
        await asyncio.sleep(0)

    asyncio.run(go())
    return noted


def test_a_job_runs_at_its_instant():
    at = clock.now() + timedelta(seconds=0.2)
    noted = run(0.3, lambda made, note: made.add_job(note, "date", run_date=at, args=["job"]))
    assert [what for what, _ in noted] == ["job"]
    assert timedelta(0) <= noted[0][1] - at < timedelta(seconds=0.09)


def test_a_job_that_is_a_day_late_runs_all_the_same():
    at = clock.now() - timedelta(days=1)
    noted = run(0.1, lambda made, note: made.add_job(note, "date", run_date=at, args=["job"]))
    assert [what for what, _ in noted] == ["job"]


def test_a_job_added_later_may_be_the_first_to_run():
    def prepare(made, note):
        made.add_job(note, "date", run_date=clock.now() + timedelta(hours=1), args=["late"])
        made.add_job(note, "date", run_date=clock.now() + timedelta(seconds=0.05), args=["early"])

    assert [what for what, _ in run(0.15, prepare)] == ["early"]


def test_a_clock_set_is_passed_on_and_the_jobs_go_on(monkeypatch):
    class Jumping:
        """The kernel's timer, whose first reading tells of a clock set."""

        def __init__(self):
            self.real, self.jumps = open_timer(), 1
            self.fileno, self.close, self.set = self.real.fileno, self.real.close, self.real.set

        def read(self):
            self.real.read()
            if self.jumps:
                self.jumps = 0
                raise ClockWasSetError

    monkeypatch.setattr(scheduler, "WallTimer", lambda due, clock_set: WallTimer(due, clock_set, Jumping))
    at = clock.now() + timedelta(seconds=0.05)
    noted = run(0.15, lambda made, note: made.add_job(note, "date", run_date=at, args=["job"]))
    assert [what for what, _ in noted] == ["clock set", "job"]


def test_its_timer_leaves_with_it():
    async def go():
        made = WallClockScheduler(lambda: None)
        made.start()
        await asyncio.sleep(0.01)
        ran = made.is_exact
        made.shutdown(wait=False)
        await asyncio.sleep(0)
        return ran, made.is_exact

    assert asyncio.run(go()) == (True, False)


class TestJobs:
    """The jobs of the service."""

    def go(self, prepare, seconds=0.1, due=nothing):
        read: list[str] = []

        async def go():
            jobs = Jobs(due, read.append, nothing, lambda: None, lambda: None)
            jobs.start()
            prepare(jobs)
            await asyncio.sleep(seconds)
            jobs.stop()
            await asyncio.sleep(0)
            jobs.set_deadline(clock.now())  # what still comes in while the service ends

        asyncio.run(go())
        return read

    def test_a_look_that_is_planned_is_not_put_off_by_another_one(self):
        looks = []

        async def go():
            jobs = Jobs(nothing, lambda _: None, nothing, lambda: looks.append(clock.now()), lambda: None)
            jobs.start()
            first = clock.now() + timedelta(seconds=0.1)
            for later in (0, 1, 2):
                jobs.set_look(first + timedelta(hours=later))
            await asyncio.sleep(0.4)
            jobs.stop()
            await asyncio.sleep(0)

        asyncio.run(go())
        assert len(looks) == 1

    def test_only_the_last_deadline_counts(self):
        due = []

        async def note():
            due.append(clock.now())

        def prepare(jobs):
            jobs.set_deadline(clock.now() + timedelta(seconds=0.05))
            jobs.set_deadline(None)
            jobs.set_deadline(clock.now() + timedelta(seconds=0.08))

        self.go(prepare, 0.2, note)
        assert len(due) == 1

    def test_a_deadline_that_is_past_again_and_again_is_met_each_time(self):
        """A tick may leave something due at the very instant at which it was."""
        at, due = clock.now(), []

        def prepare(jobs):
            async def meet():
                due.append(at)
                if len(due) < 5:
                    jobs.set_deadline(at)

            jobs._due = meet
            jobs.set_deadline(at)

        self.go(prepare)
        assert len(due) == 5

    def test_reading_is_counted_anew_after_the_clock_was_set_back(self, monkeypatch):
        """A reading that was set by the clock of before would come in a day."""
        real = clock.now

        def prepare(jobs):
            jobs.set_reading("work", real() + timedelta(days=1))
            jobs.set_reading("work", real())

        assert self.go(prepare) == ["work"]
