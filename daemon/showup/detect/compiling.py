"""Making the detector's words ready: what showup.detect.compiled keeps."""

from __future__ import annotations

import re
import tomllib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import accumulate
from operator import or_
from pathlib import Path
from typing import Any

import msgspec
from daachorse import DoubleArrayAhoCorasick
from msgspec.structs import replace

from showup.detect.compiled import (
    ALONE,
    BY_NAME,
    FAINT_IN_TEXT,
    FAINT_IN_TITLE,
    IN_TEXT,
    IN_TITLE,
    Lexicon,
    Phrase,
    Words,
)
from showup.detect.fold import fold, plain
from showup.detect.line import is_unspaced, line_of, lined
from showup.detect.typos import SHORTEST, ends_of
from showup.detect.wordlists import GAP, Entry, Sense, WordList, word_lists

__all__ = ["indexed", "made"]

_LONGEST = 16  # bytes of a piece: more of them make the automaton larger than it makes it better
# Digits that survive folding, for the signs of the lexicons.
_STAR, _GAP = "908070809", " 908071809 "
_AT_END = re.compile(r"(?<=\S)\*(?=\s|$)")
_A_STAR, _A_GAP = _STAR.encode(), _GAP.strip().encode()
_BOTH = IN_TITLE | IN_TEXT
_NOWHERE = b"\xff"  # no byte of UTF-8
# What has these has to be decoded before anybody knows what it says.
_CODED = (b"=quoted printable", b"=base64", b"<", b"%", b"\0", b"\xef\xbf\xbd")
# Groups that never speak for an interview, in no company.
_SILENT = frozenset(
    {
        "lookalike",
        "doubt",
        "relative",
        "prep",
        "debrief",
        "task",
        "interviewer",
        "cancelled",
        "called_off",
        "hosting",
        "elsewhere",
        "disclaimed",
        "phishing",
        "neutral",
    }
)
# Nothing by themselves in a text: meetings, coffee, names of jobs.
_IN_TITLE_ONLY = frozenset({"hint", "soft", "job", "candidate", "admission", "hold"})
# Nothing by themselves in a title either.
_FAINT = frozenset({"hint", "soft", "admission"})
# In a text, one is nothing: every work speaks of a position once.
_FAINT_IN_TEXT = frozenset({"sign"})
# Said of every other meeting.
_EVERYDAY = frozenset({"hint", "soft"})
_NAMES = frozenset({"sure", "plain", "weak", "stage"})
_TIERS = ("sure", "plain", "weak")


def made() -> Words:
    """All data files, read and made ready."""
    lists = word_lists()
    tables = {
        file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(Path(__file__).parent.glob("*.toml"))
    }
    entries = [entry for words in lists for entry in words.entries]
    around = {words.language: words.around for words in lists if words.around}
    return replace(indexed(entries, [_language(words) for words in lists], tables), around=around)


def indexed(
    entries: Iterable[Entry], languages: Iterable[Lexicon] = (), tables: dict[str, dict[str, Any]] | None = None
) -> Words:
    """The entries, ready to be found."""
    languages = list(languages)
    entries = list(entries)
    everyday = frozenset(
        [word.encode() for lexicon in languages for word in lexicon.common]
        + [line_of(entry.text).strip() for entry in entries if entry.sense.group in _EVERYDAY]
    )
    senses: dict[Sense, int] = {}
    found: dict[bytes, dict[Phrase, list[int]]] = defaultdict(dict)
    slips: dict[str, tuple[str, list[int]]] = {}
    for entry in entries:
        sense = senses.setdefault(entry.sense, len(senses))
        line = line_of(_AT_END.sub(_STAR, entry.text).replace(GAP, _GAP))
        piece, phrase = _inside(entry, line) if entry.unspaced and is_unspaced(line) else _spaced(entry, line, everyday)
        if piece:
            found[piece].setdefault(phrase, []).append(sense)
        word = line.decode().strip().removesuffix(_STAR)
        if entry.sense.group in _TIERS and len(word) >= SHORTEST and " " not in word and not entry.unspaced:
            slips.setdefault(word, (_shown(entry), []))[1].append(sense)
    always = {words[:_LONGEST] for words in (*_CODED, *_hosts(tables or {}), *map(_spaced_out, slips))}
    for piece in always:
        found[piece]  # that it stands there is all that matters
    pieces, told = sorted(found) or [_NOWHERE], tuple(senses)
    known = [_phrases(found[piece], told) for piece in pieces]
    packed = [msgspec.msgpack.encode(phrases) for phrases in known]
    return Words(
        senses=told,
        automaton=DoubleArrayAhoCorasick(pieces).serialize(),
        phrases=memoryview(b"".join(packed)),
        starts=memoryview(array("I", accumulate(map(len, packed), initial=0)).tobytes()),
        telling=memoryview(
            bytes(
                _BOTH | ALONE if piece in always else _any(phrases)
                for piece, phrases in zip(pieces, known, strict=True)
            )
        ),
        slips=_misspelled(slips),
        languages=languages,
        tables=tables or {},
    )


def _hosts(tables: dict[str, dict[str, Any]]) -> Iterator[bytes]:
    """The hosts whose links say something about hiring, as they stand in a line."""
    return (lined(row["host"].encode()) for row in tables.get("hosts", {}).get("side", ()))


def _spaced_out(word: str) -> bytes:
    return " ".join(["", *word, ""]).encode()


def _phrases(known: dict[Phrase, list[int]], senses: tuple[Sense, ...]) -> list[Phrase]:
    """The phrases of one piece, with what they mean and where that could speak for an interview."""
    return [
        replace(phrase, senses=tuple(numbers), tells=_telling(phrase, {senses[number].group for number in numbers}))
        for phrase, numbers in known.items()
    ]


def _any(phrases: Iterable[Phrase]) -> int:
    return reduce(or_, (phrase.tells for phrase in phrases), 0)


def _telling(phrase: Phrase, groups: set[str]) -> int:
    """Where a phrase that means these could speak for an interview, IN_TITLE, IN_TEXT, and whether it names one."""
    speaking = {group for group in groups - _SILENT if not group.startswith("kind:")}
    if speaking & _NAMES and _is_whole(phrase):
        return _BOTH | BY_NAME | ALONE
    in_text = speaking - _IN_TITLE_ONLY
    if in_text - _FAINT_IN_TEXT:
        return _BOTH
    telling = FAINT_IN_TEXT if in_text else 0
    if speaking - _FAINT:
        return telling | IN_TITLE
    return telling | FAINT_IN_TITLE if speaking else 0


def _is_whole(phrase: Phrase) -> bool:
    """Is the piece all of the phrase?"""
    return not (phrase.rest or phrase.before or phrase.tail or phrase.first)


def _inside(entry: Entry, line: bytes) -> tuple[bytes, Phrase]:
    return _cut(line.strip(), Phrase(_shown(entry), b"", (), (), inside=True, first=entry.first))


def _spaced(entry: Entry, line: bytes, everyday: frozenset[bytes]) -> tuple[bytes, Phrase]:
    """The piece that the automaton finds, and what stands before and behind it."""
    words = line.split()
    if not words:
        return b"", Phrase("", b"", (), ())
    begin, end = max(_pieces(words), key=lambda piece: _rarity(words[slice(*piece)], everyday))
    is_open = words[end - 1].endswith(_A_STAR)
    whole = b" ".join([b"", *words[begin : end - 1], words[end - 1].removesuffix(_A_STAR)])
    before = tuple(map(_as_written, reversed(words[:begin])))
    rest = tuple(map(_as_written, words[end:]))
    phrase = Phrase(_shown(entry), b"", rest, (), before=before, open=is_open, first=entry.first)
    return _cut(whole if is_open else whole + b" ", phrase)


def _pieces(words: list[bytes]) -> Iterator[tuple[int, int]]:
    """Where the runs of words begin and end that stand side by side, none but the last a stem."""
    begin = 0
    for place, word in enumerate(words):
        if word == _A_GAP:
            if place > begin:
                yield begin, place
            begin = place + 1
        elif word.endswith(_A_STAR):
            yield begin, place + 1
            begin = place + 1
    if begin < len(words):
        yield begin, len(words)


def _rarity(words: list[bytes], everyday: frozenset[bytes]) -> float:
    """The longer, the rarer, apart from the small words of any language and from stems, which begin many words."""
    letters = sum(len(word) / 4 if word in everyday else len(word) for word in words)
    return letters - 2 * len(_A_STAR) if words[-1].endswith(_A_STAR) else letters


def _as_written(word: bytes) -> bytes:
    return GAP.encode() if word == _A_GAP else word.replace(_A_STAR, b"*")


def _cut(whole: bytes, phrase: Phrase) -> tuple[bytes, Phrase]:
    more = phrase.inside or phrase.first or phrase.open or phrase.rest or phrase.before
    simple = len(whole) <= _LONGEST and not more
    return whole[:_LONGEST], replace(phrase, tail=whole[_LONGEST:], simple=simple)


def _shown(entry: Entry) -> str:
    return entry.text.replace("*", "")


def _misspelled(known: dict[str, tuple[str, list[int]]]) -> dict[str, list[tuple[str, str, tuple[int, ...]]]]:
    table: dict[str, list[tuple[str, str, tuple[int, ...]]]] = defaultdict(list)
    for word, (shown, senses) in known.items():
        for key in ends_of(word):
            table[key].append((word, shown, tuple(senses)))
    return dict(table)


def _language(words: WordList) -> Lexicon:
    folded = {name: frozenset(fold(plain(text, 80)) for text in texts) for name, texts in words.lists.items()}
    return Lexicon(
        words.language, len(words.entries),
        folded["common"], folded["at"], folded["with"], folded["for"], folded["filler"], words.unspaced,
    )  # fmt: skip
