"""The systemd unit: as shipped, as installed, as systemd itself reads it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from showup.errors import ShowupError
from showup.service import unit
from showup.service.unit_text import command_line

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without a user manager."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return tmp_path


def verified(path: Path) -> str:
    """What systemd complains of; an unknown key alone leaves the exit code at 0."""
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(path)], capture_output=True, text=True, check=False
    )
    return done.stderr + ("" if done.returncode == 0 else f"exit code {done.returncode}")


def program(folder: Path) -> Path:
    folder.mkdir(parents=True)
    shutil.copy("/bin/true", folder / "showup")
    return folder / "showup"


def test_the_shipped_unit_is_the_rendered_one():
    assert (ROOT / "systemd/showup.service").read_text() == unit.render()


@pytest.mark.parametrize(
    "folder",
    [
        "plain",
        "with space",
        "100% sure",
        "dollar $HOME ${HOME}",
        "ünï & (co); {x}",
    ],
)
def test_systemd_finds_the_program_wherever_it_lies_and_complains_of_nothing(folder, home):
    words = [str(program(home / folder)), "run", "--config", "a b%h$HOME\"'\\.toml"]
    path = home / "showup.service"
    path.write_text(unit.render(command_line(words)))
    assert verified(path) == ""


def test_the_check_above_would_see_a_fault(home):
    path = home / "showup.service"
    path.write_text(unit.render("/nowhere/showup run").replace("RestartSec", "RestartSecs"))
    assert "RestartSecs" in verified(path)
    assert "/nowhere/showup" in verified(path)


@pytest.mark.parametrize(
    "path",
    [
        "bin/showup",
        "/it's/showup",
        '/a"b/showup',
        "/a\\b/showup",
        "/a\nb/showup",
    ],
)
def test_a_program_that_systemd_would_refuse_is_refused_with_what_to_do(path):
    with pytest.raises(ShowupError, match="install showup under an absolute path"):
        command_line([path, "run"])


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["/usr/bin/showup", "run"], "/usr/bin/showup run"),
        (["/a b/showup", "run"], '"/a b/showup" run'),
        (["/a%h/showup"], "/a%%h/showup"),
        (["/bin/x", "$HOME"], ':/bin/x "$HOME"'),
        (["/bin/x", 'say "hi" \\'], '/bin/x "say \\"hi\\" \\\\"'),
        (["/bin/x", ""], '/bin/x ""'),
        (["/bin/x", ";"], '/bin/x ";"'),
    ],
)
def test_words_are_written_so_that_systemd_takes_them_literally(words, line):
    assert command_line(words) == line


def test_the_service_never_gives_up_and_is_watched():
    lines = unit.render().splitlines()
    assert {"Type=notify", "NotifyAccess=main", "WatchdogSec=60", "Restart=always"} <= set(lines)
    assert lines.index("StartLimitIntervalSec=0") < lines.index("[Service]")


def test_the_exposure_stays_where_it_is(home):
    path = home / "showup.service"
    path.write_text(unit.render("/bin/true"))
    security = ["systemd-analyze", "security", "--user", "--offline=true", "--no-pager", "--threshold=66"]
    subprocess.run([*security, str(path)], check=True, capture_output=True)


def test_this_very_showup_is_what_is_started(tmp_path, monkeypatch):
    python = tmp_path / "bin/python"
    monkeypatch.setattr(sys, "executable", str(python))
    assert unit.executable() == [str(python), "-m", "showup"]
    script = program(python.parent)
    assert unit.executable() == [str(script)]


def test_without_a_user_manager_nothing_is_written_and_one_sentence_says_what_to_do(home):
    for act in (unit.install, unit.status):
        with pytest.raises(ShowupError, match=r"no systemd user manager .* log in to a desktop") as caught:
            act()
        assert "\n" not in str(caught.value)
    assert not (home / "config").exists()


def test_without_systemctl_it_says_so(home, monkeypatch):
    monkeypatch.setenv("PATH", str(home))
    with pytest.raises(ShowupError, match="systemctl is not installed"):
        unit.install()
    assert not (home / "config").exists()


def test_removing_what_is_not_there_is_no_error(home):
    assert unit.remove() == (f"There is no {home}/config/systemd/user/showup.service: nothing to remove.",)


def test_removing_without_a_user_manager_leaves_the_unit(home):
    path = unit.unit_file()
    path.parent.mkdir(parents=True)
    path.write_text(unit.render())
    with pytest.raises(ShowupError, match="no systemd user manager"):
        unit.remove()
    assert os.access(path, os.R_OK)
