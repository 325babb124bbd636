"""The calendars of Thunderbird, as its profiles name them: `calendar.registry` in prefs.js."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from showup.connect import Nearby
from showup_integrations.nearby.settings_files import groups, text

__all__ = ["ThunderbirdCalendars"]

_PROGRAM = "Thunderbird"
_HOMES = (".thunderbird", "snap/thunderbird/common/.thunderbird", ".var/app/org.mozilla.Thunderbird/.thunderbird")
_PREFERENCE = re.compile(r'user_pref\("calendar\.registry\.([^".]{1,64})\.(\w{1,32})", (.{1,4000})\);\s*')
_IN_A_DATABASE = (
    "it lies in Thunderbird's own database; export it there to a file, or move it to your account's calendar"
)
_TYPED_ONCE = "its password stays with Thunderbird; you type it once for showup"


class ThunderbirdCalendars:
    """A showup.connect.Finder."""

    def __init__(self, _settings: Mapping[str, object]) -> None:
        self._homes = [Path.home() / home for home in _HOMES]

    def found(self) -> Sequence[Nearby]:
        """Those of all profiles, in their order."""
        return [one for home in self._homes for profile in _profiles(home) for one in _calendars(profile)]


def _profiles(home: Path) -> Iterator[Path]:
    for name, keys in groups(home / "profiles.ini").items():
        if name.startswith("Profile") and (path := keys.get("Path")):
            yield home / path if keys.get("IsRelative", "1") == "1" else Path(path)


def _calendars(profile: Path) -> Iterator[Nearby]:
    registry: dict[str, dict[str, Any]] = defaultdict(dict)
    for line in text(profile / "prefs.js").splitlines():
        if match := _PREFERENCE.fullmatch(line):
            registry[match[1]][match[2]] = _value(match[3])
    for keys in registry.values():
        if keys.get("disabled") is not True:
            yield from _calendar({key: value for key, value in keys.items() if isinstance(value, str)})


def _value(written: str) -> object:
    try:
        return json.loads(written)
    except ValueError:
        return None


def _calendar(keys: Mapping[str, str]) -> Iterator[Nearby]:
    name, address = keys.get("name") or "calendar", keys.get("uri", "")
    kind, user = keys.get("type"), keys.get("username", "")
    if kind == "storage":
        yield Nearby(_PROGRAM, name, cannot=_IN_A_DATABASE)
    elif kind == "ics" and address.startswith("file:///"):
        path = unquote(urlsplit(address).path)
        yield Nearby(_PROGRAM, name, "ics", ("--", path), at=path)
    elif kind == "ics" and _is_web(address):
        named = (f"--user={user}",) if user else ()
        yield Nearby(_PROGRAM, name, "ics", (*named, "--secret", "-"), known=(address,), at=_host(address))
    elif kind == "caldav" and _is_web(address):
        named = (f"--user={user}",) if user else ()
        yield Nearby(_PROGRAM, name, "caldav", (*named, "--", address), at=_host(address), told=_TYPED_ONCE)


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://", "webcal://", "webcals://")) and bool(_host(address))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
