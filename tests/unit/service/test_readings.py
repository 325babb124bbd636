"""The next reading of each calendar: the real scheduler, and real calendars read in a child."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.running import calendar, event

from showup import clock
from showup.engine import Rules
from showup.ladder import default_policy
from showup.ledger.memory import MemoryLedger
from showup.model import Profile
from showup.service.desk import Desk
from showup.service.jobs import Jobs
from showup.service.readings import Readings
from showup.service.rhythm import CALM, HASTY
from showup.service.syncing import Syncing
from showup.sync import SourceSpec

EVERY = timedelta(minutes=10)
SECOND = timedelta(seconds=1)


class Service:
    """What of the service reads calendars."""

    def __init__(self, folder):
        specs = [SourceSpec(name, "ics", {"path": str(folder / f"{name}.ics")}) for name in ("work", "home")]
        self.desk = Desk(MemoryLedger(), Rules(default_policy(), ZoneInfo("UTC")), Profile())
        self.read = []
        self.jobs = Jobs(self._nothing, self._begin, self._nothing, lambda: None, lambda: None)
        self.syncing = Syncing(specs, lambda: self.desk.profile, self._synced, clock.now)
        self.readings = Readings(self.desk, self.syncing, self.jobs, EVERY, clock.now)
        self._tasks = set()

    async def _nothing(self):
        """Nothing is due here."""

    async def _synced(self, said):
        done = self.desk.sync(said, clock.now())
        self.readings.doubt(done.doubtful)

    def _begin(self, name):
        self.read.append((name, clock.now()))
        self.readings.begins(name)
        self._tasks.add(asyncio.create_task(self.readings.read(name)))

    async def settled(self):
        while self._tasks:
            await asyncio.gather(*self._tasks)
            self._tasks = {task for task in self._tasks if not task.done()}

    def next_of(self, name):
        """How long from the last reading to the next."""
        began = max(at for read, at in self.read if read == name)
        return self.jobs._scheduler.get_job(f"sync:{name}").next_run_time - began


@pytest.fixture
def write(tmp_path):
    def write(name, *events):
        (tmp_path / f"{name}.ics").write_text(calendar(*events))

    write("work")
    write("home")
    return write


@asynccontextmanager
async def running(folder):
    service = Service(folder)
    service.jobs.start()
    try:
        yield service
    finally:
        await service.settled()
        service.jobs.stop()


async def read_all(service):
    service.readings.soon(service.syncing.specs)
    await wait(lambda: {name for name, _ in service.read} == set(service.syncing.specs))
    await service.settled()


async def wait(true):
    for _ in range(200):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("waited in vain")


def interview(hours, uid="u1@x"):
    return event(uid, "Interview with Marlow", clock.now() + timedelta(hours=hours))


def test_a_start_reads_every_calendar_at_once_and_each_once(tmp_path, write):
    async def go():
        async with running(tmp_path) as service:
            await read_all(service)
            return sorted(name for name, _ in service.read), service.next_of("work")

    read, pause = asyncio.run(go())
    assert read == ["home", "work"]
    assert abs(pause - CALM) < SECOND


def test_an_interview_that_is_near_sets_its_calendar_to_two_minutes_and_leaves_the_other(tmp_path, write):
    write("work", interview(1.5))

    async def go():
        async with running(tmp_path) as service:
            await read_all(service)
            service.readings.plan()
            return service.next_of("work"), service.next_of("home")

    work, home = asyncio.run(go())
    assert abs(work - HASTY) < SECOND
    assert abs(home - EVERY) < SECOND


def test_an_answer_that_contradicts_another_calendar_has_that_one_read_soon(tmp_path, write):
    first = interview(30)
    write("work", first, interview(200, "other@x"))

    async def go():
        async with running(tmp_path) as service:
            await read_all(service)
            write("home", first)
            await service.readings.read("home")
            service.readings._began = dict.fromkeys(service.syncing.specs, clock.now() - timedelta(minutes=5))
            service.read.clear()
            write("work", interview(31), interview(200, "other@x"))
            await service.readings.read("work")
            await wait(lambda: service.read)
            await service.settled()
            return [name for name, _ in service.read]

    assert asyncio.run(go()) == ["home"]


def test_two_calendars_that_contradict_each_other_do_not_ask_each_other_for_ever(tmp_path, write):
    write("work", interview(30))
    write("home", interview(31))

    async def go():
        async with running(tmp_path) as service:
            await read_all(service)
            await asyncio.sleep(0.5)
            await service.settled()
            return len(service.read)

    assert asyncio.run(go()) == 2


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path, write):
    async def go():
        async with running(tmp_path) as service:
            service._begin("work")
            service.readings.soon(["work"])
            await wait(lambda: len(service.read) == 3)
            return [name for name, _ in service.read]

    assert asyncio.run(go()) == ["work", "home", "work"]


def test_a_calendar_that_cannot_be_read_at_a_start_or_resume_is_tried_again_in_a_minute(tmp_path, write):
    (tmp_path / "work.ics").unlink()

    async def go():
        async with running(tmp_path) as service:
            await read_all(service)
            return service.next_of("work")

    assert abs(asyncio.run(go()) - timedelta(minutes=1)) < SECOND
