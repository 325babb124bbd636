"""A title taken apart: what is left when the words for interviews, the times and the fillers are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from showup.detect.compiled import Lexicon, words
from showup.detect.fold import fold
from showup.detect.line import is_unspaced
from showup.detect.match import tokens, vocabulary
from showup.detect.view import View

__all__ = ["Piece", "is_job", "pieces_of"]

_LONGEST = 60
_BREAK = re.compile(r"\s[-–—/|×xX•·~]+\s|\s?[:|()\[\]<>,;•·–—↔⇄【】「」『』（）：、｜／！？，|]+\s?|(?<=\w)- ")
_WORD = re.compile(r"\S+")
_TIME = re.compile(r"[\d:.,/]+(?:am|pm|AM|PM|h|uhr|Uhr)?|#?\d+[^\W\dA-Z]{0,4}[.º°ª]?")
_SERVICES = re.compile(
    r"\b(?:Google Meet|Microsoft Teams|MS Teams|Cisco Webex|Amazon Chime|Google Hangouts)\b", re.IGNORECASE
)
_LINKING = frozenset({"of", "de", "du", "des", "di", "da", "do", "del", "della", "der", "van", "&"})
_WHERE = frozenset({"in", "near", "im", "à"})
# The everyday nouns of the trade; after "at" or "with" even a word like "Telefónica" is a name.
_NOUNS = frozenset({"sure", "plain", "weak", "cancelled"})
_NAMING = frozenset({"job", "sign", "neutral", "doubt", "task", "phishing", "called_off"})


class Piece(Struct, frozen=True):
    """Words that nothing else explains. `before` is what stood in front: at, with, for, in or nothing."""

    text: str
    before: str = ""


class _Known(Struct, frozen=True):
    """The folded words that belong to no name: `spent` on other meanings, `nouns` among them, and fillers."""

    spent: frozenset[str]
    nouns: frozenset[str]
    fillers: frozenset[str]
    lexica: tuple[Lexicon, ...]


class _Place(Struct, frozen=True):
    """Where a word stands: in a run that has `started`, `after` which preposition, before which word."""

    started: bool
    after: str
    following: str


def pieces_of(view: View) -> list[Piece]:
    """The pieces of the title in order."""
    lexica, fillers = _lexica(view.languages[:2])
    known = _Known(_words_of(view, nouns=False), _words_of(view, nouns=True), fillers, lexica)
    cuts = [hit.text for hit in view.title_hits if any(sense.group not in _NAMING for sense in hit.senses)]
    return [piece for part in _BREAK.split(view.title) for piece in _runs(_cut(part, cuts, lexica), known)]


@lru_cache(maxsize=64)
def _lexica(languages: tuple[str, ...]) -> tuple[tuple[Lexicon, ...], frozenset[str]]:
    """Those of English and of these languages, and all their words that belong to no name."""
    lexica = tuple(lexicon for lexicon in words().languages if lexicon.language in ("en", *languages))
    return lexica, frozenset(word for lexicon in lexica for word in lexicon.filler | lexicon.common)


@lru_cache(maxsize=512)
def is_job(text: str) -> bool:
    """Does it hold a word for a job?"""
    hits = vocabulary().find(fold(text), anchored=False)
    return any(sense.group == "job" for hit in hits for sense in hit.senses)


def _words_of(view: View, *, nouns: bool) -> frozenset[str]:
    return frozenset(
        word
        for hit in view.title_hits
        if any(_is_spent_on(group, nouns=nouns) for group in view.groups_of(hit))
        for word in tokens(hit.said)
    )


def _is_spent_on(group: str, *, nouns: bool) -> bool:
    return group in _NOUNS if nouns else group not in _NAMING


def _cut(part: str, cuts: list[str], lexica: tuple[Lexicon, ...]) -> str:
    """In scripts without spaces, the words of the trade are cut out of what they are written onto."""
    if not is_unspaced(part.encode(errors="replace")):
        return part
    fillers = [word for lexicon in lexica if lexicon.unspaced for word in lexicon.filler if len(word) > 1]
    for word in sorted({*cuts, *fillers}, key=len, reverse=True):
        if not word.isascii():
            part = part.replace(word, " ")
    return part


def _runs(part: str, known: _Known) -> Iterator[Piece]:
    run: list[str] = []
    before = ""
    words = _WORD.findall(_SERVICES.sub(" ", part))
    for word, following in pairwise([*words, ""]):
        folded = fold(word).strip(".!?*#\"'“”„+=")
        if run and folded in _LINKING and following[:1].isupper():
            run.append(word)
        elif kind := _preposition(folded, known):
            yield from _finished(run, before)
            run, before = [], kind
        elif _is_spent(word, folded, known, _Place(bool(run), before, following)):
            yield from _finished(run, before)
            run, before = [], "" if run else before
        else:
            run.append(word)
    yield from _finished(run, before)


def _finished(run: list[str], before: str) -> Iterator[Piece]:
    text = " ".join(run).strip(" \"'“”„!?*#-–—.,/&+=。~")
    spelled_out = any(len(word) > 1 for word in run)
    if 1 < len(text) <= _LONGEST and spelled_out and any(letter.isalpha() for letter in text):
        yield Piece(text, before)


def _preposition(folded: str, known: _Known) -> str:
    if any(folded in lexicon.at for lexicon in known.lexica):
        return "at"
    if any(folded in lexicon.with_ for lexicon in known.lexica):
        return "with"
    if any(folded in lexicon.before_job for lexicon in known.lexica):
        return "for"
    return "in" if folded in _WHERE else ""


def _is_spent(word: str, folded: str, known: _Known, place: _Place) -> bool:
    parts = tokens(folded)
    if not parts or _TIME.fullmatch(word):
        return True
    capital = word[:1].isupper()
    spent = known.nouns if place.after and not place.started and capital else known.spent
    if all(part in spent or (len(parts) > 1 and part in known.fillers) for part in parts):
        return True
    # "Data Team" keeps its second word, and "chez Société Générale" its first
    named = capital and (place.started or (place.after in ("at", "with") and place.following[:1].isupper()))
    return folded in known.fillers and not named
