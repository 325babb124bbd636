"""What the detector looks at: an occurrence folded and searched once, and what else is asked of it, when it is asked."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from showup.detect.fold import plain
from showup.detect.join import Side, join_link, sides
from showup.detect.line import line_of
from showup.detect.links import Link, links_in
from showup.detect.markup import words_of
from showup.detect.match import ANYWHERE, Hit, outermost, vocabulary
from showup.detect.spoken import spoken
from showup.detect.typos import mistyped
from showup.model import Occurrence, Profile

__all__ = ["View", "look"]

_RAW_BODY = 24_000
_BODY = 8_000
_TITLE = 300
_TIERS = frozenset({"sure", "plain", "weak", "stage"})
_NAMING = frozenset({"job", "neutral", "lookalike"})  # "technical writer" makes no technical interview
# These count wherever they stand; for the others, the event must be written in their language.
_EVERYWHERE = frozenset(
    {
        "sure",
        "plain",
        "address",
        "lookalike",
        "exam",
        "interviewer",
        "candidate",
        "called_off",
        "phishing",
    }
)
_SHORTEST_CANCELLED = 5  # "Huy" is a name as well as Vietnamese for cancelled


class View(Struct, frozen=True, dict=True):
    """`text` is what the description says without its tags. A line is a text as the matcher reads it. `title_found` and
    `body_found` are all phrases in those, `slip` says that the title's word for an interview is misspelled.
    """

    occurrence: Occurrence
    profile: Profile
    text: str
    title_line: bytes
    body_line: bytes
    title_found: list[Hit]
    body_found: list[Hit]
    slip: bool

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Those that it is written in, likeliest first."""
        return spoken(self.title_line, self.body_line, self.title_found, self.body_found)

    @cached_property
    def title_hits(self) -> list[Hit]:
        """The title's phrases that count, and lie in no longer one that counts."""
        return outermost([hit for hit in self.title_found if self.groups_of(hit)])

    @cached_property
    def body_hits(self) -> list[Hit]:
        """The same of the text."""
        return outermost([hit for hit in self.body_found if self.groups_of(hit)])

    def kinds_in(self, found: list[Hit]) -> list[Hit]:
        """The phrases that name a kind of interview, and are not part of another name."""
        kinds = [hit for hit in found if hit.known.kinds]
        if not kinds:
            return kinds
        counting = outermost([hit for hit in found if self.groups_of(hit)])
        names = [hit for hit in counting if not _NAMING.isdisjoint(self.groups_of(hit))]
        return [hit for hit in kinds if not any(_inside(hit, name) for name in names)]

    def groups_of(self, hit: Hit) -> frozenset[str]:
        """What a phrase stands for here, given the languages that are spoken."""
        known = hit.known
        languages = self.languages if known.foreign else ()
        groups = known.groups.get(languages)
        if groups is None:
            groups = known.groups[languages] = _groups(hit, languages)
        return groups

    @cached_property
    def title(self) -> str:
        """On one line, without what cannot be seen."""
        return plain(self.occurrence.title, _TITLE)

    @cached_property
    def title_words(self) -> list[str]:
        """Folded."""
        return self.title_line.decode(errors="replace").split()

    @cached_property
    def body(self) -> str:
        """The text on one line."""
        return plain(self.text, _BODY)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The text line by line."""
        return tuple(line for line in (plain(line, 500) for line in self.text.splitlines()[:400]) if line)

    @cached_property
    def location(self) -> str:
        """On one line."""
        return plain(self.occurrence.location, 300)

    @cached_property
    def fields(self) -> tuple[tuple[Link, ...], ...]:
        """The links of conference, URL, location and description."""
        event = self.occurrence
        return (
            links_in(event.conference[:4000]),
            links_in(event.url[:4000]),
            links_in(event.location[:4000]),
            links_in(event.description[:_RAW_BODY]),
        )

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All of them."""
        return tuple(link for links in self.fields for link in links)

    @cached_property
    def join_link(self) -> str | None:
        """The one to join by."""
        return join_link(self.fields, self.languages)

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """What they say about the person's side."""
        return sides(self.links)


def look(occurrence: Occurrence, profile: Profile) -> View:
    """Prepare `occurrence`; bounded work whatever its size."""
    text = words_of(occurrence.description[:_RAW_BODY])[: _BODY * 2]
    title_line, body_line = line_of(occurrence.title[: 4 * _TITLE])[:_BODY], line_of(text)
    known = vocabulary()
    found = known.all_in(title_line)
    slips = [] if any(not _TIERS.isdisjoint(_any_groups(hit)) for hit in found) else mistyped(title_line, found)
    return View(
        occurrence=occurrence,
        profile=profile,
        text=text,
        title_line=title_line,
        body_line=body_line,
        title_found=[*found, *slips] if slips else found,
        body_found=known.all_in(body_line, anchored=False),
        slip=bool(slips),
    )


def _any_groups(hit: Hit) -> set[str]:
    return {sense.group for sense in hit.senses}


def _groups(hit: Hit, languages: tuple[str, ...]) -> frozenset[str]:
    english = any(sense.language == "en" for sense in hit.senses)
    return frozenset(
        sense.group for sense in hit.senses if _counts(sense.group, sense.language, hit, languages, english)
    )


def _counts(group: str, language: str, hit: Hit, languages: tuple[str, ...], english: bool) -> bool:
    if language in ANYWHERE:
        return True
    if language in languages:
        return not english or languages[0] != "en"
    if group in _EVERYWHERE:  # what English has too means there what it means in English
        return not english
    return group == "cancelled" and len(hit.text) >= _SHORTEST_CANCELLED


def _inside(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end and (hit.end - hit.start) < (other.end - other.start)
