"""Evidence from words: what the title and the text say."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from showup.detect.datafiles import table
from showup.detect.evidence import Evidence
from showup.detect.invited import among_colleagues, is_guest
from showup.detect.match import Hit
from showup.detect.people import of_hiring
from showup.detect.view import View
from showup.model import Role

__all__ = ["from_words"]

_Groups = dict[str, list[str]]

_FULL = 100
_OF_CANDIDATES = frozenset({"sure", "plain", "weak", "stage", "address"})
# Of these, the strongest counts for a phrase: "next stage" is a step of a process and a sign of hiring.
_SPOKEN = ("address", "process", "sign", "job")
# Of these, for a place too: "interview" is plain in English and weak in French.
_TIERS = ("sure", "plain", "weak", "stage", "soft", "hint")


class _Worth(Struct, frozen=True):
    points: int
    reason: str
    most: int
    role: Role | None
    each: int
    sign: str
    place: int


@lru_cache(maxsize=1)
def _worths() -> dict[str, dict[str, _Worth]]:
    """By field and group, in the order in which they are told."""
    found: dict[str, dict[str, _Worth]] = {"title": {}, "body": {}}
    for group, fields in table("groups").items():
        for field, row in fields.items():
            found[field][group] = _worth(group, field, row, len(found[field]))
    return found


def _worth(group: str, field: str, row: dict[str, Any], place: int) -> _Worth:
    candidate = Role.CANDIDATE if group in _OF_CANDIDATES else None
    role = Role(row["role"]) if "role" in row else candidate
    sign = "phishing" if group == "phishing" else f"{field}.{group}"
    return _Worth(row["points"], row["reason"], row.get("most", _FULL), role, row.get("each", 1), sign, place)


def from_words(view: View) -> tuple[Evidence, ...]:
    """What the words come to, the title's before the text's."""
    title, body = _groups_in(view.title_hits, view), _groups_in(view.body_hits, view)
    pieces = (*_weighed("title", title), *_weighed("body", body))
    company = _Company(title, body, view)
    weighed = (_in_company(piece, company) for piece in pieces)
    return tuple(piece for piece in weighed if piece.points or piece.most < _FULL or piece.sign not in _MUTE)


class _Company(Struct, frozen=True):
    """What a word stands beside: the groups of the title and the text, and the people."""

    title: _Groups
    body: _Groups
    view: View

    def title_has(self, *groups: str) -> bool:
        return any(group in self.title for group in groups)

    def is_surely_guest(self) -> bool:
        """Does another company invite the person, by an address that is known to be theirs?"""
        return bool(self.view.profile.emails) and is_guest(self.view)

    def is_of_hiring(self) -> bool:
        """Coffee with anybody is coffee; with hiring people it is worth a question."""
        organizer = self.view.occurrence.organizer
        said = _SPEAKING & self.title.keys() or (_SPEAKING - _EVERYDAY) & self.body.keys()
        often = len({*self.body.get("sign", ()), *self.body.get("job", ())}) > 1
        return bool(said) or often or (organizer is not None and of_hiring(organizer))


def _in_company(piece: Evidence, company: _Company) -> Evidence:
    """The piece as it counts beside the others: some words mean more, or less, in company."""
    if piece.sign in _BESIDE:
        return _BESIDE[piece.sign](piece, company)
    if company.view.slip and piece.sign in _MISTYPED:
        return replace(piece, reason=f"{piece.reason} (with a typing error)")
    return piece


def _soft(piece: Evidence, company: _Company) -> Evidence:
    if company.title_has("sure", "plain"):
        return replace(piece, most=100)  # coffee after the interview
    if (
        company.title_has("stage", "process", "address")
        or "address" in company.body
        or len(company.body.get("process", ())) > 1
    ):
        return replace(piece, points=30, most=100)  # lunch is the last round
    return replace(piece, points=30 if company.is_of_hiring() else 0)


def _doubt(piece: Evidence, company: _Company) -> Evidence:
    job = company.title_has("exam", "job", "sign", "process")  # a journalist's job is a job
    return replace(piece, points=-10) if job else piece


def _elsewhere(piece: Evidence, company: _Company) -> Evidence:
    """Another trade's word tells what a round or a call is, unless more speaks of hiring."""
    if company.title_has("sure", "plain", "weak") or not company.title_has("stage", "hint", "sign", "process", "job"):
        return replace(piece, points=0)
    return replace(piece, points=-10) if "address" in company.body or company.title_has("process", "job") else piece


def _beside_interview(piece: Evidence, company: _Company) -> Evidence:
    """What prepares or follows an interview stands before the word; behind it, it may be a note to oneself."""
    if _in_name(piece, company.view):
        return replace(piece, points=0, most=_FULL)
    return replace(piece, points=-15, most=55) if _stands_behind(piece, company.view) else piece


def _in_name(piece: Evidence, view: View) -> bool:
    """Is the word part of a name, as in "Debrief Media" and "Mock Foods Inc."?"""
    group = piece.sign.removeprefix("title.")
    ends = [hit.end for hit in view.title_hits if any(sense.group == group for sense in hit.senses)]
    return any(not _FIRM.isdisjoint(_words(view.title_line[end:])[:2]) for end in ends)


def _relative(piece: Evidence, company: _Company) -> Evidence:
    """A sister's interview is hers; with more between the words, she may only lend her car."""
    named = [
        hit.start for hit in company.view.title_hits if any(sense.group in ("sure", "plain") for sense in hit.senses)
    ]
    said = [hit.end for hit in company.view.title_hits if any(sense.group == "relative" for sense in hit.senses)]
    far = named and said and len(_words(company.view.title_line[max(said) : max(named)])) > _NEAR
    return replace(piece, points=-15, most=55) if far else _beside_interview(piece, company)


def _stands_behind(piece: Evidence, view: View) -> bool:
    """With something between them, if only a comma: "interview preparation" is preparation."""
    group = piece.sign.removeprefix("title.")
    named = [hit.end for hit in view.title_hits if any(sense.group in ("sure", "plain") for sense in hit.senses)]
    said = [hit.start for hit in view.title_hits if any(sense.group == group for sense in hit.senses)]
    between = view.title_line[min(named) : min(said)] if named and said else b""
    return bool(between.split()) or b"  " in between


def _sign_in_text(piece: Evidence, company: _Company) -> Evidence:
    """Roles and positions are spoken of at every work, less so by who invites from outside."""
    if company.title_has(*_TELLING) or (company.body.keys() & _TELLING) - {"soft"}:
        return piece
    return replace(piece, points=12 if is_guest(company.view) else 5, most=55)


def _candidate(piece: Evidence, company: _Company) -> Evidence:
    """Who is invited alone by another company is the candidate; among colleagues it is somebody else."""
    if company.is_surely_guest():
        return replace(piece, points=40, most=100, role=Role.CANDIDATE, reason=f"{piece.reason}: you")
    return replace(piece, most=15) if among_colleagues(company.view) else piece


def _interviewer(piece: Evidence, company: _Company) -> Evidence:
    """Who is another company's only guest does not interview for it; candidates are told who will be their interviewer."""
    if company.is_surely_guest():
        return replace(piece, points=-20, most=_FULL if "address" in company.body else 55, role=None)
    addressed = "address" in company.body and not among_colleagues(company.view)
    return replace(piece, points=-30, most=55, role=None) if addressed else piece


def _disclaimed(piece: Evidence, company: _Company) -> Evidence:
    return replace(piece, most=25) if len(company.body["disclaimed"]) > 1 else piece


def _hold(piece: Evidence, company: _Company) -> Evidence:
    return replace(piece, points=30) if is_guest(company.view) else piece


_TELLING = frozenset({"sure", "plain", "weak", "stage", "soft", "address", "process"})
_SPEAKING = frozenset({"sure", "plain", "weak", "stage", "sign", "job", "address", "process"})
_EVERYDAY = frozenset({"plain", "sign", "job"})  # once in a text they mean little
# Behind a word they make it a company's.
_FIRM = frozenset({"inc", "ltd", "limited", "llc", "gmbh", "plc", "corp", "foods", "media", "studios", "brothers"})
_MUTE = frozenset({"title.elsewhere"})
_NEAR = 2  # words
_MISTYPED = frozenset({"title.sure", "title.plain", "title.weak"})
_BESIDE: dict[str, Callable[[Evidence, _Company], Evidence]] = {
    "title.soft": _soft,
    "title.doubt": _doubt,
    "title.elsewhere": _elsewhere,
    "title.prep": _beside_interview,
    "title.debrief": _beside_interview,
    "title.task": _beside_interview,
    "title.relative": _relative,
    "title.candidate": _candidate,
    "title.hold": _hold,
    "body.disclaimed": _disclaimed,
    "body.sign": _sign_in_text,
    "title.interviewer": _interviewer,
    "body.interviewer": _interviewer,
}


def _words(line: bytes) -> list[str]:
    return line.decode(errors="replace").split()


def _groups_in(hits: Iterable[Hit], view: View) -> _Groups:
    """The groups that were found, each with its different phrases."""
    found: _Groups = {}
    places: set[tuple[str, int]] = set()
    for hit in hits:
        for group in _strongest(view.groups_of(hit)):
            phrases = found.setdefault(group, [])
            if (group, hit.start) not in places and hit.text not in phrases:
                places.add((group, hit.start))
                phrases.append(hit.text)
    if len(found) > 1 and (best := _best(found)):
        return {group: phrases for group, phrases in found.items() if group not in _TIERS or group in (best, "soft")}
    return found


@lru_cache(maxsize=4096)
def _strongest(groups: frozenset[str]) -> frozenset[str]:
    if "neutral" in groups:
        return frozenset()
    weaker = {one for chain in (_TIERS, _SPOKEN) for one in [name for name in chain if name in groups][1:]}
    return groups - weaker


def _best(groups: Container[str]) -> str | None:
    return next((tier for tier in _TIERS if tier in groups), None)


def _weighed(field: str, groups: _Groups) -> Iterator[Evidence]:
    worths = _worths()[field]
    for group in sorted(groups.keys() & worths.keys(), key=lambda group: worths[group].place):
        worth = worths[group]
        for phrase in groups[group][: worth.each]:
            yield Evidence(worth.points, worth.reason.replace("{word}", phrase), worth.most, worth.role, worth.sign)
