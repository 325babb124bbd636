"""Alarms of one calendar ring on time while others, hostile ones, are read again and again."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.hostile.corpus import everything
from tests.parts import wait_until
from tests.running import SHOWUP, calendar, event, from_now

if TYPE_CHECKING:
    from tests.parts import Dunst
    from tests.running import Showup

pytestmark = pytest.mark.desktop

HOSTILE = ("never-times-1000", "tiny-50000", "exdate-a-million", "texts-2000", "zones-2000", "no-calendar-nul-bytes")
DOOR_S = 15  # so soon the rung at the door falls due
LATE_S = 2.0


def hostile_calendars(folder: Path) -> list[Path]:
    """They stand for themselves: events of their own, and none so soon that it would ring."""
    folder.mkdir()
    later = from_now(days=20).strftime("%Y%m%d").encode()
    for hostile in everything():
        if hostile.name in HOSTILE:
            made = hostile.make().replace(b"UID:", b"UID:%s-" % hostile.name.encode())
            (folder / f"{hostile.name}.ics").write_bytes(re.sub(rb"2026112[45](?=T)", later, made))
    return sorted(folder.iterdir())


def test_an_alarm_rings_on_time_while_hostile_calendars_are_read(
    showup: Showup, dunst: Dunst, no_sound_server: None, tmp_path: Path
) -> None:
    hostile = hostile_calendars(tmp_path / "hostile")
    assert len(hostile) == len(HOSTILE)
    showup.calendar.write_text(
        calendar(event("door@x", "Interview with Marlow", from_now(minutes=5, seconds=DOOR_S + 20)))
    )
    showup.start(*(word for path in hostile for word in ("--calendar", str(path))))

    def at_the_door() -> list[dict[str, object]]:
        return [alarm for alarm in showup.logged("alarm", "Marlow") if alarm["rung"] == "door"]

    reading = subprocess.Popen(
        ["sh", "-c", 'while :; do "$@" >/dev/null 2>&1; done', "sh", *SHOWUP, "sync"], env=showup.env
    )
    try:
        wait_until(lambda: bool(at_the_door()), "the alarm at the door", seconds=DOOR_S + 60)
    finally:
        reading.kill()
        reading.wait()
    assert float(str(at_the_door()[0]["late_s"])) <= LATE_S
    assert dunst.shown() >= 1
    states = {source["name"]: source["state"] for source in showup.status()["sources"]}
    assert {path.name for path in hostile} <= states.keys()
    assert "not read yet" not in states.values()
