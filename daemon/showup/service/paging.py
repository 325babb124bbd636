"""The button "Start recovery": opens the local page, which the resident service does not load."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec

from showup.announce import RECOVER
from showup.errors import ShowupError
from showup.plain import one_line
from showup.service.unit_text import executable

__all__ = ["RECOVER", "open_page", "page_is_here"]

_NEEDS = ("starlette", "uvicorn", "jinja2")
_TAKES_S = 30.0

# Outside of the service's unit: the page and the browser must not end with it. What the command leaves running stays.
_OUTSIDE = ("systemd-run", "--user", "--wait", "--pipe", "--collect", "--quiet", "--property=KillMode=process")
_PASSED_ON = (
    "PATH", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "PYTHONPATH",
    "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR",
)  # fmt: skip


@cache
def page_is_here() -> bool:
    """Are its libraries installed? Nothing of them is loaded."""
    return all(find_spec(name) is not None for name in _NEEDS)


async def open_page(key: str) -> None:
    """Open it at the recovery of this interview. Raises ShowupError with what to do instead."""
    process = await asyncio.create_subprocess_exec(
        *_outside(),
        *executable(),
        "page",
        key,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(_TAKES_S):
            _, said = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        said = b"It took too long."
    if process.returncode:
        why = one_line(said.decode("utf-8", "replace").removeprefix("showup: "), 300)
        raise ShowupError(
            f"The page could not be opened. {why} In a terminal, showup recover goes through it with you."
        )


def _outside() -> Sequence[str]:
    if "INVOCATION_ID" not in os.environ or shutil.which(_OUTSIDE[0]) is None:
        return ()
    passed = (f"--setenv={name}={os.environ[name]}" for name in _PASSED_ON if name in os.environ)
    return (*_OUTSIDE, *passed, "--")
