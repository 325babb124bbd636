"""The whole service in the test's own process, on the places of a person who has one interview, in three days."""

import asyncio
import time
from contextlib import asynccontextmanager

from tests.unit.service.told import Told

from showup.config import load
from showup.service import shell
from showup.sync import SourceSpec

MARLOW = "Interview with Marlow"


@asynccontextmanager
async def running(home, monkeypatch, sources=("calendar.ics",)):
    """The whole service in this process; its desktop is a list."""
    told = Told()
    monkeypatch.setattr(shell, "make_channels", lambda config, foreground: ({"desktop": told}, {}))
    config = load(home / "config.toml")
    specs = tuple(SourceSpec(name, "ics", {"path": str(home / name)}) for name in sources)
    object.__setattr__(config, "sources", specs)
    service = shell.Service(config, foreground=False)
    service.told = told  # type: ignore[attr-defined]  # the tests look into it
    task = asyncio.create_task(service.run())
    await until(lambda: all(name in service.desk.healths for name in sources), task)
    try:
        yield service
    finally:
        service._stop.set()
        await task


async def until(true, task=None, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        if task is not None and task.done():
            task.result()
        await asyncio.sleep(0.01)
