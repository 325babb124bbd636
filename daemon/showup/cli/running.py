"""`showup run`: the service in the foreground."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from showup.cli.judging import calendars, configured
from showup.cli.printing import warn
from showup.config import Config
from showup.config.last_good import load_or_last_good
from showup.errors import SourceError
from showup.sync import SourceSpec

__all__ = ["run"]


def run(arguments: Namespace) -> int:
    """Run until SIGTERM or Ctrl-C."""
    _log_to_stderr(verbose=arguments.verbose)
    config = _configured(arguments)
    config = replace(config, sources=(*config.sources, *_beside(arguments, {spec.name for spec in config.sources})))
    if not config.sources:
        warn("no calendar is configured: only what you `showup add` is watched.")

    asyncio.run(_serve(config))
    return 0


async def _serve(config: Config) -> None:
    from showup.service.anew import begin_anew
    from showup.service.shell import serve

    if await serve(config, foreground=_foreground()):
        begin_anew()  # from within the loop: its end would wait for threads that may hang


def _configured(arguments: Namespace) -> Config:
    """Whoever starts it by hand mends a fault at once; where nobody looks, it rings by the last configuration that had none."""
    if sys.stderr.isatty():
        return configured(arguments)
    config = load_or_last_good(Path(arguments.config) if arguments.config else None)
    if config.fault is not None:
        warn(f"{config.fault}\nUntil that is mended showup follows the last configuration that it could read.")
    return config


def _beside(arguments: Namespace, taken: set[str]) -> list[SourceSpec]:
    specs = calendars(arguments.calendar or [])
    for spec in specs:
        path = spec.settings.get("path")
        if path is not None and not Path(path).expanduser().exists():
            raise SourceError(f"There is no {path}. Check the path of the calendar.")
    return [replace(spec, name=f"{spec.name} (command line)") if spec.name in taken else spec for spec in specs]


def _foreground() -> bool:
    """Under systemd nobody sits before the output; anywhere else somebody may."""
    return "INVOCATION_ID" not in os.environ


def _log_to_stderr(*, verbose: bool) -> None:
    level = logging.DEBUG if verbose else logging.INFO
    stamp = "" if "JOURNAL_STREAM" in os.environ else "%(asctime)s "
    logging.basicConfig(level=level, stream=sys.stderr, format=f"{stamp}%(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
