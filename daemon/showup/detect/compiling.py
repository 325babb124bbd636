"""Making the detector's words ready: what showup.detect.compiled keeps."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from showup.detect.compiled import Lexicon, Phrase, Words
from showup.detect.fold import fold, plain
from showup.detect.scripts import UNSPACED, tokens
from showup.detect.wordlists import GAP, Entry, Sense, WordList, word_lists

__all__ = ["indexed", "made"]

_HEAD = 3  # a stem is at least this long
_WORDS = re.compile("[\\w\u0900-\u0963\u0966-\u0dff]+\\*?|\\.\\.")
_SHORTEST = 8  # shorter words have neighbours that mean something else
_TIERS = ("sure", "plain", "weak")


def made() -> Words:
    """All data files, read and made ready."""
    lists = word_lists()
    tables = {
        file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(Path(__file__).parent.glob("*.toml"))
    }
    for words in lists:
        _put_around(tables["phrases"], words)
    return indexed([entry for words in lists for entry in words.entries], [_language(words) for words in lists], tables)


def _put_around(phrases: dict[str, Any], words: WordList) -> None:
    """Add what a language says around names, numbers and links to the words of no one language."""
    for name, texts in words.around.items():
        group, _, part = name.rpartition(".")
        (phrases[group] if group else phrases)[part].extend(texts)


def indexed(
    entries: Iterable[Entry], languages: Iterable[Lexicon] = (), tables: dict[str, dict[str, Any]] | None = None
) -> Words:
    """The entries, ready to be found."""
    senses: dict[Sense, int] = {}
    inside: dict[str, tuple[str, list[int]]] = {}
    spaced: dict[tuple[str, bool], tuple[str, list[int]]] = {}
    slips: dict[str, tuple[str, list[int]]] = {}
    for entry in entries:
        sense = senses.setdefault(entry.sense, len(senses))
        key = fold(plain(entry.text, 80))
        shown = entry.text.replace("*", "")
        if entry.unspaced and UNSPACED.search(key):
            inside.setdefault(key, (shown, []))[1].append(sense)
        else:
            spaced.setdefault((key, entry.first), (shown, []))[1].append(sense)
        if _can_slip(word := key.removesuffix("*"), entry):
            slips.setdefault(word, (entry.text.removesuffix("*"), []))[1].append(sense)
    exact, stems = _by_first_word(spaced)
    return Words(
        senses=tuple(senses),
        exact=exact,
        stems=stems,
        inside={key: (shown, tuple(found)) for key, (shown, found) in inside.items()},
        slips=_misspelled(slips),
        within=_within(exact, stems),
        languages=list(languages),
        tables=tables or {},
    )


def _by_first_word(
    spaced: dict[tuple[str, bool], tuple[str, list[int]]],
) -> tuple[dict[str, list[Phrase]], dict[str, dict[str, list[Phrase]]]]:
    exact: dict[str, list[Phrase]] = defaultdict(list)
    stems: dict[str, dict[str, list[Phrase]]] = defaultdict(lambda: defaultdict(list))
    for (key, first), (shown, senses) in spaced.items():
        phrase = Phrase(tuple(_WORDS.findall(key)), shown, first, tuple(senses))
        if not phrase.words:
            continue
        head = phrase.words[0]
        if head.endswith("*"):
            stems[head[:_HEAD]][head[:-1]].append(phrase)
        else:
            exact[head].append(phrase)
    return dict(exact), {head: dict(by_stem) for head, by_stem in stems.items()}


def _within(
    exact: dict[str, list[Phrase]], stems: dict[str, dict[str, list[Phrase]]]
) -> dict[str, list[tuple[str, ...]]]:
    """By word, the longer phrases that hold it; of the words that are phrases by themselves."""
    alone = {head for head, phrases in exact.items() if any(len(phrase.words) == 1 for phrase in phrases)}
    held: dict[str, list[tuple[str, ...]]] = {word: [] for word in sorted(alone)}
    longer = [phrase.words for phrases in exact.values() for phrase in phrases if len(phrase.words) > 1]
    longer += [phrase.words for by in stems.values() for phrases in by.values() for phrase in phrases]
    longer = [tuple(word for word in words if word != GAP) for words in longer]
    for words in longer:
        for word in {word for word in words if word in alone}:
            held[word].append(words)
        for stem in (word[:-1] for word in words if word.endswith("*")):
            for word in alone:
                if word.startswith(stem):
                    held[word].append(words)
    return held


def _can_slip(word: str, entry: Entry) -> bool:
    return entry.sense.group in _TIERS and len(word) >= _SHORTEST and tokens(word) == [word] and not entry.unspaced


def _misspelled(known: dict[str, tuple[str, list[int]]]) -> dict[str, list[tuple[str, str, tuple[int, ...]]]]:
    table: dict[str, list[tuple[str, str, tuple[int, ...]]]] = defaultdict(list)
    for word, (shown, senses) in known.items():
        for variant in sorted({word, *_shorter(word)}):
            table[variant].append((word, shown, tuple(senses)))
    return dict(table)


def _shorter(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _language(words: WordList) -> Lexicon:
    folded = {name: frozenset(fold(plain(text, 80)) for text in texts) for name, texts in words.lists.items()}
    return Lexicon(
        words.language, len(words.entries),
        folded["common"], folded["at"], folded["with"], folded["for"], folded["filler"], words.unspaced,
    )  # fmt: skip
