"""Changes keys of the person's configuration file, and leaves the rest of it, with its comments, as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, MutableMapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from showup.cli.appending import present, put
from showup.config import parse
from showup.errors import ConfigError

__all__ = ["changed", "set_key", "set_keys"]

_BOM = "\ufeff"
Value = str | bool | list[str] | None


def set_key(file: Path, table: str, key: str, value: Value) -> None:
    """Set `key` of `table` ("channel.sound"), or leave it out (None); for the rest see `set_keys`."""
    set_keys(file, table, {key: value})


def set_keys(file: Path, table: str, values: Mapping[str, Value]) -> None:
    """All of them or none. The file is replaced only when all of it can be followed.

    Raises ConfigError, and then nothing was written.
    """
    rows = (key if value is None else f"{key} = {_toml(value)}" for key, value in values.items())
    by_hand = f"Change it by hand in {file}: [{table}] {', '.join(rows)}"
    try:
        text = present(file).decode()
        for key, value in values.items():
            text = changed(text, table, key, value)
        parse(text.encode(), file)
    except (ValueError, ConfigError) as err:
        raise ConfigError(f"{err}\nNothing was written. {by_hand}") from None
    put(file, text.encode())


def changed(text: str, table: str, key: str, value: Value) -> str:
    """The text with that change. It says the same as before but for this key: whether it does is tried. Raises ValueError."""
    mark = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    try:
        wanted: dict[str, Any] = deepcopy(tomllib.loads(text))
        document = tomlkit.parse(text)
    except (tomllib.TOMLDecodeError, TOMLKitError) as err:
        raise ValueError(f"the configuration is no TOML: {err}") from None
    names = table.split(".")
    _put(wanted, names, key, value, dict)
    try:
        _put(document, names, key, value, tomlkit.table)
        left = tomlkit.dumps(document)
        left += "" if not left or left.endswith("\n") else "\n"
        if tomllib.loads(left) == wanted:
            return mark + left
    except (tomllib.TOMLDecodeError, TOMLKitError):
        pass
    raise ValueError("the configuration is written in a way that cannot be changed safely")


def _put(document: Any, names: list[str], key: str, value: Value, empty: Any) -> None:  # noqa: ANN401 of either library
    for name in names:
        if name not in document:
            document[name] = empty()
        document = document[name]
        if not isinstance(document, MutableMapping):
            raise ValueError(f'"{name}" is no table in the configuration')  # noqa: TRY004 one error for all faults
    if value is None:
        document.pop(key, None)
    else:
        document[key] = value


def _toml(value: Value) -> str:
    return tomlkit.item(value).as_string()
