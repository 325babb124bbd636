"""The company as addresses write it: in the organizer's domain, in the name that a meeting or hiring service gave it."""

from __future__ import annotations

import re

from showup.detect.datafiles import domain_in, domains, names
from showup.detect.fold import fold
from showup.detect.match import tokens
from showup.detect.people import address_of, domain_of
from showup.detect.sender import label_of
from showup.detect.view import View

__all__ = ["apart", "confirms", "labels_of", "spelling"]

_SHORTEST = 4
_MOST_WORDS = 5
_TEXT = 4000
_URL = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_ENDINGS = ("labs", "health", "foods", "systems", "software", "robotics", "analytics", "media", "logistics", "consulting",
            "insurance", "studios", "technologies", "partners", "energy")  # fmt: skip
_WORD = re.compile(r"[\w&'’.+-]+")
_AROUND = frozenset(
    (
        "hq",
        "corp",
        "inc",
        "group",
        "jobs",
        "careers",
        "app",
        "io",
        "ai",
        "labs",
        "team",
        "co",
        "get",
        "try",
        "join",
        "use",
        "go",
        "hello",
        "hi",
        "company",
        "de",
        "us",
        "uk",
        "global",
        "gmbh",
        "mail",
    )
)
_TENANTS = ("zoom.us", "zoomgov.com", "webex.com", "whereby.com", "chime.aws", "myworkday.com", "myworkdayjobs.com",
            "bamboohr.com", "teamtailor.com", "recruitee.com", "hirevue.com", "gong.io", "workable.com", "personio.de",
            "personio.com", "icims.com", "greenhouse.io", "daily.co", "workplace.com")  # fmt: skip
# Left of the @ of a hiring system, these are nobody's name.
_ROLES = ("reply", "support", "candidate", "schedul", "interview", "hello", "info", "team", "calendar", "event", "mail",
          "messages", "olivia", "assistant")  # fmt: skip
_SERVERS = re.compile(r"(?:us|eu|web|app|my|jobs|join|meet|call|apply|wd|www|go|\d)+\d*\w{0,3}")


def labels_of(view: View) -> tuple[str, ...]:
    """Labels that belong to the employer, the organizer's first: "acme" of careers.acme.co.uk, of acme.zoom.us."""
    found = [label_of(view), *_of_links(view), _of_mailbox(view)]
    return tuple(dict.fromkeys(label for label in found if label))


def spelling(label: str, view: View) -> str:
    """The label as the event writes it; empty where it stands nowhere."""
    wanted = label.replace("-", "")
    best = ""
    for text in (view.title, view.body[:_TEXT]):
        words = _WORD.findall(_URL.sub(" ", text))
        folded = ["".join(tokens(fold(word))) for word in words]
        for place, word in enumerate(words):
            if not (word[0].isupper() or not word[0].isascii()) or not folded[place]:
                continue
            if folded[place][0] != wanted[0] and not wanted.endswith(folded[place]):
                continue
            if count := _run(folded[place : place + _MOST_WORDS], wanted):
                name = _more(words[place : place + _MOST_WORDS], folded[place : place + _MOST_WORDS], count)
                best = max(best, name, key=len)
        if best:
            return best
    return ""


def confirms(label: str, name: str) -> bool:
    """Can the label stand for a company of that name?"""
    joined, wanted = "".join(tokens(fold(name))), label.replace("-", "")
    if min(len(joined), len(wanted)) < _SHORTEST:
        return joined == wanted
    return joined.startswith(wanted) or wanted.startswith(joined) or wanted.endswith(joined)


def _run(folded: list[str], wanted: str) -> int:
    """So many words, written together, are what is wanted; 0 when they are not."""
    joined = ""
    for count, word in enumerate(folded, 1):
        joined += word
        if joined == wanted or _is_around(joined, wanted):
            return count
        if len(wanted) > _SHORTEST and joined.startswith(wanted) and count > 1:
            return count
    return 0


def _is_around(joined: str, wanted: str) -> bool:
    """Is what is wanted the same with a word before or after it that companies put into their domains?"""
    if len(joined) < _SHORTEST - 1 or len(joined) >= len(wanted):
        return False
    rest = wanted[len(joined) :] if wanted.startswith(joined) else wanted[: -len(joined)]
    return (wanted.startswith(joined) or wanted.endswith(joined)) and rest in _AROUND


def _more(words: list[str], folded: list[str], count: int) -> str:
    """The name with the words of companies that follow it: Merwehaven *Ziekenhuis*."""
    while count < len(words) and words[count][0].isupper() and folded[count] in names("trade"):
        if words[count - 1].endswith((".", "'s")):
            break
        count += 1
    return re.sub(r"['’]s$", "", " ".join(words[:count]).strip(".-'’"))


def apart(label: str) -> str:
    """The label as a name, when it stands nowhere: brennerlabs is Brenner Labs."""
    for word in _ENDINGS:
        rest = label.removesuffix(word).rstrip("-")
        if rest != label and len(rest) >= _SHORTEST - 1:
            return f"{rest} {word}".replace("-", " ").title()
    return label.replace("-", " ").title()


def _of_links(view: View) -> list[str]:
    found = []
    for link in view.links[:20]:
        for host in _TENANTS:
            if link.under(host) and link.host != host:
                label = link.host.removesuffix(f".{host}").split(".")[0]
                if not _SERVERS.fullmatch(label):
                    found.append(label)
    return found


def _of_mailbox(view: View) -> str:
    """Some hiring systems write in the name of acme@myworkday.com."""
    organizer = view.occurrence.organizer
    address = address_of(organizer.email) if organizer else ""
    local = address.rpartition("@")[0]
    told = domain_in(domain_of(address), domains("systems")) and local.isalpha()
    return local if told and not any(local.startswith(word) for word in (*domains("unread"), *_ROLES)) else ""
