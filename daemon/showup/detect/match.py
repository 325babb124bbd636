"""Finding the phrases of all lexicons in a text.

One automaton goes over the bytes of the text once, and knows all phrases by their rarest pieces. Scripts that part their words
are compared word by word, so that "hr" is found in neither "three" nor "Chris"; the others anywhere. A phrase inside a longer
one does not count: "mock interview" hides "interview".
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import msgspec
from daachorse import DoubleArrayAhoCorasick
from msgspec import Struct

from showup.detect.compiled import ALONE, Phrase, Words, automaton, words
from showup.detect.line import line_of
from showup.detect.scripts import tokens
from showup.detect.wordlists import GAP, Entry, Sense

__all__ = ["ANYWHERE", "Hit", "Known", "Vocabulary", "known_of", "outermost", "tokens", "vocabulary"]

ANYWHERE = frozenset({"en", ""})  # what English says counts in every text
_TELLING = frozenset({"sure", "plain", "weak", "stage", "address", "lookalike", "exam", "interviewer", "called_off"})
_MOST_HITS = 400
_GAP = GAP.encode()
_WIDEST = 4  # words in a gap
_FAR = 400  # bytes in which the rest of a phrase is looked for


class Known(Struct, frozen=True, gc=False):
    """A phrase as the lexicons know it: `senses` of its own, `kinds` of interviews that it names. `foreign`: what it means
    depends on the language that is spoken. `needs` is the beginning of a word that must stand somewhere in the line, `telling`
    are the languages in which it is one of hiring. `groups` remembers by language what it stood for.
    """

    phrase: Phrase
    senses: tuple[Sense, ...]
    kinds: tuple[Sense, ...] = ()
    foreign: bool = False
    needs: bytes = b""
    telling: frozenset[str] = frozenset()
    groups: dict[tuple[str, ...], frozenset[str]] = {}


class Hit(Struct, frozen=True, gc=False):
    """A phrase that was found: where in which line, and what is known of the phrase."""

    start: int
    end: int
    line: bytes
    known: Known

    @property
    def said(self) -> str:
        """What is written there."""
        return self.line[self.start : self.end].decode(errors="replace")

    @property
    def text(self) -> str:
        """The phrase as the lexicon writes it."""
        return self.known.phrase.text

    @property
    def senses(self) -> tuple[Sense, ...]:
        """What it stands for; nothing where it only names a kind."""
        return self.known.senses


class Vocabulary:
    """The phrases, found by their pieces; a phrase is made when its piece is met."""

    def __init__(self, words: Words, automaton: DoubleArrayAhoCorasick) -> None:
        self._words = words
        self._automaton = automaton
        self._senses = tuple(Sense(*sense) for sense in words.senses)
        self._starts = words.starts.cast("I")
        self._met: dict[int, tuple[Known, ...]] = {}

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Vocabulary:
        """The one of these entries alone."""
        from showup.detect.compiling import indexed  # noqa: PLC0415 - rarely wanted

        made = indexed(entries)
        return cls(made, DoubleArrayAhoCorasick.deserialize(made.automaton))

    def find(self, text: str, *, anchored: bool = True) -> list[Hit]:
        """Everything that counts in a text, in order of place; phrases tied to the beginning only if `anchored`."""
        return outermost([hit for hit in self.all_in(line_of(text), anchored=anchored) if hit.senses])

    def scan(self, text: bytes) -> list[tuple[int, int, int]]:
        """Nothing but the pass of the automaton: start, end and number of every piece in any bytes."""
        return self._automaton.find_overlapping(text)

    def telling(self, line: bytes, wanted: int) -> list[int]:
        """Of each different phrase that stands there and tells one of the `wanted` things (see Words), all that it tells; and of
        each mark that could hide one. Of a phrase that is tied to the beginning of a text it is not asked where it stands.
        """
        telling = self._words.telling
        pieces = self._automaton.find_overlapping(line)
        found: dict[str | int, int] = {}
        for number in {number for _, _, number in pieces}:
            flags = telling[number] & wanted
            if not flags:
                continue
            if telling[number] & ALONE:
                found[number] = telling[number]
                continue
            for known in self._met.get(number) or self._meet(number):
                tells = known.phrase.tells
                if tells & wanted and known.needs in line and _stands(known, line, number, pieces):
                    found[known.phrase.text] = tells
        return list(found.values())

    def all_in(self, line: bytes, *, anchored: bool = True) -> list[Hit]:
        """Every phrase of a line, those inside of others too."""
        hits: list[Hit] = []
        for start, end, number in self._automaton.find_overlapping(line):
            for known in self._met.get(number) or self._meet(number):
                if known.phrase.simple:
                    hits.append(Hit(start + 1, end - 1, line, known))
                    continue
                place = _place_of(known, line, start, end)
                if place and not (known.phrase.first and not (anchored and line[: place[0]].isspace())):
                    hits.append(Hit(*place, line, known))
            if len(hits) > _MOST_HITS:
                break
        return hits

    def _meet(self, number: int) -> tuple[Known, ...]:
        packed = self._words.phrases[self._starts[number] : self._starts[number + 1]]
        phrases = msgspec.msgpack.decode(packed, type=tuple[Phrase, ...])
        met = tuple(known_of(phrase, (self._senses[sense] for sense in phrase.senses)) for phrase in phrases)
        self._met[number] = met
        return met


def known_of(phrase: Phrase, meant: Iterable[Sense]) -> Known:
    """What is known of a phrase that has these senses."""
    meant = tuple(meant)
    kinds = tuple(sense for sense in meant if sense.group.startswith("kind:"))
    senses = tuple(sense for sense in meant if sense not in kinds)
    foreign = any(sense.language not in ANYWHERE for sense in meant)
    around = [word for word in (*phrase.rest, *phrase.before) if word != _GAP]
    needs = max((b" " + word.removesuffix(b"*") for word in around), key=len, default=b"")
    telling = frozenset(sense.language for sense in senses if sense.language and sense.group in _TELLING)
    return Known(phrase, senses, kinds, foreign, needs, telling)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The one of all lexicons together."""
    return Vocabulary(words(), automaton())


def _stands(known: Known, line: bytes, piece: int, pieces: Iterable[tuple[int, int, int]]) -> bool:
    """Does it stand at any of the places of its piece?"""
    return known.phrase.simple or any(
        _place_of(known, line, start, end) for start, end, number in pieces if number == piece
    )


def _place_of(known: Known, line: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Where a phrase begins and ends whose piece stands from `start` to `end`; None if more is wanted there."""
    phrase = known.phrase
    if known.needs not in line or not line.startswith(phrase.tail, end):
        return None
    end += len(phrase.tail)
    if phrase.inside:
        return start, end
    last = line.find(b" ", end) if phrase.open else end - 1
    if phrase.rest:
        length = _length(line[last + 1 : last + _FAR].split(b" "), phrase.rest)
        if not length:
            return None
        last += length
    if phrase.before:
        length = _length(line[max(start - _FAR, 0) : start].split(b" ")[::-1], phrase.before)
        if not length:
            return None
        start -= length
    return start + 1, last


def _length(words: list[bytes], wanted: tuple[bytes, ...]) -> int:
    """How many bytes of these words, with their spaces, the wanted ones take; 0 if they are not there."""
    length = place = 0
    gap = False
    for want in wanted:
        if want == _GAP:
            gap = True
            continue
        for word in words[place : place + (_WIDEST + 1 if gap else 1)]:
            if not word:
                return 0  # punctuation
            place += 1
            length += len(word) + 1
            if word == want or (want[-1:] == b"*" and word.startswith(want[:-1])):
                break
        else:
            return 0
        gap = False
    return length


def outermost(hits: list[Hit]) -> list[Hit]:
    """The hits that lie in no longer one, in order of place; those of the very same place are all kept."""
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    end = -1
    for hit in sorted(hits, key=_place):
        if hit.end > end or (hit.start, hit.end) == (kept[-1].start, kept[-1].end):
            kept.append(hit)
            end = hit.end
    return kept


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end
