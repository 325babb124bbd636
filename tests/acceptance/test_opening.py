"""A link is opened outside of the service's unit: a browser must neither inherit its limits nor end with it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from showup.service import unit

if TYPE_CHECKING:
    from tests.acceptance.conftest import UnderManager

LINK = "https://meet.example/marlow?a=1&b=$HOME"
OPENS = f"""import asyncio
from showup_integrations.opening import open_link
asyncio.run(open_link({LINK!r}))
"""
OPENER = """#!/bin/sh
{{ echo "$1"; cat /proc/self/cgroup; grep NoNewPrivs /proc/self/status; }} >{home}/asked
(sleep 2; echo "still there" >{home}/browser) &
"""


def test_what_the_unit_opens_runs_outside_of_it_and_outlives_it(tmp_path: Path, under_manager: UnderManager) -> None:
    """With the limits that the unit ships with, and under a real user manager."""
    program = tmp_path / "opens.py"
    program.write_text(OPENS)
    text = unit.render(f"{sys.executable} {program}").replace("Type=notify", "Type=oneshot")
    text = text.replace("Restart=always", "Restart=no").replace("[Service]\n", f"[Service]\n{_surroundings(tmp_path)}")
    path = tmp_path / ".config/systemd/user/showup.service"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    opener = tmp_path / "bin/xdg-open"
    opener.parent.mkdir()
    opener.write_text(OPENER.format(home=tmp_path))
    opener.chmod(0o755)

    said = under_manager("opening.sh", str(tmp_path))
    assert "opener" in said, "\n".join(said["journal"][-25:])
    link, *seen = said["opener"]
    assert link == LINK
    assert "NoNewPrivs:\t0" in seen
    assert not any("showup.service" in line for line in seen)
    assert said["browser"] == ["still there"]


def _surroundings(home: Path) -> str:
    modules = ":".join(place for place in sys.path if place)
    return f'Environment="PYTHONPATH={modules}" "PATH={home}/bin:/usr/bin:/bin"\n'
