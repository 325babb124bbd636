"""Where the person's screen is, for a service that may be older than their desktop."""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from datetime import timedelta

__all__ = ["screen"]

_DISPLAYS = ("WAYLAND_DISPLAY", "DISPLAY")
_PATIENCE = timedelta(seconds=2)


async def screen() -> dict[str, str] | None:
    """What a process needs in its environment, beside what is there already, to find the screen; None where there is none.

    A service may be older than the desktop: then systemd knows what the desktop has told it since.
    """
    if any(os.environ.get(name) for name in _DISPLAYS):
        return {}
    lines = (await _manager_says()).splitlines()
    told = dict(line.split("=", 1) for line in lines if "=" in line)
    found = {name: told[name] for name in (*_DISPLAYS, "XAUTHORITY") if told.get(name)}
    return found if any(name in found for name in _DISPLAYS) else None


async def _manager_says() -> str:
    """The environment that systemd's user manager gives to what it starts; empty where there is no manager."""
    try:
        asking = await asyncio.create_subprocess_exec(
            "systemctl", "--user", "show-environment", stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
        )
    except OSError:
        return ""
    try:
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            said, _ = await asking.communicate()
    except TimeoutError:
        return ""
    finally:
        with suppress(ProcessLookupError):
            asking.kill()
        await asking.wait()
    return said.decode("utf-8", "replace")
