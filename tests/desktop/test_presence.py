"""A program of meetings on the microphone of a real sound server, and the real service beside it."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from tests.parts import program, wait_until
from tests.running import calendar, event, from_now

from showup.errors import PresenceError
from showup.ports import Presence
from showup_integrations.presence import MicrophonePresence

if TYPE_CHECKING:
    from tests.parts import Dunst, Speaker, Wire
    from tests.running import Showup

pytestmark = pytest.mark.desktop


@pytest.fixture
def microphone(speaker: Speaker) -> Speaker:
    """A sound server with a microphone beside its output."""
    speaker.ask("load-module", "module-null-source", "source_name=mic")
    return speaker


@contextmanager
def recording(source: str, name: str = "zoom") -> Iterator[None]:
    """A program that calls itself so records from it."""
    command = [
        program("parec"),
        f"--device={source}",
        f"--client-name={name}",
        f"--property=application.process.binary={name}",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_until(
            lambda: name in subprocess.check_output(["pactl", "list", "source-outputs"], text=True), "the recorder"
        )
        yield
    finally:
        process.kill()
        process.wait()


def seen() -> str | None:
    return asyncio.run(MicrophonePresence({}).seen())


def test_it_is_what_the_service_asks() -> None:
    assert isinstance(MicrophonePresence({}), Presence)
    assert MicrophonePresence.validate_environment() is None


@pytest.mark.usefixtures("microphone")
def test_a_meeting_is_seen_while_it_uses_the_microphone() -> None:
    assert seen() is None
    with recording("mic"):
        assert seen() == "Zoom"
    wait_until(lambda: seen() is None, "the microphone to be free again")


@pytest.mark.usefixtures("microphone")
def test_what_records_the_loudspeaker_uses_no_microphone() -> None:
    with recording("out.monitor"):
        assert seen() is None


@pytest.mark.usefixtures("microphone")
def test_what_is_no_program_of_meetings_does_not_count() -> None:
    with recording("mic", "audacity"):
        assert seen() is None


def test_it_is_seen_through_pipewire_too(wire: Wire) -> None:
    wire.ask("pactl", "load-module", "module-null-sink", "media.class=Audio/Source/Virtual", "sink_name=mic")
    wait_until(lambda: "mic" in wire.ask("pactl", "list", "sources", "short"), "the microphone")
    with recording("mic"):
        wait_until(lambda: seen() == "Zoom", "the meeting to be seen")


@pytest.mark.usefixtures("no_sound_server")
def test_without_a_sound_server_it_says_so() -> None:
    with pytest.raises(PresenceError, match="cannot be reached"):
        seen()


def test_a_sound_server_that_hangs_is_given_up(microphone: Speaker) -> None:
    microphone.part.pause()
    try:
        with pytest.raises(PresenceError, match="does not answer"):
            seen()
    finally:
        microphone.part.go_on()


def test_the_alarm_of_who_seems_to_be_in_it_is_shown_and_not_heard(
    showup: Showup, microphone: Speaker, dunst: Dunst
) -> None:
    """Over a kill of the service: what was seen is asked about later."""
    showup.config.write_text("[presence]\nmicrophone = true\n")
    showup.calendar.write_text(calendar(event("u1", "Technical interview with Marlow", from_now(seconds=75))))
    with recording("mic"):
        showup.start()
        assert showup.status()["presence"] == [{"name": "microphone", "state": "ok", "why": None}]
        wait_until(lambda: bool(showup.logged("noticed")), "the meeting to be noticed", seconds=60)
        assert "Zoom" in showup("log").stdout
        before = len(showup.logged("alarm"))
        wait_until(lambda: len(showup.logged("alarm")) > before, "the next alarm", seconds=150)
        assert showup.logged("alarm")[-1]["channels"] == ["desktop", "push"]
        wait_until(lambda: "I'm there" in " ".join(dunst.buttons()), "the visible question")
        showup.kill()
        showup.start()
        assert showup.phase("Marlow") in {"expected", "late"}
    showup("missed")
    (case,) = showup.json("recover")
    assert "in use from" in dict(case["facts"])["Microphone"]


def test_nothing_is_looked_at_unless_the_person_says_so(showup: Showup, microphone: Speaker) -> None:
    showup.calendar.write_text(calendar(event("u1", "Technical interview with Marlow", from_now(minutes=5))))
    with recording("mic"):
        showup.start()
        assert showup.status()["presence"] == []
        assert not showup.logged("noticed")


def test_a_name_that_nobody_offers_is_told(showup: Showup) -> None:
    showup.config.write_text("[presence]\nmicrofone = true\n")
    showup.calendar.write_text(calendar())
    showup.start()
    (one,) = showup.status()["presence"]
    assert one["state"] == "failed"
    assert 'did you mean "microphone"' in one["why"]
