"""The last configuration that could be read, for the service: a slip of the pen must not stop every alarm at the next start."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from pathlib import Path

from showup import paths
from showup.config.loading import load, place_of
from showup.config.values import Config
from showup.errors import ConfigError, ShowupError

__all__ = ["load_or_last_good"]

_log = logging.getLogger(__name__)


def load_or_last_good(path: Path | None) -> Config:
    """The configuration, as `load` reads it; while it has faults the last one that had none, with them as its `fault`.

    ConfigError when there has been none yet.
    """
    place = place_of(path)
    kept = (
        paths.state_dir() / "last-good" / f"{hashlib.blake2b(bytes(place.absolute()), digest_size=8).hexdigest()}.toml"
    )
    try:
        config = load(path)
    except ConfigError as err:
        return replace(_last(kept, place, err), fault=str(err))
    _keep(config, kept)
    return config


def _last(kept: Path, place: Path, err: ConfigError) -> Config:
    if not kept.exists():
        raise err
    try:
        return load(kept, instead_of=place)
    except ConfigError:  # it is from another version, or damaged: what is wrong with the person's own file counts
        raise err from None


def _keep(config: Config, kept: Path) -> None:
    """A disk that takes nothing must not stop the service either."""
    try:
        if config.path is None:
            kept.unlink(missing_ok=True)
            return
        text = config.path.read_bytes()
        if not kept.exists() or kept.read_bytes() != text:
            paths.made(kept.parent)
            paths.write(kept, text)  # readable by the person alone, as an address in it may be a secret
    except (OSError, ShowupError) as err:
        _log.warning("the configuration could not be kept for the case that it is broken later: %s", err)
