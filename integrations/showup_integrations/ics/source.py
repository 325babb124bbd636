"""The calendar source `ics`: its settings, and where it gets its bytes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from showup import clock
from showup.errors import ConfigError, SourceError
from showup.ports import Reading, Trouble, Unchanged, Wanted
from showup_integrations.ics.found import Found
from showup_integrations.known import unknown_keys

if TYPE_CHECKING:
    from showup_integrations.ics.fetch import Fetcher

__all__ = ["IcsSource"]

_KNOWN = ("path", "url", "user", "kind", "name")


class IcsSource:
    """A calendar given by `path` (a file, or a folder of .ics files; may start with ~) or by `url` (http, https, webcal, or
    keyring:NAME for an address that is kept as a secret), with the password of `user` from the keyring.

    Raises ConfigError for settings that name neither or both, or that it does not know.
    """

    def __init__(self, settings: Mapping[str, object], fetcher: Fetcher | None = None) -> None:
        faults = unknown_keys(settings, *_KNOWN)
        given = [key for key in ("path", "url") if settings.get(key)]
        faults += [f'"{key}" must be a text.' for key in (*given, "user") if not isinstance(settings.get(key, ""), str)]
        if len(given) != 1:
            faults.append('an ics source needs either "path" or "url".')
        elif settings.get("user") and given == ["path"]:
            faults.append('"user" is for an address; a file needs none.')
        if faults:
            raise ConfigError(" ".join(faults))
        self._path = str(settings["path"]) if "path" in given else None
        self._url = str(settings["url"]) if "url" in given else ""
        self._user = str(settings.get("user") or "")
        self._fetcher = fetcher

    def read(self, wanted: Wanted) -> Reading | Unchanged:
        """What is wanted; raises SourceError with what to do when there is no calendar to be read."""
        found = self._look_at_files(wanted) if self._path is not None else self._look_at_web(wanted)
        return found if isinstance(found, Unchanged) else _read(found, wanted)

    def _look_at_files(self, wanted: Wanted) -> Found | Unchanged:
        from showup_integrations.ics import files  # noqa: PLC0415 - what fetches has no use for it

        try:
            path = Path(self._path or "").expanduser()
        except RuntimeError:  # "~somebody" who is not here
            raise SourceError(f"{self._path} names a home folder that does not exist. Write the path out.") from None
        return files.look(path, wanted.known, clock.now())

    def _look_at_web(self, wanted: Wanted) -> Found | Unchanged:
        from showup_integrations.ics import web  # noqa: PLC0415 - what reads a file has no use for an HTTP library
        from showup_integrations.ics.access import address_of  # noqa: PLC0415
        from showup_integrations.ics.fetch import Fetcher  # noqa: PLC0415

        address = address_of(self._url, self._user)
        return web.look(address, self._fetcher or Fetcher(), wanted.keep, wanted.known, clock.now())


def _read(found: Found, wanted: Wanted) -> Reading:
    from showup_integrations.ics.reading import Collector  # noqa: PLC0415 - what is unchanged is not parsed

    collector = Collector(wanted)
    for text in found.texts:
        try:
            collector.add(text.where, text.body, cut=text.cut)
        except SourceError as error:
            if found.alone:
                raise
            found.troubles.append(Trouble(text.where, str(error)))
    collector.trouble(*found.troubles)
    reading = collector.reading()
    if any(trouble.whole for trouble in reading.troubles):
        return reading
    found.good()
    return replace(reading, mark=found.mark)
