"""What single words are good for, each worked out once, when it is met."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct

from showup.detect.compiled import Phrase, words
from showup.detect.typos import nearest
from showup.detect.wordlists import GAP

__all__ = ["Longer", "Use", "slips", "uses", "worths"]

_ANYWHERE = ("en", "")
_HEAD = 3  # a stem is at least this long


class Longer(NamedTuple):
    """A phrase of several words, apart from its first: the words and stems that must be there too, its text and groups."""

    words: frozenset[str]
    stems: tuple[str, ...]
    text: str
    groups: tuple[str, ...]


class Use(Struct, frozen=True):
    """What one word is good for. `alone` are the groups of the phrase that it is by itself, `begins` the longer phrases that
    begin with it. `against`: groups that it surely belongs to unless it is part of one of the phrases `within`. `hosts`: hosts
    of that name that say something.
    """

    alone: tuple[tuple[str, tuple[str, ...]], ...] = ()
    begins: tuple[Longer, ...] = ()
    against: tuple[str, ...] = ()
    within: tuple[Longer, ...] = ()
    hosts: tuple[tuple[str, str], ...] = ()


class _Uses(dict[str, Use | None]):
    """By word, what it is good for; None when it is good for nothing."""

    def __missing__(self, word: str) -> Use | None:
        if word.isdigit() and word not in words().exact:
            return None
        self[word] = use = _use(word)
        return use


uses = _Uses()


@lru_cache(maxsize=1)
def worths() -> dict[str, dict[str, tuple[int, int]]]:
    """By field and group, the points and how many phrases may count."""
    rows: dict[str, dict[str, dict[str, Any]]] = words().tables["groups"]
    found: dict[str, dict[str, tuple[int, int]]] = {"title": {}, "body": {}}
    for group, fields in rows.items():
        for name, row in fields.items():
            found[name][group] = row["points"], row.get("each", 1)
    return found


@lru_cache(maxsize=1)
def _useful() -> frozenset[str]:
    return frozenset(group for groups in worths().values() for group, (points, _) in groups.items() if points > 0)


@lru_cache(maxsize=8192)
def slips(word: str) -> tuple[str, ...]:
    """The groups of a word that this one may be a misspelling of."""
    near = nearest(word)
    return tuple({sense.group for sense in near[1]} & _useful()) if near else ()


@lru_cache(maxsize=1)
def _hosts() -> dict[str, tuple[tuple[str, str], ...]]:
    """By the label that is most its own, the domains of hosts.toml that say something, each with its side."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in words().tables["hosts"]["side"]:
        domain = ".".join(row["host"].split(".")[-2:])
        found.setdefault(domain.split(".")[0], []).append((domain, row["side"]))
    return {label: tuple(dict.fromkeys(pairs)) for label, pairs in found.items()}


def _use(word: str) -> Use | None:
    known = words()
    phrases = list(known.exact.get(word, ()))
    for stem, begun in known.stems.get(word[:_HEAD], {}).items():
        if word.startswith(stem):
            phrases += begun
    if not phrases and word not in _hosts():
        return None
    begins = tuple(
        _longer(phrase.words[1:], phrase.text, groups)
        for phrase in phrases
        if len(phrase.words) > 1 and (groups := _groups(phrase))
    )
    use = Use(
        alone=tuple(
            (phrase.text, groups) for phrase in phrases if len(phrase.words) == 1 and (groups := _groups(phrase))
        ),
        begins=begins,
        against=(against := _counts_against(known.exact.get(word, ()))),
        within=tuple(_longer(held, "", ()) for held in known.within.get(word, ())) if against else (),
        hosts=_hosts().get(word, ()),
    )
    return use if use != _USELESS else None


_USELESS = Use()


def _longer(wanted: Iterable[str], text: str, groups: tuple[str, ...]) -> Longer:
    whole = frozenset(word for word in wanted if word != GAP and not word.endswith("*"))
    return Longer(whole, tuple(word[:-1] for word in wanted if word.endswith("*")), text, groups)


def _groups(phrase: Phrase) -> tuple[str, ...]:
    """The groups of a phrase that speak for an interview, in whatever language."""
    senses = words().senses
    return tuple(dict.fromkeys(group for number in phrase.senses if (group := senses[number][0]) in _useful()))


def _counts_against(phrases: Iterable[Phrase]) -> tuple[str, ...]:
    """The groups that a word belongs to in English, whatever else it may mean."""
    alone = [phrase for phrase in phrases if len(phrase.words) == 1]
    meant = [words().senses[number] for phrase in alone for number in phrase.senses]
    if any(phrase.first for phrase in alone) or any(group == "neutral" for group, _ in meant):
        return ()
    return tuple(
        dict.fromkeys(group for group, language in meant if language in _ANYWHERE and group in ("doubt", "lookalike"))
    )
