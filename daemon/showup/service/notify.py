"""Tells systemd how the service is: sd_notify(3), one datagram to $NOTIFY_SOCKET."""

from __future__ import annotations

import os
import socket

__all__ = ["notify"]


def notify(*states: str) -> bool:
    """Send states such as "READY=1" or "WATCHDOG=1"; False when nobody asked for them or nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            sender.connect(address)
            sender.sendall("\n".join(states).encode())
    except OSError:
        return False
    return True
