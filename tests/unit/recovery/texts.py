"""All texts of a language's data files."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = {"when", "unless"}  # of facts, in a list; as a table `when` is a text


def texts_of(language: str) -> list[str]:
    folder = files("showup.recovery").joinpath("templates", language)
    return [text for file in folder.iterdir() for text in _texts(tomllib.loads(file.read_text("utf-8")))]


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for one in data:
            yield from _texts(one)
    elif isinstance(data, dict):
        for key, one in data.items():
            if key != "zones" and not (key in _NAMES and isinstance(one, list)):
                yield from _texts(one)
