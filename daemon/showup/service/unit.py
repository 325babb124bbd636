"""showup as a service of the person's own systemd: the unit's text, and its way in and out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from showup import paths
from showup.errors import ShowupError
from showup.service import wake_timers
from showup.service.systemd import lingers, need_manager, systemctl
from showup.service.unit_text import SHIPPED, command_line, executable, render

__all__ = ["NAME", "SHIPPED", "UnitState", "executable", "install", "remove", "render", "status", "unit_file"]

NAME = "showup.service"

_LINGER = "It ends when you log out; `loginctl enable-linger` lets it run from boot to shutdown."

_WAKES = "This laptop wakes by itself before an alarm that matters."


@dataclass(frozen=True, slots=True)
class UnitState:
    """The unit as systemd sees it: `active` and `enabled` in its words, `says` is the service's own text.

    `lingers` tells whether it outlives the login, None when logind does not say.
    """

    path: Path
    installed: bool
    enabled: str = ""
    active: str = ""
    says: str = ""
    restarts: int = 0
    lingers: bool | None = None


def unit_file() -> Path:
    """Where the person's own units stand."""
    return platformdirs.user_config_path("systemd") / "user" / NAME


def install(words: Sequence[str] | None = None, arguments: Sequence[str] = ("run",)) -> tuple[str, ...]:
    """Write, enable and (re)start the unit; what was done, as sentences.

    `words` is the program, this one by default. ShowupError when it cannot be done; unless only the start
    failed, everything is then as it was before.
    """
    text = render(command_line([*(words or executable()), *arguments]))
    need_manager()
    path = unit_file()
    before = path.read_text("utf-8") if path.is_file() else None
    try:
        _write(path, text)
        systemctl("daemon-reload")
        systemctl("enable", NAME)
    except ShowupError as err:
        _put_back(path, before)
        raise ShowupError(f"Nothing was installed ({err}); mend that and try again.") from err
    _start()
    steps = [f"Wrote {path}.", "Enabled it: it starts when you log in.", "Started it: it is running now."]
    if not lingers():
        steps.append(_LINGER)
    return (*steps, _sentence(wake_timers.probe()) or _WAKES)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def remove() -> tuple[str, ...]:
    """Stop, disable and delete the unit; what was done, as sentences. Ledger and configuration stay."""
    path = unit_file()
    if not path.exists() and not path.is_symlink():
        return (f"There is no {path}: nothing to remove.",)
    need_manager()
    systemctl("disable", "--now", NAME)
    path.unlink(missing_ok=True)
    systemctl("daemon-reload")
    with suppress(ShowupError):  # nothing to forget when it never failed
        systemctl("reset-failed", NAME)
    return ("Stopped and disabled it.", f"Deleted {path}.", "Configuration and ledger are still there.")


def status() -> UnitState:
    """What systemd says of the unit. ShowupError when there is no user manager to ask."""
    need_manager()
    keys = ("UnitFileState", "ActiveState", "StatusText", "NRestarts")
    answer = systemctl("show", NAME, *(f"--property={key}" for key in keys))
    says = dict(line.partition("=")[::2] for line in answer.splitlines())
    return UnitState(
        path=unit_file(),
        installed=unit_file().is_file(),
        enabled=says.get("UnitFileState", ""),
        active=says.get("ActiveState", ""),
        says=says.get("StatusText", ""),
        restarts=int(says.get("NRestarts") or 0),
        lingers=lingers(),
    )


def _start() -> None:
    try:
        systemctl("restart", NAME)  # also a running one, so that an upgrade takes effect
    except ShowupError as err:
        raise ShowupError(
            f"The service is installed but does not start ({err}); `journalctl --user -u {NAME} -e` says why."
            " It tries again by itself; `showup service remove` takes it away."
        ) from err


def _write(path: Path, text: str) -> None:
    """Whole or not at all, readable by all (0644) as units are."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        paths.write(path, text.encode(), 0o644)
    except OSError as err:
        raise ShowupError(f"cannot write {path}: {err.strerror}; make the folder writable") from err


def _put_back(path: Path, before: str | None) -> None:
    """As it was, as far as the machine lets us; the first error is the one to tell."""
    with suppress(ShowupError, OSError):
        if before is None:
            path.unlink(missing_ok=True)
        else:
            _write(path, before)
        systemctl("daemon-reload")
