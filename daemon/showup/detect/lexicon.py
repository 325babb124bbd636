"""The words of every language, ready to compare."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from showup.detect.compiled import words
from showup.detect.wordlists import Entry, Sense, word_lists

__all__ = ["Entry", "Lexicon", "Sense", "lexicons"]


class Lexicon(Struct, frozen=True):
    """One language. The sets hold folded words: `common` tell the language, `at` stands before an employer,
    `with_` before an employer or a person, `before_job` before a position, `filler` belongs to no name. `size` is the
    number of its phrases.
    """

    language: str
    size: int
    common: frozenset[str]
    at: frozenset[str]
    with_: frozenset[str]
    before_job: frozenset[str]
    filler: frozenset[str]
    unspaced: bool

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Its phrases as they are written. Slow: their files are read."""
        return next(words.entries for words in word_lists() if words.language == self.language)


@lru_cache(maxsize=1)
def lexicons() -> tuple[Lexicon, ...]:
    """All of them, in the order of their file names."""
    return tuple(
        Lexicon(row.language, row.size, row.common, row.at, row.with_, row.before_job, row.filler, row.unspaced)
        for row in words().languages
    )
