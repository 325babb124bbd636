"""Talks to the person's systemd through its own commands."""

from __future__ import annotations

import os
import subprocess

from showup.errors import ShowupError

__all__ = ["lingers", "need_manager", "systemctl"]

_PATIENCE = 120  # seconds: a start is over when the service says that it is ready


def need_manager() -> None:
    """Asked before anything is touched."""
    try:
        systemctl("show", "--property=Version")
    except ShowupError as err:
        raise ShowupError(
            f"There is no systemd user manager to hand showup to ({err}); log in to a desktop or through ssh"
            " and try again, or let something else start `showup run`."
        ) from err


def systemctl(*words: str) -> str:
    """What `systemctl --user` answers. ShowupError carries the first line of what it complains of."""
    try:
        done = _run("systemctl", "--user", "--no-pager", *words)
    except FileNotFoundError as err:
        raise ShowupError("systemctl is not installed") from err
    except (OSError, subprocess.TimeoutExpired) as err:
        raise ShowupError(f"systemctl {words[0]}: {err}") from err
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise ShowupError(f"systemctl {words[0]}: {lines[0]}")
    return done.stdout


def lingers() -> bool | None:
    """Whether the person's services run without a login; None when logind does not say."""
    try:
        done = _run("loginctl", "show-user", str(os.getuid()), "--property=Linger", "--value")
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(done.stdout.strip())


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_PATIENCE, check=False
    )
