"""Asking the running service from a command."""

from __future__ import annotations

import json
from typing import Any

from showup import paths
from showup.control.client import ask

__all__ = ["asked", "show"]


def asked(do: str, **more: object) -> dict[str, Any]:
    """The service's answer, without its "ok"."""
    answer = ask(paths.control_socket(), {"do": do, **{key: value for key, value in more.items() if value is not None}})
    answer.pop("ok", None)
    return answer


def show(value: object) -> None:
    """Print JSON that a program can read and a person can too."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
