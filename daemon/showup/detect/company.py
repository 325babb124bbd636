"""The employer and the position, as far as the calendar names them. Unsure means None: nothing is made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from showup.detect.datafiles import domain_in, domains, names
from showup.detect.fold import fold, plain
from showup.detect.lexicon import Lexicon, lexicons
from showup.detect.match import tokens, vocabulary
from showup.detect.people import address_of, domain_of, is_own, of_hiring, plain_name
from showup.detect.view import View
from showup.detect.words import counts
from showup.model import Participant

__all__ = ["company_of", "position_of"]

_LONGEST = 60
_TIERS = frozenset({"sure", "plain", "weak", "cancelled"})
_BREAK = re.compile(r"\s[-–—/|×xX•·~]+\s|\s?[:|()\[\]<>,;•·–—↔⇄【】「」『』（）：、|]+\s?|(?<=\w)- ")
_WORD = re.compile(r"\S+")
_BODY = re.compile(
    r"\b(?:interview|interviewing|role|position|opportunity|job|applying|application|application to|interest|gespräch|stelle|entretien|poste|"
    r"entrevista|puesto|vaga|colloquio|posizione|gesprek|functie|intervju|stillingen|tjänsten)\b[^.\n:;!?]{0,70}?"
    r"\s(?:at|with|bei|mit|chez|en|na|presso|bij|hos)\s(?P<name>[A-Z][\w&'’.-]{1,30}(?: (?:[A-Z][\w&'’.-]{0,30}|&|of|de)){0,3})"
)
_THANKS = re.compile(
    r"\b(?:applying|interest in|application to|apply) (?:to |with |at |in )?(?:joining |working (?:at|for) )?(?P<name>[A-Z][\w&'’.-]{1,30}(?: [A-Z][\w&'’.-]{0,30}){0,3})"
)
_JOB = re.compile(
    r"(?i:\b(?:for|as|discuss|regarding|about)(?: the| our| an?)?(?: open)?(?: position of| role of)?)\s"
    r"(?P<job>[A-Z][\w+#./-]{0,30}(?: (?:[A-Z][\w+#./&-]{0,30}|of|and|&|[IV]{1,3})){0,5})\s(?:position|role|job|opening|opportunity)\b"
)
_STATED = re.compile(r"(?i)^(?:position|role|job title|job|stelle|poste|puesto|vaga|cargo|posizione|functie|tjänst|stanowisko|pozice|вакансия|должность|посада|职位|職位|ポジション)\s{0,2}[:：]\s{0,2}(?P<job>.{3,70})$")
_LEGAL = re.compile(r"(?i)\b(?:gmbh|inc|ltd|llc|ag|s\.?a\.?|srl|s\.?r\.?l\.?|bv|b\.v\.|oy|ab|as|plc|corp|kft|s\.r\.o\.|a\.ş)\.?$")
_SPENT = frozenset({
    "sure", "plain", "weak", "hint", "soft", "hold", "cancelled", "address", "admission", "exam", "candidate", "lookalike", "prep", "debrief", "interviewer", "neutral",
    "kind:recruiter_screen", "kind:technical", "kind:panel", "kind:final", "kind:onsite", "kind:assessment", "kind:take_home", "kind:due", "kind:trial", "kind:discussed",
})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of words of the title that nothing else explains; `before` says what stood in front: at, with, for or nothing."""

    text: str
    before: str = ""


def company_of(view: View) -> str | None:
    """The employer's name: from the title, else the organizer's own domain, else the text."""
    pieces = _pieces(view)
    label = _label_of(view)
    for before in ("at", "", "with", "for"):
        for piece in pieces:
            if piece.before == before and (name := _as_company(piece, view)):
                return name if _sure_of(piece, name, label, view) else (_spelled(label, view) or None)
    return _from_body(view, label) or _spelled(label, view) or None


def position_of(view: View) -> str | None:
    """The job's title, from the title, else from a sentence of the text that names it."""
    for piece in _pieces(view):
        if _is_job(piece.text):
            return piece.text
    for line in view.lines[:60]:
        if found := _STATED.search(line) or _JOB.search(line):
            job = plain(found["job"], _LONGEST).strip(" .")
            if _STATED.search(line) or _is_job(job):
                return job
    return None


# ---------------------------------------------------------------- the title


def _pieces(view: View) -> list[_Piece]:
    spent = _spent_words(view, _SPENT)
    nouns = _spent_words(view, _TIERS)
    lexica = [lexicon for lexicon in lexicons() if lexicon.language in ("en", *view.languages[:2])]
    inside = [hit.text for hit in view.title_hits if any(sense.group in _SPENT for sense in hit.senses)]
    return [piece for part in _BREAK.split(view.title) for piece in _runs(_cut(part, inside, lexica), (spent, nouns), lexica)]


def _spent_words(view: View, groups: frozenset[str]) -> set[str]:
    return {
        word for hit in view.title_hits if any(sense.group in groups and counts(sense, hit, view) for sense in hit.senses)
        for word in tokens(view.folded_title[hit.start : hit.end])
    }


def _cut(part: str, inside: list[str], lexica: list[Lexicon]) -> str:
    """In scripts without spaces, the words of the trade are cut out of what they are written onto."""
    if part.isascii() or not re.search("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]", part):
        return part
    fillers = [word for lexicon in lexica if lexicon.unspaced for word in lexicon.filler if len(word) > 1]
    for word in sorted({*inside, *fillers}, key=len, reverse=True):
        if not word.isascii():
            part = part.replace(word, " ")
    return part


def _runs(part: str, spent: tuple[set[str], set[str]], lexica: list[Lexicon]) -> Iterator[_Piece]:
    run: list[str] = []
    before = ""
    for word in _WORD.findall(part):
        folded = fold(word).strip(".!?*#\"'“”„+=")
        kind = _preposition(folded, lexica)
        if kind and not (run and kind == "with" and folded in ("and", "x", "de", "d", "of") and _is_job(" ".join(run))):
            yield from _finished(run, before)
            run, before = [], kind
        elif _is_spent(folded, word, spent[1 if before and not run and word[:1].isupper() else 0], lexica, started=bool(run)):
            yield from _finished(run, before)
            run, before = [], before if not run else ""
        else:
            run.append(word)
    yield from _finished(run, before)


def _finished(run: list[str], before: str) -> Iterator[_Piece]:
    text = " ".join(run).strip(" \"'“”„!?*#-–—.,/&+=。~")
    if 1 < len(text) <= _LONGEST and max(map(len, run)) > 1 and (any(letter.isalpha() for letter in text)):
        yield _Piece(text, before)


def _preposition(folded: str, lexica: list[Lexicon]) -> str:
    for name, words in (("at", "at"), ("with", "with_"), ("for", "before_job")):
        if any(folded in getattr(lexicon, words) for lexicon in lexica):
            return name
    return ""


def _is_spent(folded: str, word: str, spent: set[str], lexica: list[Lexicon], *, started: bool) -> bool:
    parts = tokens(folded)
    if not parts or re.fullmatch(r"[\d:.,/]+(?:am|pm|h|uhr)?|#?\d+(?:st|nd|rd|th)?", folded):
        return True
    if all(part in spent for part in parts):
        return True
    shouting = started and word[:1].isupper()  # "Data Team" and "Human Inc" keep their second word
    return not shouting and folded in {filler for lexicon in lexica for filler in lexicon.filler}


def _as_company(piece: _Piece, view: View) -> str | None:
    text = re.sub(r"['’]s$", "", piece.text)
    words = tokens(fold(text))
    if not words or _is_job(text) or words[0] in names("never") or text[0].islower() or "@" in text:
        return None
    if piece.before == "for" and not _LEGAL.search(text):
        return None
    if _is_person(words, view) and not _LEGAL.search(text):
        return None
    return plain(text, _LONGEST)


def _sure_of(piece: _Piece, name: str, label: str, view: View) -> bool:
    """Two capitalised words after "with" could be anybody, unless something else says that they are a company."""
    if piece.before != "with" or len(name.split()) != 2 or not name.isascii():  # noqa: PLR2004 - given and family name
        return True
    known = fold(name).replace(" ", "")
    return bool(_LEGAL.search(name)) or bool(label and (label in known or known in label)) or not _looks_human(name) or not view.title_hits


def _looks_human(name: str) -> bool:
    words = name.split()
    trade = {"labs", "robotics", "systems", "group", "bank", "health", "software", "technologies", "media", "studio", "studios", "partners", "capital",
             "consulting", "solutions", "airlines", "foods", "energy", "insurance", "university", "hospital", "school", "college", "industries", "motors", "games", "works", "logistics",
             "analytics", "ventures", "digital", "cloud", "data", "ai", "tech", "co", "company", "corporation", "international", "global", "engineering", "security", "retail", "council"}
    return all(word[:1].isupper() and word[1:].islower() for word in words) and not trade & set(tokens(fold(name))) and fold(words[0]) in names("names")


def _is_person(words: list[str], view: View) -> bool:
    people = [view.profile.name, *(plain_name(person.name) for person in _people(view) if not of_hiring(person))]
    if any(set(words) <= set(tokens(fold(name))) for name in people if name):
        return True
    return len(words) <= 3 and words[0] in names("names")  # noqa: PLR2004 - given, middle and family name


def _people(view: View) -> list[Participant]:
    organizer = view.occurrence.organizer
    return ([organizer] if organizer else []) + list(view.occurrence.attendees[:40])


@lru_cache(maxsize=512)
def _is_job(text: str) -> bool:
    hits = vocabulary().find(fold(text), anchored=False)
    return any(sense.group == "job" for hit in hits for sense in hit.senses)


# ------------------------------------------------------------------ domains


def _label_of(view: View) -> str:
    """The organizer's company as their domain writes it; empty where the domain is a vendor's, an agency's or anybody's."""
    organizer = view.occurrence.organizer
    people = [organizer] if organizer and not is_own(organizer, view) else []
    for person in people or view.occurrence.attendees[:10]:
        domain = domain_of(address_of(person.email))
        if domain and not is_own(person, view) and not _nobodys(domain):
            return _registered(domain)
    return ""


def _nobodys(domain: str) -> bool:
    if any(domain_in(domain, domains(group)) for group in ("freemail", "systems", "schedulers", "agencies")):
        return True
    return any(part in _registered(domain) for part in ("recruit", "staffing", "talent", "headhunt", "personalvermittlung"))


def _registered(domain: str) -> str:
    parts = domain.split(".")
    depth = 3 if ".".join(parts[-2:]) in domains("suffixes") else 2
    return parts[-depth] if len(parts) >= depth else ""


def _spelled(label: str, view: View) -> str:
    """The label as the event writes it, else with a capital letter."""
    if not label:
        return ""
    wanted = label.replace("-", "")
    for text in (view.title, view.body[:2000]):
        words = re.findall(r"[\w&'’.-]+", text)
        for length in (1, 2, 3):
            for place in range(len(words) - length + 1):
                run = words[place : place + length]
                if "".join(tokens(fold("".join(run)))) == wanted and run[0][:1].isupper():
                    return " ".join(run).strip(".-'’")
    return label.replace("-", " ").title()


# --------------------------------------------------------------------- text


def _from_body(view: View, label: str) -> str:
    for pattern in (_BODY, _THANKS):
        for line in view.lines[:60]:
            for found in pattern.finditer(line):
                name = re.sub(r"['’]s$", "", found["name"].rstrip(".,'’-"))
                words = tokens(fold(name))
                if words and words[0] not in names("never") and not _is_person(words, view) and not _is_job(name):
                    return plain(name, _LONGEST)
    return _spelled(label, view)
