"""The shell completes showup's commands: asked of real shells."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.running import Showup

    Completed = Callable[..., set[str]]

_BASH = """
source "$1"
COMP_WORDS=("${@:2}")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
COMP_LINE="${COMP_WORDS[*]}"
COMP_POINT=${#COMP_LINE}
$(complete -p showup | grep -o -- '-F [^ ]*' | cut -c4-) showup "${COMP_WORDS[-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def completed(showup: Showup, tmp_path: Path) -> Completed:
    script = tmp_path / "showup.bash"
    script.write_text(showup("completion", "bash").stdout)

    def ask(*words: str) -> set[str]:
        done = subprocess.run(
            ["bash", "-c", _BASH, "bash", str(script), "showup", *words],
            capture_output=True, text=True, check=True, timeout=60, cwd=tmp_path,
        )  # fmt: skip
        return {line.strip() for line in done.stdout.splitlines()}

    return ask


def test_commands(completed: Completed) -> None:
    assert completed("he") == {"here"}
    assert {"setup", "status", "sync", "service", "simulate", "snooze"} <= completed("s")
    assert completed("dr") == {"draft"}, "of two words there is no completion in one"


def test_options_and_what_they_may_be(completed: Completed) -> None:
    assert completed("here", "--e") == {"--early"}
    assert {"install", "status", "remove"} <= completed("service", "")
    assert {"yes", "no", "interviewer-absent"} <= completed("recover", "--attended", "")


def test_files(completed: Completed, tmp_path: Path) -> None:
    (tmp_path / "work.ics").touch()
    assert "work.ics" in completed("interviews", "--calendar", "wor")


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_shell_reads_it(showup: Showup, shell: str) -> None:
    text = showup("completion", shell).stdout
    said = subprocess.run([shell, "-n", "/dev/stdin"], input=text, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")


def test_another_shell_is_told(showup: Showup) -> None:
    assert "choose from" in showup("completion", "fish", expect=2).stderr
