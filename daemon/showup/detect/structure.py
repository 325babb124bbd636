"""Evidence from how the event is made: who organises it, whose links it carries, what was answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from showup.detect.datafiles import domain_in, domains, names
from showup.detect.evidence import Evidence
from showup.detect.fold import fold
from showup.detect.invited import among_colleagues, host_domain, is_guest, is_private, own_domains
from showup.detect.match import Hit, tokens
from showup.detect.people import address_of, domain_of, is_own, of_hiring, plain_name
from showup.detect.title_pieces import Piece, is_job, pieces_of
from showup.detect.view import View
from showup.model import Participant, Role

__all__ = ["from_structure"]

_WORDS = ("sure", "plain", "weak", "stage", "address", "process", "sign")
# Everybody's signature names a job.
_OF_HIRING = frozenset(
    {"title.job", "title.candidate", *(f"{field}.{group}" for field in ("title", "body") for group in _WORDS)}
)
_FITTING = frozenset({"title.job", "title.sign", "title.process"})
_INTERVIEW_BY_NAME = frozenset({"title.sure", "title.plain"})
_UNSURE = frozenset({"title.weak", "title.stage"})
_OTHERWISE = frozenset(
    f"title.{group}" for group in ("doubt", "lookalike", "elsewhere", "exam", "admission", "relative", "candidate")
)
_STRUCK = ("❌", "✖", "❎", "🚫", "⛔", "~~")
_STRIKE = "\N{COMBINING LONG STROKE OVERLAY}"
_SHORT_JOB = 2  # words
_CROWD = 40  # who is one of so many is no candidate
_ORDINAL = re.compile(r"[1-6](?:st|nd|rd|th|er|ere|re|e|eme|o|a|os|ro|do|ra|da|й|я|ª|º)?")
_STRONGER = frozenset({"weak", "stage"})
_NUMBERED = _STRONGER | {"hint"}


def from_structure(view: View, words: tuple[Evidence, ...]) -> Iterator[Evidence]:
    """`words` is what the words came to: some signs only strengthen what is there already."""
    yield from _status(view)
    yield from _answers(view)
    yield from _links(view)
    yield from _organizer(view)
    yield from _own_name(view)
    signs = {piece.sign for piece in words}
    once = [piece.sign for piece in words].count("body.sign") == 1
    if (signs - {"body.sign"} if once else signs) & _OF_HIRING:  # every work speaks of a position once
        yield from _strengthening(view)
        yield from _company(view, signs)
    if signs & _UNSURE and not signs & (_INTERVIEW_BY_NAME | _OTHERWISE):
        yield from _named(view, 15)
    elif "title.hint" in signs and signs & _FITTING and not signs & (_INTERVIEW_BY_NAME | _OTHERWISE):
        yield from _named(view, 10)
    if not signs & _INTERVIEW_BY_NAME:
        yield from _numbered(view)
    if view.occurrence.recurring and words:
        yield Evidence(-10, "it repeats, as interviews seldom do", sign="recurring")


def _status(view: View) -> Iterator[Evidence]:
    title = view.occurrence.title[:300].strip()
    if title.startswith(_STRUCK) or title.count(_STRIKE) * 3 > len(title):
        yield Evidence(-60, "its title is struck out", most=0, sign="title.struck")
    if view.occurrence.status == "CANCELLED":
        yield Evidence(-100, "the calendar says that it is cancelled", most=0, sign="status.cancelled")
    if view.occurrence.status == "TENTATIVE":
        yield Evidence(0, "the calendar says that it is tentative", most=55, sign="status.tentative")


def _answers(view: View) -> Iterator[Evidence]:
    attendees, organizer = view.occurrence.attendees[:200], view.occurrence.organizer
    own = [person for person in attendees if is_own(person, view)]
    if any(person.partstat == "DECLINED" for person in own):
        yield Evidence(-100, "you declined it", most=0, sign="declined")
    elif any(person.partstat == "TENTATIVE" for person in own):
        yield Evidence(0, "you answered “maybe”", sign="answer.tentative")
    elif not own and len(attendees) == 1 and attendees[0].partstat == "DECLINED":
        mine = organizer is not None and is_own(organizer, view)
        yield Evidence(-20, "the only one invited declined it", most=55 if mine else 20, sign="declined.only")


def _links(view: View) -> Iterator[Evidence]:
    for side in view.sides:
        if side.side == "interviewer":
            yield Evidence(
                -60, f"its link to {side.host} is for interviewers", 15, Role.INTERVIEWER, "link.interviewer"
            )
        elif side.side == "candidate":
            yield Evidence(45, f"its link to {side.host} is for candidates", role=Role.CANDIDATE, sign="link.candidate")
        elif side.side == "posting":
            yield Evidence(20, f"it links to a job advertisement on {side.host}", sign="link.posting")
        else:
            yield Evidence(10, f"it was booked through {side.host}", sign="link.scheduled")


def _organizer(view: View) -> Iterator[Evidence]:
    organizer = view.occurrence.organizer
    if organizer is None:
        return
    domain = domain_of(address_of(organizer.email))
    if is_own(organizer, view):
        yield from _own_invitation(view)
    elif domain_in(domain, domains("systems")):
        yield Evidence(45, f"it was sent by a hiring system ({domain})", sign="organizer.system")
        yield from _colleague_of_candidate(view, domain)
    elif domain_in(domain, domains("freemail")) and of_hiring(organizer):
        yield Evidence(
            -15,
            f"the organizer claims to hire from a private mailbox ({domain})",
            55,
            sign="phishing.freemail",
        )
    elif domain_in(domain, domains("agencies")) or (of_hiring(organizer) and domain not in own_domains(view)):
        yield Evidence(25, f"the organizer is of recruiting ({address_of(organizer.email)})", sign="organizer.hiring")
    else:
        yield from _colleague_of_candidate(view, domain)


def _own_invitation(view: View) -> Iterator[Evidence]:
    """Candidates type their own entries, and may invite family or the recruiter.

    Who invites somebody private from a company's mailbox, or names them in the title, is interviewing them.
    """
    at_work = bool(own_domains(view))
    for person in view.occurrence.attendees[:60]:
        named = _named_in_title(person, view)
        if is_own(person, view) or not (named or (at_work and is_private(person))):
            continue
        reason = f"you organise it and invited {plain_name(person.name) or address_of(person.email)}"
        if at_work:
            yield Evidence(-60, reason, 20, Role.INTERVIEWER, "organizer.self")
        elif not _of_company_in_title(person, view):
            yield Evidence(0, f"{reason}, who could be the candidate", 55, sign="organizer.self")
        return


def _colleague_of_candidate(view: View, domain: str) -> Iterator[Evidence]:
    """A colleague organises, and somebody with a private mailbox is invited too: the candidate."""
    mine = own_domains(view)
    if not mine or (domain not in mine and not domain_in(domain, domains("systems"))):
        return
    outside = [person for person in view.occurrence.attendees[:60] if not is_own(person, view) and is_private(person)]
    if outside:
        who = plain_name(outside[0].name) or address_of(outside[0].email)
        reason = f"it is your own company's, and {who} is invited from outside"
        yield Evidence(-60, reason, 20, Role.INTERVIEWER, "organizer.colleague")


def _own_name(view: View) -> Iterator[Evidence]:
    if not _speaks(view):
        return
    title = set(view.title_words)
    if any(len(name) > 1 and {name[0], name[-1]} <= title for name in _own_names(view)):
        yield Evidence(10, "the title names you", role=Role.CANDIDATE, sign="title.own_name")


def _own_names(view: View) -> Iterator[tuple[str, ...]]:
    """As the person, an attendee's entry or an address writes it."""
    yield _words_of(view.profile.name)
    for person in view.occurrence.attendees[:60]:
        if is_own(person, view):
            yield _words_of(plain_name(person.name))
    for own in view.profile.emails:
        yield _words_of(address_of(own).partition("@")[0])


@lru_cache(maxsize=4096)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(tokens(fold(name)))


def _speaks(view: View) -> bool:
    return any(
        sense.group in ("sure", "plain", "weak", "stage", "job") for hit in view.title_hits for sense in hit.senses
    )


def _strengthening(view: View) -> Iterator[Evidence]:
    domain = host_domain(view)
    if domain:
        yield Evidence(15, f"somebody of {domain} organises it", sign="organizer.outside")
    if is_guest(view):
        yield Evidence(10, f"you are the only one whom {domain} invites", sign="invited.alone")
    if view.join_link:
        yield Evidence(5, "it has a link to join", sign="link.join")


def _company(view: View, signs: set[str]) -> Iterator[Evidence]:
    """Colleagues speak of positions, rounds and reviews every day; so does who invites a crowd."""
    if among_colleagues(view) and not signs & {"title.sure", "body.address", "title.process", "body.process"}:
        yield Evidence(-25, "only colleagues of yours are there", sign="invited.colleagues")
    if len(view.occurrence.attendees) > _CROWD:
        yield Evidence(-30, f"more than {_CROWD} people are invited", 55, sign="invited.crowd")


def _named(view: View, points: int) -> Iterator[Evidence]:
    """A round of what? Of a process of whoever else the title names."""
    name = next((piece.text for piece in pieces_of(view) if _is_name(piece)), "")
    if name:
        yield Evidence(points, f"beside it the title names “{name}”", sign="title.name")


def _is_name(piece: Piece) -> bool:
    """Not the first name of somebody, whoever that is."""
    words = tokens(fold(piece.text))
    if piece.before == "with" and (len(words) == 1 or words[0] in names("names")):
        return False
    if is_job(piece.text) and len(words) <= _SHORT_JOB:
        return False
    return piece.before == "at" or not piece.text.islower()


def _numbered(view: View) -> Iterator[Evidence]:
    """The second conversation of a sort is part of a process."""
    for hit in view.title_hits:
        groups = view.groups_of(hit)
        if groups & _NUMBERED and _has_number(hit, view.title_line):
            yield Evidence(20 if groups & _STRONGER else 10, f"“{hit.text}” is numbered", sign="title.numbered")
            return


def _has_number(hit: Hit, title: bytes) -> bool:
    before, after = title[: hit.start].split()[-1:], title[hit.end :].split()[:1]
    return any(_ORDINAL.fullmatch(word.decode(errors="replace")) for word in (*before, *after))


def _named_in_title(person: Participant, view: View) -> bool:
    title = set(view.title_words)
    spellings = (fold(plain_name(person.name)), address_of(person.email).partition("@")[0].replace("_", "."))
    return any(len(name) > 1 and set(name) <= title for name in map(tokens, spellings))


def _of_company_in_title(person: Participant, view: View) -> bool:
    return not is_private(person) and domain_of(address_of(person.email)).split(".")[0] in view.title_words
