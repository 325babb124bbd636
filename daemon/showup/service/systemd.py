"""Talks to the person's systemd through its own commands."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from showup.errors import ShowupError

__all__ = ["lingers", "need_manager", "run_later", "systemctl"]

_PATIENCE = 120  # seconds: a start is over when the service says that it is ready
_SHORT_PATIENCE = 10


def need_manager() -> None:
    """Asked before anything is touched."""
    try:
        systemctl("show", "--property=Version")
    except ShowupError as err:
        raise ShowupError(
            f"There is no systemd user manager to hand showup to ({err}); log in to a desktop or through ssh"
            " and try again, or let something else start `showup run`."
        ) from err


def systemctl(*words: str, patience: float = _PATIENCE) -> str:
    """What `systemctl --user` answers. ShowupError carries the first line of what it complains of."""
    return _asked(["systemctl", "--user", "--no-pager", *words], f"systemctl {words[0]}", patience)


def run_later(name: str, calendar: str, *timer_properties: str) -> None:
    """A timer of that name that lives until it has elapsed, or the person has logged out. It starts nothing but `true`.

    ShowupError when systemd does not take it.
    """
    properties = [f"--timer-property={each}" for each in ("RemainAfterElapse=no", *timer_properties)]
    words = ["systemd-run", "--user", f"--unit={name}", f"--on-calendar={calendar}", *properties, "true"]
    _asked(words, words[0], _SHORT_PATIENCE)


def _asked(words: Sequence[str], called: str, patience: float) -> str:
    try:
        done = _run(*words, patience=patience)
    except FileNotFoundError as err:
        raise ShowupError(f"{words[0]} is not installed") from err
    except (OSError, subprocess.TimeoutExpired) as err:
        raise ShowupError(f"{called}: {err}") from err
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise ShowupError(f"{called}: {lines[0]}")
    return done.stdout


def lingers() -> bool | None:
    """Whether the person's services run without a login; None when logind does not say."""
    try:
        done = _run("loginctl", "show-user", str(os.getuid()), "--property=Linger", "--value")
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(done.stdout.strip())


def _run(*words: str, patience: float = _PATIENCE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=patience, check=False
    )
