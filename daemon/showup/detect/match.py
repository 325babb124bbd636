"""Finding the phrases of all lexicons in a folded text.

Scripts that part their words are compared word by word, so that "hr" is found in neither "three" nor "Chris";
the others by the longest phrase at each place. A phrase inside a longer one does not count: "mock
interview" hides "interview".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from msgspec import Struct, field
from msgspec.structs import replace

from showup.detect.compiled import Phrase, Words, words
from showup.detect.scripts import TOKEN, UNSPACED, tokens
from showup.detect.wordlists import GAP, Entry, Sense

__all__ = ["UNSPACED", "Hit", "Vocabulary", "tokens", "vocabulary"]

_HEAD = 3  # a stem is at least this long
_BREAK = re.compile(r"[|:@();!?•]|\s[-–—]\s")  # no phrase goes across: "interview @ podcast network"
_MOST_HITS = 200
_WIDEST = 4  # words in a gap
_NAMING = frozenset({"job", "neutral", "lookalike"})  # "technical writer" makes no technical interview


class Hit(Struct, frozen=True):
    """A phrase that was found: where in the folded text, as the lexicon writes it, and what it stands for."""

    start: int
    end: int
    text: str
    senses: tuple[Sense, ...]


class _Phrase(Struct, frozen=True):
    words: tuple[str, ...]
    text: str
    first: bool
    senses: tuple[Sense, ...]


class _Branch(Struct):
    """The phrases that begin with one word or stem: those of it alone, the longer by their second."""

    alone: list[_Phrase] = field(default_factory=list)
    by_second: dict[str, list[_Phrase]] = field(default_factory=dict)
    loose: list[_Phrase] = field(default_factory=list)

    def add(self, phrase: _Phrase) -> None:
        if len(phrase.words) == 1:
            self.alone.append(phrase)
        elif phrase.words[1] == GAP or phrase.words[1].endswith("*"):
            self.loose.append(phrase)
        else:
            self.by_second.setdefault(phrase.words[1], []).append(phrase)

    def beginning(self, second: str) -> Iterator[_Phrase]:
        yield from self.alone
        yield from self.by_second.get(second, ())
        yield from self.loose


class Vocabulary:
    """The phrases, indexed by their first word; a branch is made when its word is met."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._senses = tuple(Sense(*sense) for sense in words.senses)
        self._exact: dict[str, _Branch] = {}
        self._stems: dict[str, _Branch] = {}
        self._anywhere: re.Pattern[str] | None = None

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Vocabulary:
        """The one of these entries alone."""
        from showup.detect.compiling import indexed  # noqa: PLC0415 - rarely wanted

        return cls(indexed(entries))

    def find(self, folded: str, *, anchored: bool = True) -> list[Hit]:
        """Everything that counts, in order of place; phrases tied to the beginning only if `anchored`."""
        hits = [*self._spaced(folded, anchored=anchored), *self._unspaced(folded)]
        words = _outermost(_with_senses(hits, kinds=False))
        names = [hit for hit in words if not _NAMING.isdisjoint(sense.group for sense in hit.senses)]
        kinds = [hit for hit in _with_senses(hits, kinds=True) if not any(_inside(hit, name) for name in names)]
        return words[:_MOST_HITS] + kinds[:_MOST_HITS]

    def _spaced(self, folded: str, *, anchored: bool) -> Iterator[Hit]:
        spans = [(found[0], found.start(), found.end()) for found in TOKEN.finditer(folded)]
        words, exact, stems = [word for word, _, _ in spans], self._words.exact, self._words.stems
        for place, word in enumerate(words):
            if word not in exact and word[:_HEAD] not in stems:
                continue
            following = words[place + 1] if place + 1 < len(words) else ""
            for phrase in self._beginning(word, following):
                if phrase.first and (place or not anchored):
                    continue
                last = _last(words, place, phrase.words)
                if last is not None and not _BREAK.search(folded, spans[place][2], spans[last][1]):
                    yield Hit(spans[place][1], spans[last][2], phrase.text, phrase.senses)

    def _beginning(self, word: str, following: str) -> Iterator[_Phrase]:
        if word in self._words.exact:
            yield from self._branch(self._exact, word, self._words.exact[word]).beginning(following)
        for stem, phrases in self._words.stems.get(word[:_HEAD], {}).items():
            if word.startswith(stem):
                yield from self._branch(self._stems, stem, phrases).beginning(following)

    def _branch(self, known: dict[str, _Branch], head: str, phrases: list[Phrase]) -> _Branch:
        if head not in known:
            known[head] = branch = _Branch()
            for phrase in phrases:
                branch.add(_Phrase(phrase.words, phrase.text, phrase.first, self._meant(phrase.senses)))
        return known[head]

    def _meant(self, numbers: Iterable[int]) -> tuple[Sense, ...]:
        return tuple(self._senses[number] for number in numbers)

    def _unspaced(self, folded: str) -> Iterator[Hit]:
        if folded.isascii() or not UNSPACED.search(folded):
            return
        if self._anywhere is None:
            longest_first = sorted(self._words.inside, key=len, reverse=True)
            self._anywhere = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        for found in islice(self._anywhere.finditer(folded), _MOST_HITS):
            shown, senses = self._words.inside[found[0]]
            yield Hit(found.start(), found.end(), shown, self._meant(senses))
            yield from self._kinds_within(found[0], found.start())

    def _kinds_within(self, phrase: str, start: int) -> Iterator[Hit]:
        """A kind is told by a part of a phrase: the "技术" of "技术面试"."""
        for length in range(2, len(phrase)):
            for place in range(len(phrase) - length + 1):
                shown, senses = self._words.inside.get(phrase[place : place + length], ("", ()))
                kinds = tuple(sense for sense in self._meant(senses) if sense.group.startswith("kind:"))
                if kinds:
                    yield Hit(start + place, start + place + length, shown, kinds)


def _last(words: list[str], place: int, wanted: tuple[str, ...]) -> int | None:
    """Where a phrase ends whose first word stands at `place`; None when it goes on otherwise."""
    gap = False
    for want in wanted[1:]:
        if want == GAP:
            gap = True
            continue
        reach = _WIDEST + 1 if gap else 1
        found = (at for at, word in enumerate(words[place + 1 : place + 1 + reach], place + 1) if _is(word, want))
        place = next(found, -1)
        if place < 0:
            return None
        gap = False
    return place


def _is(word: str, want: str) -> bool:
    return word == want or (want[-1] == "*" and word.startswith(want[:-1]))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The one of all lexicons together."""
    return Vocabulary(words())


def _with_senses(hits: list[Hit], *, kinds: bool) -> list[Hit]:
    """The hits with those senses only that name kinds, or that do not."""
    kept = ((hit, tuple(sense for sense in hit.senses if sense.group.startswith("kind:") is kinds)) for hit in hits)
    return [hit if senses == hit.senses else replace(hit, senses=senses) for hit, senses in kept if senses]


def _inside(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end and (hit.end - hit.start) < (other.end - other.start)


def _outermost(hits: list[Hit]) -> list[Hit]:
    """The hits that lie in no longer one; those of the very same place are all kept."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        last = kept[-1] if kept else None
        if last is None or hit.end > last.end or (hit.start, hit.end) == (last.start, last.end):
            kept.append(hit)
    return kept
