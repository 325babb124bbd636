"""What sort of interview it is."""

from __future__ import annotations

from collections.abc import Iterable

from showup.detect.match import ANYWHERE, Hit
from showup.detect.places import place_of
from showup.detect.view import View
from showup.model import Kind

__all__ = ["kind_of"]

# The first that the title says wins; where it says none, the text is asked.
_ORDER = (
    ("trial", Kind.TRIAL),
    ("assessment", Kind.ASSESSMENT),
    ("final", Kind.FINAL),
    ("technical", Kind.TECHNICAL),
    ("panel", Kind.PANEL),
    ("recruiter_screen", Kind.RECRUITER_SCREEN),
    ("onsite", Kind.ONSITE),
)


def kind_of(view: View) -> Kind:
    """What the title says, else what the text says, else where it is.

    A deadline has no alarm at its start, so that nothing is called one that names an interview.
    """
    title, body = _said(view.title_found, view), _said(view.body_found, view)
    if "discussed" in title:
        return Kind.TECHNICAL
    named = _names_interview(view)
    handed_in = {"take_home", "assessment"} & (title | body)
    said_later = "due" in body and handed_in and not _first(title)
    if not named and ("take_home" in title or said_later):
        return Kind.DEADLINE
    if "due" in title and handed_in:
        return Kind.DEADLINE
    hardly = {"trial", "panel", "onsite", "assessment"} if named else {"trial", "panel", "onsite"}
    there = bool(place_of(view)) and not view.join_link
    if there:  # a text that names the people of HR does not make it a call
        hardly = hardly | {"recruiter_screen"}
    return _first(title) or _first(body - hardly) or Kind.INTERVIEW


def _names_interview(view: View) -> bool:
    """Does the title name an interview that is not itself handed in, as a one-way video is?"""
    kinds = view.kinds_in(view.title_found)
    handed_in, tests = _of_kind(kinds, "kind:take_home"), _of_kind(kinds, "kind:assessment")
    for hit in view.title_hits:
        groups = view.groups_of(hit)
        sure = "sure" in groups and not any(_overlap(hit, other) for other in tests)
        if (sure or "plain" in groups) and not any(_overlap(hit, other) for other in handed_in):
            return True
    return False


def _of_kind(hits: Iterable[Hit], kind: str) -> list[Hit]:
    return [hit for hit in hits if any(sense.group == kind for sense in hit.known.kinds)]


def _overlap(hit: Hit, other: Hit) -> bool:
    return hit.start < other.end and other.start < hit.end


def _first(said: set[str]) -> Kind | None:
    return next((kind for name, kind in _ORDER if name in said), None)


def _said(found: list[Hit], view: View) -> set[str]:
    return {
        sense.group.removeprefix("kind:")
        for hit in view.kinds_in(found)
        for sense in hit.known.kinds
        if sense.language in ANYWHERE or sense.language in view.languages
    }
