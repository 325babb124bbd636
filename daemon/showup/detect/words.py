"""Evidence from words: what the title and the text say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from showup.detect.datafiles import table
from showup.detect.evidence import Evidence
from showup.detect.match import Hit
from showup.detect.people import of_hiring
from showup.detect.view import View
from showup.detect.wordlists import Sense
from showup.model import Role

__all__ = ["counts", "from_words", "groups_in"]

_Groups = dict[str, list[str]]

# Of these, the strongest counts for a place: "interview" is plain in English and weak in French.
_TIERS = ("sure", "plain", "weak", "stage", "soft", "hint")
# These count wherever they stand; for the others, the event must be written in their language.
_EVERYWHERE = frozenset(
    {
        "sure",
        "plain",
        "weak",
        "stage",
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


class _Worth(Struct, frozen=True):
    points: int
    reason: str
    most: int = 100
    role: Role | None = None
    each: int = 1


@lru_cache(maxsize=1)
def _worths() -> dict[tuple[str, str], _Worth]:
    rows: dict[str, dict[str, dict[str, Any]]] = table("groups")
    return {
        (group, field): _Worth(
            row["points"],
            row["reason"],
            row.get("most", 100),
            Role(row["role"]) if "role" in row else None,
            row.get("each", 1),
        )
        for group, fields in rows.items()
        for field, row in fields.items()
    }


def from_words(view: View) -> tuple[Evidence, ...]:
    """What the words come to, the title's before the text's."""
    title, body = groups_in(view.title_hits, view), groups_in(view.body_hits, view)
    pieces = (*_weighed("title", title), *_weighed("body", body))
    return tuple(_in_company(piece, title, body, view) for piece in pieces)


def _in_company(piece: Evidence, title: _Groups, body: _Groups, view: View) -> Evidence:
    """The piece as it counts beside the others: some words mean more, or less, in company."""
    if piece.sign == "title.soft" and {"sure", "plain"} & title.keys():
        return replace(piece, most=100)  # coffee after the interview
    if piece.sign == "title.soft" and not _about_hiring(title, body, view):
        return replace(piece, points=0)
    if piece.sign == "title.doubt" and {"job", "sign"} & title.keys():
        return replace(piece, points=-10)  # a journalist's job is a job
    if piece.sign == "body.sign" and not _TELLING & (title.keys() | body.keys()):
        return replace(piece, points=5)  # roles and positions are spoken of at every work
    if view.slip and piece.sign in _MISTYPED:
        return replace(piece, reason=f"{piece.reason} (with a typing error)")
    return piece


_TELLING = frozenset({"sure", "plain", "weak", "stage", "soft", "address"})
_MISTYPED = frozenset({"title.sure", "title.plain", "title.weak"})


def _about_hiring(title: _Groups, body: _Groups, view: View) -> bool:
    """Coffee with anybody is coffee; with hiring people it is worth a question."""
    organizer = view.occurrence.organizer
    said = {"sure", "plain", "weak", "stage", "sign", "job", "address"}
    return bool(said & title.keys() or (said - {"plain"}) & body.keys()) or (
        organizer is not None and of_hiring(organizer)
    )


def groups_in(hits: Iterable[Hit], view: View) -> _Groups:
    """The groups that were found, each with its different phrases."""
    found: _Groups = {}
    for hit in hits:
        for group in _groups_of(hit, view):
            phrases = found.setdefault(group, [])
            if hit.text not in phrases:
                phrases.append(hit.text)
    best = next((tier for tier in _TIERS if tier in found), None)
    return {group: phrases for group, phrases in found.items() if group not in _TIERS or group in (best, "soft")}


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


def _weighed(field: str, groups: _Groups) -> Iterator[Evidence]:
    for group, worth in (
        (group, worth) for (group, where), worth in _worths().items() if where == field and group in groups
    ):
        for phrase in groups[group][: worth.each]:
            name = "phishing" if group == "phishing" else f"{field}.{group}"
            role = worth.role or (Role.CANDIDATE if group in ("sure", "plain", "weak", "stage", "address") else None)
            yield Evidence(worth.points, worth.reason.replace("{word}", phrase), worth.most, role, name)
