"""The toast channel: the fallback on systems other than Linux, and never the only alarm.

plyer's notifications have no buttons, no urgency, no replacing and no word of what became of them; on Linux
it even returns as if all were well when there is no notification server. So the text says what to type, and
the sound rings beside it.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from showup.errors import ConfigError, DeliveryError
from showup.plain import one_line, plain
from showup_integrations.aside import aside
from showup_integrations.known import unknown_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from showup.ports import Announcement, Press

__all__ = ["ToastChannel"]

_PATIENCE = timedelta(seconds=8)
_TITLE, _MESSAGE = 63, 255  # more is an error on Windows
_STAYS_S = 10


class ToastChannel:
    """Implements showup.ports.Channel. It has no settings."""

    def __init__(self, settings: Mapping[str, object]) -> None:
        if faults := unknown_keys(settings):
            raise ConfigError(" ".join(faults))
        self._trouble: str | None = None

    @staticmethod
    def validate_environment() -> str | None:
        if sys.platform == "linux":
            return "On Linux the desktop channel shows notifications; toast is for other systems."
        return None

    async def open(self, on_press: Callable[[Press], None]) -> None:
        """Nothing to get ready: plyer is loaded when it is first needed, and has no buttons."""

    async def ring(self, announcement: Announcement) -> None:
        title, message = one_line(announcement.summary, _TITLE) or "showup", _message(announcement)
        try:
            await aside(lambda: _notify(title, message), _PATIENCE)
        except DeliveryError as err:
            self._trouble = str(err)
            raise
        except Exception as err:
            self._trouble = f"The toast could not be shown ({_why(err)}). Check the system's settings."
            raise DeliveryError(self._trouble) from err
        self._trouble = None

    async def silence(self, tag: str) -> None:
        """Plyer cannot take a toast back; it goes by itself."""

    def trouble(self) -> str | None:
        return self._trouble

    async def close(self) -> None:
        """Nothing to let go of."""


def _why(err: Exception) -> str:
    return "it hangs" if isinstance(err, TimeoutError) else one_line(str(err), 160) or type(err).__name__


def _message(announcement: Announcement) -> str:
    typed = ", ".join(action.typed for action in announcement.actions)
    hint = f"Type: {one_line(typed, 120)}" if typed else ""
    room = _MESSAGE - len(hint) - 1
    return f"{plain(announcement.body, room)}\n{hint}".strip()


def _notify(title: str, message: str) -> None:
    try:
        from plyer import notification  # noqa: PLC0415 - loaded where it is used: the service stays small without it
    except ImportError as err:
        from showup_integrations.extras import install  # noqa: PLC0415 - only for who has to be told

        raise DeliveryError(
            f"The toast channel needs plyer. Install it with: {install('toast')}", permanent=True
        ) from err
    notification.notify(title=title, message=message, app_name="showup", timeout=_STAYS_S)
