"""`showup doctor` on machines on which something is wrong, and on one that is well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.running import calendar, event, from_now

if TYPE_CHECKING:
    from tests.parts import Dunst, Screen, Speaker
    from tests.running import Showup

pytestmark = pytest.mark.desktop

PROFILE = '[profile]\nname = "Robin Vale"\nemails = ["robin@example.org"]\n'


def findings(showup: Showup, expect: int) -> dict[str, Any]:
    told = showup.json("doctor", expect=expect)
    assert (told["verdict"] == "bad") is (expect == 1)
    return {finding["about"]: finding for finding in told["findings"]}


def runs(showup: Showup) -> None:
    showup.config.write_text(PROFILE + f'[[source]]\nname = "work"\npath = "{showup.calendar}"\n')
    showup.calendar.write_text(calendar(event("a@x", "Interview with Marlow", from_now(days=3))))
    showup.start("--config", str(showup.config))


def test_a_machine_that_is_well(showup: Showup, dunst: Dunst, display: Screen, speaker: Speaker) -> None:
    runs(showup)
    for name in ("desktop", "sound", "takeover"):
        showup("test-alarm", "--channel", name, "--noticed", "yes")
    found = findings(showup, 0)
    well = (
        "service",
        "configuration",
        "record",
        "calendar work",
        "channel desktop",
        "channel sound",
        "channel takeover",
    )
    assert {name: found[name]["verdict"] for name in (*well, "reach", "disk")} == dict.fromkeys(
        (*well, "reach", "disk"), "ok"
    )
    assert dunst.shown() == 0
    told = showup("doctor").stdout
    assert "Alarms will ring." in told
    assert "\033[" not in told
    assert max(len(line) for line in told.splitlines() if "/" not in line) <= 80


def test_do_not_disturb_is_told(showup: Showup, dunst: Dunst, display: Screen, speaker: Speaker) -> None:
    runs(showup)
    dunst.hold_back(yes=True)
    found = findings(showup, 0)
    assert "dunst is paused" in found["channel desktop"]["says"]
    assert found["reach"]["verdict"] == "ok"


def test_a_machine_on_which_nothing_can_ring(
    showup: Showup, no_session_bus: None, no_screen: None, no_sound_server: None
) -> None:
    runs(showup)
    found = findings(showup, 1)
    assert found["reach"]["verdict"] == "bad"
    assert "no session bus" in found["channel desktop"]["says"]
    assert "no screen" in found["channel takeover"]["says"]
    assert "No sound could be played" in found["channel sound"]["says"]


def test_without_a_service_and_with_a_calendar_that_is_gone(
    showup: Showup, no_session_bus: None, no_screen: None, speaker: Speaker
) -> None:
    runs(showup)
    showup.calendar.unlink()
    showup("sync", "work", expect=None)
    found = findings(showup, 1)
    assert found["calendar work"]["verdict"] == "bad"
    assert found["calendar work"]["mend"] == "showup sync work"
    assert showup.stop() == 0
    found = findings(showup, 1)
    assert found["service"]["verdict"] == "bad"
    assert found["service"]["mend"] == "showup service install"
    assert found["channel sound"]["verdict"] == "weak"  # it can ring, and nobody has noticed it yet
    showup.config.write_text("[ladder]\ngrace = 5\n")
    found = findings(showup, 1)
    assert "config.toml:2: ladder.grace" in found["configuration"]["says"]
