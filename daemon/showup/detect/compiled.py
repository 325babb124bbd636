"""The data files of the detector in the form in which they are used, kept in the cache folder because making it takes long.

The cache is never trusted: one that is not ours, not whole, or of other data files or another version is made anew, and where it
cannot be written, it is made each time.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from daachorse import DoubleArrayAhoCorasick

from showup import __version__, paths
from showup.errors import ShowupError

__all__ = [
    "ALONE",
    "BY_NAME",
    "FAINT_IN_TEXT",
    "FAINT_IN_TITLE",
    "IN_TEXT",
    "IN_TITLE",
    "Lexicon",
    "Phrase",
    "Words",
    "automaton",
    "words",
]

IN_TITLE, IN_TEXT, BY_NAME, FAINT_IN_TITLE, FAINT_IN_TEXT, ALONE = 1, 2, 4, 8, 16, 32
_HERE = Path(__file__).parent
_DIGEST, _SUM, _LENGTH = 16, 4, 4
_MOST = 16 << 20
_OTHERS_MAY_WRITE = 0o022
_FORM = 16  # of the file: to be raised when what is made of the same data files is another


class Phrase(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What may stand around one of the pieces that the automaton finds. `text` is how the lexicon writes the phrase, `tail` what
    comes next letter by letter, `rest` are the words, stems and gaps after that, `before` those before the piece, the nearest
    first, `senses` are numbers in Words.senses. One that is `open` has a stem there, one `inside` is of a script that does not
    part words, one that is `first` counts at the beginning only. `tells` is where it could speak for an interview (see Words).
    """

    text: str
    tail: bytes
    rest: tuple[bytes, ...]
    senses: tuple[int, ...]
    before: tuple[bytes, ...] = ()
    open: bool = False
    inside: bool = False
    first: bool = False
    simple: bool = False  # nothing is to be looked at: it is its piece, with a space before and behind
    tells: int = 0


class Lexicon(msgspec.Struct, frozen=True, array_like=True):
    """One language. The sets hold folded words: `common` tell the language, `at` stands before an employer,
    `with_` before an employer or a person, `before_job` before a position, `filler` belongs to no name. `size` is the
    number of its phrases.
    """

    language: str
    size: int
    common: frozenset[str]
    at: frozenset[str]
    with_: frozenset[str]
    before_job: frozenset[str]
    filler: frozenset[str]
    unspaced: bool


class Words(msgspec.Struct, frozen=True, array_like=True):
    """`senses` are pairs of group and language. `automaton` finds a piece of each phrase in a line of text. Of the piece number
    n, `phrases` has those that have it (tuples of Phrase, packed, because few of them are ever met) from place starts[n] to
    starts[n + 1], and `telling` says where one of them could speak for an interview (IN_TITLE, IN_TEXT), that one names it
    (BY_NAME), where they only add to other signs (FAINT_IN_TITLE, FAINT_IN_TEXT), and that the piece tells it ALONE. `slips` are
    words for an interview by their first and last letters, with how they are written and their senses. `tables` are the other
    data files; `around` has, by language and name, what that language says around names, numbers and links.
    """

    senses: tuple[tuple[str, str], ...]
    automaton: bytes
    phrases: memoryview
    starts: memoryview
    telling: memoryview
    slips: dict[str, list[tuple[str, str, tuple[int, ...]]]]
    languages: list[Lexicon]
    tables: dict[str, dict[str, Any]]
    around: dict[str, dict[str, list[str]]] = {}


@lru_cache(maxsize=1)
def words() -> Words:
    """What the data files come to, but the automaton, which `automaton` has."""
    return msgspec.structs.replace(_loaded(), automaton=b"")


@lru_cache(maxsize=1)
def automaton() -> DoubleArrayAhoCorasick:
    """What finds the pieces of phrases."""
    found = DoubleArrayAhoCorasick.deserialize(_loaded().automaton)
    words()
    _loaded.cache_clear()  # megabytes that nobody needs twice
    return found


@lru_cache(maxsize=1)
def _loaded() -> Words:
    key = _key()
    kept = _kept(key)
    if kept is None:
        from showup.detect.compiling import made  # noqa: PLC0415 - rarely wanted

        kept = made()
        _keep(key, kept)
    return kept


def _file() -> Path:
    return paths.cache_dir() / "detector.words"


def _key() -> bytes:
    """A name of the data files as they are now."""
    files = sorted([*os.scandir(_HERE / "lexicons"), *os.scandir(_HERE)], key=lambda item: item.path)
    states = [
        (item.name, about.st_size, about.st_mtime_ns)
        for item in files
        if item.name.endswith(".toml") and (about := item.stat())
    ]
    return hashlib.blake2b(repr((__version__, _FORM, states)).encode(), digest_size=_DIGEST).digest()


def _kept(key: bytes) -> Words | None:
    """What the cache has, None when it is not exactly that."""
    try:
        with _file().open("rb") as file:
            about = os.fstat(file.fileno())
            if about.st_uid != os.getuid() or about.st_mode & _OTHERS_MAY_WRITE or about.st_size > _MOST:
                return None
            head = file.read(_DIGEST + _SUM + _LENGTH)
            automaton = file.read(min(int.from_bytes(head[-_LENGTH:], "big"), _MOST))
            body = file.read(_MOST)
        if head[:-_LENGTH] != key + _sum_of(automaton, body):
            return None
        return msgspec.structs.replace(msgspec.msgpack.decode(body, type=Words), automaton=automaton)
    except (OSError, msgspec.MsgspecError, RecursionError):
        return None


def _keep(key: bytes, made: Words) -> None:
    """In two pieces: the automaton is large, and wanted once."""
    automaton, body = made.automaton, msgspec.msgpack.encode(msgspec.structs.replace(made, automaton=b""))
    with suppress(OSError, ShowupError):
        paths.made(_file().parent)
        head = key + _sum_of(automaton, body) + len(automaton).to_bytes(_LENGTH, "big")
        paths.write(_file(), head + automaton + body)


def _sum_of(automaton: bytes, body: bytes) -> bytes:
    """It tells what a disk did to the file; nobody else may write it."""
    return zlib.adler32(body, zlib.adler32(automaton)).to_bytes(_SUM, "big")
