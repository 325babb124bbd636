"""Asking the running service from a command."""

from __future__ import annotations

import json
from typing import Any

from showup import paths

__all__ = ["asked", "show"]


def asked(do: str, *, patience: float | None = None, **more: object) -> dict[str, Any]:
    """The service's answer, without its "ok"; `patience` is in seconds."""
    from showup.control.client import PATIENCE_S, ask

    request = {"do": do, **{key: value for key, value in more.items() if value is not None}}
    answer = ask(paths.control_socket(), request, PATIENCE_S if patience is None else patience)
    answer.pop("ok", None)
    return answer


def show(value: object) -> None:
    """Print JSON that a program can read and a person can too."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
