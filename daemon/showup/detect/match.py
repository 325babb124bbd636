"""Finding the phrases of all lexicons in a text.

One automaton goes over the bytes of the text once, and knows all phrases by their beginnings. Scripts that part their words
are compared word by word, so that "hr" is found in neither "three" nor "Chris"; the others anywhere. A phrase inside a longer
one does not count: "mock interview" hides "interview".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec
from daachorse import DoubleArrayAhoCorasick
from msgspec import Struct
from msgspec.structs import replace

from showup.detect.compiled import Phrase, Words, automaton, words
from showup.detect.line import line_of
from showup.detect.scripts import UNSPACED, tokens
from showup.detect.wordlists import GAP, Entry, Sense

__all__ = ["UNSPACED", "Hit", "Vocabulary", "tokens", "vocabulary"]

_MOST_HITS = 200
_GAP = GAP.encode()
_WIDEST = 4  # words in a gap
_FAR = 400  # bytes in which the rest of a phrase is looked for
_NAMING = frozenset({"job", "neutral", "lookalike"})  # "technical writer" makes no technical interview


class Hit(Struct, frozen=True, gc=False):
    """A phrase that was found: where in the line, what is written there, the phrase as the lexicon writes it, its senses."""

    start: int
    end: int
    said: str
    text: str
    senses: tuple[Sense, ...]


class _Known(Struct, frozen=True):
    phrase: Phrase
    senses: tuple[Sense, ...]


class Vocabulary:
    """The phrases, found by their beginnings; a phrase is made when its beginning is met."""

    def __init__(self, words: Words, automaton: DoubleArrayAhoCorasick) -> None:
        self._words = words
        self._automaton = automaton
        self._senses = tuple(Sense(*sense) for sense in words.senses)
        self._starts = memoryview(words.starts).cast("I")
        self._met: dict[int, tuple[_Known, ...]] = {}

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Vocabulary:
        """The one of these entries alone."""
        from showup.detect.compiling import indexed  # noqa: PLC0415 - rarely wanted

        made = indexed(entries)
        return cls(made, DoubleArrayAhoCorasick.deserialize(made.automaton))

    def find(self, text: str, *, anchored: bool = True) -> list[Hit]:
        """Everything that counts in a text, in order of place; phrases tied to the beginning only if `anchored`."""
        return self.find_in(line_of(text), anchored=anchored)

    def find_in(self, line: bytes, *, anchored: bool = True) -> list[Hit]:
        """The same in a line."""
        hits = list(self._hits(line, anchored=anchored))
        words = _outermost(_with_senses(hits, kinds=False))
        names = [hit for hit in words if not _NAMING.isdisjoint(sense.group for sense in hit.senses)]
        kinds = [hit for hit in _with_senses(hits, kinds=True) if not any(_inside(hit, name) for name in names)]
        return words[:_MOST_HITS] + kinds[:_MOST_HITS]

    def scan(self, text: bytes) -> list[tuple[int, int, int]]:
        """Nothing but the pass of the automaton: start, end and number of every beginning in any bytes."""
        return self._automaton.find_overlapping(text)

    def speaks(self, line: bytes, place: int) -> bool:
        """Is there the beginning of any phrase that could speak for an interview, in this place (IN_TITLE, IN_TEXT)?"""
        telling = self._words.telling
        for _, _, number in self._automaton.find_overlapping(line):
            if telling[number] & place:
                return True
        return False

    def _hits(self, line: bytes, *, anchored: bool) -> Iterator[Hit]:
        for start, end, number in self._automaton.find_overlapping(line):
            for known in self._met.get(number) or self._meet(number):
                if last := _end(known.phrase, line, start, end, anchored=anchored):
                    begin = start if known.phrase.inside else start + 1
                    yield Hit(begin, last, line[begin:last].decode(errors="replace"), known.phrase.text, known.senses)

    def _meet(self, number: int) -> tuple[_Known, ...]:
        packed = self._words.phrases[self._starts[number] : self._starts[number + 1]]
        phrases = msgspec.msgpack.decode(packed, type=tuple[Phrase, ...])
        met = tuple(_Known(phrase, tuple(self._senses[sense] for sense in phrase.senses)) for phrase in phrases)
        self._met[number] = met
        return met


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The one of all lexicons together."""
    return Vocabulary(words(), automaton())


def _end(phrase: Phrase, line: bytes, start: int, end: int, *, anchored: bool) -> int:
    """Where a phrase ends whose beginning stands from `start` to `end`; 0 if it does not go on so."""
    if phrase.tail:
        if not line.startswith(phrase.tail, end):
            return 0
        end += len(phrase.tail)
    if phrase.first and not (anchored and not line[:start].strip()):
        return 0
    if phrase.inside:
        return end
    last = line.find(b" ", end) if phrase.open else end - 1
    return _goes_on(line, last, phrase.rest) if phrase.rest else last


def _goes_on(line: bytes, at: int, rest: tuple[bytes, ...]) -> int:
    """Where a phrase ends that is to go on with these words after `at`, the end of a word; 0 if it does not."""
    following = line[at + 1 : at + _FAR].split(b" ")
    place, gap = 0, False
    for want in rest:
        if want == _GAP:
            gap = True
            continue
        for word in following[place : place + (_WIDEST + 1 if gap else 1)]:
            if not word:
                return 0  # punctuation
            place += 1
            at += len(word) + 1
            if word == want or (want[-1:] == b"*" and word.startswith(want[:-1])):
                break
        else:
            return 0
        gap = False
    return at


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
