"""[[source]]: the calendars.

What a kind of source makes of its settings is its own affair; what is plainly wrong is told here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from showup.config.section import Section, nearest, one_line
from showup.sync import SourceSpec

__all__ = ["sources"]

_FILES = "ics"  # the kind of a source that names none: a calendar file, a folder of them or an address
_SHARED = ("kind", "name", "path", "url")
_SCHEMES = ("https", "http", "webcal", "webcals")
_NO_SETTING: str | tuple[str, ...] = ""
_KEPT = "keyring:"  # the address is among the secrets, under the name that follows


def sources(sections: tuple[Section, ...], base: Path) -> tuple[SourceSpec, ...]:
    """The calendars in their order; relative paths count from `base`."""
    taken: dict[str, SourceSpec] = {}
    for section in sections:
        spec = _source(section, base, tuple(taken))
        if spec.name in taken:
            section.fault("name", f'another source is named "{spec.name}" too; give each a name of its own')
        taken[spec.name] = spec
    return tuple(taken.values())


def _source(section: Section, base: Path, taken: tuple[str, ...]) -> SourceSpec:
    kind = section.text("kind", _FILES) or _FILES
    settings: dict[str, Any] = {
        key: section.read(key, _NO_SETTING, _setting) for key in section.table if key not in _SHARED
    }
    if "path" in section.table:
        settings["path"] = str(section.path("path", base, base))
    if "url" in section.table:
        settings["url"] = section.read("url", "", _url)
    _where(section, kind)
    return SourceSpec(section.text("name") or _own_name(kind, settings, taken), kind, settings)


def _where(section: Section, kind: str) -> None:
    """A file or an address, not both; for calendar files one of the two."""
    if "path" in section.table and "url" in section.table:
        section.fault("url", "stands beside a path; a source has one of the two")
    if kind != _FILES or "path" in section.table or "url" in section.table:
        return
    for key in section.table:
        if meant := nearest(key, ("path", "url")) * (key not in _SHARED):
            section.fault(key, f"means nothing here{meant}")
            return
    section.fault(None, 'needs path = "calendar.ics" or url = "https://..."')


def _setting(value: object) -> str | tuple[str, ...]:
    return tuple(map(_plain, value)) if isinstance(value, list) else _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else one_line(value)


def _url(value: object) -> str:
    """The address as it is; a message shows its scheme and host at most, for the rest may be a secret."""
    text = one_line(value)
    if text.startswith(_KEPT) and text != _KEPT:
        return text
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 reading it is what checks it
    except ValueError:
        raise ValueError("is no address; write one such as https://example.org/me.ics") from None
    if parts.scheme.lower() not in _SCHEMES or not parts.hostname:
        raise ValueError(f"is no calendar address ({_shown(parts)}); it begins with https:// or webcal://")
    return text


def _shown(parts: SplitResult) -> str:
    whole = parts.scheme and parts.hostname
    return f"{parts.scheme}://{parts.hostname}/..." if whole else "without a scheme or a host"


def _own_name(kind: str, settings: Mapping[str, Any], taken: tuple[str, ...]) -> str:
    """A name for a source without one: its file, its host or its kind; a number tells the second of them."""
    host = urlsplit(settings.get("url", "")).hostname or ""
    name = Path(settings.get("path", "")).name or host or kind
    choices = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    return next(choice for choice in choices if choice not in taken)
