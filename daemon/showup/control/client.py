"""Asks the running service. Only the standard library's lightest parts: `showup here` must feel instant."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

from showup.errors import NotRunningError, ShowupError

__all__ = ["ask"]

PATIENCE_S = 15.0


def ask(path: Path, request: dict[str, Any], patience: float = PATIENCE_S) -> dict[str, Any]:
    """Send one request and return the answer. NotRunningError when no service listens; its own errors with its exit code."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(patience)
            line.connect(str(path))
            line.sendall(json.dumps(request).encode() + b"\n")
            answer: dict[str, Any] = json.loads(_read(line))
    except TimeoutError:
        raise NotRunningError(
            "The service does not answer. See `systemctl --user status showup`, or restart it."
        ) from None
    except (OSError, ValueError):
        raise NotRunningError(
            "No showup service is running, so nothing rings. "
            "Start it with `showup run`, or for good with `showup service install`."
        ) from None
    if not answer.get("ok"):
        error = ShowupError(answer.get("error", "The service gave no reason."))
        error.exit_code = int(answer.get("exit", 1))
        raise error
    return answer


def _read(line: socket.socket) -> bytes:
    parts = []
    while part := line.recv(65536):
        parts.append(part)
    return b"".join(parts)
