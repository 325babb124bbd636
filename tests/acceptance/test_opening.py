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
    said = _opened_by(OPENS, OPENER, tmp_path, under_manager)
    link, *seen = said["opener"]
    assert link == LINK
    assert "NoNewPrivs:\t0" in seen
    assert not any("showup.service" in line for line in seen)
    assert said["browser"] == ["still there"]


def _opened_by(code: str, opener_: str, tmp_path: Path, under_manager: UnderManager) -> dict[str, list[str]]:
    """What the opener saw that a unit ran, and what it saw after the unit had ended."""
    program = tmp_path / "opens.py"
    program.write_text(code)
    text = unit.render(f"{sys.executable} {program}").replace("Type=notify", "Type=oneshot")
    text = text.replace("Restart=always", "Restart=no").replace("[Service]\n", f"[Service]\n{_surroundings(tmp_path)}")
    path = tmp_path / ".config/systemd/user/showup.service"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    opener = tmp_path / "bin/xdg-open"
    opener.parent.mkdir()
    opener.write_text(opener_.format(home=tmp_path))
    opener.chmod(0o755)

    said = under_manager("opening.sh", str(tmp_path))
    assert "opener" in said, "\n".join(said["journal"][-25:])
    return said


PAGES = """import asyncio
from showup.service.paging import open_page
asyncio.run(open_page("marlow"))
"""
BROWSER = """#!/bin/sh
{{ echo "$1"; cat /proc/self/cgroup; grep NoNewPrivs /proc/self/status; }} >{home}/asked
(sleep 2; /usr/bin/python3 - "$1" >{home}/browser <<'END'
import socket, sys, urllib.parse
socket.create_connection(("127.0.0.1", urllib.parse.urlsplit(sys.argv[1]).port), timeout=10)
print("the page answers")
END
) &
"""


def test_the_page_and_its_browser_outlive_the_unit_that_opened_them(
    tmp_path: Path, under_manager: UnderManager
) -> None:
    """An upgrade of showup, in the middle of an interview, closes neither."""
    seen = _opened_by(PAGES, BROWSER, tmp_path, under_manager)
    assert seen["opener"][0].startswith("http://127.0.0.1:")
    assert "to=%2Frecovery" in seen["opener"][0]
    assert "NoNewPrivs:\t0" in seen["opener"]
    assert not any("showup.service" in line for line in seen["opener"])
    assert seen["browser"] == ["the page answers"]


def _surroundings(home: Path) -> str:
    modules = ":".join(place for place in sys.path if place)
    return f'Environment="PYTHONPATH={modules}" "PATH={home}/bin:/usr/bin:/bin"\n'
