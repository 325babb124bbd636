"""Push addresses that are kept as secrets: `keyring:NAME`.

The library of a keyring is large, and a keyring may hang: so the service asks a child (showup_integrations.push.reveal).
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from datetime import timedelta
from itertools import chain, count

from showup.errors import DeliveryError
from showup.plain import one_line
from showup_integrations import secrets

__all__ = ["KEPT", "SERVICE", "keep", "kept_address"]

KEPT = "keyring:"
SERVICE = "push address"  # the keyring shows it under this word
_PROGRAM = "showup_integrations.push.reveal"
_PATIENCE = timedelta(seconds=8)


def keep(wished: str, url: str) -> tuple[str, str]:
    """Keep an address: the name that it has then (with a number, where another one has it), and words that go on from "it is
    kept". Raises ShowupError.
    """
    names = chain([wished], (f"{wished} {number}" for number in count(2)))
    name = next(name for name in names if secrets.get(SERVICE, name, ask=True) in {None, url})
    return name, secrets.put(SERVICE, name, url, ask=True)


async def kept_address(name: str) -> str:
    """The address of that name. Raises DeliveryError with what to do."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", _PROGRAM, name, stdin=DEVNULL, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            said, complaint = await child.communicate()
    except TimeoutError:
        raise DeliveryError("The keyring does not answer. Log in again, or unlock it.") from None
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    if child.returncode:
        raise DeliveryError(one_line(complaint.decode("utf-8", "replace"), 400) or "The keyring cannot be read.")
    return said.decode().strip()
