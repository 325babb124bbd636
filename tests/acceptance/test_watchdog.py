"""The unit under a real user manager: as long as the loop turns it is left alone, a loop that stands still is begun anew."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.acceptance.managed import play

from showup.service import unit
from showup.service.unit_text import command_line

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


def test_a_loop_that_stands_still_is_ended_and_begun_anew(home: Path, cgroup: Path) -> None:
    """Stopped as by SIGSTOP it cannot feed the watchdog; the journal then says where it stood."""
    said = play(cgroup, "watchdog.sh", str(home), str(WATCHDOG_S * 1.5))
    assert said["while_well"] == ["0"]
    assert said["restarts"] == ["1"]
    assert int(said["after_s"][0]) < WATCHDOG_S + 15
    assert said["state"] == ["active"]
    assert any("Fatal Python error: Aborted" in line for line in said["journal"])
