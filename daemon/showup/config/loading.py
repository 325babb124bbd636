"""Reads the configuration file and tells all that is wrong with it in one error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from showup import paths
from showup.config.calendars import sources
from showup.config.helping import helper
from showup.config.lines import Place, find, line_of
from showup.config.person import profile
from showup.config.rungs import ladder
from showup.config.section import Fault, Section
from showup.config.values import DRAFT_BOX, SYNC_INTERVAL, Config
from showup.errors import ConfigError
from showup.model import Details
from showup.sync import SourceSpec

__all__ = ["load", "parse", "place_of", "read", "text_of"]

_TABLES = ("profile", "source", "ladder", "channel", "recovery", "sync", "presence", "laptop")
Read = tuple[Config, Mapping[str, Any], Mapping[Place, Any]]
"""A configuration, the table that is written, and what is taken for each key that could be written and is not."""

_SHORTEST_SYNC = timedelta(minutes=1)
_RECOVERY = ("draft_box", "folder")
_WHILE_SHARING = "while_sharing"


def place_of(path: Path | None) -> Path:
    """Where the configuration stands that `path` asks for; None asks for the default place."""
    return paths.config_file() if path is None else path.expanduser()


def load(path: Path | None = None, *, instead_of: Path | None = None) -> Config:
    """The configuration in `path`, or in the default place, where none at all is an empty one.

    ConfigError lists every fault with its file, line and key. With `instead_of` it is read as if it stood there.
    """
    place = place_of(path)
    if path is None and not place.exists():
        return _config(Section({}, (), []), None)
    return parse(_data(place), place, instead_of=instead_of)


def read(path: Path | None = None) -> Read:
    """As `load`, and beside the configuration what it was made of."""
    place = place_of(path)
    config, defaults = load(path), dict[Place, Any]()
    table = _table(text_of(place), place) if config.path is not None else {}
    _config(Section(table, (), [], defaults), config.path)
    return config, table, defaults


def text_of(place: Path) -> str:
    """The text of a configuration file; ConfigError when it is none."""
    return _text(_data(place), place)


def _data(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as err:
        raise ConfigError(f"{place}: cannot be read: {err.strerror}; check the path") from err


def parse(data: bytes, place: Path, *, instead_of: Path | None = None) -> Config:
    """What stands in these bytes, which are those of a file at `place`; for the rest see `load`."""
    text = _text(data, place)
    faults: list[Fault] = []
    config = _config(Section(_table(text, place), (), faults), instead_of or place)
    if faults:
        raise ConfigError(_told(faults, place, find(text)))
    return replace(config, sources=_placed(config.sources, text, instead_of or place)) if config.sources else config


def _placed(sources: Sequence[SourceSpec], text: str, path: Path) -> tuple[SourceSpec, ...]:
    """The sources with the lines of their tables."""
    lines = find(text)
    return tuple(
        replace(spec, where=f"{path}:{line_of(('source', index), lines)}") for index, spec in enumerate(sources)
    )


def _text(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as err:
        line = err.object.count(b"\n", 0, err.start) + 1
        raise ConfigError(f"{path}:{line}: is not UTF-8 text; save the file as UTF-8") from None


def _table(text: str, path: Path) -> Mapping[str, Any]:
    import tomllib  # noqa: PLC0415 - not everybody has a configuration

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        # No part of the line is shown: it may hold a password.
        what, _, where = str(err).rpartition(" (at ")
        match = re.match(r"line (\d+), column (\d+)", where)
        line = int(match[1]) if match else text.count("\n") + 1
        raise ConfigError(f"{path}:{line}: is no TOML: {(what or str(err)).lower()}") from None


def _config(top: Section, path: Path | None) -> Config:
    top.expect(_TABLES)
    person, recovery = top.section("profile"), top.section("recovery")
    boxes = {
        name: table for name, table in recovery.table.items() if isinstance(table, Mapping) and name not in _RECOVERY
    }
    recovery.expect((*_RECOVERY, *boxes))
    laptop = top.section("laptop")
    laptop.expect(("stay_awake", "wake"))
    base = (path or paths.config_file()).absolute().parent
    channel = top.section("channel")
    channels, disabled = _channels(channel)
    while_sharing = channel.read(_WHILE_SHARING, Details.NOTHING, _details)
    policy = ladder(top.section("ladder"))
    helped_by = helper(channel, policy)
    return Config(
        path=path,
        profile=profile(person),
        follow_zone="zone" not in person.table,
        sources=sources(top.sections("source"), base),
        policy=replace(policy, helped=helped_by is not None),
        helper=helped_by,
        channels=channels,
        disabled=disabled,
        while_sharing=while_sharing,
        draft_box=recovery.text("draft_box", next(iter(boxes)) if len(boxes) == 1 else DRAFT_BOX),
        boxes=boxes,
        drafts_folder=recovery.path("folder", base, paths.drafts()),
        sync_interval=_sync(top.section("sync")),
        presence=_presence(top.section("presence")),
        stay_awake=laptop.flag("stay_awake", True),
        wake=laptop.flag("wake", True),
    )


def _channels(section: Section) -> tuple[dict[str, Mapping[str, Any]], frozenset[str]]:
    """Settings by channel, and the names of those switched off; what they mean is each channel's affair."""
    tables = {name: section.section(name) for name in section.table if name != _WHILE_SHARING}
    off = frozenset(name for name, table in tables.items() if not table.flag("enabled", True))
    settings: dict[str, Mapping[str, Any]] = {
        name: {key: value for key, value in table.table.items() if key != "enabled"}
        for name, table in tables.items()
        if name not in off
    }
    return settings, off


def _details(value: object) -> Details:
    try:
        return Details(str(value))
    except ValueError:
        words = ", ".join(f'"{word}"' for word in Details)
        raise ValueError(f"is what an alarm shows while your screen is shared, one of {words}") from None


def _sync(section: Section) -> timedelta:
    section.expect(("every",))
    every = section.length("every", SYNC_INTERVAL)
    if every < _SHORTEST_SYNC:
        section.fault("every", "is at least a minute, for the sake of those who serve the calendars")
    return every


def _presence(section: Section) -> tuple[str, ...]:
    """What the person allows to be looked at; nothing is unless they say so."""
    return tuple(name for name in section.table if section.flag(name, False))


def _told(faults: Iterable[Fault], path: Path, lines: Mapping[Place, int]) -> str:
    """One line for each fault, in the order of the file."""
    placed = sorted((line_of(fault.place, lines), _spelled(fault.place), fault.what) for fault in faults)
    return "\n".join(f"{path}:{line}: {key}: {what}" for line, key, what in dict.fromkeys(placed))


def _spelled(place: Place) -> str:
    """A place as the person wrote it: `source.path`; which of several tables it is, the line says."""
    return ".".join(part for part in place if isinstance(part, str)) or "the file"
