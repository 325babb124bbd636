"""What the channels say about settings that they cannot use."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from showup.errors import ConfigError
from showup_integrations.freedesktop import DesktopChannel
from showup_integrations.sound import SoundChannel
from showup_integrations.sound.tone import write
from showup_integrations.terminal import TerminalChannel
from showup_integrations.toast import ToastChannel


@pytest.mark.parametrize("channel", [DesktopChannel, SoundChannel, TerminalChannel, ToastChannel])
def test_an_unknown_key_is_refused(channel: type) -> None:
    with pytest.raises(ConfigError, match="`colour` is not a setting here"):
        channel({"colour": "red"})


def test_a_misspelt_key_is_recognised() -> None:
    with pytest.raises(ConfigError, match="Did you mean `file`"):
        SoundChannel({"fiel": "x.wav"})


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(ConfigError) as told:
        SoundChannel({"colour": 1, "file": "/nonexistent.wav"})
    assert "colour" in str(told.value)
    assert "/nonexistent.wav" in str(told.value)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"file": "/nonexistent.wav"}, "cannot be read"),
        ({"file": 3}, "must be a text"),
        ({"player": "mplayer"}, "must be one of pw-play, paplay, aplay"),
        ({"unmute": "no"}, "`unmute` is true or false, without quotes"),
        ({"speakers": 1}, "`speakers` is true or false, without quotes"),
    ],
)
def test_sound_settings_it_cannot_use(settings: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        SoundChannel(settings)


def test_a_file_that_is_not_a_tone(tmp_path: Path) -> None:
    (tmp_path / "song.ogg").write_bytes(b"OggS and so on")
    with pytest.raises(ConfigError, match="not a WAV file"):
        SoundChannel({"file": str(tmp_path / "song.ogg")})


def test_a_tone_that_lasts_too_long(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 1000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 1000 * 6))
    with pytest.raises(ConfigError, match="up to 5 s"):
        SoundChannel({"file": str(path)})


def test_the_bundled_tone_is_the_one_that_tone_py_makes(tmp_path: Path) -> None:
    write(tmp_path / "tone.wav")
    bundled = Path(SoundChannel.__init__.__code__.co_filename).with_name("tone.wav")
    assert bundled.read_bytes() == (tmp_path / "tone.wav").read_bytes()
    assert bundled.stat().st_size < 300_000


def test_a_stream_that_does_not_exist() -> None:
    with pytest.raises(ConfigError, match="stderr or stdout"):
        TerminalChannel({"stream": "stdlog"})
