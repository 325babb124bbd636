"""The places where showup keeps things."""

from __future__ import annotations

import stat

import pytest

from showup import paths
from showup.errors import ShowupError


@pytest.fixture(autouse=True)
def _xdg(tmp_path, monkeypatch):
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))


def test_the_places_follow_the_environment_as_it_is_now(tmp_path, monkeypatch):
    assert paths.config_file() == tmp_path / "config/showup/config.toml"
    assert paths.ledger() == tmp_path / "state/showup/ledger.db"
    assert paths.drafts() == tmp_path / "data/showup/drafts"
    assert paths.control_socket() == tmp_path / "runtime/showup/control.sock"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    assert paths.ledger() == tmp_path / "elsewhere/showup/ledger.db"


@pytest.mark.parametrize("value", [None, "", "run/here"])
def test_without_a_runtime_directory_the_socket_lies_in_the_state_directory(value, tmp_path, monkeypatch):
    if value is None:
        monkeypatch.delenv("XDG_RUNTIME_DIR")
    else:
        monkeypatch.setenv("XDG_RUNTIME_DIR", value)
    assert paths.control_socket() == tmp_path / "state/showup/run/control.sock"


def test_folders_are_made_for_the_person_alone_all_the_way(tmp_path):
    made = paths.made(tmp_path / "a/b")
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (made, made.parent)] == [0o700, 0o700]


def test_an_existing_folder_keeps_its_mode(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    assert stat.S_IMODE(paths.made(folder).stat().st_mode) == 0o755


@pytest.mark.parametrize("inside", ["taken", "taken/below"])
def test_a_file_in_the_place_of_a_folder_is_told(inside, tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(ShowupError, match=r"cannot make the folder .*taken"):
        paths.made(tmp_path / inside)


def test_what_is_written_is_for_the_owner_alone_and_a_failure_leaves_nothing_behind(tmp_path):
    place = tmp_path / "kept"
    paths.write(place, b"one")
    paths.write(place, b"two")
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (b"two", 0o600)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        paths.write(tmp_path / "folder", b"three")
    assert sorted(found.name for found in tmp_path.iterdir()) == ["folder", "kept"]
