"""A source that does what its setting `do` says; the tests install it as a third party's plug-in."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from showup.errors import SourceError
from showup.model import Occurrence, Window
from showup.ports import Reading, Trouble, Unchanged, Wanted

NOTHING = Reading((), 0)


class Source:
    def __init__(self, settings: Mapping[str, str]) -> None:
        self.do = settings["do"]

    def read(self, wanted: Wanted) -> Reading | Unchanged:
        reading: Reading | Unchanged = getattr(self, self.do)(wanted.name, wanted.window)
        return reading

    def hang(self, name: str, window: Window) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)

    def hang_with_a_child(self, name: str, window: Window) -> None:
        pid_file = os.environ["SHOWUP_TEST_PID"]
        Path(pid_file).write_text(str(os.getpid()))
        if os.fork() == 0:
            Path(f"{pid_file}.child").write_text(str(os.getpid()))
        time.sleep(600)

    def spin(self, name: str, window: Window) -> None:
        # The real limit is there; this test need not wait for it.
        assert resource.getrlimit(resource.RLIMIT_CPU) == (20, 23)
        resource.setrlimit(resource.RLIMIT_CPU, (2, 23))
        while True:
            sum(range(99))

    def eat(self, name: str, window: Window) -> None:
        kept = []
        while True:
            kept.append(bytearray(32 << 20))

    def die(self, name: str, window: Window) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def leave(self, name: str, window: Window) -> None:
        os._exit(7)

    def crash(self, name: str, window: Window) -> None:
        raise ZeroDivisionError("the password is hunter2")

    def recurse(self, name: str, window: Window) -> None:
        self.recurse(name, window)

    def refuse(self, name: str, window: Window) -> None:
        raise SourceError("The calendar is shut. Come back tomorrow.")

    def babble(self, name: str, window: Window) -> Reading:
        os.write(1, b"x" * (8 << 20))
        return NOTHING

    def lie(self, name: str, window: Window) -> Reading:
        os.write(1, b'{"type":"done"}\n')
        return NOTHING

    def complain(self, name: str, window: Window) -> Reading:
        os.write(2, b"warning\n" * 500_000)
        return NOTHING

    def leave_no_time(self, name: str, window: Window) -> Reading:
        resource.setrlimit(resource.RLIMIT_CPU, (3, 23))
        return Reading((Occurrence(name, "1", window.since, window.since),), 1)

    def say_nothing(self, name: str, window: Window) -> Unchanged:
        return Unchanged()

    def take_for_ever(self, name: str, window: Window) -> Reading:
        ever = datetime.max.replace(tzinfo=UTC)
        return Reading((Occurrence(name, "1", window.since, ever, travel=timedelta(days=1)),), 1)

    def take_most_minutes(self, name: str, window: Window) -> Reading:
        minute = timedelta(minutes=1)
        starts = (window.since + 2 * number * minute for number in range(21_000))
        return Reading(tuple(Occurrence(name, "1", start, start + minute) for start in starts), 21_000)

    def odd(self, name: str, window: Window) -> Reading:
        found = Occurrence(name, "u\ud800", window.since, window.since, title="Interview \udcff", notes=("\ud800",))
        return Reading((found,), 1, (Trouble("\udc80.ics", "odd"),), partial=True)

    def flood(self, name: str, window: Window) -> Reading:
        text = "x" * 20_000
        many = [Occurrence(name, str(n), window.since, window.since, description=text) for n in range(3000)]
        title = "Job interview with Marlow"
        return Reading((*many, Occurrence(name, "last", window.since, window.since, title=title)), 3001)
