"""The settings of an integration: which keys it knows."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from showup.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["text_of", "unknown_keys"]


def unknown_keys(settings: Mapping[str, object], *known: str) -> list[str]:
    """One sentence for each key that is not among `known`."""
    return [_sentence(key, known) for key in settings if key not in known]


def text_of(settings: Mapping[str, object], key: str) -> str | None:
    """The text of a key, None when it is not given; raises ConfigError for anything but a text."""
    value = settings.get(key)
    if value is None or (isinstance(value, str) and value):
        return value
    raise ConfigError(f"`{key}` must be a text in quotes, not {value!r}.")


def _sentence(key: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    if near:
        return f"`{key}` is not a setting here. Did you mean `{near[0]}`?"
    there = f"there are: {', '.join(known)}." if known else "there are none."
    return f"`{key}` is not a setting here; {there}"
