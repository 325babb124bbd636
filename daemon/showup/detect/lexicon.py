"""The words of every language, read once from lexicons/*.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from showup.detect.fold import fold, plain

__all__ = ["Entry", "Lexicon", "Sense", "lexicons"]

_SETTINGS = frozenset({"language", "unspaced", "common", "at", "with", "for", "filler", "kind"})


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase stands for in one language: a group of groups.toml, or `kind:` and the name of a kind."""

    group: str
    language: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase. `first` ties it to the beginning of the title, `unspaced` lets it match inside words."""

    text: str
    sense: Sense
    first: bool = False
    unspaced: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language. The sets hold folded words: `common` tell the language, `at` stands before an employer,
    `with_` before an employer or a person, `before_job` before a position, `filler` belongs to no name.
    """

    language: str
    entries: tuple[Entry, ...]
    common: frozenset[str]
    at: frozenset[str]
    with_: frozenset[str]
    before_job: frozenset[str]
    filler: frozenset[str]
    unspaced: bool


@lru_cache(maxsize=1)
def lexicons() -> tuple[Lexicon, ...]:
    """All of them, in the order of their file names."""
    folder = resources.files("showup.detect").joinpath("lexicons")
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    return tuple(_lexicon(tomllib.loads(item.read_text("utf-8"))) for item in files)


def _lexicon(table: dict[str, Any]) -> Lexicon:
    language, unspaced = str(table["language"]), bool(table.get("unspaced", False))
    return Lexicon(
        language=language,
        entries=tuple(
            _entry(text, Sense(group, language), unspaced=unspaced) for group, texts in _groups(table) for text in texts
        ),
        common=_folded(table, "common"),
        at=_folded(table, "at"),
        with_=_folded(table, "with"),
        before_job=_folded(table, "for"),
        filler=_folded(table, "filler"),
        unspaced=unspaced,
    )


def _groups(table: dict[str, Any]) -> list[tuple[str, list[str]]]:
    groups = [(name, texts) for name, texts in table.items() if name not in _SETTINGS]
    return groups + [(f"kind:{name}", texts) for name, texts in table.get("kind", {}).items()]


def _entry(text: str, sense: Sense, *, unspaced: bool) -> Entry:
    return Entry(text.removeprefix("^"), sense, first=text.startswith("^"), unspaced=unspaced)


def _folded(table: dict[str, Any], name: str) -> frozenset[str]:
    return frozenset(fold(plain(text, 80)) for text in table.get(name, ()))
