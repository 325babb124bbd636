"""A look at an event before it is parsed: could it be an interview at all?

Parsing and judging an event takes a millisecond, this takes some microseconds. It errs towards yes: of whatever
showup.detect.judge could call an interview or ask about, it says yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from showup.detect.bag import Bag, best
from showup.detect.compiled import words
from showup.detect.datafiles import domain_in, domains
from showup.detect.fold import fold, plain
from showup.detect.markup import words_of
from showup.detect.scripts import UNSPACED, tokens

__all__ = ["able"]

_MAYBE = 30
_LONGEST = 7_000  # bytes; what is longer may be cut before it is judged, and is not worth the thought
_LONGEST_TITLE = 290
_SYSTEM, _HIRING = 45, 25
_FEW = 150
_LETTERS_APART = 2  # so many words of one letter are in any text
_TITLE = re.compile(rb"\n(?:(?i:SUMMARY)[;:]|(?![A-Z][A-Z0-9-]*[;:]))[^\n]*")
# Properties whose text is never looked for words.
_SAID = re.compile(
    rb"\n(?!(?i:ATTENDEE|ORGANIZER|DTSTART|DTEND|DTSTAMP|DURATION|UID|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|SEQUENCE|STATUS"
    rb"|TRANSP|CLASS|CREATED|LAST-MODIFIED|BEGIN|END|TRIGGER|ACTION|PRIORITY|SUMMARY)[;:])[^\n]+"
)
_SUMMARY = re.compile(rb"^\nSUMMARY:([^\n]*)$", re.IGNORECASE)
_DESCRIPTION = re.compile(rb"\nDESCRIPTION:([^\n]*)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PROOFPOINT = re.compile("-([0-9A-Fa-f]{2})")
_SPACED = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_DOMAIN = re.compile("@([a-z0-9.-]+)")


def able(raw: bytes) -> bool:
    """Could the event of these content lines (UTF-8 or an 8-bit code, folded or not) be an interview?"""
    if len(raw) > _LONGEST:
        return True
    lines = b"\n" + raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = lines.replace(b"\n ", b"").replace(b"\n\t", b"")
    upper = lines.upper()
    title, said = b"".join(_TITLE.findall(lines)), b"".join(_SAID.findall(lines))
    if len(title) > _LONGEST_TITLE or b"QUOTED-PRINTABLE" in upper:
        return True
    place = upper.find(b"\nORGANIZER")
    organizer = _organizer(lines[place : lines.find(b"\n", place + 1)]) if place >= 0 else 0
    if _is_plain(title) and _is_plain(said):
        known = _able_at_sight(title, said, organizer, repeats=b"\nRRULE:" in lines)
        if known is not None:
            return known
    return _able_with_care(title, said, organizer, readable=_is_utf8(lines))


def _is_plain(text: bytes) -> bool:
    return text.isascii() and not (b"<" in text or b"&" in text or b"%" in text or b"\\\\" in text or b"\0" in text)


def _able_at_sight(title: bytes, said: bytes, organizer: int, *, repeats: bool) -> bool | None:
    """The answer for a text of plain English letters; None when it is not as plain as it seemed."""
    bags = Bag(_words(title), slips=True), Bag(_words(said), slips=False)
    if any(len(_LETTERS & bag.words) > _LETTERS_APART for bag in bags):  # l i k e  t h i s
        return None
    sides = _sides(bags[1].hosts, said.decode().lower()) if bags[1].hosts else ()
    if best(*bags, sides, organizer, repeats=repeats) < _MAYBE:
        return False
    for bag, text, value in zip(bags, (title, said), (_SUMMARY, _DESCRIPTION), strict=True):
        surely = value.search(text)
        found = _words(surely[1]) if surely else []
        if len(found) <= _FEW:
            bag.count_against(found)
    return best(*bags, sides, organizer, repeats=repeats) >= _MAYBE


def _words(text: bytes) -> list[str]:
    return text.replace(b"\\n", b" ").replace(b"\\N", b" ").translate(_SPACED).decode().split()


def _able_with_care(title: bytes, said: bytes, organizer: int, *, readable: bool) -> bool:
    """The answer for a text in any script, with all that its escapes, entities, tags and codes could hide."""
    bags = []
    spoken = list(_readings(said, readable=readable))
    for texts, slips in ((_readings(title, readable=readable), True), (spoken, False)):
        folded = {fold(plain(text, len(text) + 1)) for text in texts}
        bag = Bag((word for text in folded for word in tokens(text)), slips=slips)
        for text in filter(UNSPACED.search, folded):
            _add_unspaced(bag, text)
        bags.append(bag)
    sides = _sides(bags[1].hosts, plain(" ".join(spoken), 1 << 20).lower())
    return best(bags[0], bags[1], sides, organizer, repeats=False) >= _MAYBE


def _add_unspaced(bag: Bag, folded: str) -> None:
    known = words()
    for key, (text, senses) in known.inside.items():
        if key in folded:
            bag.add(text, (known.senses[number][0] for number in senses))


def _sides(hosts: Iterable[tuple[str, str]], text: str) -> set[str]:
    """What the hosts in a text say about the person's side, were they all links."""
    return {side for domain, side in hosts if domain in text}


def _readings(raw: bytes, *, readable: bool) -> Iterator[str]:
    """Every way in which these lines could be read: each by itself, and all together."""
    whole = (raw.decode() if readable else raw.decode("cp1252", "replace")).replace("\0", "")
    for text in {whole, *whole.split("\n")}:
        for plainer in {text.replace("\\\\", "\\"), _ESCAPE.sub(r"\1", text.replace("\\n", "\n").replace("\\N", "\n"))}:
            yield plainer
            yield words_of(plainer)
            yield from _uncoded(plainer)


def _uncoded(text: str) -> Iterator[str]:
    """Addresses inside addresses, as mail filters write them."""
    if "urldefense" in text:
        yield unquote(_PROOFPOINT.sub(r"%\1", text.replace("_", "/")))
    for _ in range(4):
        before, text = text, unquote(unescape(text))
        if text == before:
            return
        yield text


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


@lru_cache(maxsize=4096)
def _organizer(line: bytes) -> int:
    """What this organizer is worth at most."""
    text = plain(line.decode(errors="replace"), 4000).lower()
    hosts = _DOMAIN.findall(text)
    if any(domain_in(host, domains("systems")) for host in hosts):
        return _SYSTEM
    if any(domain_in(host, domains("agencies")) for host in hosts) or domains("hiring") & set(tokens(fold(text))):
        return _HIRING
    return _HIRING if any(part in host for host in hosts for part in domains("hiring_labels")) else 0
