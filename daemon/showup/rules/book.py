"""The file in which the person's rules stand: TOML, read table by table, so that a broken one disables only itself."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from showup import paths
from showup.config.lines import find, line_of
from showup.config.section import Fault, Section
from showup.errors import ConfigError, ShowupError
from showup.model import Rule, Verdict
from showup.plain import one_line
from showup.rules.checking import checked, checked_calendar, checked_is, checked_organizer, checked_title
from showup.rules.wording import IS

__all__ = ["Book", "Entry"]

_KEYS = ("organizer", "title", "calendar", "is", "made", "from")
_HEADER = re.compile(r"\s*\[")
_OUR_HEADER = re.compile(r"\s*\[\[\s*rule\s*\]\]\s*(?:#.*)?$")
_AT_MOST = 1 << 20  # bytes
_HEAD = """\
# What you have said once for all. showup follows it, and makes none of these without you. Each [[rule]] has one of
#   organizer = "jobs@acme.example"    or "@acme.example" for everybody there
#   title = "Chat with *"              plain words, * for any others; case and accents do not matter
#   calendar = "work"                  its name
# or several, which must then all hold, and
#   is = "interview"                   or "not"
# Where two apply, the narrower counts: a title before an organizer, that before a calendar. `showup rules` lists them, and says
# what is wrong with one. The running service follows a change within a minute.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of the file, at `line` (from 1): a rule, or what is wrong with it as one sentence with file, line and key."""

    line: int
    rule: Rule | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines `start` (from 0) up to `end` of the file, a header first."""

    start: int
    lines: tuple[str, ...]


class Book:
    """The file at `path`, which need not exist. What is read is what stands there now."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> tuple[Entry, ...]:
        """All tables in their order. Raises ConfigError where the file as a whole cannot be read."""
        text = self._text()
        head, blocks = _split(text)
        entries = [self._entry(block) for block in blocks]
        stray = next((n for n, line in enumerate(head, 1) if line.strip() and not line.strip().startswith("#")), None)
        if stray is not None:
            entries.insert(
                0, Entry(stray, trouble=f"{self.path}:{stray}: stands before the first [[rule]]; move it below")
            )
        return tuple(entries)

    def rules(self) -> tuple[Rule, ...]:
        """Those that can be followed. Raises ConfigError as `entries` does."""
        return tuple(entry.rule for entry in self.entries() if entry.rule is not None)

    def add(self, rule: Rule) -> int:
        """Write it at the end, in the place of one that says something else of the same; returns its number in `entries`.

        Raises ConfigError where the file cannot be read or written.
        """
        text = self._text()
        for number, entry in reversed(list(enumerate(self.entries(), 1))):
            if entry.rule is not None and _conditions(entry.rule) == _conditions(rule):
                text = self._without(text, number)
        self._put((text.rstrip("\n") + "\n\n" if text.strip() else f"{_HEAD}\n") + _table(rule))
        return len(self.entries())

    def remove(self, number: int) -> Entry:
        """Take out the table of that number (from 1, as `entries` has it); what else stands there stays as it is.

        Raises ConfigError where there is none, or the file cannot be read or written.
        """
        entries = self.entries()
        if not 1 <= number <= len(entries):
            known = f"there are {len(entries)}" if entries else "there is none"
            raise ConfigError(f"There is no rule {number}: {known}. `showup rules` lists them.")
        self._put(self._without(self._text(), number))
        return entries[number - 1]

    def stamp(self) -> tuple[int, ...] | None:
        """What tells this state of the file from another; None when there is none. Raises OSError."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    # ------------------------------------------------------------- reading

    def _text(self) -> str:
        try:
            data = self.path.read_bytes() if self.path.exists() else b""
        except OSError as err:
            raise ConfigError(f"{self.path}: cannot be read: {err.strerror}; check its owner and mode") from None
        if len(data) > _AT_MOST:
            raise ConfigError(f"{self.path}: is too large for a file of rules; is it another file?")
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as err:
            line = err.object.count(b"\n", 0, err.start) + 1
            raise ConfigError(f"{self.path}:{line}: is not UTF-8 text; save the file as UTF-8") from None

    def _entry(self, block: _Block) -> Entry:
        text = "\n".join(block.lines)
        line = block.start + 1
        if not _OUR_HEADER.match(block.lines[0]):
            return Entry(line, trouble=f"{self.path}:{line}: means nothing here; each rule begins with [[rule]]")
        try:
            table: dict[str, Any] = tomllib.loads(text)["rule"][0]
        except RecursionError:
            return Entry(line, trouble=f"{self.path}:{line}: is nested too deeply; a rule has only texts")
        except tomllib.TOMLDecodeError as err:
            what, _, where = str(err).rpartition(" (at ")
            found = re.match(r"line (\d+)", where)
            line = block.start + (int(found[1]) if found else len(block.lines))
            return Entry(block.start + 1, trouble=f"{self.path}:{line}: is no TOML: {(what or str(err)).lower()}")
        faults: list[Fault] = []
        rule = _rule(Section(table, ("rule", 0), faults))
        if rule is None or faults:
            lines = find(text)
            told = [(block.start + line_of(f.place, lines), f.place[-1], f.what) for f in faults]
            return Entry(line, trouble="; ".join(f"{self.path}:{at}: {_key(key)} {what}" for at, key, what in told))
        return Entry(line, rule)

    # ------------------------------------------------------------- writing

    def _without(self, text: str, number: int) -> str:
        """The text without that entry, and without the comment that stands directly above it."""
        lines = text.split("\n")
        entry = self.entries()[number - 1]
        blocks = {block.start + 1: block for block in _split(text)[1]}
        if entry.line not in blocks:
            return "\n".join([*lines[: entry.line - 1], *lines[entry.line :]])  # a stray line before the first table
        start, end = entry.line - 1, entry.line
        for offset, line in enumerate(blocks[entry.line].lines):
            if line.strip() and not line.strip().startswith("#"):
                end = start + offset + 1
        while start > 0 and lines[start - 1].strip().startswith("#"):
            start -= 1
        if start == 0:
            start = entry.line - 1  # the head of the file speaks of all of them
        left = lines[:start]
        while left and not left[-1].strip():
            left.pop()
        rest = lines[end:]
        while rest and not rest[0].strip():
            rest.pop(0)
        return "\n".join([*left, *([""] if left and rest else []), *rest]).rstrip("\n") + "\n"

    def _put(self, text: str) -> None:
        """The file anew, whole or not at all; a new one is for the person alone, a link is kept."""
        place = Path(os.path.realpath(self.path))
        try:
            paths.made(place.parent)
            paths.write(place, text.encode(), place.stat().st_mode & 0o777 if place.exists() else 0o600)
        except ShowupError as err:
            raise ConfigError(str(err)) from None
        except OSError as err:
            raise ConfigError(f"{self.path}: cannot be written: {err.strerror}; change it by hand") from None


def _split(text: str) -> tuple[list[str], list[_Block]]:
    """What stands before the first table, and the tables, each with all up to the next one."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    ends = [*starts, len(lines)][1:]
    blocks = [_Block(start, tuple(lines[start:end])) for start, end in zip(starts, ends, strict=True)]
    return lines[: starts[0]] if starts else lines, blocks


def _rule(section: Section) -> Rule | None:
    section.expect(_KEYS)
    if "is" not in section.table:
        section.fault(None, 'says nothing; add is = "interview" or is = "not"')
    verdict = section.read("is", Verdict.NO, checked_is)
    organizer = section.read("organizer", "", checked_organizer)
    title = section.read("title", "", checked_title)
    calendar = section.read("calendar", "", checked_calendar)
    origin = one_line(str(section.table.get("from", "")), 200)  # it changes nothing, whatever stands there
    if section.faults:
        return None
    try:
        return checked(verdict, organizer, title, calendar, made=_instant(section.table.get("made")), origin=origin)
    except ValueError as err:
        section.fault(None, str(err))
        return None


def _instant(value: object) -> datetime | None:
    """When it was made, where that is an instant; a person may write what they like."""
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo is not None else None


def _key(key: str | int) -> str:
    return key if isinstance(key, str) else "the rule"


def _conditions(rule: Rule) -> Sequence[str]:
    return rule.organizer, rule.title.casefold(), rule.calendar.casefold()


def _table(rule: Rule) -> str:
    rows = [("organizer", rule.organizer), ("title", rule.title), ("calendar", rule.calendar), ("is", IS[rule.verdict])]
    lines = [f"{key} = {_text(value)}" for key, value in rows if value]
    if rule.made is not None:
        lines.append(f"made = {rule.made.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{rule.made.microsecond // 1000:03}Z")
    if rule.origin:
        lines.append(f"from = {_text(rule.origin)}")
    return "\n".join(["[[rule]]", *lines, ""])


def _text(text: str) -> str:
    """A TOML text in quotes. JSON's rules are TOML's, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
