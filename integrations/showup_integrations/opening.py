"""Opening the link of an interview in the person's browser, because they clicked on it: never by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING

from showup.errors import DeliveryError
from showup.web_address import web_address
from showup_integrations.aside import aside
from showup_integrations.screen import screen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["OPENER", "open_link"]

OPENER = "xdg-open"
_BY_HAND = "Copy it into your browser:"
_PATIENCE = timedelta(seconds=3)
"""Who still runs then has become the browser."""

# Outside of the service's unit: a browser must not inherit its limits, nor end with it. What the opener leaves running stays.
_OUTSIDE = ("systemd-run", "--user", "--wait", "--collect", "--quiet", "--property=KillMode=process", "--")


async def open_link(link: str) -> None:
    """Open it with the desktop's own opener. Raises DeliveryError with what to do."""
    address = web_address(link)
    if address is None or address[0] != link:
        raise DeliveryError(
            "This link is not opened: it is no plain web address, or shows another one than it leads to."
        )
    opener = shutil.which(OPENER)
    if opener is None:
        raise DeliveryError(f"{OPENER} is not installed (package xdg-utils). {_BY_HAND} {link}")
    found = await screen()
    environment = os.environ | (found or {})
    for way in _ways():
        if await _runs([*way, opener, link], environment):
            return
    raise DeliveryError(f"The desktop could not open the link. {_BY_HAND} {link}")


def _ways() -> Sequence[tuple[str, ...]]:
    within_a_unit = "INVOCATION_ID" in os.environ and shutil.which(_OUTSIDE[0])
    return (_OUTSIDE, ()) if within_a_unit else ((),)


async def _runs(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Did it end well, or is it still at it?"""

    def run() -> None:
        subprocess.run(
            command,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment,
        )

    try:
        await aside(run, _PATIENCE)
    except TimeoutError:
        return True
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
