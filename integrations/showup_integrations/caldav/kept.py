"""What is kept of a calendar between two readings: its token, and its members with their ETags and bodies.

It can all be had again: what cannot be read or written is as if it were not there.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from showup.errors import ShowupError
from showup_integrations.own_files import write

__all__ = ["Homes", "Kept", "Member", "load", "load_homes", "save", "save_homes"]

_LIMIT = 128 << 20
_VERSION = 1


class Member(msgspec.Struct, frozen=True, array_like=True):
    """A calendar object: the server's name for its state, its link as the server has it, its text once it has been fetched."""

    etag: str
    href: str
    body: str | None = None


class Kept(msgspec.Struct, frozen=True):
    """A calendar's members by their paths. `token` is sync-collection's, `ctag` a name of the state for servers without it.
    `deleted` are the UIDs in those of which the server has said last that they were deleted.
    """

    version: int = _VERSION
    token: str | None = None
    ctag: str = ""
    members: dict[str, Member] = {}
    deleted: tuple[str, ...] = ()


class Homes(msgspec.Struct, frozen=True):
    """Where an account's calendars were found: `urls` are collections of them, or with `single` the one calendar itself."""

    version: int = _VERSION
    urls: tuple[str, ...] = ()
    single: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    kept: msgspec.json.Decoder[Kept]
    homes: msgspec.json.Decoder[Homes]


_FORM = _Form(msgspec.json.Decoder(Kept), msgspec.json.Decoder(Homes))


def load(folder: Path | None, url: str) -> Kept:
    """What is kept of the calendar at `url`; nothing when there is none, or none that can be used."""
    with suppress(OSError, ValueError, msgspec.MsgspecError, RecursionError):
        kept = _FORM.kept.decode(_bytes(folder, url))
        if kept.version == _VERSION:
            return kept
    return Kept()


def save(folder: Path | None, url: str, kept: Kept) -> None:
    _write(folder, url, kept)


def load_homes(folder: Path | None, account: str) -> Homes:
    with suppress(OSError, ValueError, msgspec.MsgspecError, RecursionError):
        homes = _FORM.homes.decode(_bytes(folder, account))
        if homes.version == _VERSION:
            return homes
    return Homes()


def save_homes(folder: Path | None, account: str, homes: Homes) -> None:
    _write(folder, account, homes)


def _bytes(folder: Path | None, name: str) -> bytes:
    if folder is None:
        return b""
    with _file(folder, name).open("rb") as file:
        return file.read(_LIMIT)


def _write(folder: Path | None, name: str, value: Kept | Homes) -> None:
    if folder is not None:
        with suppress(OSError, ShowupError, UnicodeError):
            write(_file(folder, name), msgspec.json.encode(value))


def _file(folder: Path, name: str) -> Path:
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return folder / f"caldav-{digest}.json"
