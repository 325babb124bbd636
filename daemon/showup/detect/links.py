"""The links of an event, unwrapped from the redirects of mail filters, with their real hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from msgspec import Struct

from showup.detect.markup import anchored
from showup.detect.unwrapping import target_of
from showup.web_address import web_address

__all__ = ["Link", "links_in", "parse"]

_MOST = 60
_URL = re.compile(r"https?://[^\s<>\"'`|\\^{}\[\]«»“”]{3,4000}", re.IGNORECASE)
_BARE_HOSTS = (
    "zoom.us/",
    "meet.google.com/",
    "teams.microsoft.com/",
    "teams.live.com/",
    "whereby.com/",
    "webex.com/",
    "meet.jit.si/",
)
_BARE = re.compile(
    rf"(?<![\w./@-])(?:[\w-]{{1,40}}\.){{0,3}}(?:{'|'.join(map(re.escape, _BARE_HOSTS))})[^\s<>\"']{{2,500}}",
    re.IGNORECASE,
)
_MOST_UNWRAPPED = 4
_LONGEST_NEAR = 120


class Link(Struct, frozen=True):
    """A web address. `host` is in ASCII and lower case, `near` the line it stood in."""

    url: str
    host: str
    path: str
    fragment: str = ""
    near: str = ""

    def under(self, domain: str) -> bool:
        """Is its host `domain` or beneath it?"""
        return self.host == domain or self.host.endswith(f".{domain}")


def parse(url: str, near: str = "") -> Link | None:
    """`url` as a Link; None when it is not plain http(s), carries credentials or is ambiguous."""
    address = web_address(url)
    if address is None:
        return None
    parts = urlsplit(address[0])
    return Link(*address, parts.path, parts.fragment, near)


def links_in(text: str) -> tuple[Link, ...]:
    """Those of a text, plain or HTML, in order and each once. Of a link that shows another address, the one it leads to."""
    seen: dict[str, Link] = {}
    if "/" not in text:
        return ()
    for url, near in _candidates(text):
        link = _unwrapped(url, near)
        if link is not None:
            seen.setdefault(link.url, link)
        if len(seen) >= _MOST:
            break
    return tuple(seen.values())


def _candidates(text: str) -> Iterator[tuple[str, str]]:
    anchors, text = anchored(text)
    for target, shown, place in anchors:
        yield target, f"{_line_around(text, place)} {shown[:_LONGEST_NEAR]}"
    for found in _URL.finditer(text):
        yield _trimmed(found[0]), _line_around(text, found.start())
    lowered = text.lower()
    if any(host in lowered for host in _BARE_HOSTS):
        for found in _BARE.finditer(text):
            yield f"https://{_trimmed(found[0])}", _line_around(text, found.start())


def _trimmed(url: str) -> str:
    url = url.replace("&amp;", "&").rstrip(".,;:!?*_'>。、，；")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(".,;:")
    return url


def _line_around(text: str, place: int) -> str:
    return text[max(text.rfind("\n", 0, place) + 1, place - _LONGEST_NEAR) : place]


def _unwrapped(url: str, near: str) -> Link | None:
    link = parse(url, near)
    for _ in range(_MOST_UNWRAPPED):
        inner = target_of(link.host, link.url) if link is not None else None
        if inner is None:
            return link
        link = parse(inner, near)
    return link
