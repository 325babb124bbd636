"""Sources that misbehave, installed as a third party's plug-ins would be, and a calendar that does not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from showup.model import Profile, Window
from showup.sync import SourceSpec

_PLUGINS = '''
import os, signal, sys, time
from showup.errors import SourceError
from showup.model import Occurrence
from showup.ports import Reading, Trouble

class Source:
    def __init__(self, settings):
        self.do = settings["do"]

    def read(self, name, window, profile):
        return getattr(self, self.do)(name, window)

    def hang(self, name, window):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)

    def hang_with_a_child(self, name, window):
        open(os.environ["SHOWUP_TEST_PID"], "w").write(str(os.getpid()))
        if os.fork() == 0:
            open(os.environ["SHOWUP_TEST_PID"] + ".child", "w").write(str(os.getpid()))
        time.sleep(600)

    def spin(self, name, window):
        while True:
            pass

    def eat(self, name, window):
        kept = []
        while True:
            kept.append(bytearray(32 << 20))

    def die(self, name, window):
        os.kill(os.getpid(), signal.SIGKILL)

    def leave(self, name, window):
        os._exit(7)

    def crash(self, name, window):
        raise ZeroDivisionError("the password is hunter2")

    def recurse(self, name, window):
        return self.recurse(name, window)

    def refuse(self, name, window):
        raise SourceError("The calendar is shut. Come back tomorrow.")

    def babble(self, name, window):
        os.write(1, b"x" * (8 << 20))
        return Reading((), 0)

    def lie(self, name, window):
        os.write(1, b'{"type":"done"}\\n')
        return Reading((), 0)

    def complain(self, name, window):
        os.write(2, b"warning\\n" * 500_000)
        return Reading((), 0)

    def odd(self, name, window):
        o = Occurrence(name, "u\\ud800", window.since, window.since, title="Interview \\udcff", notes=("\\ud800",))
        return Reading((o,), 1, (Trouble("\\udc80.ics", "odd"),), partial=True)

    def flood(self, name, window):
        text = "x" * 20_000
        many = [Occurrence(name, str(n), window.since, window.since, description=text) for n in range(3000)]
        last = Occurrence(name, "last", window.since, window.since, title="Job interview with Marlow",
                          description="We look forward to your interview for the position of engineer.")
        return Reading((*many, last), 3001)
'''


@pytest.fixture
def bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The spec of a source that does something bad when it is read."""
    (tmp_path / "showup_test_source.py").write_text(_PLUGINS)
    about = tmp_path / "showup_test_source-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: showup-test-source\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[showup.source]\nbad = showup_test_source:Source\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    return lambda do: SourceSpec("work", "bad", {"do": do})


@pytest.fixture
def window() -> Window:
    return Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


@pytest.fixture
def profile() -> Profile:
    return Profile(zone="Europe/Berlin")


@pytest.fixture
def good(tmp_path: Path) -> SourceSpec:
    path = tmp_path / "good.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261125T130000Z\nDTEND:20261125T140000Z\n"
        "SUMMARY:Job interview with Marlow\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTART:20261126T130000Z\n"
        "SUMMARY:Dentist\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Bad\nEND:VEVENT\nEND:VCALENDAR\n",
    )
    return SourceSpec.for_calendar(str(path))
