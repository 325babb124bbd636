"""The block of text on a terminal."""

from __future__ import annotations

import asyncio
import io
import os
import pty
from dataclasses import replace
from pathlib import Path

import pytest
from tests.announced import AT_THE_DOOR, HOSTILE_TITLES

from showup.errors import DeliveryError
from showup_integrations.terminal import TerminalChannel
from showup_integrations.terminal.channel import block


def test_it_says_what_and_what_to_type() -> None:
    text = block(AT_THE_DOOR, bell=False)
    assert "Interview with Marlow in 5 minutes" in text
    assert "https://meet.example/marlow" in text
    assert " > showup here" in text
    assert "I'm there" in text
    assert "\a" not in text


@pytest.mark.parametrize("title", HOSTILE_TITLES.values(), ids=HOSTILE_TITLES)
def test_no_escape_sequence_reaches_the_terminal(title: str) -> None:
    text = block(replace(AT_THE_DOOR, summary=title, body=title), bell=False)
    assert not {c for c in text if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)}


def test_a_terminal_rings_its_bell() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        asyncio.run(TerminalChannel({}, terminal).ring(AT_THE_DOOR))
        assert b"\a" in os.read(ours, 10_000)
    os.close(ours)


def test_a_file_gets_the_text_without_a_bell(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8") as file:
        asyncio.run(TerminalChannel({}, file).ring(AT_THE_DOOR))
    text = (tmp_path / "out").read_text(encoding="utf-8")
    assert "showup here" in text
    assert "\a" not in text


def test_the_stream_of_the_settings_is_the_one_of_the_process(capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(TerminalChannel({"stream": "stdout"}).ring(AT_THE_DOOR))
    asyncio.run(TerminalChannel({}).ring(replace(AT_THE_DOOR, summary="on stderr")))
    out, err = capfd.readouterr()
    assert "Marlow in 5 minutes" in out
    assert "on stderr" in err


def test_a_closed_terminal_is_told() -> None:
    stream = io.StringIO()
    stream.close()
    channel = TerminalChannel({}, stream)
    with pytest.raises(DeliveryError, match="gone"):
        asyncio.run(channel.ring(AT_THE_DOOR))
    assert channel.trouble()


def test_a_terminal_that_was_closed_by_its_window_is_told() -> None:
    ours, theirs = pty.openpty()
    os.close(ours)
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal, pytest.raises(DeliveryError, match="gone"):
        asyncio.run(TerminalChannel({}, terminal).ring(AT_THE_DOOR))


def test_a_process_without_a_terminal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    with pytest.raises(DeliveryError, match="gone"):
        asyncio.run(TerminalChannel({}).ring(AT_THE_DOOR))


def test_a_stopped_terminal_fails_in_time_and_does_not_hold_up_the_service() -> None:
    """A pipe that nobody empties stands for a terminal stopped with Ctrl-S."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with os.fdopen(writing, "w", encoding="utf-8") as full:
        try:
            while True:
                os.write(writing, bytes(65_536))
        except BlockingIOError:
            os.set_blocking(writing, True)
        channel = TerminalChannel({}, full)
        for _ in range(2):
            with pytest.raises(DeliveryError, match="takes no text"):
                asyncio.run(channel.ring(AT_THE_DOOR))
        assert channel.trouble()
        os.close(reading)


def test_alarms_that_coincide_are_all_printed(tmp_path: Path) -> None:
    async def story(channel: TerminalChannel) -> None:
        await asyncio.gather(*(channel.ring(replace(AT_THE_DOOR, summary=f"Interview {n}.")) for n in range(10)))

    with (tmp_path / "out").open("w", encoding="utf-8") as file:
        asyncio.run(story(TerminalChannel({}, file)))
    assert all(f"Interview {n}." in (tmp_path / "out").read_text("utf-8") for n in range(10))
