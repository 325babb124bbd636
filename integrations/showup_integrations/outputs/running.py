"""Runs a mixer's program, for a short while."""

from __future__ import annotations

import os
import subprocess

__all__ = ["MixerError", "said"]

_TAKES_S = 3.0


class MixerError(Exception):
    """It does not run here, or does not do what it was told."""


def said(*command: str) -> str:
    """What it prints, in no language and with points in its numbers; raises MixerError."""
    try:
        done = subprocess.run(
            command, env={**os.environ, "LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=_TAKES_S, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as err:
        raise MixerError(f"{command[0]}: {err}") from err
    return done.stdout.decode("utf-8", "replace")
