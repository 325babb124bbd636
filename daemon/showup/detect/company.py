"""The employer, as far as the calendar names one. Unsure means None: nothing is made up."""

from __future__ import annotations

import re
from functools import lru_cache

from showup.detect.datafiles import names, phrases, table
from showup.detect.fold import fold, plain
from showup.detect.match import tokens, vocabulary
from showup.detect.people import of_hiring, plain_name
from showup.detect.sender import label_of, spelled
from showup.detect.title_pieces import Piece, is_job, pieces_of
from showup.detect.view import View

__all__ = ["company_of"]

_LONGEST = 60
_LONGEST_PERSON = 3
_HIRING_TAIL = re.compile(r"(?i)(?: (?:hr|recruiting|recruitment|recruiters?|rh|rrhh|hrd|talent))+$")
_LEGAL = re.compile(
    r"(?i)\b(?:gmbh|inc|ltd|llc|ag|s\.?a\.?|srl|s\.?r\.?l\.?|bv|b\.v\.|oy|ab|as|plc|corp|kft|s\.r\.o\.|a\.ş)\.?$"
)
_NO_NAME = re.compile(r"[@\[\]{}<>|\\=]|(?:様|さん|氏|先生|女士|씨|님)$")
_PHRASE = re.compile(r"^[A-Z][a-z]+(?: [a-z][a-z-]+)+$")
_NAME = r"(?P<name>[A-Z][\w&'’.-]{1,30}(?: (?:[A-Z][\w&'’.-]{0,30}|&|of|de)){0,3})"


@lru_cache(maxsize=1)
def _sentences() -> tuple[re.Pattern[str], ...]:
    words = {group: phrases(entries) for group, entries in table("phrases")["employer"].items()}
    about = rf"\b(?i:{words['nouns']})\b[^.\n:;!?]{{0,70}}?\s(?:{words['before']})\s{_NAME}"
    return re.compile(about), re.compile(rf"\b(?i:{words['direct']})\s{_NAME}")


def company_of(view: View) -> str | None:
    """The employer's name: from the title, else a sentence of the text, else the organizer's own domain."""
    pieces = pieces_of(view)
    label = label_of(view)
    for before in ("at", "", "with", "for"):
        for piece in pieces:
            if piece.before == before and (name := _as_company(piece, view)):
                return name if _is_sure(piece, name, label) else spelled(label, view) or None
    return _from_text(view) or spelled(label, view) or None


def _as_company(piece: Piece, view: View) -> str | None:
    text = re.sub(r"^[בלמ]-", "", _HIRING_TAIL.sub("", piece.text))
    text = text if " " in text else re.sub(r"['’]s$", "", text)
    words = tokens(fold(text))
    if not _could_be_name(text, words) or (piece.before == "for" and not _LEGAL.search(text)):
        return None
    if not piece.before and _PHRASE.match(text):
        return None  # "Bring laptop": a note, not a name
    if piece.before != "at" and _is_person(words, view) and not _LEGAL.search(text):
        return None
    if text.islower() and text.isascii():
        return text.title() if piece.before in ("at", "with") and view.title.islower() else None
    return plain(text, _LONGEST)


def _could_be_name(text: str, words: list[str]) -> bool:
    return (
        bool(words)
        and not _NO_NAME.search(text)
        and words[0] not in names("never")
        and not is_job(text)
        and not all(map(_of_hiring, words))
    )


@lru_cache(maxsize=512)
def _of_hiring(word: str) -> bool:
    hits = [hit for hit in vocabulary().find(word, anchored=False) if hit.end - hit.start == len(word)]
    return any(sense.group == "sign" for hit in hits for sense in hit.senses)


def _is_sure(piece: Piece, name: str, label: str) -> bool:
    """Two capitalised words after "with" could be anybody, unless they sound like a company."""
    words = tokens(fold(name))
    if piece.before != "with" or len(words) != 2 or not name.isascii():
        return True
    joined = "".join(words)
    telling = _LEGAL.search(name) or names("trade") & set(words) or fold(name) in names("persons_companies")
    return bool(telling) or not name.istitle() or bool(label and (label in joined or joined in label))


def _is_person(words: list[str], view: View) -> bool:
    if " ".join(words) in names("persons_companies") or names("trade") & set(words):
        return False
    organizer = view.occurrence.organizer
    people = [*([organizer] if organizer else []), *view.occurrence.attendees[:40]]
    known = [view.profile.name, *(plain_name(person.name) for person in people if not of_hiring(person))]
    if any(set(words) <= set(tokens(fold(name))) for name in known if name):
        return True
    return len(words) <= _LONGEST_PERSON and words[0] in names("names")


def _from_text(view: View) -> str:
    for pattern in _sentences():
        for line in view.lines[:60]:
            for found in pattern.finditer(line):
                name = re.sub(r"['’]s$", "", found["name"].rstrip(".,'’-"))
                words = tokens(fold(name))
                if _could_be_name(name, words) and not _is_person(words, view):
                    return plain(name, _LONGEST)
    return ""
