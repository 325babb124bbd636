"""Whether there is a network now: a route, and where NetworkManager looks after it, whether that leads anywhere."""

from __future__ import annotations

from datetime import timedelta

from showup.errors import ShowupError
from showup.laptop import Network, routed
from showup.service.left_alone import patiently
from showup.service.system_bus import ask

__all__ = ["network_now"]

_READING_TAKES = timedelta(seconds=2)
_NETWORK_MANAGER = (
    "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager", "org.freedesktop.DBus.Properties",
)  # fmt: skip
_CONNECTIVITY = {2: Network.PORTAL, 3: Network.LIMITED}
"""Of NetworkManager's words those that the routes do not tell; its others are said of the devices that it manages only."""


async def network_now() -> Network | None:
    """None where nobody says. Never raises; takes some seconds at most."""
    try:
        reply = await ask(_NETWORK_MANAGER, "Get", "ss", _NETWORK_MANAGER[0], "Connectivity")
        told = _CONNECTIVITY.get(reply.body[0].value)
    except (ShowupError, LookupError, AttributeError, TypeError):
        told = None
    if told is not None:
        return told
    has_route = await patiently(routed, _READING_TAKES)
    return None if has_route is None else Network.UP if has_route else Network.DOWN
