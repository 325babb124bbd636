"""The words of every language as people write them down: lexicons/*.toml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

__all__ = ["GAP", "Entry", "Sense", "WordList", "word_lists"]

FOLDER = Path(__file__).parent / "lexicons"
GAP = ".."  # in a phrase: up to four words, whatever they are
_SETTINGS = frozenset({"language", "unspaced", "common", "at", "with", "for", "filler", "kind", "around"})


class Sense(NamedTuple):
    """What a phrase stands for in one language: a group of groups.toml, or `kind:` and the name of a kind."""

    group: str
    language: str


class Entry(Struct, frozen=True):
    """A phrase. `first` ties it to the beginning of the title, `unspaced` lets it match inside words."""

    text: str
    sense: Sense
    first: bool = False
    unspaced: bool = False


class WordList(Struct, frozen=True):
    """One file: its phrases, and its other lists (`common`, `at`, `with`, `for`, `filler`) as they are written. `around` has the
    words by which things are found in the text, by the names of phrases.toml ("joining", "named.recruiter").
    """

    language: str
    unspaced: bool
    entries: tuple[Entry, ...]
    lists: dict[str, list[str]]
    around: dict[str, list[str]]


def word_lists() -> tuple[WordList, ...]:
    """All of them, in the order of their file names. Slow: showup.detect.compiled has what comes of them."""
    import tomllib  # noqa: PLC0415 - for making them ready alone

    return tuple(_word_list(tomllib.loads(file.read_text("utf-8"))) for file in sorted(FOLDER.glob("*.toml")))


def _word_list(table: dict[str, Any]) -> WordList:
    language, unspaced = str(table["language"]), bool(table.get("unspaced", False))
    lists = {name: table.get(name, []) for name in ("common", "at", "with", "for", "filler")}
    return WordList(
        language, unspaced, tuple(_entries(table, language, unspaced=unspaced)), lists, table.get("around", {})
    )


def _entries(table: dict[str, Any], language: str, *, unspaced: bool) -> Iterator[Entry]:
    groups = [(name, texts) for name, texts in table.items() if name not in _SETTINGS]
    groups += [(f"kind:{name}", texts) for name, texts in table.get("kind", {}).items()]
    for group, texts in groups:
        for text in texts:
            yield Entry(text.removeprefix("^"), Sense(group, language), text.startswith("^"), unspaced)
