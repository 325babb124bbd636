"""Push addresses that are kept as secrets: `keyring:NAME`. Run as a program it prints the address of a name.

The library of a keyring is large, and a keyring may hang: so the service asks a child.
"""

from __future__ import annotations

import asyncio
import shlex
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from datetime import timedelta

from showup.errors import DeliveryError, ShowupError
from showup.plain import one_line
from showup_integrations import secrets

__all__ = ["KEPT", "keep", "kept_address"]

KEPT = "keyring:"
_SERVICE = "push address"  # the keyring shows it under this word
_PATIENCE = timedelta(seconds=8)


def keep(name: str, url: str) -> str:
    """Keep an address and say where, as words that go on from "it is kept". Raises ShowupError."""
    return secrets.put(_SERVICE, name, url, ask=True)


async def kept_address(name: str) -> str:
    """The address of that name. Raises DeliveryError with what to do."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, "--", name, stdin=DEVNULL, stdout=PIPE, stderr=PIPE
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


def _print(name: str) -> int:
    try:
        url = secrets.get(_SERVICE, name)
        if url is None:
            raise secrets.absent(
                f'push address under "{name}"', shlex.join(["showup", "connect", "push", "-", "--name", name])
            )
    except ShowupError as err:
        print(err, file=sys.stderr)  # noqa: T201 - the parent reads it
        return 1
    print(url)  # noqa: T201 - through a pipe, to the parent alone
    return 0


if __name__ == "__main__":
    sys.exit(_print(sys.argv[-1]))
