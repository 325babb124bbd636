"""Runs a script of the folder `manager` under a real user manager of systemd."""

from __future__ import annotations

import subprocess
from pathlib import Path

__all__ = ["play"]

_SCRIPTS = Path(__file__).parent / "manager"


def play(cgroup: Path, script: str, *words: str) -> dict[str, list[str]]:
    """What the script printed, by name."""
    space = ["unshare", "--mount", "--cgroup", "--pid", "--fork", "--kill-child", "--mount-proc"]
    done = subprocess.run(
        ["bash", "-c", 'echo 0 >"$0/cgroup.procs"; exec "$@"', str(cgroup), *space, str(_SCRIPTS / script), *words],
        capture_output=True, text=True, timeout=150, check=False,
    )  # fmt: skip
    said: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        name, _, value = line.partition("=")
        said.setdefault(name, []).append(value)
    assert done.returncode == 0, done.stdout + done.stderr
    return said
