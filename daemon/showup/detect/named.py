"""People the text names: "Your interviewer: Dana Fox"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from showup.detect.datafiles import phrases, table
from showup.detect.fold import fold, plain
from showup.detect.match import vocabulary
from showup.detect.view import View

__all__ = ["named_in", "plain_name"]

_AND = re.compile(r"^(?:and|und|et|y|e|&)\s")
_NAME_WORDS = range(2, 5)
_BETWEEN = re.compile(r"\s?[,;()/|–—]\s?|\s(?:and|und|et|y|e|&|-|from|of|at)\s|\.(?:\s|$)")


def plain_name(text: str) -> str:
    """A person's name fit to show; empty when the calendar put an address there."""
    name = plain(text, 80).strip("\"' ")
    return "" if "@" in name or "://" in name else name


def named_in(view: View) -> Iterator[tuple[str, str]]:
    """Names with what the text says they are: recruiter, interviewer, coordinator or empty."""
    for line in view.lines[:80]:
        if found := _said().search(line):
            part = _parts()[fold(found["part"])]
            yield from ((name, part) for name in _leading_names(found["names"]))


@lru_cache(maxsize=1)
def _parts() -> dict[str, str]:
    groups = table("phrases")["named"]
    return {fold(word): "" if part == "contact" else part for part, words in groups.items() for word in words}


@lru_cache(maxsize=1)
def _said() -> re.Pattern[str]:
    words = phrases(word for words in table("phrases")["named"].values() for word in words)
    return re.compile(rf"\b(?P<part>{words})\s{{0,2}}[:：-]?\s{{1,2}}(?P<names>.{{3,160}})", re.IGNORECASE)


def _leading_names(text: str) -> Iterator[str]:
    """The people at the beginning of `text`; what stands in brackets or after a comma may be their job."""
    for chunk in _BETWEEN.split(text)[:8]:
        name = plain_name(_AND.sub("", chunk).rstrip("."))
        if _is_name(name):
            yield name


def _is_name(name: str) -> bool:
    words = name.split()
    capitals = all(word[:1].isupper() for word in words)
    return len(words) in _NAME_WORDS and capitals and not any(_of_a_job(word) for word in words)


@lru_cache(maxsize=512)
def _of_a_job(word: str) -> bool:
    """Is it a word for a job or for hiring, as in "Engineering Manager" or "Talent Partner"?"""
    return any(
        sense.group in ("job", "sign") for hit in vocabulary().find(fold(word), anchored=False) for sense in hit.senses
    )
