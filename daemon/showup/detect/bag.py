"""What the words of an event could come to at best, in whatever order they stood: a bound, made word by word and remembered.

It is never below what showup.detect.words and the signs of links come to, and much quicker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from operator import itemgetter

from showup.detect.uses import Longer, uses, worths
from showup.detect.uses import slips as misspelled

__all__ = ["Bag", "best"]

_TIERS = ("sure", "plain", "weak", "stage")  # of these, and of hints, the strongest counts
_TELLING = frozenset({"sure", "plain", "weak", "stage", "soft", "address"})
_STRONG = frozenset({"sure", "plain", "weak", "address"})
_NOTHING = (0, 1)
_SIGN_ALONE = 5
_SIDES = {"candidate": 45, "posting": 20, "scheduled": 10, "interviewer": 0}
_HEAD = 3  # a stem is at least this long
_head = itemgetter(slice(0, _HEAD))


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
                self.add("", misspelled(word))

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
    rows, tier, soft, hint, total = worths()[name], 0, 0, 0, 0
    for group, texts in bag.phrases.items():
        points, each = rows.get(group, _NOTHING)
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
            points, each = worths()[name].get(group, _NOTHING)
            if (group, name) == ("doubt", "title") and {"job", "sign"} & title.phrases.keys():
                points = -10
            total += points * min(each, len(texts))
    # The organizer and a link to join strengthen a word that is there.
    return total + (15 if _STRONG & title.phrases.keys() or _STRONG & body.phrases.keys() else 0)
