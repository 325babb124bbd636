"""What the detector looks at: an occurrence cleaned, cut to size, folded and searched once."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from msgspec import Struct

from showup.detect.compiled import words
from showup.detect.fold import fold, plain
from showup.detect.join import Side, sides
from showup.detect.line import line_of
from showup.detect.links import Link, links_in
from showup.detect.markup import words_of
from showup.detect.match import Hit, tokens, vocabulary
from showup.detect.typos import mistyped
from showup.model import Occurrence, Profile

__all__ = ["View", "look"]

_RAW_BODY = 24_000
_BODY = 8_000
_TITLE = 300
_SPOKEN = 3  # fewer points are chance
_TELLING = frozenset({"sure", "plain", "weak", "stage", "address", "lookalike", "exam", "interviewer", "called_off"})
_TIERS = frozenset({"sure", "plain", "weak", "stage"})


class View(Struct, frozen=True):
    """The texts are plain, on one line but `lines`. `languages` are those it is written in, likeliest first.

    `fields` holds the links of conference, URL, location and description.
    """

    occurrence: Occurrence
    profile: Profile
    title: str
    body: str
    lines: tuple[str, ...]
    location: str
    folded_title: str
    title_hits: tuple[Hit, ...]
    body_hits: tuple[Hit, ...]
    slip: bool
    languages: tuple[str, ...]
    fields: tuple[tuple[Link, ...], ...]
    sides: tuple[Side, ...]

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(link for links in self.fields for link in links)


def look(occurrence: Occurrence, profile: Profile) -> View:
    """Prepare `occurrence`; bounded work whatever its size."""
    raw = occurrence.description[:_RAW_BODY]
    text = words_of(raw)[: _BODY * 2]
    lines = tuple(line for line in (plain(line, 500) for line in text.splitlines()[:400]) if line)
    title, body = plain(occurrence.title, _TITLE), plain(text, _BODY)
    folded_title, folded_body = fold(title), fold(body)
    line = line_of(folded_title)
    title_hits, body_hits = vocabulary().find_in(line), _find_later(folded_body)
    slips = [] if any(sense.group in _TIERS for hit in title_hits for sense in hit.senses) else mistyped(line)
    fields = (
        links_in(occurrence.conference[:4000]),
        links_in(occurrence.url[:4000]),
        links_in(occurrence.location[:4000]),
        links_in(raw),
    )
    hits = (*title_hits, *slips)
    return View(
        occurrence=occurrence,
        profile=profile,
        title=title,
        body=body,
        lines=lines,
        location=plain(occurrence.location, 300),
        folded_title=folded_title,
        title_hits=hits,
        body_hits=body_hits,
        slip=bool(slips),
        languages=_languages(folded_title, folded_body, ((hits, 6), (body_hits, 3))),
        fields=fields,
        sides=sides(link for links in fields for link in links),
    )


def _find_later(folded: str) -> tuple[Hit, ...]:
    """The phrases of a body: what is tied to the beginning of a title means nothing there."""
    return tuple(vocabulary().find(folded, anchored=False)) if folded else ()


def _languages(folded_title: str, folded_body: str, hits: tuple[tuple[tuple[Hit, ...], int], ...]) -> tuple[str, ...]:
    """The languages that are spoken here, by their small words and by phrases that few languages share."""
    if not any(found for found, _ in hits):
        return ()
    points = Counter(_hit_points(hits))
    title, body = Counter(tokens(folded_title)[:60]), Counter(tokens(folded_body)[:400])
    for word, count in body.items():
        for language in _speakers().get(word, ()):
            points[language] += min(count, 3)
    for word in title:
        for language in _speakers().get(word, ()):
            points[language] += 3 if len(word) > 1 else 1
    for lexicon in words().languages:
        if lexicon.unspaced:
            points[lexicon.language] += sum(2 for word in lexicon.common if word in folded_title or word in folded_body)
    known = {lexicon.language: lexicon.size for lexicon in words().languages}  # of equals, the one we know more of
    likeliest = sorted(points, key=lambda language: (-points[language], -known[language]))[:4]
    least = max(_SPOKEN, 0.4 * points[likeliest[0]]) if likeliest else 0
    return tuple(language for language in likeliest if language and points[language] >= least)


@lru_cache(maxsize=1)
def _speakers() -> dict[str, tuple[str, ...]]:
    """By small word, the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for lexicon in words().languages:
        for word in () if lexicon.unspaced else lexicon.common:
            found[word] = (*found.get(word, ()), lexicon.language)
    return found


def _hit_points(hits: tuple[tuple[tuple[Hit, ...], int], ...]) -> dict[str, int]:
    """A phrase of one language says much, one that English has too says next to nothing."""
    points: Counter[str] = Counter()
    for found, worth in hits:
        spans: dict[tuple[int, int], set[str]] = {}
        for hit in found:
            telling = {sense.language for sense in hit.senses if sense.language and sense.group in _TELLING}
            spans.setdefault((hit.start, hit.end), set()).update(telling)
        for speaking in spans.values():
            for language in speaking:
                if "en" in speaking:
                    points[language] += 3 if language == "en" else 1
                else:
                    points[language] += worth * (1 if len(speaking) > 1 else 2)
    return points
