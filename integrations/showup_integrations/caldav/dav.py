"""WebDAV's questions and answers, as far as reading calendars needs them (RFC 4791, 4918, 5397, 6578).

A server's fault with one member is that member's alone: an answer is taken apart as far as it can be understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urljoin, urlsplit
from xml.sax.saxutils import escape

from showup_integrations.caldav.wire import Tree

__all__ = [
    "CALENDAR",
    "CALENDAR_DATA",
    "COMPONENTS",
    "CTAG",
    "ETAG",
    "HOME",
    "NAME",
    "PRINCIPAL",
    "SYNC_TOKEN",
    "TYPE",
    "Part",
    "between",
    "changes_since",
    "many",
    "multistatus",
    "parts",
    "properties",
    "sync_token",
]  # fmt: skip

_DAV = "{DAV:}"
_CAL = "{urn:ietf:params:xml:ns:caldav}"
_CS = "{http://calendarserver.org/ns/}"
NAME, TYPE, ETAG = f"{_DAV}displayname", f"{_DAV}resourcetype", f"{_DAV}getetag"
PRINCIPAL, HOME = f"{_DAV}current-user-principal", f"{_CAL}calendar-home-set"
SYNC_TOKEN, CTAG = f"{_DAV}sync-token", f"{_CS}getctag"
COMPONENTS, CALENDAR_DATA = f"{_CAL}supported-calendar-component-set", f"{_CAL}calendar-data"
CALENDAR = f"{_CAL}calendar"
_OPENING = (
    '<?xml version="1.0" encoding="utf-8"?><{0} xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" '
    'xmlns:CS="http://calendarserver.org/ns/">{1}</{0}>'
)
_PREFIX = {"DAV:": "", "urn:ietf:params:xml:ns:caldav": "C:", "http://calendarserver.org/ns/": "CS:"}
_OK = 200
_STATUS = re.compile("[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Part:
    """What an answer says of one resource. `path` is its path without escapes, `href` as the server wrote it."""

    path: str
    href: str
    status: int
    found: Mapping[str, Tree]

    def text(self, name: str) -> str:
        """A property's text, empty when it is not there."""
        element = self.found.get(name)
        return "" if element is None else "".join(element.itertext()).strip()

    def names(self, name: str) -> set[str]:
        """The names of the elements in a property."""
        return {child.tag for child in self.found.get(name, ()) if isinstance(child.tag, str)}

    def hrefs(self, name: str) -> list[str]:
        """The links in a property."""
        element = self.found.get(name)
        found = () if element is None else element.iter(f"{_DAV}href")
        return [text for link in found if (text := (link.text or "").strip())]


def multistatus(tree: Tree | None) -> bool:
    """Is it the answer of a DAV server at all?"""
    return tree is not None and tree.tag == f"{_DAV}multistatus"


def parts(tree: Tree, base: str) -> Iterator[Part]:
    """Each resource of an answer that came from the address `base`. One without a link that can be used is passed over."""
    for response in tree.iterchildren(f"{_DAV}response"):
        href = (response.findtext(f"{_DAV}href") or "").strip()
        try:
            path = unquote(urlsplit(urljoin(base, href)).path)
        except ValueError:
            continue
        if href:
            yield Part(path, href, _status(response), dict(_found(response)))


def sync_token(tree: Tree) -> str | None:
    """The token that a sync-collection answer ends with."""
    return (tree.findtext(SYNC_TOKEN) or "").strip() or None


def _status(response: Tree) -> int:
    """Of the resource as a whole. One that is there, but some of whose properties are not, is well."""
    return _code(response.findtext(f"{_DAV}status"))


def _found(response: Tree) -> Iterator[tuple[str, Tree]]:
    for propstat in response.iterchildren(f"{_DAV}propstat"):
        if _code(propstat.findtext(f"{_DAV}status")) == _OK:
            for prop in propstat.iterchildren(f"{_DAV}prop"):
                yield from ((child.tag, child) for child in prop if isinstance(child.tag, str))


def _code(line: str | None) -> int:
    """The number in "HTTP/1.1 404 Not Found"; one without a number means that all is well."""
    words = (line or "").split()
    return int(words[1]) if len(words) > 1 and _STATUS.fullmatch(words[1]) else _OK


# ---------------------------------------------------------------- questions


def properties(*names: str) -> str:
    """PROPFIND."""
    return _OPENING.format("propfind", _prop(names))


def changes_since(token: str) -> str:
    """REPORT sync-collection; an empty token asks for everything."""
    return _OPENING.format(
        "sync-collection", f"<sync-token>{escape(token)}</sync-token><sync-level>1</sync-level>{_prop([ETAG])}"
    )


def many(hrefs: Iterable[str]) -> str:
    """REPORT calendar-multiget: these members with their bodies."""
    wanted = "".join(f"<href>{escape(href)}</href>" for href in hrefs)
    return _OPENING.format("C:calendar-multiget", _prop([ETAG, CALENDAR_DATA]) + wanted)


def between(since: datetime, until: datetime) -> str:
    """REPORT calendar-query: which members have an event in that time."""
    time = f'<C:time-range start="{since:%Y%m%dT%H%M%SZ}" end="{until:%Y%m%dT%H%M%SZ}"/>'
    event = f'<C:comp-filter name="VEVENT">{time}</C:comp-filter>'
    return _OPENING.format(
        "C:calendar-query",
        f'{_prop([ETAG])}<C:filter><C:comp-filter name="VCALENDAR">{event}</C:comp-filter></C:filter>',
    )


def _prop(names: Iterable[str]) -> str:
    spaces = (name[1:].split("}") for name in names)
    return f"<prop>{''.join(f'<{_PREFIX[space]}{name}/>' for space, name in spaces)}</prop>"
