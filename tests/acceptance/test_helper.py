"""A helper of the person's, with the real service, the real apprise, and a telephone that keeps what it gets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.acceptance.scripts import START, interview, line, minutes
from tests.parts import wait_until
from tests.running import calendar, event, from_now
from tests.vendors.sink import Sink, sinking

if TYPE_CHECKING:
    from tests.running import Showup

CONFIG = """
[profile]
name = "Robin Vale"
zone = "UTC"
[channel.helper]
to = "json://{at}/generic"
name = "Sam"
[channel.sound]
enabled = false
[channel.takeover]
enabled = false
"""
SHORT = """
[[ladder.rung]]
name = "start"
before = "0m"
urgency = "critical"
channels = ["desktop"]
repeat = ["3s", "6s", "9s", "20s", "40s", "60s", "90s"]
until = "confirmed"
helper = "3s"
"""


@pytest.fixture
def telephone() -> Iterator[Sink]:
    with sinking() as one:
        yield one


def test_a_helper_is_asked_once_and_hears_that_all_is_well(
    showup: Showup, telephone: Sink, no_session_bus: None, no_sound_server: None
) -> None:
    showup.config.write_text(CONFIG.format(at=telephone.at) + SHORT)
    start = from_now(seconds=8)
    showup.calendar.write_text(calendar(event("a@x", "Interview with Marlow https://zoom.us/j/1", start)))
    showup.start()
    asked = telephone.wait(1, seconds=60)[0].said
    assert asked["title"] == "Sam, please call Robin Vale"
    assert asked["message"].startswith(f"They have an appointment at {start:%H:%M} (")
    assert asked["message"].endswith(" and have not said that they are there.")
    wait_until(lambda: len(showup.logged("alarm", "Marlow")) >= 4, "the alarm to have rung four times", seconds=60)
    showup("here", "Marlow")
    assert telephone.wait(2)[1].said["title"] == "All is well: Robin Vale is there"
    showup("here", "Marlow")
    assert showup.stop() == 0
    assert len(telephone.calls) == 2
    assert telephone.wrong == []
    assert not any("Marlow" in str(call.said) or "zoom" in str(call.said) for call in telephone.calls)


def test_a_helper_is_no_way_out_for_an_alarm_that_nothing_took(
    showup: Showup, telephone: Sink, no_session_bus: None, no_sound_server: None
) -> None:
    showup.config.write_text(CONFIG.format(at=telephone.at))
    showup.calendar.write_text(calendar(event("a@x", "Interview with Marlow", from_now(minutes=40))))
    showup.start()
    wait_until(lambda: state(showup, "desktop") == "failed", "the alarm to fail on the desktop")
    assert state(showup, "helper") == "ok"
    assert showup.stop() == 0
    assert telephone.calls == []


def state(showup: Showup, channel: str) -> str:
    found: str = next(entry["state"] for entry in showup.status()["channels"] if entry["name"] == channel)
    return found


def test_a_rehearsal_tells_no_helper(
    showup: Showup, telephone: Sink, no_session_bus: None, no_sound_server: None
) -> None:
    showup.config.write_text(CONFIG.format(at=telephone.at))
    showup("rehearse", "--seconds", "2")
    assert telephone.calls == []


def test_a_test_alarm_goes_to_a_helper_only_when_they_are_named_and_says_that_it_is_one(
    showup: Showup, telephone: Sink, no_session_bus: None, no_sound_server: None
) -> None:
    showup.config.write_text(CONFIG.format(at=telephone.at))
    said = showup.json("test-alarm", expect=None)
    assert "somebody else" in said["off"]["helper"]
    assert telephone.calls == []
    showup("test-alarm", "--channel", "helper", expect=None)
    assert [call.said["title"] for call in telephone.calls] == ["TEST: Robin Vale tries out whether this reaches you"]


def test_plan_and_simulation_show_when_a_helper_is_told(simulate, showup: Showup) -> None:
    showup.config.write_text(CONFIG.format(at="127.0.0.1:1"))
    lines = simulate(calendar(interview()), line(8, "confirm"))
    told = [entry for entry in lines if entry["what"] == "alarm" and "helper" in entry["channels"]]
    assert minutes(told) == [4, 7]
    planned = next(entry for entry in lines if entry["what"] == "planned")["rungs"][-1]
    assert planned["helper_from"] == START.replace(minute=4).isoformat()
    words = ("plan", "--calendar", str(showup.folder / "given.ics"), "--now", START.isoformat())
    assert f"helper from {START:%H}:04" in showup(*words).stdout
    assert json.loads(showup(*words, "--json").stdout)[0]["alarms"][-1]["helper_from"] == planned["helper_from"]
    showup.config.unlink()
    assert "helper" not in showup(*words).stdout
