"""`showup test-alarm` at a real terminal, through real channels, one of which lies."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest
from tests.parts import wait_until
from tests.running import SHOWUP, calendar, event, from_now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.parts import Dunst, Screen, SessionBus, Speaker
    from tests.running import Showup

pytestmark = pytest.mark.desktop


def _as_at_a_terminal() -> None:
    """Whatever started the tests may ignore Ctrl-C, and its children would inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


LIAR = """
class Liar:
    def __init__(self, settings): pass
    async def open(self, on_press): pass
    async def ring(self, announcement): pass
    async def silence(self, tag): pass
    def trouble(self): return None
    async def close(self): pass
"""


@pytest.fixture
def liar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed channel that says yes and shows nothing."""
    folder = tmp_path / "installed"
    about = folder / "liar-1.dist-info"
    about.mkdir(parents=True)
    (folder / "liar.py").write_text(LIAR)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: liar\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[showup.channel]\nliar = liar:Liar\n")
    monkeypatch.setenv("PYTHONPATH", f"{folder}:{os.environ.get('PYTHONPATH', '')}")


class Terminal:
    """A `showup test-alarm` whose standard input and standard error are a terminal."""

    def __init__(self, showup: Showup, *words: str) -> None:
        self.end, theirs = pty.openpty()
        os.set_blocking(self.end, False)
        self.said = ""
        self.process = subprocess.Popen(
            [*SHOWUP, "test-alarm", *words],
            stdin=theirs,
            stderr=theirs,
            stdout=subprocess.PIPE,
            env=showup.env,
            text=True,
            preexec_fn=_as_at_a_terminal,  # noqa: PLW1509 no thread holds a lock that it would need
        )
        os.close(theirs)

    def asked(self, question: str) -> bool:
        with suppress(OSError):
            self.said += os.read(self.end, 65536).decode()
        return question in self.said

    def answer(self, question: str, typed: str) -> None:
        wait_until(lambda: self.asked(question), f"{question}; it said {self.said}", seconds=30)
        self.said = ""
        os.write(self.end, typed.encode())

    def ends(self) -> tuple[int, str]:
        """Its exit code, and what stands on its standard output."""
        told, _ = self.process.communicate(timeout=60)
        return self.process.returncode, told


@contextmanager
def at_a_terminal(showup: Showup, *words: str) -> Iterator[Terminal]:
    terminal = Terminal(showup, *words)
    try:
        yield terminal
    finally:
        terminal.process.kill()
        terminal.process.communicate()
        os.close(terminal.end)


def kept(showup: Showup) -> dict[str, Any]:
    path = showup.folder / "state" / "showup" / "test-alarms.json"
    return {name: tried["result"] for name, tried in json.loads(path.read_text()).items()}


@pytest.mark.usefixtures("liar", "no_screen")
def test_each_channel_rings_in_turn_and_the_one_that_lies_is_named(
    showup: Showup, dunst: Dunst, no_sound_server: None
) -> None:
    with at_a_terminal(showup) as terminal:
        wait_until(lambda: terminal.asked("desktop: Did you see it?"), "the first question", seconds=30)
        assert dunst.shown() == 1
        assert any("I noticed it" in button for button in dunst.buttons())
        dunst.screen.picture("test-alarm")
        terminal.answer("desktop: Did you see it?", "y\n")
        terminal.answer("liar: Did you notice it?", "perhaps\n")
        assert dunst.shown() == 0, "what it showed is taken away"
        terminal.answer("liar: Did you notice it?", "n\n")
        code, told = terminal.ends()
    assert code == 1
    assert "liar: You did not notice its test alarm, nor any before." in told
    assert "sound: It could not ring its test alarm: No sound could be played" in told
    assert kept(showup) == {"desktop": "noticed", "sound": "failed", "takeover": "failed", "liar": "not noticed"}

    showup.calendar.write_text(calendar())
    showup.start()
    channels = {channel["name"]: channel for channel in showup.status()["channels"]}
    assert channels["desktop"]["tested"]["result"] == "noticed"
    assert channels["desktop"]["advice"] is None
    assert channels["liar"]["state"] == "ok", "it lies"
    assert "You did not notice" in channels["liar"]["advice"]
    said = showup("status", expect=1).stdout
    assert "`showup test-alarm --channel liar`" in said


def test_its_button_is_an_answer_for_the_test_and_for_no_interview(showup: Showup, dunst: Dunst) -> None:
    showup.calendar.write_text(calendar(event("a@x", "Interview with Marlow", from_now(minutes=4), 60)))
    showup.start()
    wait_until(lambda: dunst.shown() == 1, "the real alarm")
    with at_a_terminal(showup, "--channel", "desktop", "--json") as terminal:
        wait_until(lambda: terminal.asked("Did you see it?"), "the question", seconds=30)
        assert dunst.shown() == 2, "beside the real one"
        dunst.press("I noticed it")
        code, told = terminal.ends()
    assert code == 0
    assert [(view["channel"], view["result"]) for view in json.loads(told)["channels"]] == [("desktop", "noticed")]
    assert dunst.shown() == 1
    assert showup.phase("Marlow") == "expected"
    assert showup.logged("acknowledged") + showup.logged("confirmed") == []


def test_the_sound_is_heard(showup: Showup, session_bus: SessionBus, speaker: Speaker) -> None:
    speaker.listen()
    with at_a_terminal(showup, "--channel", "sound") as terminal:
        wait_until(lambda: speaker.loudness(0.5) > 0.02, "the tone", seconds=30)
        terminal.answer("sound: Did you hear it?", "Yes\n")
        assert terminal.ends()[0] == 0
    assert kept(showup) == {"sound": "noticed"}


def test_the_full_screen_alarm_is_closed_by_its_key(showup: Showup, session_bus: SessionBus, display: Screen) -> None:
    with at_a_terminal(showup, "--channel", "takeover") as terminal:
        wait_until(lambda: terminal.asked("takeover: Did you see it?"), "the question", seconds=30)
        display.picture("test-alarm-takeover")

        def closed() -> bool:
            display.key("Return")  # it takes none in its first seconds
            return terminal.process.poll() is not None

        wait_until(closed, "the key to answer", seconds=20)
        assert terminal.ends()[0] == 0
    assert kept(showup) == {"takeover": "noticed"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_breaks_it_off_leaves_nothing_on_the_screen(showup: Showup, dunst: Dunst, number: int) -> None:
    with at_a_terminal(showup, "--channel", "desktop") as terminal:
        wait_until(lambda: terminal.asked("Did you see it?"), "the question", seconds=30)
        terminal.process.send_signal(number)
        assert terminal.ends()[0] == 130
    wait_until(lambda: dunst.shown() == 0, "it to be taken away")


def test_the_end_of_the_input_is_no_answer(showup: Showup, dunst: Dunst) -> None:
    with at_a_terminal(showup, "--channel", "desktop", "--json") as terminal:
        terminal.answer("Did you see it?", "\x04")
        code, told = terminal.ends()
    assert code == 0
    assert json.loads(told)["channels"][0]["result"] == "not asked"
    assert dunst.shown() == 0


def test_without_a_terminal_it_says_how_to_answer_and_takes_the_answer(showup: Showup, dunst: Dunst) -> None:
    said = showup("test-alarm", "--channel", "desktop").stdout
    assert "showup test-alarm --channel desktop --noticed yes" in said
    assert dunst.gone() == 1, "it was shown"
    assert dunst.shown() == 0
    assert "Remembered: desktop: not noticed." in showup("test-alarm", "--channel", "desktop", "--noticed", "no").stdout
    assert kept(showup) == {"desktop": "not noticed"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--noticed", "yes"], "name it with --channel"),
        (["--channel", "desktp"], 'did you mean "desktop"?'),
        (["--channel", "desktp", "--noticed", "no"], 'did you mean "desktop"?'),
    ],
)
def test_a_channel_that_is_not_there_is_told(showup: Showup, words: list[str], told: str) -> None:
    assert told in showup("test-alarm", *words, expect=2).stderr


def test_a_channel_that_is_switched_off_is_told(showup: Showup) -> None:
    showup.config.write_text("[channel.sound]\nenabled = false\n")
    assert "sound does not ring here: switched off" in showup("test-alarm", "--channel", "sound", expect=1).stdout
