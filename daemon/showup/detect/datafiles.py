"""The data files that are not lexicons, each read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from showup.detect.compiled import words
from showup.detect.fold import fold

__all__ = ["around", "domain_in", "domains", "names", "phrases", "table", "virtual_words"]


def table(name: str) -> dict[str, Any]:
    """The table of `name`.toml beside this module."""
    return words().tables[name]


def around(name: str, languages: Iterable[str]) -> list[str]:
    """What stands around names, numbers and links, as in "joining" or "named.recruiter": of phrases.toml, of English and of these
    languages. Expressions for the words of all languages would take longer to make than a calendar to read.
    """
    group, _, part = name.rpartition(".")
    own = (table("phrases")[group] if group else table("phrases"))[part]
    return [*own, *(text for language in {"en", *languages} for text in words().around.get(language, {}).get(name, ()))]


@lru_cache(maxsize=16)
def domains(group: str) -> frozenset[str]:
    """A list of domains.toml."""
    return frozenset(table("domains")[group])


def domain_in(host: str, known: frozenset[str]) -> bool:
    """Is `host` one of `known`, or beneath one (never merely ending in the same letters)?"""
    while host:
        if host in known:
            return True
        host = host.partition(".")[2]
    return False


@lru_cache(maxsize=16)
def names(group: str) -> frozenset[str]:
    """The folded words, or phrases, of an entry of names.toml."""
    entry = table("names")[group]
    return frozenset(fold(word) for word in (entry.split() if isinstance(entry, str) else entry))


def phrases(words: Iterable[str]) -> str:
    """An expression for any of `words`, the longest first; a star in them stands for the rest of a word."""
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def virtual_words() -> frozenset[str]:
    """Folded words of a location that is no physical place."""
    return frozenset(fold(word) for word in table("places")["virtual"])
