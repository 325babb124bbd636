"""The fixtures of the simulations, and of a real user manager."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.acceptance.scripts import EVE, START
from tests.parts import wait_until

UnderManager = Callable[..., dict[str, list[str]]]


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
def cgroup() -> Iterator[Path]:
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


@pytest.fixture
def under_manager(cgroup: Path) -> UnderManager:
    """Runs a script of the folder `manager` under a user manager of its own; gives what it printed, by name."""

    def play(script: str, *words: str) -> dict[str, list[str]]:
        space = ["unshare", "--mount", "--cgroup", "--pid", "--fork", "--kill-child", "--mount-proc"]
        path = str(Path(__file__).parent / "manager" / script)
        done = subprocess.run(
            ["bash", "-c", 'echo 0 >"$0/cgroup.procs"; exec "$@"', str(cgroup), *space, path, *words],
            capture_output=True, text=True, timeout=150, check=False,
        )  # fmt: skip
        said: dict[str, list[str]] = {}
        for line in done.stdout.splitlines():
            name, _, value = line.partition("=")
            said.setdefault(name, []).append(value)
        assert done.returncode == 0, done.stdout + done.stderr
        return said

    return play
