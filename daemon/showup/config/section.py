"""Reads one table of the configuration and notes what is wrong instead of stopping at the first fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from showup import duration
from showup.config.lines import Place

__all__ = ["Fault", "Section", "nearest"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in words without a secret, and where."""

    place: Place
    what: str


@dataclass(frozen=True, slots=True)
class Section:
    """A table, the way to it, the list in which its faults are collected, and what is taken for keys that are not written."""

    table: Mapping[str, Any]
    place: Place
    faults: list[Fault]
    defaults: dict[Place, Any] = field(default_factory=dict)

    def fault(self, key: str | None, what: str) -> None:
        self.faults.append(Fault(self.place if key is None else (*self.place, key), what))

    def expect(self, known: Iterable[str]) -> None:
        """Faults for keys that mean nothing here."""
        known = tuple(known)
        for key in self.table:
            if key not in known:
                self.fault(key, f"means nothing here{nearest(key, known)}")

    def read(self, key: str, default: T, reader: Callable[[Any], T]) -> T:
        """The value of `key` as `reader` makes it; its ValueError becomes a fault."""
        if key not in self.table:
            self.defaults[*self.place, key] = default
            return default
        try:
            return reader(self.table[key])
        except ValueError as err:
            self.fault(key, str(err))
            return default

    def text(self, key: str, default: str = "") -> str:
        return self.read(key, default, one_line)

    def texts(self, key: str) -> tuple[str, ...]:
        return self.read(key, (), _texts)

    def flag(self, key: str, default: bool) -> bool:
        return self.read(key, default, _flag)

    def length(self, key: str, default: timedelta) -> timedelta:
        return self.read(key, default, _length)

    def path(self, key: str, base: Path, default: Path) -> Path:
        """A place in the file system; a relative one counts from `base`, ~ is the person's home."""
        return self.read(key, default, lambda value: _path(value, base))

    def section(self, key: str) -> Section:
        """A table of this one; an empty one where it is missing or no table."""
        value = self.table.get(key, {})
        if not isinstance(value, Mapping):
            self.fault(key, f"is a table: write it as [{'.'.join((*map(str, self.place), key))}]")
            value = {}
        return Section(value, (*self.place, key), self.faults, self.defaults)

    def sections(self, key: str) -> tuple[Section, ...]:
        """A list of tables; empty where it is missing or none."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
            name = ".".join((*map(str, self.place), key))
            self.fault(key, f"is a list of tables: write each as [[{name}]], in double brackets")
            return ()
        places = ((*self.place, key, index) for index in range(len(value)))
        return tuple(Section(*entry, self.faults, self.defaults) for entry in zip(value, places, strict=True))


def nearest(word: str, known: Iterable[str]) -> str:
    """An ending for a message: what was probably meant, or nothing."""
    spelled = {entry.casefold(): entry for entry in known}
    close = get_close_matches(word.casefold(), spelled, n=1)
    return f'; did you mean "{spelled[close[0]]}"?' if close else ""


def one_line(value: object) -> str:
    """A text without line ends or control characters: it may come to stand in a mail header or a title."""
    if not isinstance(value, str):
        raise ValueError("is a text: write it in quotes")  # noqa: TRY004 one error for all faults
    if not all(char.isprintable() for char in value):
        raise ValueError("is one line of text, without control characters")
    return value.strip()


def _path(value: object, base: Path) -> Path:
    text = one_line(value)
    if not text:
        raise ValueError("is empty; write a path")
    try:
        return base / Path(text).expanduser()
    except RuntimeError:
        raise ValueError("begins with ~ and a name that is no user of this machine") from None


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError('is a list of texts, such as ["one", "two"]')  # noqa: TRY004 one error for all faults
    return tuple(text for text in map(one_line, value) if text)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is true or false, without quotes")  # noqa: TRY004 one error for all faults
    return value


def _length(value: object) -> timedelta:
    if not isinstance(value, str):
        raise ValueError('is a duration: write a text such as "15m"')  # noqa: TRY004 one error for all faults
    return duration.parse(value)
