"""What is to be put back, as a small file: it outlasts a kill and a power cut."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from showup_integrations.outputs.values import Change, Setting

__all__ = ["keep", "kept"]


def kept(path: Path) -> list[Change]:
    """What stands there; nothing where there is no file, or one that was cut."""
    try:
        return [
            Change(entry["output"], _setting(entry["was"]), _setting(entry["ours"]))
            for entry in json.loads(path.read_bytes())
        ]
    except (OSError, ValueError, LookupError, TypeError):
        return []


def keep(path: Path, changes: Sequence[Change]) -> None:
    """Let it stand there, or nothing. A disk that does not take it must not keep the alarm from being heard."""
    with suppress(OSError):
        if not changes:
            path.unlink(missing_ok=True)
            return
        part = path.with_suffix(".part")
        part.write_text(json.dumps([asdict(change) for change in changes]), encoding="utf-8")
        part.replace(path)


def _setting(entry: dict[str, object]) -> Setting:
    volumes = entry["volumes"]
    if not isinstance(volumes, list):
        raise TypeError("volumes")
    port = entry["port"]
    return Setting(bool(entry["muted"]), tuple(int(v) for v in volumes), None if port is None else str(port))
