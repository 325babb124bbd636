"""A text in its parts: sentences, greeting, the words that are the person's own, the sections of a script."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from showup.recovery.lint.about import About
from showup.recovery.lint.folded import Folded, fold, folded
from showup.recovery.lint.remark import Part, Remark, Severity
from showup.recovery.lint.words import Words

__all__ = ["MOST_READ", "Span", "Text"]

MOST_READ = 20_000  # characters: twenty letters of the greatest length; what lies behind is counted, not read
_ABBREVIATED = re.compile(
    r"(?:\b(?:dr|dra|mr|mrs|ms|mx|prof|sr|sra|srta|dott|ing|drs|ir|st|nr|no|tel|exma|exmo|ca|bzw|mme|mlle|lic|av|usw|etc|z|d|h|b)|\b\d{1,2})$"
)
_END = re.compile(r"[.!?…]+(?=[\s\"')\]»”]|$)|[。!?]+|\n[ \t]*\n\s*|\n")
_LISTED = re.compile(r"[ \t]*(?:[-*•·・‣–—]|\d{1,2}[.)](?!\d))[ \t]*\S")
_HEADING = (
    re.compile(  # in capitals alone; Japanese letters are neither great nor small, so a line that has one is none
        r"(?m)^(?=[^a-zà-ÿ\u3040-\u30ff\u4e00-\u9fff\n]*$)(?=[^A-Z\n]*[A-Z]).+$|^\d\. .{1,40}$|^【.{1,40}】$"
    )
)
_DIRECTION = re.compile(r"(?m)^[(（].{0,400}[)）]$")
_QUOTED = re.compile(r"(?m)^>.*$")
_MOST_GREETINGS = 6  # sentences or lines
_WRAPPED = {
    True: 50,
    False: 20,
}  # a line at least so long, in a spaced language or not, may have been broken within a sentence


@dataclass(frozen=True, slots=True, order=True)
class Span:
    start: int
    end: int


class Text:
    """One part of a draft. Places are those in `raw`, but for patterns, which look into `told`."""

    def __init__(self, raw: str, part: Part, words: Words, about: About, *, script: bool = False) -> None:
        self.raw = raw[:MOST_READ]
        self.part = part
        self.words = words
        self._about = about
        self._script = script

    @cached_property
    def own(self) -> str:
        """Without what is quoted, and in a script without its headings and directions; every character in its place."""
        patterns = (_QUOTED, _HEADING, _DIRECTION) if self._script else (_QUOTED,)
        text = self.raw
        for pattern in patterns:
            text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
        return text

    @cached_property
    def plain(self) -> Folded:
        return folded(self.own)

    @cached_property
    def told(self) -> Folded:
        """Folded, with names covered: "Train" may be a company, and says nothing then."""
        text = self.plain.text
        for name in map(fold, self._about.names):
            text = text.replace(name, re.sub(r"\w", "x", name))
        return Folded(text, self.plain.origin)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """In `raw`, without what is blank."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Span]:
        start = 0
        for found in _END.finditer(self.own):
            if self._goes_on(found):
                continue
            yield from self._unless_blank(start, found.end())
            start = found.end()
        yield from self._unless_blank(start, len(self.own))

    def _goes_on(self, found: re.Match[str]) -> bool:
        if found[0] == ".":
            return _ABBREVIATED.search(self.own[max(found.start() - 8, 0) : found.start()].lower()) is not None
        if found[0] != "\n":
            return False
        line = self.own[self.own.rfind("\n", 0, found.start()) + 1 : found.start()]
        return len(line) >= _WRAPPED[self.words.spaced] and not _LISTED.match(self.own, found.end())

    def _unless_blank(self, start: int, end: int) -> Iterator[Span]:
        told = self.own[start:end]
        if bare := told.strip():
            first = start + told.index(bare[0])
            yield Span(first, first + len(bare))

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, place: int) -> int:
        """The number of the sentence in which a place of `raw` lies."""
        return max(bisect_right(self._starts, place) - 1, 0)

    def is_listed(self, place: int) -> bool:
        """Is the line of this place an item of a list?"""
        start = self.own.rfind("\n", 0, place) + 1
        return _LISTED.match(self.own, start) is not None

    @cached_property
    def greeting(self) -> int:
        """How many sentences at the start greet, name the recipient or introduce the writer."""
        address = self._address()
        count = sum(sentence.start < address for sentence in self.sentences[:_MOST_GREETINGS])
        for number, sentence in enumerate(self.sentences[:_MOST_GREETINGS]):
            if self._greets(self.own[sentence.start : sentence.end]):
                count = number + 1
        return count

    def _address(self) -> int:
        """Where a first line ends that is one of its own and ends like an address, in whatever words; 0 where none does."""
        first = re.match(r"\s*(\S[^\n]{0,80}[,:，：])[ \t]*\n", self.own)
        return first.end(1) if first and not self.words.find["apology"].search(fold(first[1])) else 0

    def _greets(self, sentence: str) -> bool:
        told = fold(sentence)
        if self.words.find["apology"].search(told):
            return False
        pattern = self.words.find["greeting"]
        if not self.words.spaced and (pattern.search(told) or told[-1:] not in "。!?"):
            return True  # the lines of the address end without a stop
        introduced = fold(self._about.name or "")
        return pattern.match(told) is not None or (bool(introduced) and introduced in told)

    @cached_property
    def salutation(self) -> Span:
        """Where the recipient is named: the lines before the first blank one, or the first sentence of a single block."""
        block = re.match(r"\s*(?:\S.*\n?)*", self.own)
        end = block.end() if block else 0
        first = self.sentences[0] if self.sentences else Span(0, 0)
        return (
            Span(first.start, end) if end - first.start <= 120 else Span(first.start, min(first.end, first.start + 60))
        )

    def sections(self) -> list[str]:
        """The texts under the headings of a script; of one without headings its paragraphs."""
        headed = [part.strip() for part in _HEADING.split(_DIRECTION.sub("", self.raw))]
        blocks = headed[1:] if len(headed) > 1 else [part.strip() for part in self.raw.split("\n\n")]
        return [block for block in blocks if block]

    def found(self, group: str) -> Iterator[Span]:
        """The places in `raw` of the phrases of a group; a group that a language does not need has none."""
        pattern = self.words.find.get(group)
        return self.matches(pattern) if pattern else iter(())

    def matches(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        return (Span(*self.told.place(*found.span())) for found in pattern.finditer(self.told.text))

    def places_of(self, name: str) -> list[int]:
        """Where in `raw` a name stands."""
        return [self.plain.origin[found.start()] for found in re.finditer(re.escape(fold(name)), self.plain.text)]

    def remark(self, check: int, severity: Severity, place: Span, what: str, suggestion: str) -> Remark:
        told = self.raw[place.start : place.end]
        return Remark(check, severity, self.part, place.start, place.end, told, what, suggestion)
