"""Does the notification server keep even a critical notification from the screen (Do Not Disturb)?

GNOME, Plasma by default, swaync and xfce4-notifyd show a critical one all the same, so only these are asked: dunst, which holds
back everything while it is paused; mako, whose modes are the person's own and mostly hide all; Plasma, where a setting decides;
and whoever else says that it is `Inhibited`, of whom nobody knows. One that cannot be asked holds nothing back.
"""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dbus_fast import Variant

from showup.errors import DeliveryError
from showup_integrations.freedesktop import bus as session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showup_integrations.freedesktop.server import Met

__all__ = ["PROPERTIES", "concerns", "held_back"]

PATIENCE = timedelta(seconds=1)
PROPERTIES = "org.freedesktop.DBus.Properties"

_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_MAKO = (_NAME, "/fr/emersion/Mako", "fr.emersion.Mako")
_TELLING = frozenset({"Inhibited", "Modes", "paused"})


def concerns(changed: Mapping[str, object], invalidated: list[str]) -> bool:
    """Is what PropertiesChanged tells about holding back?"""
    return bool(_TELLING & {*changed, *invalidated})


async def held_back(met: Met) -> str | None:
    """Why a critical notification would not be shown now, with what to do; None when it would be."""
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await _held_back(met)
    except (DeliveryError, TimeoutError):
        return None


async def _held_back(met: Met) -> str | None:
    name = met.server.name
    if name == "dunst":
        paused = await _property(met, "org.dunstproject.cmd0", "paused")
        return _told("dunst is paused", "`dunstctl set-paused false` shows them.") if paused is True else None
    if name == "mako":
        return _of_modes(await _modes(met))
    if await _property(met, _NAME, "Inhibited") is not True:
        return None
    if name == "Plasma":
        what_to_do = "Allow critical notifications in it, in the system settings, or switch it off."
        return None if _plasma_shows_critical() else _told("Do Not Disturb is on", what_to_do)
    return _told(f"{name} is in Do Not Disturb", "Switch that off.")


def _of_modes(modes: list[str]) -> str | None:
    quiet = next((mode for mode in modes if mode.casefold() == "dnd" or "disturb" in mode.casefold()), None)
    return _told(f"mako is in the mode {quiet}", f"`makoctl mode -r {quiet}` shows them.") if quiet else None


def _told(why: str, what_to_do: str) -> str:
    return f"{why}: notifications are held back, alarms too. {what_to_do} The other channels carry the alarm."


async def _property(met: Met, interface: str, name: str) -> object:
    reply = await session.call(met.bus, (_NAME, _PATH, PROPERTIES), "Get", "ss", (interface, name))
    value: Any = reply.body[0] if reply.signature == "v" else None
    return value.value if isinstance(value, Variant) else None


async def _modes(met: Met) -> list[str]:
    reply = await session.call(met.bus, _MAKO, "ListModes")
    return list(reply.body[0]) if reply.signature == "as" else []


def _plasma_shows_critical() -> bool:
    """By default it does (`CriticalInDndMode` of the group Notifications)."""
    folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    try:
        lines = (Path(folder) / "plasmanotifyrc").read_text("utf-8", "replace").splitlines()
    except OSError:
        return True
    group = ""
    for line in map(str.strip, lines):
        group = line if line.startswith("[") else group
        if group == "[Notifications]" and line.replace(" ", "").casefold() == "criticalindndmode=false":
            return False
    return True
