"""Asks the running service, beside the loop of the page."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from showup import paths
from showup.control.client import ask
from showup.errors import ShowupError

__all__ = ["asked", "of_command", "revision"]

_PATIENCE_S = 15.0
_COMMAND_TAKES_S = 60.0


async def asked(do: str, *, patience: float = _PATIENCE_S, **more: object) -> dict[str, Any]:
    """The service's answer; ShowupError with its word for the person."""
    request = {"do": do, **{key: value for key, value in more.items() if value is not None}}
    return await asyncio.to_thread(ask, paths.control_socket(), request, patience)


async def revision() -> int | None:
    """A number that is another one whenever anything has changed; None where no service runs."""
    try:
        return int((await asked("revision", patience=5.0))["revision"])
    except ShowupError:
        return None


async def of_command(*words: str) -> Any:  # noqa: ANN401 as JSON has it
    """What a command of showup prints as JSON: calendars are read in a limited process of its own, never in this one."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "showup",
        *words,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(_COMMAND_TAKES_S):
            out, said = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise ShowupError("Reading the calendars takes too long.") from None
    try:
        return json.loads(out)
    except ValueError:
        raise ShowupError(said.decode("utf-8", "replace").strip()[-2000:] or "It said nothing.") from None
