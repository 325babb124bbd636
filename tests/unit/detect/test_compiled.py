"""What is kept of the data files in the cache folder makes the detector quicker, and never anything else."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from showup.detect import compiled
from showup.detect.compiling import made


def _forget() -> None:
    for known in (compiled.words, compiled.automaton, compiled._loaded):
        known.cache_clear()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file in an empty cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    _forget()
    yield tmp_path / "showup" / "detector.words"
    _forget()


def test_the_second_time_the_words_come_from_the_cache(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = made()
    first = compiled.words()
    _forget()
    monkeypatch.setattr("showup.detect.compiling.made", lambda: pytest.fail("made again"))
    assert compiled.words() == first == replace(fresh, automaton=b"")


def test_the_cache_is_the_persons_alone(kept: Path) -> None:
    compiled.words()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert [item.name for item in kept.parent.iterdir()] == [kept.name]


@pytest.mark.parametrize("damage", ["empty", "cut", "a changed byte", "another key", "noise", "a folder"])
def test_a_damaged_cache_is_made_anew(kept: Path, damage: str) -> None:
    expected = compiled.words()
    data = kept.read_bytes()
    kept.unlink()
    if damage == "a folder":
        kept.mkdir()
    else:
        middle = len(data) // 2
        kept.write_bytes({
            "empty": b"",
            "cut": data[:middle],
            "a changed byte": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
            "another key": bytes(16) + data[16:],
            "noise": os.urandom(1000),
        }[damage])  # fmt: skip
    _forget()
    assert compiled.words() == expected
    assert damage == "a folder" or kept.read_bytes() == data


def test_a_cache_that_others_may_write_is_not_read(kept: Path) -> None:
    expected = compiled.words()
    kept.chmod(0o666)
    _forget()
    assert compiled.words() == expected
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_changed_data_files_are_seen(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled.words()
    before = kept.read_bytes()
    monkeypatch.setattr(compiled, "_key", lambda: b"x" * 16)
    _forget()
    compiled.words()
    assert kept.read_bytes() != before


def test_without_a_cache_folder_the_words_are_there_all_the_same(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert compiled.words().senses
    assert not kept.exists()
