"""What the words of an event could come to at best, in whatever order they stood: a bound, made word by word and remembered.

It is never below what showup.detect.words and the signs of links come to, and much quicker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from showup.detect.compiled import Phrase, words
from showup.detect.typos import nearest

__all__ = ["Bag", "best"]

_TIERS = ("sure", "plain", "weak", "stage")  # of these, and of hints, the strongest counts
_TELLING = frozenset({"sure", "plain", "weak", "stage", "soft", "address"})
_STRONG = frozenset({"sure", "plain", "weak", "address"})
_SIDES = {"candidate": 45, "posting": 20, "scheduled": 10, "interviewer": 0}
_ANYWHERE = ("en", "")
_HEAD = 3  # a stem is at least this long
_head = itemgetter(slice(0, _HEAD))


class Longer(NamedTuple):
    """A phrase of several words, apart from its first: the words and stems that must be there too, its text and groups."""

    words: frozenset[str]
    stems: tuple[str, ...]
    text: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """What one word is good for. `alone` are the groups of the phrase that it is by itself, `begins` the longer phrases that
    begin with it. `against`: groups that it surely belongs to unless it is part of one of the phrases `within`. `hosts`: hosts
    of that name that say something.
    """

    alone: tuple[tuple[str, tuple[str, ...]], ...] = ()
    begins: tuple[Longer, ...] = ()
    against: tuple[str, ...] = ()
    within: tuple[Longer, ...] = ()
    hosts: tuple[tuple[str, str], ...] = ()


class Bag:
    """The words of a field, and the phrases by group that they could make. With `slips`, misspelled words count."""

    def __init__(self, found: Iterable[str], *, slips: bool) -> None:
        self.words = frozenset(found)
        self.phrases: dict[str, set[str]] = {}
        self.against: dict[str, set[str]] = {}
        self.hosts: list[tuple[str, str]] = []
        self._heads: frozenset[str] | None = None
        for use in filter(None, map(uses.__getitem__, self.words)):
            for text, groups in use.alone:
                self.add(text, groups)
            for phrase in use.begins:
                if phrase.words <= self.words and (not phrase.stems or all(map(self._begins, phrase.stems))):
                    self.add(phrase.text, phrase.groups)
            self.hosts += use.hosts
        if slips:
            for word in self.words:
                self.add("", _slips(word))

    def add(self, text: str, groups: Iterable[str]) -> None:
        for group in groups:
            self.phrases.setdefault(group, set()).add(text)

    def has(self, phrase: Longer) -> bool:
        """Are all words of the phrase there, in whatever order?"""
        return phrase.words <= self.words and (not phrase.stems or all(map(self._begins, phrase.stems)))

    def _beginnings(self) -> frozenset[str]:
        if self._heads is None:
            self._heads = frozenset(map(_head, self.words))
        return self._heads

    def _begins(self, stem: str) -> bool:
        return stem[:_HEAD] in self._beginnings() and any(word.startswith(stem) for word in self.words)

    def count_against(self, surely: Iterable[str]) -> None:
        """Of the words that surely stand in the field, count those that speak against an interview and are part of no longer
        phrase.
        """
        for word in set(surely):
            use = uses[word]
            if use is not None and use.against and not any(map(self.has, use.within)):
                for group in use.against:
                    self.against.setdefault(group, set()).add(word)


class _Uses(dict[str, Use | None]):
    """By word, what it is good for; None when it is good for nothing."""

    def __missing__(self, word: str) -> Use | None:
        if word.isdigit() and word not in words().exact:
            return None
        self[word] = use = _use(word)
        return use


uses = _Uses()


def best(title: Bag, body: Bag, links: Collection[str], organizer: int, *, repeats: bool) -> int:
    """The most that these could come to. `links` are the sides that links may speak of, `organizer` what the organizer is
    worth.
    """
    telling = bool(_TELLING & (title.phrases.keys() | body.phrases.keys()))
    said = _field("title", title, telling=True) + _field("body", body, telling=telling)
    others = organizer + sum(_SIDES[side] for side in set(links))
    against = _against(title, body)
    return max(others, said + others - (10 if repeats else 0)) + against


def _field(name: str, bag: Bag, *, telling: bool) -> int:
    if not bag.phrases:
        return 0
    worths, tier, soft, hint, total = _worths()[name], 0, 0, 0, 0
    for group, texts in bag.phrases.items():
        points, each = worths.get(group, _NOTHING)
        if group in _TIERS:
            tier = max(tier, points)
        elif group == "soft":
            soft = points
        elif group == "hint":
            hint = points
        elif points > 0:
            total += (points if telling or group != "sign" else _SIGN_ALONE) * min(each, len(texts))
    return total + max(tier + soft, hint)


def _against(title: Bag, body: Bag) -> int:
    """What surely counts against it, with what could make up for it."""
    total = 0
    for name, bag in (("title", title), ("body", body)):
        for group, texts in bag.against.items():
            points, each = _worths()[name].get(group, _NOTHING)
            if (group, name) == ("doubt", "title") and {"job", "sign"} & title.phrases.keys():
                points = -10
            total += points * min(each, len(texts))
    # The organizer and a link to join strengthen a word that is there.
    return total + (15 if _STRONG & title.phrases.keys() or _STRONG & body.phrases.keys() else 0)


_NOTHING = (0, 1)
_SIGN_ALONE = 5


@lru_cache(maxsize=1)
def _worths() -> dict[str, dict[str, tuple[int, int]]]:
    """By field and group, the points and how many phrases may count."""
    rows: dict[str, dict[str, dict[str, Any]]] = words().tables["groups"]
    found: dict[str, dict[str, tuple[int, int]]] = {"title": {}, "body": {}}
    for group, fields in rows.items():
        for name, row in fields.items():
            found[name][group] = row["points"], row.get("each", 1)
    return found


@lru_cache(maxsize=1)
def _useful() -> frozenset[str]:
    return frozenset(group for groups in _worths().values() for group, (points, _) in groups.items() if points > 0)


@lru_cache(maxsize=8192)
def _slips(word: str) -> tuple[str, ...]:
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
    for stem, longer in known.stems.get(word[:_HEAD], {}).items():
        if word.startswith(stem):
            phrases += longer
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
    whole = frozenset(word for word in wanted if not word.endswith("*"))
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
