"""What passes between the service and its sync child: one JSON request in, JSON lines out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import msgspec

from showup import __version__
from showup.model import Interval, Interview, Profile, Rule, Window
from showup.ports import Trouble

__all__ = [
    "Busy",
    "Done",
    "Failed",
    "Judged",
    "Line",
    "Request",
    "SourceSpec",
    "decode_line",
    "decode_request",
    "encode",
]


# Also one that lacks its slashes is no path: it is to be told as a wrong address.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|(?:https?|webcals?|keyring):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A configured source: its name, its kind (the plug-in's name) and the settings that the plug-in gets: texts and lists of
    texts. `where` is the place of its table ("FILE:LINE"), empty when it has none.
    """

    name: str
    kind: str
    settings: dict[str, Any]
    where: str = field(default="", compare=False)

    @classmethod
    def for_calendar(cls, text: str) -> SourceSpec:
        """The spec of a PATH or URL given on the command line; its name is the file's name or the host."""
        host = _host(text)
        if host is not None:
            return cls(host, "ics", {"url": text})
        return cls(PurePath(text).name or text, "ics", {"path": text})


def _host(text: str) -> str | None:
    """The host of an address, None for a path. Never any other part: those can be secret."""
    if not _ADDRESS.match(text):
        return None
    try:
        return urlsplit(text).hostname or "calendar"
    except ValueError:
        return "calendar"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be read. `whole`: every event of the window, not only what could be an interview. `busy`: only when they take
    the person's time, without a judgement. `rules`: what the person said once for all. `place`: where the plug-in of its kind is,
    if that is known. For the rest see Wanted.
    """

    spec: SourceSpec
    window: Window
    profile: Profile
    whole: bool = False
    uids: tuple[str, ...] = ()
    known: str | None = None
    keep: str | None = None
    busy: bool = False
    rules: tuple[Rule, ...] = ()
    place: str | None = None

    @property
    def scope(self) -> str:
        """A name of what is asked, apart from what is known: an answer is the same only for the same question."""
        asked = (
            __version__,
            replace(self.spec, where=""),
            self.window,
            self.profile,
            self.whole,
            self.busy,
            sorted(self.uids),
            [(rule.verdict, rule.organizer, rule.title, rule.calendar) for rule in self.rules],
        )
        return hashlib.blake2b(msgspec.json.encode(asked), digest_size=8).hexdigest()


class Judged(msgspec.Struct, frozen=True, tag="judged"):
    """One occurrence with its judgement."""

    interview: Interview


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The last line of a reading that went well."""

    events: int
    troubles: tuple[Trouble, ...]
    partial: bool
    others: tuple[tuple[str, datetime], ...] = ()
    mark: str | None = None
    unchanged: bool = False
    deleted: tuple[str, ...] = ()


class Busy(msgspec.Struct, frozen=True, tag="busy"):
    """The last, and only, line of a reading that was asked when the person is busy: when that is, in order, without overlaps."""

    intervals: tuple[Interval, ...]
    troubles: tuple[Trouble, ...] = ()
    partial: bool = False


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The last line of a reading that failed; `message` is a sentence for the person, for `denied` see SourceError."""

    message: str
    denied: bool = False


Line = Judged | Done | Busy | Failed

_request = msgspec.json.Decoder(Request)
_line: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


def encode(value: Request | Line) -> bytes:
    """One line of JSON, with its newline. Lone surrogates, which JSON cannot carry, become question marks."""
    try:
        return msgspec.json.encode(value) + b"\n"
    except UnicodeEncodeError:
        return msgspec.json.encode(_clean(msgspec.to_builtins(value))) + b"\n"


def decode_request(data: bytes) -> Request:
    """Raises msgspec.MsgspecError for anything else."""
    return _request.decode(data)


def decode_line(data: bytes) -> Line:
    """Raises msgspec.MsgspecError for anything else."""
    return _line.decode(data)


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
