"""Names, numbers and addresses out of a calendar: usable, or "" for unknown. When in doubt, unknown."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from showup.recovery.plain import line

if TYPE_CHECKING:
    from showup.model import Contact

__all__ = ["address", "company", "is_unattended", "person", "phone", "position", "short"]

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}")
_PHONE = re.compile(r"\+?[\d(][\d ()./-]{4,22}\d(?: ?(?:ext\.?|x) ?\d{1,6})?")
_MARKUP = re.compile(r"[<>{}\[\]$@\\|=_^~`\"“”„]|&\w+;|://|\bwww\.", re.IGNORECASE)
_WEB = re.compile(r"\w\.(?!(?:js|JS|NET)\b)[A-Za-z]{2,}\b|\w/\w+\.")  # "Node.js Developer" is no link
_BRAND = re.compile(r"[A-Za-z0-9-]{2,30}\.[A-Za-z]{2,4}")  # "Booking.com" is a name, "booking.com/x" a link
_SENTENCE = re.compile(r"[!?;…]|:(?!\w)|\.\s+\w+\s+\w+\s+\w+")
_PERSON = re.compile(r"[^\W\d_]+(?:['’.-]+[^\W\d_]*)*")
_HONORIFIC = re.compile(r"\s*(?:様|さま|さん|殿)$")  # what a draft puts behind a name itself
_BRACKETED = re.compile(r"\s*\([^()]*\)")
_FEWEST_DIGITS, _MOST_DIGITS = 6, 18


def person(contact: Contact, employer: str = "") -> str:
    """The contact's personal name, as one would write it after "Dear"; "" when none can be used."""
    name = _HONORIFIC.sub("", _turned(line(_BRACKETED.sub("", contact.name.split("|")[0]), 200)))
    words = name.split()
    formed = len(words) <= 4 and len(name) <= 40 and all(map(_PERSON.fullmatch, words))
    human = formed and not name[:1].islower() and not _lexical(name, "not_a_person")
    known = human and name.casefold() != employer.casefold() and _credible(name)
    return name if known and (len(words) > 1 or _is_in(name, contact.email)) else ""


def company(name: str | None) -> str:
    """The company's name as the calendar gives it; "" when it looks like anything else than a name."""
    plain = line(name or "", 200)
    brief = len(plain) <= 50 and len(plain.split()) <= 6
    linkless = not _WEB.search(plain) or _BRAND.fullmatch(plain)
    return plain if brief and linkless and _credible(plain) else ""


def position(name: str | None) -> str:
    """The job's title, without a last word that says that it is one; "" when it looks like anything else."""
    plain = re.sub(r"\s+(?:role|position|job|vacancy)$", "", line(name or "", 200), flags=re.IGNORECASE)
    brief = len(plain) <= 70 and len(plain.split()) <= 10
    return plain if brief and not _WEB.search(plain) and _credible(plain) else ""


def short(title: str) -> str:
    """A job's title without what stands in brackets, after a comma or after a dash."""
    return re.split(r",| [-–—|] ", _BRACKETED.sub("", title))[0].strip() or title


def phone(number: str | None) -> str:
    plain = line((number or "").removeprefix("tel:"), 40)
    digits = sum(map(str.isdigit, plain))
    return plain if _PHONE.fullmatch(plain) and _FEWEST_DIGITS <= digits <= _MOST_DIGITS else ""


def address(email: str) -> str:
    """The address if it is one in plain ASCII; one in look-alike letters is better typed by the person."""
    plain = email.strip().removeprefix("mailto:")
    return plain if _ADDRESS.fullmatch(plain) and ".." not in plain else ""


def is_unattended(email: str) -> bool:
    """Is this a mailbox that nobody reads?"""
    local, _, domain = email.casefold().partition("@")
    bare = re.sub(r"[._-]", "", local.split("+")[0])
    words = _words("unattended.toml")
    return any(word in bare for word in words["local"]) or any(
        domain == end or domain.endswith("." + end) for end in words["domain"]
    )


def _is_in(word: str, email: str) -> bool:
    """A single word may be a login or a company: it counts as a name when the address has it too."""
    return word.casefold() in email.partition("@")[0].casefold()


def _turned(name: str) -> str:
    """Address books write "Fox, Dana"."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first and len(name.split()) <= 3 else name.strip(" ,")


def _credible(name: str) -> bool:
    """Is it free of markup, of a sentence's marks and of an instruction's words?"""
    odd = not name or _MARKUP.search(name) or _SENTENCE.search(name) or _lexical(name, "anywhere")
    return not odd and any(char.isalpha() for char in name)


def _lexical(name: str, group: str) -> bool:
    return not _words("suspicious.toml")[group].isdisjoint(re.findall(r"\w+", name.casefold()))


@cache
def _words(file: str) -> dict[str, frozenset[str]]:
    text = files("showup.recovery").joinpath(file).read_text("utf-8")
    return {group: frozenset(words) for group, words in tomllib.loads(text).items()}
