"""Begins the service anew in its own process, so that a changed configuration is followed exactly as at a start."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from showup.errors import ShowupError

__all__ = ["begin_anew"]


def begin_anew() -> NoReturn:
    """Become the same command again: the process keeps its number, so for systemd it is the same service. Never returns;
    ShowupError when this interpreter is gone (an upgrade), and then whoever started the service starts the new one.
    """
    try:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 its own command, no shell
    except OSError as err:
        raise ShowupError(f"showup cannot begin anew ({sys.executable}: {err.strerror}). Start it again.") from None
