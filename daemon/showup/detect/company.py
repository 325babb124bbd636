"""The employer, as far as the calendar names one. Unsure means None: nothing is made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from showup.detect.datafiles import domains, names
from showup.detect.employers import alone, in_sentences, in_signature, stated, with_form
from showup.detect.fold import fold, plain
from showup.detect.labels import apart, confirms, labels_of, spelling
from showup.detect.legal_forms import has_form, named_with_form
from showup.detect.match import tokens, vocabulary
from showup.detect.people import is_own, of_hiring, plain_name
from showup.detect.sender import label_of
from showup.detect.title_pieces import Piece, is_job, pieces_of
from showup.detect.view import View

__all__ = ["company_of"]

_LONGEST = 60
_LONGEST_PERSON = 3
_SHORTEST_RECURRING, _GREETING = 3, 12
_LONG_TEXT = 200  # who types an entry for themselves writes less
_HIRING_TAIL = re.compile(r"(?i)(?: (?:hr|recruiting|recruitment|recruiters?|rh|rrhh|hrd|talent))+$")
_NO_NAME = re.compile(r"[@\[\]{}<>|\\=]|(?:様|さん|氏|先生|女士|씨|님)$|^(?:req|ref)\b|\d{5}", re.IGNORECASE)
_PHRASE = re.compile(r"^[A-Z][a-z]+(?: [a-z][a-z-]+)+$")
_LEVEL = re.compile(r"(?:[LRTPGYMS]|IC|SDE|REF|NR|No)[ .]?\d{1,2}")
_CALLED = re.compile(r"^(?:fa\.?|firma|cty|công ty|ditta)\s+", re.IGNORECASE)  # "the company": no part of its name
_OF_NAMES = frozenset({"de", "van", "von", "der", "la", "le", "el", "al", "da", "di"})
_TIMES = re.compile(r"(?:\s+\d{1,2}(?:[:.]\d\d)?(?:\s?[-–]\s?\d{1,2}(?:[:.]\d\d)?)?(?:\s?h)?)+$")


def company_of(view: View) -> str | None:
    """The employer's name: what is said outright, else what the sender's address confirms, else what the title or a signature
    leaves over.
    """
    pieces, labels = pieces_of(view), labels_of(view)
    for names_found in (_outright(view, pieces, labels), _by_address(view, labels), _left_over(view, pieces)):
        for name in names_found:
            if name:
                return plain(name, _LONGEST)
    return None


def _outright(view: View, pieces: list[Piece], labels: tuple[str, ...]) -> Iterator[str]:
    yield from _from_text(stated(view), view)
    yield from _from_text(iter(named_with_form(view.title)), view)
    for before in ("at", "with"):
        for piece in pieces:
            name = _as_company(piece, view) if piece.before == before else None
            if name and (before == "at" or _is_sure(piece, name, view, labels)):
                yield name
    found = [name for piece in pieces if not piece.before and (name := _as_company(piece, view))]
    yield from (name for name in found if any(confirms(label, name) for label in labels))


def _by_address(view: View, labels: tuple[str, ...]) -> Iterator[str]:
    for label in labels:
        name = spelling(label, view)
        if not _is_agency(name):
            yield name


def _left_over(view: View, pieces: list[Piece]) -> Iterator[str]:
    found = [(piece, name) for piece in pieces if piece.before in ("", "for") and (name := _as_company(piece, view))]
    yield from (name for piece, name in found if _sounds_like_one(piece.text))
    yield from _from_text(chain(in_sentences(view), in_signature(view), with_form(view)), view)
    yield from (name for name in _from_text(alone(view), view) if _sounds_like_one(name))
    yield from (name for _, name in found if _recurs(name, view))
    if own := label_of(view):
        yield apart(own)
        return
    if _typed(view):
        yield from (name for _, name in found)
    yield from (
        name
        for piece in pieces
        if piece.before == "with" and (name := _as_company(piece, view)) and _is_no_person(name)
    )


def _typed(view: View) -> bool:
    """Did the person type it for themselves? Then what the title leaves over is likely to be the company."""
    organizer = view.occurrence.organizer
    return (organizer is None or is_own(organizer, view)) and len(view.body) < _LONG_TEXT


def _from_text(found: Iterator[str], view: View) -> Iterator[str]:
    for name in found:
        text = _CALLED.sub("", name)
        words = tokens(fold(text))
        fit = len(text) <= _LONGEST and text[:1].isalpha() and not text[:1].islower()
        if fit and _could_be_name(text, words) and not _is_person(words, view):
            yield text


def _as_company(piece: Piece, view: View) -> str | None:
    text = re.sub(r"^[בלמ]-", "", _HIRING_TAIL.sub("", _TIMES.sub("", piece.text)))
    text = _from_capital(_CALLED.sub("", text if " " in text else re.sub(r"['’]s$", "", text)))
    words = tokens(fold(text))
    if not _could_be_name(text, words) or (piece.before == "for" and not has_form(piece.text)):
        return None
    if not piece.before and _PHRASE.match(text):
        return None  # "Bring laptop": a note, not a name
    if piece.before != "at" and _is_person(words, view) and not has_form(piece.text):
        return None
    if piece.before != "at" and words[0] in names("vendors"):
        return None
    if text.islower():
        if _sounds_like_one(text):
            return text.title()
        return text.title() if piece.before in ("at", "with") and view.title.islower() else None
    return text


def _from_capital(text: str) -> str:
    """Without the small words before the name: *peluquería* Rizos."""
    words = text.split()
    capital = next((place for place, word in enumerate(words) if word[0].isupper() and len(word) > 1), 0)
    small = all(word.islower() and word not in _OF_NAMES for word in words[:capital])
    return " ".join(words[capital:]) if small else text


def _could_be_name(text: str, words: list[str]) -> bool:
    return (
        bool(words)
        and not _NO_NAME.search(text)
        and not _LEVEL.fullmatch(text)
        and words[0] not in names("never")
        and not all(word in names("cities") for word in words)
        and not is_job(text)
        and not all(map(_of_hiring, words))
        and not _is_agency(text)
    )


def _is_agency(name: str) -> bool:
    """It finds people for others, and says so."""
    return any(word.startswith(part) for word in tokens(fold(name)) for part in domains("agency_labels"))


def _recurs(name: str, view: View) -> bool:
    """Does the text say it again, and not to greet somebody?"""
    return len(name) >= _SHORTEST_RECURRING and view.body.find(name, _GREETING) >= 0


@lru_cache(maxsize=512)
def _of_hiring(word: str) -> bool:
    hits = [hit for hit in vocabulary().find(word, anchored=False) if hit.end - hit.start == len(word)]
    return any(sense.group == "sign" for hit in hits for sense in hit.senses)


def _is_sure(piece: Piece, name: str, view: View, labels: tuple[str, ...]) -> bool:
    """What stands after "with" could be anybody, unless it sounds like a company or something else says that it is one."""
    said = list(_from_text(in_sentences(view), view))
    return _sounds_like_one(piece.text) or name in said or any(confirms(label, name) for label in labels)


def _is_no_person(name: str) -> bool:
    """Two capitalised words could be a person's first and last name."""
    words = tokens(fold(name))
    return len(words) != 2 or not name.isascii() or not name.istitle()


def _sounds_like_one(text: str) -> bool:
    words = tokens(fold(text))
    return (
        has_form(text)
        or (len(words) > 1 and bool(names("trade") & set(words)))
        or fold(text) in names("persons_companies")
    )


def _has_mailbox(word: str, view: View) -> bool:
    """Does a mail address in the text begin so? Dana Fox's is dana@acme.example."""
    return re.search(rf"(?<![\w.]){re.escape(word)}(?:\.\w{{1,30}})?@", view.body.lower()) is not None


def _is_person(words: list[str], view: View) -> bool:
    if " ".join(words) in names("persons_companies") or names("trade") & set(words):
        return False
    organizer = view.occurrence.organizer
    people = [*([organizer] if organizer else []), *view.occurrence.attendees[:40]]
    known = [view.profile.name, *(plain_name(person.name) for person in people if not of_hiring(person))]
    if any(set(words) <= set(tokens(fold(name))) for name in known if name):
        return True
    if 1 < len(words) <= _LONGEST_PERSON and _has_mailbox(words[0], view):
        return True
    return len(words) <= _LONGEST_PERSON and words[0] in names("names")
