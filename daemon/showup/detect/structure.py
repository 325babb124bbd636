"""Evidence from how the event is made: who organises it, whose links it carries, what was answered."""

from __future__ import annotations

from collections.abc import Iterator

from showup.detect.datafiles import domain_in, domains
from showup.detect.evidence import Evidence
from showup.detect.fold import fold
from showup.detect.join import join_link
from showup.detect.match import tokens
from showup.detect.people import address_of, domain_of, is_own, of_hiring, plain_name
from showup.detect.view import View
from showup.model import Participant, Role

__all__ = ["from_structure"]

_ANY_WORD = frozenset({"title.sure", "title.plain", "title.weak", "title.address", "body.sure", "body.address"})


def from_structure(view: View, words: tuple[Evidence, ...]) -> Iterator[Evidence]:
    """`words` is what the words came to: some signs only strengthen what is there already."""
    yield from _status(view)
    yield from _answers(view)
    yield from _links(view)
    yield from _organizer(view)
    yield from _own_name(view)
    if any(piece.sign in _ANY_WORD for piece in words):
        yield from _strengthening(view)
    if view.occurrence.recurring and words:
        yield Evidence(-10, "it repeats, as interviews seldom do", sign="recurring")


def _status(view: View) -> Iterator[Evidence]:
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
    elif domain_in(domain, domains("agencies")) or (of_hiring(organizer) and domain not in _own_domains(view)):
        yield Evidence(25, f"the organizer is of recruiting ({address_of(organizer.email)})", sign="organizer.hiring")
    else:
        yield from _colleague_of_candidate(view, domain)


def _own_invitation(view: View) -> Iterator[Evidence]:
    """Candidates type their own entries, and may invite family or the recruiter.

    Who invites somebody private from a company's mailbox, or names them in the title, is interviewing them.
    """
    at_work = bool(_own_domains(view))
    for person in view.occurrence.attendees[:60]:
        named = _named_in_title(person, view)
        if is_own(person, view) or not (named or (at_work and _private(person))):
            continue
        reason = f"you organise it and invited {plain_name(person.name) or address_of(person.email)}"
        if at_work:
            yield Evidence(-60, reason, 20, Role.INTERVIEWER, "organizer.self")
        elif not _of_company_in_title(person, view):
            yield Evidence(0, f"{reason}, who could be the candidate", 55, sign="organizer.self")
        return


def _colleague_of_candidate(view: View, domain: str) -> Iterator[Evidence]:
    """A colleague organises, and somebody with a private mailbox is invited too: the candidate."""
    own_domains = _own_domains(view)
    if not own_domains or (domain not in own_domains and not domain_in(domain, domains("systems"))):
        return
    outside = [person for person in view.occurrence.attendees[:60] if not is_own(person, view) and _private(person)]
    if outside:
        who = plain_name(outside[0].name) or address_of(outside[0].email)
        reason = f"it is your own company's, and {who} is invited from outside"
        yield Evidence(-60, reason, 20, Role.INTERVIEWER, "organizer.colleague")


def _own_name(view: View) -> Iterator[Evidence]:
    name = tokens(fold(view.profile.name))
    title = tokens(view.folded_title)
    if len(name) > 1 and name[0] in title and name[-1] in title and _speaks(view):
        yield Evidence(10, "the title names you", role=Role.CANDIDATE, sign="title.own_name")


def _speaks(view: View) -> bool:
    return any(
        sense.group in ("sure", "plain", "weak", "stage", "job") for hit in view.title_hits for sense in hit.senses
    )


def _strengthening(view: View) -> Iterator[Evidence]:
    organizer = view.occurrence.organizer
    domain = domain_of(address_of(organizer.email)) if organizer else ""
    if organizer and domain and not is_own(organizer, view) and domain not in _own_domains(view) and not _known(domain):
        yield Evidence(10, f"somebody of {domain} organises it", sign="organizer.outside")
    if join_link(view.fields):
        yield Evidence(5, "it has a link to join", sign="link.join")


def _known(domain: str) -> bool:
    return any(domain_in(domain, domains(group)) for group in ("freemail", "systems", "schedulers"))


def _own_domains(view: View) -> frozenset[str]:
    mine = {domain_of(address_of(own)) for own in view.profile.emails}
    return frozenset(domain for domain in mine if domain and not domain_in(domain, domains("freemail")))


def _private(person: Participant) -> bool:
    return domain_in(domain_of(address_of(person.email)), domains("freemail"))


def _named_in_title(person: Participant, view: View) -> bool:
    title = set(tokens(view.folded_title))
    spellings = (fold(plain_name(person.name)), address_of(person.email).partition("@")[0].replace("_", "."))
    return any(len(name) > 1 and set(name) <= title for name in map(tokens, spellings))


def _of_company_in_title(person: Participant, view: View) -> bool:
    return not _private(person) and domain_of(address_of(person.email)).split(".")[0] in tokens(view.folded_title)
