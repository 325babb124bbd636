"""What all checks go by: the configuration, and what the running service says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from showup import paths
from showup.config import Config, load
from showup.control.client import ask
from showup.errors import ConfigError, ShowupError

__all__ = ["Patient", "patient"]

_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Patient:
    """`config` or the `fault` that it has; `status` of the service, as `showup status --json` has it, or why there is none
    (`absent`).
    """

    now: datetime
    config: Config | None
    fault: str
    status: dict[str, Any] | None
    absent: str


def patient(now: datetime, path: Path | None = None) -> Patient:
    """Reads the configuration and asks the service."""
    config, fault, status, absent = None, "", None, ""
    try:
        config = load(path)
    except ConfigError as err:
        fault = str(err)
    try:
        status = ask(paths.control_socket(), {"do": "status"}, _PATIENCE_S)
    except ShowupError as err:
        absent = str(err)
    return Patient(now, config, fault, status, absent)
