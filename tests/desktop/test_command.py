"""The command channel with real programs: what they are told, and what becomes of those that fail, hang or leave others."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.announced import AT_THE_DOOR, HOSTILE_TITLES
from tests.parts import wait_until

from showup.errors import ConfigError, DeliveryError
from showup_integrations.command import CommandChannel
from showup_integrations.command import channel as channel_module

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("no_process_left")]


def program(folder: Path, script: str) -> str:
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def ring(channel: CommandChannel, announcement=AT_THE_DOOR) -> None:
    asyncio.run(channel.ring(announcement))


def told(folder: Path, announcement=AT_THE_DOOR) -> tuple[dict[str, object], dict[str, str]]:
    """What a program gets on its standard input, and in its environment."""
    script = f"cat > {folder}/input\nenv -0 > {folder}/environment"
    ring(CommandChannel({"run": [program(folder, script)]}), announcement)
    lines = (folder / "environment").read_text().split("\0")
    environment = dict(line.split("=", 1) for line in lines if line.startswith("SHOWUP_"))
    return json.loads((folder / "input").read_text()), environment


def test_it_is_told_the_alarm_on_its_standard_input_and_in_its_environment(tmp_path: Path) -> None:
    said, environment = told(tmp_path)
    assert said == {
        "summary": "Interview with Marlow in 5 minutes",
        "body": "Technical interview, 14:00 to 15:00\nThis is the last call.",
        "urgency": "critical",
        "interview": "b6a1",
        "rung": "door",
        "attempt": 1,
        "link": "https://meet.example/marlow",
        "actions": [
            {"label": "I'm there", "command": "showup here"},
            {"label": "Snooze 2 min", "command": "showup snooze"},
            {"label": "I'm late", "command": "showup late"},
        ],
    }
    assert environment["SHOWUP_SUMMARY"] == "Interview with Marlow in 5 minutes"
    assert environment["SHOWUP_RUNG"] == "door"
    assert {name: environment[name] for name in ("SHOWUP_URGENCY", "SHOWUP_ATTEMPT", "SHOWUP_INTERVIEW")} == {
        "SHOWUP_URGENCY": "critical",
        "SHOWUP_ATTEMPT": "1",
        "SHOWUP_INTERVIEW": "b6a1",
    }


@pytest.mark.parametrize("title", HOSTILE_TITLES.values(), ids=HOSTILE_TITLES)
def test_no_text_of_a_calendar_is_run_or_hides_another(tmp_path: Path, title: str) -> None:
    said, environment = told(tmp_path, replace(AT_THE_DOOR, summary=title, body=title))
    summary = environment["SHOWUP_SUMMARY"]
    assert said["summary"] == summary
    assert len(summary) <= 300
    assert not any(ord(letter) < 32 or letter in "\u202e\u2067\x7f\x9b" for letter in summary)
    assert {path.name for path in tmp_path.iterdir()} == {"program", "input", "environment"}


def test_its_arguments_come_as_they_are(tmp_path: Path) -> None:
    script = f'printf "%s|" "$@" > {tmp_path}/arguments'
    ring(CommandChannel({"run": [program(tmp_path, script), "$HOME", "; reboot", "a b"]}))
    assert (tmp_path / "arguments").read_text() == "$HOME|; reboot|a b|"


def test_a_program_is_looked_up_in_the_path_and_under_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "true")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    ring(CommandChannel({"run": ["program"]}))
    monkeypatch.setenv("HOME", str(tmp_path))
    ring(CommandChannel({"run": ["~/program"]}))


def test_one_that_does_not_listen_has_taken_it_when_it_ends_well(tmp_path: Path) -> None:
    ring(CommandChannel({"run": [program(tmp_path, "exec <&-; true")]}), replace(AT_THE_DOOR, body="x" * 4000))


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo oops >&2; echo the lamp is away >&2; exit 3", "ended with 3: the lamp is away. Run it by hand"),
        ("exit 1", "ended with 1. Run it by hand"),
        ("kill -9 $$", "ended with -9. Run it"),
        ("head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 2", "ended with 2: xxx"),
    ],
)
def test_one_that_fails_is_told_in_its_words(tmp_path: Path, script: str, why: str) -> None:
    channel = CommandChannel({"run": [program(tmp_path, script)]})
    with pytest.raises(DeliveryError, match=why):
        ring(channel)
    assert why in str(channel.trouble())
    program(tmp_path, "true")
    ring(channel)
    assert channel.trouble() is None


def test_one_that_hangs_is_ended_with_all_that_it_has_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_module, "PATIENCE", channel_module.PATIENCE / 9)
    channel = CommandChannel({"run": [program(tmp_path, "sleep 60 & sleep 60")]})
    began = time.monotonic()
    with pytest.raises(DeliveryError, match="did not end within 1 s and was stopped"):
        ring(channel)
    assert time.monotonic() - began < 5


def test_what_it_leaves_running_does_not_hold_it_up(tmp_path: Path) -> None:
    began = time.monotonic()
    ring(CommandChannel({"run": [program(tmp_path, "sleep 60 &")]}))
    assert time.monotonic() - began < 5


def test_an_answer_ends_it_and_that_is_no_failure(tmp_path: Path) -> None:
    channel = CommandChannel({"run": [program(tmp_path, f"touch {tmp_path}/runs; sleep 60")]})

    async def story() -> None:
        ringing = asyncio.create_task(channel.ring(AT_THE_DOOR))
        await asyncio.to_thread(wait_until, (tmp_path / "runs").exists, "the program to run")
        await channel.silence(AT_THE_DOOR.tag)
        async with asyncio.timeout(3):
            await ringing

    asyncio.run(story())
    assert channel.trouble() is None


def test_a_missing_program_is_named_and_one_that_comes_is_run(tmp_path: Path) -> None:
    channel = CommandChannel({"run": [str(tmp_path / "program")]})
    assert "There is no program" in str(channel.trouble())
    with pytest.raises(DeliveryError, match="There is no program"):
        ring(channel)
    program(tmp_path, "true")
    ring(channel)
    assert channel.trouble() is None


def test_one_that_is_no_program_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "program"
    path.write_bytes(b"\x7fELF no program")
    path.chmod(0o755)
    with pytest.raises(DeliveryError, match="cannot be run"):
        ring(CommandChannel({"run": [str(path)]}))


@pytest.mark.parametrize("run", [None, "lamp --blink", [], [""], ["lamp", 3], ["la\0mp"], {"program": "lamp"}])
def test_a_setting_that_cannot_be_used_says_what_to_write(run: object) -> None:
    with pytest.raises(ConfigError, match=r"run = \["):
        CommandChannel({"run": run} if run is not None else {})
