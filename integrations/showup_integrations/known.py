"""The settings of an integration: which keys it knows."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from showup.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["flag_of", "names_of", "text_of", "unknown_keys"]


def unknown_keys(settings: Mapping[str, object], *known: str) -> list[str]:
    """One sentence for each key that is not among `known`."""
    return [_sentence(key, known) for key in settings if key not in known]


def text_of(settings: Mapping[str, object], key: str) -> str | None:
    """The text of a key, None when it is not given; raises ConfigError for anything but a text."""
    value = settings.get(key)
    if value is None or (isinstance(value, str) and value):
        return value
    raise ConfigError(f"`{key}` must be a text in quotes, not {value!r}.")


def flag_of(settings: Mapping[str, object], key: str, default: bool) -> bool:
    """true or false; raises ConfigError for anything else."""
    value = settings.get(key, default)
    if isinstance(value, bool):
        return value
    raise ConfigError(f"`{key}` is true or false, without quotes, not {value!r}.")


def names_of(settings: Mapping[str, object], key: str, parted_by: str = ",") -> tuple[str, ...]:
    """A list of names, or one text with commas between them; none when it is not given. Raises ConfigError for anything else."""
    value = settings.get(key)
    if not value:
        return ()
    if isinstance(value, str) and (names := [name for part in re.split(parted_by, value) if (name := part.strip())]):
        return tuple(names)
    if isinstance(value, list | tuple) and all(isinstance(name, str) and name for name in value):
        return tuple(value)
    raise ConfigError(f'`{key}` is a list of names, such as ["Work", "Private"].')


def _sentence(key: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    if near:
        return f"`{key}` is not a setting here. Did you mean `{near[0]}`?"
    there = f"there are: {', '.join(known)}." if known else "there are none."
    return f"`{key}` is not a setting here; {there}"
