"""The calendars of GNOME: those that Evolution's data server keeps, and the online accounts of the settings.

Their files: https://gitlab.gnome.org/GNOME/evolution-data-server (ESource), https://gitlab.gnome.org/GNOME/gnome-online-accounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import platformdirs

from showup.connect import Nearby
from showup_integrations.nearby.settings_files import Groups, files, groups

__all__ = ["GnomeCalendars"]

_PROGRAM = "GNOME"
_SYSTEM, _SYSTEM_FOLDER = "system-calendar", "system"
_TYPED_ONCE = "its password stays with GNOME; you type it once for showup"
_EXCHANGE = "showup does not speak Exchange; publish the calendar in Outlook on the web and connect its address"


class GnomeCalendars:
    """A showup.connect.Finder."""

    def __init__(self, _settings: Mapping[str, object]) -> None:
        self._config = platformdirs.user_config_path()
        self._data = platformdirs.user_data_path()

    def found(self) -> Sequence[Nearby]:
        """Those of the online accounts first: they are where most people's appointments are."""
        return [*self._accounts(), *self._sources()]

    def _accounts(self) -> Iterator[Nearby]:
        for name, keys in groups(self._config / "goa-1.0" / "accounts.conf").items():
            if name.startswith("Account ") and keys.get("CalendarEnabled", "true") == "true":
                yield from _account(keys)

    def _sources(self) -> Iterator[Nearby]:
        for path in files(self._config / "evolution" / "sources", ".source"):
            source = groups(path)
            calendar, about = source.get("Calendar"), source.get("Data Source", {})
            if calendar is None or about.get("Enabled", "true") != "true":
                continue
            name = about.get("DisplayName") or path.stem
            if calendar.get("BackendName") == "local":
                yield from self._local(name, path.stem, source)
            elif calendar.get("BackendName") == "webcal":
                yield from _subscribed(name, source)
            elif calendar.get("BackendName") == "caldav":
                yield from _caldav(name, source)

    def _local(self, name: str, uid: str, source: Groups) -> Iterator[Nearby]:
        custom = source.get("Local Backend", {}).get("CustomFile", "")
        folder = self._data / "evolution" / "calendar" / (_SYSTEM_FOLDER if uid == _SYSTEM else uid)
        path = Path(custom.removeprefix("file://")) if custom else folder / "calendar.ics"
        if path.is_absolute() and path.is_file():
            yield Nearby(_PROGRAM, name, "ics", ("--", str(path)), at=str(path))


def _account(keys: Mapping[str, str]) -> Iterator[Nearby]:
    provider, identity = keys.get("Provider"), keys.get("PresentationIdentity") or keys.get("Identity", "")
    if provider == "google":
        yield Nearby(_PROGRAM, identity, "google", (f"--account={identity}",) if identity else ())
    elif provider == "owncloud" and (address := keys.get("Uri", "")).startswith("https://"):
        user = keys.get("Identity", "")
        words = (*((f"--user={user}",) if user else ()), "--", f"{address.rstrip('/')}/remote.php/dav")
        yield Nearby(_PROGRAM, identity or "Nextcloud", "caldav", words, at=address, told=_TYPED_ONCE)
    elif provider in {"exchange", "ms365", "ms_graph", "windows_live"}:
        yield Nearby(_PROGRAM, identity, cannot=_EXCHANGE)


def _subscribed(name: str, source: Groups) -> Iterator[Nearby]:
    address = _address(source)
    if address:
        yield Nearby(_PROGRAM, name, "ics", ("--secret", "-"), known=(address,), at=_host(source))


def _caldav(name: str, source: Groups) -> Iterator[Nearby]:
    address, user = _address(source), source.get("Authentication", {}).get("User", "")
    if address:
        words = (*((f"--user={user}",) if user else ()), "--", address)
        yield Nearby(_PROGRAM, name, "caldav", words, at=_host(source), told=_TYPED_ONCE)


def _host(source: Groups) -> str:
    return source.get("Authentication", {}).get("Host", "")


def _address(source: Groups) -> str:
    """Empty where no host is named."""
    host, port = _host(source), source.get("Authentication", {}).get("Port", "")
    scheme = "http" if source.get("Security", {}).get("Method") == "none" else "https"
    usual = {"http": "80", "https": "443"}[scheme]
    place = f"{host}:{port}" if port.isdecimal() and port not in {"0", usual} else host
    path = source.get("WebDAV Backend", {}).get("ResourcePath", "/")
    return f"{scheme}://{place}/{path.lstrip('/')}" if host else ""
