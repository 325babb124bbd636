"""What sort of interview it is."""

from __future__ import annotations

from collections.abc import Iterable

from showup.detect.match import Hit
from showup.detect.view import View
from showup.model import Kind

__all__ = ["kind_of"]

# The first that the title says wins; where it says none, the text is asked for the deadline and the plain kinds.
_ORDER = (
    ("trial", Kind.TRIAL), ("assessment", Kind.ASSESSMENT), ("final", Kind.FINAL), ("technical", Kind.TECHNICAL),
    ("panel", Kind.PANEL), ("recruiter_screen", Kind.RECRUITER_SCREEN), ("onsite", Kind.ONSITE),
)


def kind_of(view: View) -> Kind:
    title, body = _said(view.title_hits, view), _said(view.body_hits, view)
    if "discussed" in title:
        return Kind.TECHNICAL
    if "take_home" in title:
        return Kind.DEADLINE
    tested = "assessment" in title or (not _first(title) and bool(body & {"take_home", "assessment"}))
    if "due" in title and (tested or "take_home" in body) or ("take_home" in body and "due" in body and not _first(title) and "discussed" not in body):
        return Kind.DEADLINE
    return _first(title) or _first(body - {"trial", "panel", "onsite", "assessment"}) or Kind.INTERVIEW


def _first(said: set[str]) -> Kind | None:
    return next((kind for name, kind in _ORDER if name in said), None)


def _said(hits: Iterable[Hit], view: View) -> set[str]:
    return {
        sense.group.removeprefix("kind:")
        for hit in hits
        for sense in hit.senses
        if sense.group.startswith("kind:") and (sense.language in ("en", "") or sense.language in view.languages)
    }
