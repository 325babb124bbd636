"""The unit under a real user manager: as long as the loop turns it is left alone, a loop that stands still is begun anew."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.parts import wait_until

from showup.service import unit
from showup.service.unit_text import command_line

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(__file__).parent / "manager/watchdog.sh"
WATCHDOG_S = 9
"""Instead of the unit's minute."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with the unit as it is shipped, but for this very program and less patience."""
    text = unit.render(command_line([sys.executable, "-m", "showup", "run"]))
    for key, usual, here in (("WatchdogSec", 60, WATCHDOG_S), ("TimeoutStopSec", 15, 3)):
        assert f"{key}={usual}\n" in text
        text = text.replace(f"{key}={usual}\n", f"{key}={here}\n")
    path = tmp_path / ".config/systemd/user/showup.service"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return tmp_path


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


def play(home: Path, cgroup: Path) -> dict[str, list[str]]:
    """What the script printed, by name."""
    space = ["unshare", "--mount", "--cgroup", "--pid", "--fork", "--kill-child", "--mount-proc"]
    done = subprocess.run(
        ["bash", "-c", 'echo 0 >"$0/cgroup.procs"; exec "$@"', str(cgroup), *space, str(SCRIPT), str(home),
         str(WATCHDOG_S * 1.5)],
        capture_output=True, text=True, timeout=150, check=False,
    )  # fmt: skip
    said: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        name, _, value = line.partition("=")
        said.setdefault(name, []).append(value)
    assert "state" in said, done.stdout + done.stderr
    return said


def test_a_loop_that_stands_still_is_ended_and_begun_anew(home: Path, cgroup: Path) -> None:
    """Stopped as by SIGSTOP it cannot feed the watchdog; the journal then says where it stood."""
    said = play(home, cgroup)
    assert said["while_well"] == ["0"]
    assert said["restarts"] == ["1"]
    assert int(said["after_s"][0]) < WATCHDOG_S + 15
    assert said["state"] == ["active"]
    assert any("Fatal Python error: Aborted" in line for line in said["journal"])
