"""The words of one language, out of its data file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from showup.recovery.lint.folded import fold
from showup.recovery.lint.phrases import compiled

__all__ = ["LANGUAGES", "Lengths", "Words", "guessed", "words"]

_FOLDER = files("showup.recovery.lint").joinpath("words")
LANGUAGES = tuple(sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir() if file.name.endswith(".toml")))
_FALLBACK = "en"
_PRIVATE = {"health": "medical", "family": "family"}
"""The groups whose phrases, too private for a letter, claim a cause as well."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """From the least to the most, in what the language counts; `seconds_20` and `seconds_30` are what is spoken in that time."""

    letter: tuple[int, int]
    follow_up: int
    short: int
    seconds_20: int
    seconds_30: int


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One for each language, so they are told apart by identity.

    `find[group]` finds the phrases of a group, `causes[category]` those that claim a cause.
    """

    language: str
    spaced: bool
    find: Mapping[str, re.Pattern[str]]
    causes: Mapping[str, re.Pattern[str]]
    lengths: Lengths
    dates: Mapping[str, Any]

    def count(self, text: str) -> int:
        """The length of a text: words between spaces, or, where there are none, characters."""
        return len(text.split()) if self.spaced else sum(map(len, text.split()))

    @property
    def unit(self) -> str:
        return "words" if self.spaced else "characters"


@cache
def words(language: str) -> Words:
    """Raises KeyError for a language that there is no data file for."""
    if language not in LANGUAGES:
        raise KeyError(language)
    data = _data(language)
    spaced = data.get("spaced", True)
    lengths = data["lengths"]
    found = data["phrases"]
    causes = {
        category: [*told, *found.get(_PRIVATE.get(category, ""), ())] for category, told in data["causes"].items()
    }
    return Words(
        language,
        spaced,
        {group: compiled(phrases, spaced=spaced) for group, phrases in found.items()},
        {category: compiled(phrases, spaced=spaced) for category, phrases in causes.items()},
        Lengths(
            tuple(lengths["letter"]),
            lengths["follow_up"],
            lengths["short"],
            lengths["seconds_20"],
            lengths["seconds_30"],
        ),
        data["dates"],
    )


def guessed(text: str) -> str:
    """The language of a text: the one of whose small words it has most; English where it has none."""
    told = set(re.findall(r"\w+", fold(text[:4000])))
    kana = len(re.findall(r"[\u3040-\u30ff]", text[:4000]))
    scores = {language: len(told & _common(language)) for language in LANGUAGES}
    best = max(LANGUAGES, key=lambda language: (scores[language], language == _FALLBACK))
    return "ja" if kana > scores[best] else best


@cache
def _common(language: str) -> frozenset[str]:
    return frozenset(map(fold, _data(language).get("common", ())))


@cache
def _data(language: str) -> dict[str, Any]:
    return tomllib.loads(_FOLDER.joinpath(f"{language}.toml").read_text("utf-8"))
