"""The addresses that mail filters and redirects carry in their own: wrapped links unwrapped."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

from msgspec import Struct

from showup.detect.datafiles import table

__all__ = ["target_of"]

_MOST_VALUES = 60
_DEFENSE = re.compile(r"/v3/__(https?:/{1,2}[^;]{3,3000}?)__;([A-Za-z0-9_-]{0,200})")
_ONE_SLASH = re.compile(r"^(https?:)/(?=[^/])", re.IGNORECASE)
_HEX = re.compile(r"-([0-9A-Fa-f]{2})")
_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SHORTEST_RUN = 2
_REPLACED = re.compile(r"\*\*[A-Za-z0-9_-]|\*")


class _Wrapper(Struct, frozen=True):
    """How a host carries another address, as hosts.toml says it."""

    keys: tuple[str, ...] = ()
    path: re.Pattern[str] | None = None
    coded: bool = False
    inside: tuple[str, str] | None = None


@lru_cache(maxsize=1)
def _wrappers() -> dict[str, tuple[_Wrapper, ...]]:
    found: dict[str, tuple[_Wrapper, ...]] = {}
    for row in table("hosts")["wrapper"]:
        path = re.compile(row["path"]) if "path" in row else None
        inside = (row["inside"][0], row["inside"][1]) if "inside" in row else None
        wrapper = _Wrapper(tuple(row.get("keys", ())), path, bool(row.get("coded")), inside)
        for host in row["hosts"]:
            found[host] = (*found.get(host, ()), wrapper)
    return found


def target_of(host: str, url: str) -> str | None:
    """What the address on `host` leads on to, as far as it says so itself; None when it is no wrapper."""
    if host in ("urldefense.com", "urldefense.us") or host.endswith((".urldefense.com", ".urldefense.us")):
        return _defended(url)
    rest = host
    while rest:
        for wrapper in _wrappers().get(rest, ()):
            if target := _wrapped_by(wrapper, host, url):
                return target
        rest = rest.partition(".")[2]
    return None


def _wrapped_by(wrapper: _Wrapper, host: str, url: str) -> str | None:
    parts = urlsplit(url)
    if wrapper.path is not None and not wrapper.path.search(parts.path):
        return None
    if wrapper.inside is not None:
        return _inside(url, wrapper.inside)
    asked = parse_qs(parts.query, max_num_fields=_MOST_VALUES) if parts.query.count("&") < _MOST_VALUES else {}
    values = (value for key in wrapper.keys for value in asked.get(key, ())[:1])
    for value in values:
        text = _decoded(value) if wrapper.coded else value
        text = _proofpoint(text) if host == "urldefense.proofpoint.com" and "/v2/" in parts.path else text
        if text[:4].lower() == "http":
            return text
    return None


def _inside(url: str, around: tuple[str, str]) -> str | None:
    """The address that stands in the path, written out or as %XX."""
    begin, end = around
    path = url.split("://", 1)[-1]
    lowered = path.lower()
    place = next(
        (at for head in ("https:", "http:", "https%3a", "http%3a") if (at := lowered.find(begin + head)) >= 0), -1
    )
    if place < 0:
        return None
    text = path[place + len(begin) :]
    text = text.partition(end)[0] if end else text
    return _ONE_SLASH.sub(r"\1//", unquote(text) if "%3a" in text[:9].lower() else text)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/") + "===").decode()
    except ValueError:
        return ""


def _proofpoint(text: str) -> str:
    """Proofpoint's second way writes % as - and / as _."""
    return unquote(_HEX.sub(r"%\1", text.replace("_", "/")))


def _defended(url: str) -> str | None:
    """Proofpoint's third way has a star for each rare character, two and a length for a run of them; the end has them all."""
    found = _DEFENSE.search(unquote(url) if "__" not in url else url)
    if found is None:
        return None
    rare = iter(_decoded(found[2]))

    def put_back(star: re.Match[str]) -> str:
        count = 1 if star[0] == "*" else _LENGTHS.index(star[0][2]) + _SHORTEST_RUN
        return "".join(next(rare, "*" if count == 1 else "") for _ in range(count))

    return _ONE_SLASH.sub(r"\1//", _REPLACED.sub(put_back, found[1]))
