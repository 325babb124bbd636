"""`showup config`: what is in force, and where each value comes from."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from showup.cli.asking import show
from showup.cli.printing import table
from showup.config.effective import Value, effective
from showup.config.loading import place_of
from showup.config.section import nearest
from showup.errors import UsageError

__all__ = ["config"]


def config(arguments: Namespace) -> int:
    """Shows the settings; ConfigError with all faults when the file cannot be followed."""
    path = Path(arguments.config) if arguments.config else None
    found, values = effective(path)
    wanted = [value for value in values if _is_below(value.key, arguments.key)]
    if not wanted:
        tops = sorted({value.key.split(".")[0] for value in values} | {value.key for value in values})
        raise UsageError(
            f'There is no setting "{arguments.key}"{nearest(arguments.key, tops) or "; `showup config` lists them"}.'
        )
    if arguments.json:
        settings = [{"key": v.key, "value": v.value, "from": v.origin, "line": v.line} for v in wanted]
        show({"file": str(found.path) if found.path else None, "settings": settings})
        return 0
    place = found.path or place_of(path)
    print(f"{place}" if found.path else f"There is no {place}: everything is at its default.")
    print(table([(value.key, _written(value), _where(value)) for value in wanted], "  "))
    return 0


def _is_below(key: str, wanted: str) -> bool:
    return not wanted or key == wanted or key.startswith(f"{wanted}.")


def _written(value: Value) -> str:
    return "-" if value.value in (None, "", []) else json.dumps(value.value, ensure_ascii=False)


def _where(value: Value) -> str:
    return value.origin if value.line is None else f"line {value.line}"
