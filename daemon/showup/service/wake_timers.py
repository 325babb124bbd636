"""The timers of the person's own systemd that wake the machine from its sleep, kept in step with the plan.

Each is a transient unit whose name is its instant: what is laid is asked of systemd and never remembered here, so that a crash
leaves nothing that the next start does not put right.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from showup.errors import ShowupError
from showup.laptop.manager_said import why_not
from showup.service.systemd import run_later, systemctl

__all__ = ["drop_all", "keep", "probe"]

_NAME = "showup-wake-"
_ALL = f"{_NAME}*.timer"
_PROBE = f"{_NAME}probe"
_FAR_OFF = datetime(2099, 1, 1, tzinfo=UTC)
_CLOCKS = Path("/sys/class/rtc")
_PATIENCE_S = 10


def keep(instants: Collection[datetime], clocks: Path = _CLOCKS) -> str:
    """Lay a timer for each of these instants and take away all others. Why it cannot be, in words; empty when all is laid."""
    try:
        wanted = {_named(at): at for at in instants}
        laid = _laid()
        _drop(sorted(laid - wanted.keys()))
        for name in sorted(wanted.keys() - laid):
            _lay(name, wanted[name])
    except ShowupError as err:
        return _why_not(str(err), clocks)
    return "" if instants else probe(clocks)


def probe(clocks: Path = _CLOCKS) -> str:
    """Why this machine cannot be woken, empty when it can: tried with a timer that is far off and taken away again."""
    try:
        _drop([_PROBE])
        _lay(_PROBE, _FAR_OFF)
        _drop([_PROBE])
    except ShowupError as err:
        return _why_not(str(err), clocks)
    return ""


def drop_all() -> None:
    """A service that was stopped wakes nobody."""
    with suppress(ShowupError):
        _systemctl("stop", _ALL)


def _named(at: datetime) -> str:
    return f"{_NAME}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _laid() -> set[str]:
    """Those that wait for their instant."""
    said = _systemctl("list-units", "--all", "--plain", "--no-legend", "--state=waiting", _ALL)
    return set(re.findall(rf"^({_NAME}\S+)\.timer\b", said, re.MULTILINE))


def _drop(names: list[str]) -> None:
    """One that has just elapsed is not there any more, which is as well."""
    if names:
        with suppress(ShowupError):
            _systemctl("stop", *(f"{name}.timer" for name in names))


def _lay(name: str, at: datetime) -> None:
    calendar = f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    try:
        run_later(name, calendar, "WakeSystem=true", "AccuracySec=1s")
    except ShowupError:
        with suppress(ShowupError):  # a failed unit would keep its name
            _systemctl("reset-failed", f"{name}.timer")
        raise


def _why_not(said: str, clocks: Path) -> str:
    version = ""
    with suppress(ShowupError):
        version = _systemctl("show", "--property=Version", "--value")
    return why_not(said, version, has_clock=any(clocks.glob("*/wakealarm")))


def _systemctl(*words: str) -> str:
    return systemctl(*words, patience=_PATIENCE_S)
