"""A machine that will not wake by itself, under a real user manager: whoever installs showup is told, and so is who asks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from showup.laptop.manager_said import RELY

if TYPE_CHECKING:
    from tests.acceptance.conftest import UnderManager


def test_whoever_installs_it_and_who_asks_is_told_that_it_will_not_wake(
    tmp_path: Path, under_manager: UnderManager
) -> None:
    """The manager may not, as that of systemd 252; the service asks it from within the limits of its unit."""
    said = under_manager("waking.sh", str(tmp_path), sys.executable, "-m", "showup")
    told = f"{RELY[0].upper()}{RELY[1:]} ("
    assert [line for line in said["install"] if line.startswith(told)] == said["install"][-1:]
    assert said["status"][0].split()[:3] == ["wake", "up", "no"]
    assert RELY in said["status"][0]
    assert said["left"] == [""], "no failed timer is left behind"
