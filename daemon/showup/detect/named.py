"""People the text names: "Your interviewer: Dana Fox", "you will meet Dana Fox (Head of Design)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from showup.detect.datafiles import around, names, phrases, table
from showup.detect.fold import fold, plain
from showup.detect.match import vocabulary
from showup.detect.view import View

__all__ = ["is_name", "named_in", "named_titles", "plain_name"]

_AND = re.compile(r"^(?:and|und|et|y|e|&)\s")
_TITLED = re.compile(
    r"(?P<name>[^\W\d_a-z][\w'’.-]{1,20}(?: [^\W\d_a-z][\w'’.-]{0,24}){1,3}) ?"
    r"(?:\((?P<in>[^()\n]{2,60})\)|, (?P<after>[^,;:.()\n]{2,60}))"
)
_HEADS = frozenset(
    {"head", "director", "vp", "chief", "cto", "ceo", "coo", "cfo", "cpo", "hr", "lead", "partner", "founder", "talent"}
)
_NAME_WORDS = range(2, 5)
_BETWEEN = re.compile(r"\s?[,;()/|–—]\s?|\s(?:and|und|et|y|e|&|-|from|of|at)\s|\.(?:\s|$)")


def plain_name(text: str) -> str:
    """A person's name fit to show; empty when the calendar put an address there."""
    name = plain(text, 80).strip("\"' ")
    return "" if "@" in name or "://" in name else name


def named_in(view: View) -> Iterator[tuple[str, str]]:
    """Names with what the text says they are: recruiter, interviewer, coordinator or empty."""
    for line in view.lines[:80]:
        if found := _said(view.languages).search(line):
            part = _parts(view.languages)[fold(found["part"])]
            yield from ((name, part) for name in _leading_names(found["names"]))


def named_titles(view: View) -> Iterator[tuple[str, str, str]]:
    """Names with the job that stands in brackets or after a comma, and no address: "Dana Fox (Head of Design)"."""
    for line in view.lines[:80]:
        for found in _TITLED.finditer(line):
            title = found["in"] or found["after"] or ""
            if is_name(found["name"]) and title and _is_title(title):
                yield found["name"], title, ""


def _is_title(text: str) -> bool:
    return any(_of_a_job(word) for word in text.split()[:6]) or any(word in fold(text).split() for word in _HEADS)


@lru_cache(maxsize=64)
def _parts(languages: tuple[str, ...]) -> dict[str, str]:
    return {fold(word): "" if part == "contact" else part for part, word in _words(languages)}


@lru_cache(maxsize=64)
def _said(languages: tuple[str, ...]) -> re.Pattern[str]:
    words = phrases(word for _, word in _words(languages))
    return re.compile(rf"\b(?P<part>{words})\s{{0,2}}[:：-]?\s{{1,2}}(?P<names>.{{3,160}})", re.IGNORECASE)


def _words(languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for part in table("phrases")["named"]:
        for word in around(f"named.{part}", languages):
            yield part, word


def _leading_names(text: str) -> Iterator[str]:
    """The people at the beginning of `text`; what stands in brackets or after a comma may be their job."""
    for chunk in _BETWEEN.split(text)[:8]:
        name = plain_name(_AND.sub("", chunk).rstrip("."))
        if is_name(name):
            yield name


def is_name(name: str) -> bool:
    """Is it a first and a last name, as far as letters tell?"""
    words = name.split()
    capitals = all(word[:1].isupper() for word in words)
    return len(words) in _NAME_WORDS and capitals and not any(_of_a_job(word) or _is_no_name(word) for word in words)


def _is_no_name(word: str) -> bool:
    folded = fold(word)
    return folded in _HEADS or folded in names("trade") or folded in names("vendors") or folded in names("never")


@lru_cache(maxsize=512)
def _of_a_job(word: str) -> bool:
    """Is it a word for a job or for hiring, as in "Engineering Manager" or "Talent Partner"?"""
    return any(
        sense.group in ("job", "sign") for hit in vocabulary().find(fold(word), anchored=False) for sense in hit.senses
    )
