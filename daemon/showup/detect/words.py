"""Evidence from words: what the title and the text say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from showup.detect.datafiles import table
from showup.detect.evidence import Evidence
from showup.detect.lexicon import Sense
from showup.detect.match import Hit
from showup.detect.view import View
from showup.model import Role

__all__ = ["counts", "from_words", "groups_in"]

# Of these, the strongest counts for a place: "interview" is plain in English and weak in French.
_TIERS = ("sure", "plain", "weak", "soft", "hint")
# These mean the same wherever they stand; of the others, a language must be spoken in the event for its words to count.
_EVERYWHERE = frozenset({"sure", "plain", "weak", "address", "lookalike", "exam", "interviewer", "candidate", "called_off", "phishing"})
_SHORTEST_CANCELLED = 5  # "Huy" is a name as well as Vietnamese for cancelled


@dataclass(frozen=True, slots=True)
class _Worth:
    points: int
    reason: str
    most: int = 100
    role: Role | None = None
    each: int = 1


@lru_cache(maxsize=1)
def _worths() -> dict[tuple[str, str], _Worth]:
    rows: dict[str, dict[str, dict[str, Any]]] = table("groups")
    return {
        (group, field): _Worth(row["points"], row["reason"], row.get("most", 100), Role(row["role"]) if "role" in row else None, row.get("each", 1))
        for group, fields in rows.items()
        for field, row in fields.items()
    }


def from_words(view: View) -> Iterator[Evidence]:
    """What the words come to, the title's before the text's."""
    title = groups_in(view.title_hits, view)
    body = groups_in(view.body_hits, view)
    pieces = [*_weighed("title", title), *_weighed("body", body)]
    if "sure" in title or "plain" in title:
        pieces = [replace(piece, most=100) if piece.sign == "title.soft" else piece for piece in pieces]
    if view.slip:
        pieces = [replace(piece, reason=f"{piece.reason} (with a typing error)") if piece.sign in _MISTYPED else piece for piece in pieces]
    yield from pieces


_MISTYPED = frozenset({"title.sure", "title.plain", "title.weak"})


def groups_in(hits: Iterable[Hit], view: View) -> dict[str, list[str]]:
    """The groups that were found, each with its different phrases."""
    found: dict[str, list[str]] = {}
    for hit in hits:
        for group in _groups_of(hit, view):
            phrases = found.setdefault(group, [])
            if hit.text not in phrases:
                phrases.append(hit.text)
    best = next((tier for tier in _TIERS if tier in found), None)
    return {group: phrases for group, phrases in found.items() if group not in _TIERS or group == best or group == "soft"}


def _groups_of(hit: Hit, view: View) -> set[str]:
    counted = {sense.group for sense in hit.senses if counts(sense, hit, view)}
    if "neutral" in counted:
        return set()
    tier = next((tier for tier in _TIERS if tier in counted), None)
    return {group for group in counted if group not in _TIERS or group == tier}


def counts(sense: Sense, hit: Hit, view: View) -> bool:
    """Does this meaning of a phrase hold in this event, given the languages it is written in?"""
    if sense.group in _EVERYWHERE or sense.language in ("en", "") or sense.language in view.languages:
        return True
    return sense.group == "cancelled" and len(hit.text) >= _SHORTEST_CANCELLED


def _weighed(field: str, groups: dict[str, list[str]]) -> Iterator[Evidence]:
    for group, worth in ((group, worth) for (group, where), worth in _worths().items() if where == field and group in groups):
        for phrase in groups[group][: worth.each]:
            name = "phishing" if group == "phishing" else f"{field}.{group}"
            role = worth.role or (Role.CANDIDATE if group in ("sure", "plain", "weak", "address") else None)
            yield Evidence(worth.points, worth.reason.replace("{word}", phrase), worth.most, role, name)
