"""The fixtures of the simulations, and of what runs under a user manager."""

import json
import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.acceptance.scripts import EVE, START
from tests.parts import wait_until


@pytest.fixture
def simulate(showup):
    """Runs a simulation of a calendar with a script; returns its lines."""

    def run(text, *script, since=EVE, until=START + timedelta(hours=6), expect=0, more=(), zone="UTC"):
        path = showup.folder / "given.ics"
        path.write_text(text, newline="")
        (showup.folder / "script.jsonl").write_text("\n".join(json.dumps(row) for row in script))
        words = ["simulate", str(path), "--from", since.isoformat(), "--until", until.isoformat(), "--json"]
        words += ["--script", str(showup.folder / "script.jsonl"), *more]
        lines = [json.loads(row) for row in showup(*words, expect=expect, TZ=zone).stdout.splitlines()]
        assert lines == sorted(lines, key=lambda line: datetime.fromisoformat(line["at"]))
        return lines

    return run


@pytest.fixture
def calendar_at(showup):
    """Writes a calendar beside the script; returns the path as a script names it."""

    def write(text, name="other.ics"):
        (showup.folder / name).write_text(text, newline="")
        return name

    return write


@pytest.fixture
def cgroup():
    """A control group to start a manager in: it takes its own group for the whole machine's."""
    if os.geteuid() != 0:
        pytest.skip("a user manager of its own needs root: run the tests in a container or a virtual machine, as root")
    top = Path("/sys/fs/cgroup/unified")
    path = (top if top.is_dir() else top.parent) / f"showup-test-{os.getpid()}"
    path.mkdir()
    yield path
    (path / "cgroup.kill").write_text("1")
    wait_until(lambda: "populated 0" in (path / "cgroup.events").read_text(), "the manager to be gone")
    for folder in sorted(path.rglob("*/"), reverse=True):
        with suppress(OSError):
            folder.rmdir()
    path.rmdir()
