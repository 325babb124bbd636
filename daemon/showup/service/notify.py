"""Tells systemd how the service is: sd_notify(3), one datagram to $NOTIFY_SOCKET."""

from __future__ import annotations

import os
import socket
from datetime import timedelta

__all__ = ["notify", "watchdog_patience"]

_PATIENCE_S = 0.2
"""A manager that is stuck itself, and whose queue is full, must not keep an alarm from ringing."""


def notify(*states: str) -> bool:
    """Send states such as "READY=1" or "WATCHDOG=1"; False when nobody asked for them or nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            sender.settimeout(_PATIENCE_S)
            sender.connect(address)
            sender.sendall("\n".join(states).encode())
    except OSError:
        return False
    return True


def watchdog_patience() -> timedelta | None:
    """After how long without WATCHDOG=1 systemd takes this process for stuck; None when it does not watch it."""
    length, process = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not (length.isdecimal() and int(length)) or process not in {"", str(os.getpid())}:
        return None
    return timedelta(microseconds=int(length))
