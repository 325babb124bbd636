"""Check 2, as far as it is about names: nothing left to fill in, the right person, the right organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from showup.recovery.lint.about import About
from showup.recovery.lint.folded import fold
from showup.recovery.lint.remark import Remark, Severity
from showup.recovery.lint.text import Span, Text

__all__ = ["organisation", "placeholders", "recipient"]

_PLACEHOLDER = re.compile(
    r"\[[^\[\]\n]{1,60}\]|\{[^{}\n]{0,60}\}|<(?![^<>\n]{0,60}(?:@|://))[^<>\n]{1,60}>|\b[Xx]{3,}\b|_{3,}|\.{4,}|\$\w{1,40}|\$\{"
    r"|%\(?\w{1,40}\)s|%[A-Z_]{2,40}%|\b(?:TODO|TBD|TBC|FIXME|N\.N\.)(?!\w)|\b(?:None|null|undefined|NaN)(?=[,.;:]|\s*$)"
    r"|[〇○◯●]{2,}|[△×＊]{2,}|\b[Ll]orem ipsum\b",
    re.MULTILINE,
)
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞŁŚŽ][\w'’-]+")
_JAPANESE_NAME = re.compile(r"([^\s　、。,・]{1,12}?)\s?様")
_COMPANY = re.compile(r" {1,2}((?:[A-ZÀ-ÖØ-Þ0-9][\w&'’-]{0,40} ?){1,4})")
_JAPANESE_COMPANY = re.compile(r"株式会社[^\s　、。・のへに]{1,20}|[^\s　、。・]{1,20}株式会社")


def placeholders(text: Text, about: About) -> Iterator[Remark]:
    told = _without_names(text.own, about)
    places = [Span(*found.span()) for found in _PLACEHOLDER.finditer(told)]
    for place in [*places, *text.found("placeholder")]:
        yield text.remark(
            2,
            Severity.MEND,
            place,
            "Something here is still to be filled in.",
            "Fill it in, or leave the sentence out.",
        )


def recipient(text: Text, about: About) -> Iterator[Remark]:
    """Is somebody else greeted than the one whom it is for?"""
    if not about.contact:
        return
    place = text.salutation
    told = text.own[place.start : place.end]
    known = " ".join(filter(None, (about.contact, about.company, about.role, about.name)))
    for found in (_NAME if text.words.spaced else _JAPANESE_NAME).finditer(told):
        name = found[0] if text.words.spaced else found[1]
        if _meant(fold(name), fold(known)) or any(
            text.words.find[group].search(fold(name)) for group in ("title", "team")
        ):
            continue
        if fold(about.contact) in fold(told) or any(word in fold(told) for word in _words(fold(about.contact), text)):
            return
        if text.words.spaced and not text.words.find["greeting"].match(fold(told)):
            return
        yield text.remark(
            2,
            Severity.MEND,
            Span(place.start + found.start(), place.start + found.end()),
            f"This greets somebody else than {about.contact}.",
            "Write to the one whom the invitation names.",
        )
        return


def organisation(text: Text, about: About) -> Iterator[Remark]:
    """Is another company named where the one of the position stands?"""
    if not about.company:
        return
    known = fold(" ".join(filter(None, about.names)))
    for place, name in _companies(text, about.company):
        usual = any(text.words.find[group].match(fold(name)) for group in ("title", "team"))
        if not usual and not any(_meant(fold(word), known) for word in name.split()):
            yield text.remark(
                2,
                Severity.MEND,
                place,
                f"This names another organisation than {about.company}.",
                "Check whom it is for.",
            )


def _companies(text: Text, company: str) -> Iterator[tuple[Span, str]]:
    if not text.words.spaced:
        places = _JAPANESE_COMPANY.finditer(text.own) if "株式会社" in company else iter(())
        yield from ((Span(*found.span()), found[0]) for found in places)
        return
    for before in text.found("before_company"):
        if found := _COMPANY.match(text.own, before.end):
            yield Span(*found.span(1)), found[1].rstrip()


def _words(name: str, text: Text) -> list[str]:
    """The words of a name without titles."""
    title = text.words.find["title"]
    return [word for word in re.findall(r"\w{2,}", name) if not title.fullmatch(word)]


def _meant(word: str, known: str) -> bool:
    return word in known or known in word


def _without_names(told: str, about: About) -> str:
    for name in about.names:
        told = told.replace(name, "x" * len(name) if len(name) < 3 else "o" * len(name))
    return told
