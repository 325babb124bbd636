"""Which link joins the meeting, and on whose side the links of hiring systems are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from msgspec import Struct

from showup.detect.datafiles import around, phrases, table
from showup.detect.links import Link

__all__ = ["Side", "join_link", "sides"]

_NEVER = re.compile(r"cancel|reschedul|feedback|scorecard|unsubscribe", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:^|&)domain=([a-z0-9.-]{4,100})(?:&|$)", re.IGNORECASE)
_HIDING = (
    "mimecast.com",
    "mimecastprotect.com",
)  # they name the host of what they lead to, and keep the rest to themselves
_EXPECTED = 2  # conference, URL and location are places for a link
_JOINING = re.compile(r"meet|join|call|video|conf|room|webinar|visio|talk|jitsi|bbb|live|interview", re.IGNORECASE)


class Side(Struct, frozen=True):
    """A link that says something about hiring: `side` is candidate, interviewer, posting or scheduled."""

    side: str
    host: str


class _Rule(Struct, frozen=True):
    """A service: the path of a link to join by must match `only` and not `never`, as far as they are given."""

    only: str
    never: str

    def takes(self, path: str) -> bool:
        only, never = self.only, self.never
        return not (only and not _pattern(only).search(path)) and not (never and _pattern(never).search(path))


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    """Made when a link asks for it: few of some hundred are ever wanted."""
    return re.compile(text)


@lru_cache(maxsize=64)
def _said(languages: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{phrases(around('joining', languages))})", re.IGNORECASE)


@lru_cache(maxsize=2)
def _rules(group: str) -> dict[str, tuple[_Rule, ...]]:
    """By host, the services of hosts.toml: `meeting`, or `platform`."""
    found: dict[str, tuple[_Rule, ...]] = {}
    for row in table("hosts")[group]:
        rule = _Rule(row.get("only", ""), row.get("never", ""))
        for host in row["hosts"]:
            found[host] = (*found.get(host, ()), rule)
    return found


@lru_cache(maxsize=1)
def _side_rules() -> dict[str, tuple[tuple[str, str], ...]]:
    """By host, what the paths of its links say."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in table("hosts")["side"]:
        found[row["host"]] = (*found.get(row["host"], ()), (row["path"], row["side"]))
    return found


def sides(links: Iterable[Link]) -> tuple[Side, ...]:
    """What the links say about the person's side, each side once."""
    found: dict[str, Side] = {}
    for link in links:
        if side := _side_of(link):
            found.setdefault(side, Side(side, link.host))
    return tuple(found.values())


def _side_of(link: Link) -> str:
    target = f"{link.path}#{link.fragment}" if link.fragment else link.path
    host = link.host
    while host:
        for path, side in _side_rules().get(host, ()):
            if _pattern(path).search(target):
                return side
        host = host.partition(".")[2]
    return ""


def join_link(fields: tuple[tuple[Link, ...], ...], languages: tuple[str, ...] = ()) -> str | None:
    """The link to join by; `fields` are those of conference, URL, location and description, in that order, `languages` are those
    in which a word beside it may tell what it is.

    A meeting comes before the place where code is written in it, and both before a host that nobody knows.
    """
    links = [(link, place) for place, links in enumerate(fields) for link in links]
    for group in ("meeting", "platform"):
        if found := next((link for link, _ in links if _is_of(group, link)), None):
            return re.sub(r"^http:", "https:", found.url)
    return next((link.url for link, place in links if _could_join(link, place, languages)), None)


def _is_of(group: str, link: Link) -> bool:
    """Does the link lead to where one meets?"""
    path = f"{link.path}#{link.fragment}" if link.fragment else link.path
    if _NEVER.search(path):
        return False
    if group == "meeting" and any(link.under(host) for host in _HIDING):
        named = _HIDDEN.search(urlsplit(link.url).query)
        return named is not None and bool(_rules_of(group, named[1].lower()))
    return any(rule.takes(path) for rule in _rules_of(group, link.host))


def _rules_of(group: str, host: str) -> tuple[_Rule, ...]:
    while host:
        if rules := _rules(group).get(host):
            return rules
        host = host.partition(".")[2]
    return ()


def _could_join(link: Link, place: int, languages: tuple[str, ...]) -> bool:
    """An unknown host: believed where a link is expected, in the text only when it says so."""
    refused = table("hosts")["never_join"]
    known = any(_rules_of(group, link.host) for group in ("meeting", "platform"))
    if known or any(link.under(host) for host in refused["hosts"]) or sides((link,)):
        return False
    lowered = link.url.lower()
    if any(word in lowered for word in refused["words"]) or _poses(link.host):
        return False
    if place <= _EXPECTED:
        return True
    return bool(_JOINING.search(link.host + link.path) and _said(languages).search(link.near))


def _poses(host: str) -> bool:
    """Does the host begin like that of a service, or hide letters that look like others (zoom.us.evil.example)?"""
    if any(label.startswith("xn--") for label in host.split(".")):
        return True
    labels = host.split(".")
    return any(".".join(labels[:end]) in _rules("meeting") for end in range(2, len(labels)))
