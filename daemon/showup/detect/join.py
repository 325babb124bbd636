"""Which link joins the meeting, and on whose side the links of hiring systems are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from showup.detect.datafiles import phrases, table
from showup.detect.links import Link

__all__ = ["Side", "join_link", "sides"]

_NEVER = re.compile(r"cancel|reschedul|feedback|scorecard|unsubscribe", re.IGNORECASE)
_JOINING = re.compile(r"meet|join|call|video|conf|room|webinar|visio|talk|jitsi|bbb|live|interview", re.IGNORECASE)


class Side(Struct, frozen=True):
    """A link that says something about hiring: `side` is candidate, interviewer, posting or scheduled."""

    side: str
    host: str


class _Rule(Struct, frozen=True):
    host: str
    only: re.Pattern[str] | None
    never: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _said() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{phrases(table('phrases')['joining'])})", re.IGNORECASE)


@lru_cache(maxsize=1)
def _meeting_rules() -> dict[str, _Rule]:
    return {
        row["host"]: _Rule(row["host"], _compiled(row, "only"), _compiled(row, "never"))
        for row in table("hosts")["meeting"]
    }


@lru_cache(maxsize=1)
def _side_rules() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple((row["host"], re.compile(row["path"]), row["side"]) for row in table("hosts")["side"])


def _compiled(row: dict[str, str], key: str) -> re.Pattern[str] | None:
    return re.compile(row[key]) if key in row else None


def sides(links: Iterable[Link]) -> tuple[Side, ...]:
    """What the links say about the person's side, each side once."""
    found: dict[str, Side] = {}
    for link in links:
        target = f"{link.path}#{link.fragment}" if link.fragment else link.path
        for host, path, side in _side_rules():
            if link.under(host) and path.search(target):
                found.setdefault(side, Side(side, link.host))
                break
    return tuple(found.values())


def join_link(fields: tuple[tuple[Link, ...], ...]) -> str | None:
    """The link to join by; `fields` are those of conference, URL, location and description, in that order."""
    for link in (link for links in fields for link in links):
        if _is_meeting(link):
            return re.sub(r"^http:", "https:", link.url)
    return next((link.url for place, links in enumerate(fields) for link in links if _could_join(link, place)), None)


def _is_meeting(link: Link) -> bool:
    rule = _rule_of(link.host)
    if rule is None or _NEVER.search(f"{link.path}{link.fragment}"):
        return False
    path = f"{link.path}#{link.fragment}" if link.fragment else link.path
    return not (rule.only and not rule.only.search(path)) and not (rule.never and rule.never.search(path))


def _rule_of(host: str) -> _Rule | None:
    while host:
        if rule := _meeting_rules().get(host):
            return rule
        host = host.partition(".")[2]
    return None


def _could_join(link: Link, place: int) -> bool:
    """An unknown host: believed where a link is expected, in the text only when it says so."""
    refused = table("hosts")["never_join"]
    if any(link.under(host) for host in refused["hosts"]) or sides((link,)) or _rule_of(link.host):
        return False
    lowered = link.url.lower()
    if any(word in lowered for word in refused["words"]):
        return False
    if place <= 2:
        return True
    return bool(_JOINING.search(link.host + link.path) and _said().search(link.near))
