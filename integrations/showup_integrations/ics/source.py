"""The calendar source `ics`: its settings, and where it gets its bytes from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from showup.errors import ConfigError, SourceError
from showup.ports import Reading, Trouble, Unchanged, Wanted
from showup_integrations.ics import address, files
from showup_integrations.ics.reading import Collector

if TYPE_CHECKING:
    from showup_integrations.ics.fetch import Fetcher

__all__ = ["IcsSource"]

_KNOWN = {"path", "url", "kind", "name"}


class IcsSource:
    """A calendar given by `path` (a file, or a folder of .ics files; may start with ~) or by `url` (http,
    https, webcal).

    Raises ConfigError for settings that name neither or both, or that it does not know.
    """

    def __init__(self, settings: Mapping[str, object], fetcher: Fetcher | None = None) -> None:
        faults = [f'an ics source has no setting "{key}"' for key in settings if key not in _KNOWN]
        given = [key for key in ("path", "url") if settings.get(key)]
        faults += [f'"{key}" must be a text' for key in given if not isinstance(settings[key], str)]
        if len(given) != 1:
            faults.append('an ics source needs either "path" or "url"')
        if faults:
            raise ConfigError("; ".join(faults) + ".")
        self._path = str(settings["path"]) if "path" in given else None
        self._url = str(settings["url"]) if "url" in given else ""
        self._fetcher = fetcher

    def read(self, wanted: Wanted) -> Reading | Unchanged:
        """What is wanted; raises SourceError with what to do when there is no calendar to be read."""
        collector = Collector(wanted.name, wanted.window, wanted.profile)
        if self._path is None:
            self._download(collector)
        else:
            _take_files(collector, self._path)
        return collector.reading()

    def _download(self, collector: Collector) -> None:
        where = address.parse(self._url)
        body = (self._fetcher or _fetcher()).fetch(where)
        collector.add(where.shown, body.data, cut=body.cut)


def _take_files(collector: Collector, path: str) -> None:
    try:
        found = files.read(Path(path).expanduser())
    except RuntimeError:  # "~somebody" who is not here
        raise SourceError(f"{path} names a home folder that does not exist. Write the path out.") from None
    collector.trouble(*found.troubles)
    for file in found.files:
        try:
            collector.add(path if found.single else file.where, file.data)
        except SourceError as error:
            if found.single:
                raise
            collector.trouble(Trouble(file.where, str(error)))


def _fetcher() -> Fetcher:
    from showup_integrations.ics.fetch import Fetcher  # noqa: PLC0415 what reads a file has no use for an HTTP library

    return Fetcher()
