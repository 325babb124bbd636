"""Stands before every request: who asks, from where, how much, how. What does not pass reaches no page and no service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from showup.page.keys import Keys

__all__ = ["Guard"]

OPEN = "/open"
_LONGEST_BODY = 64 * 1024
_LONGEST_TARGET = 4096
_LONGEST_HEAD = 16 * 1024
_MOST_FIELDS = 40
_BODY_TAKES_S = 10.0
_FORM = "application/x-www-form-urlencoded"
_FROM_HERE = frozenset({"same-origin", "none"})
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),  # with no-referrer a browser would not say whose form it is that it sends
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-store"),
)
_SHUT = "This page is opened by the command  showup page  (each address works once, within a minute).\n"


class _Refused(Exception):  # noqa: N818 no error: it is answered
    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


class Guard:
    """Around the whole application. `port` is the one it listens on; `seen` is called for every request that passes."""

    def __init__(self, app: ASGIApp, keys: Keys, port: int, seen: Callable[[], None]) -> None:
        self._app = app
        self._keys = keys
        self._seen = seen
        self._host = f"127.0.0.1:{port}"
        self._origin = f"http://{self._host}"
        self._cookie = f"showup_page_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        try:
            form = await self._passed(scope, receive)
        except _Refused as no:
            response = PlainTextResponse(no.why, no.status, headers={"connection": "close"})
            await response(scope, receive, send_guarded)
            return
        self._seen()
        scope.setdefault("state", {}).update(form=form, cookie=self._cookie)
        await self._app(scope, receive, send_guarded)

    async def _passed(self, scope: Scope, receive: Receive) -> dict[str, str]:
        """The form of a change, empty for anything else. Raises _Refused."""
        headers = _Headers(scope["headers"])
        if headers.length > _LONGEST_HEAD:
            raise _Refused(431, "That is too long.\n")
        if headers.only("host") != self._host:
            raise _Refused(421, "This is not the address of the page.\n")
        if len(scope["raw_path"]) + len(scope["query_string"]) > _LONGEST_TARGET:
            raise _Refused(414, "The address is too long.\n")
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            raise _Refused(405, "Only GET and POST are understood.\n")
        if headers.only("sec-fetch-site", "none") not in _FROM_HERE:
            raise _Refused(403, "Another page asks for this.\n")
        if scope["path"] == OPEN and scope["method"] == "GET":
            return {}
        if not self._keys.fits(self._cookie_of(headers)):
            raise _Refused(403, _SHUT)
        return await self._form(headers, receive) if scope["method"] == "POST" else {}

    def _cookie_of(self, headers: _Headers) -> str:
        cookies: SimpleCookie = SimpleCookie()
        try:
            cookies.load(headers.only("cookie", ""))
        except CookieError:
            return ""
        return cookies[self._cookie].value if self._cookie in cookies else ""

    async def _form(self, headers: _Headers, receive: Receive) -> dict[str, str]:
        if headers.only("origin") != self._origin:
            raise _Refused(403, "Another page sends this.\n")
        if headers.only("content-type", "").partition(";")[0].strip().lower() != _FORM:
            raise _Refused(415, "Only forms are understood.\n")
        body = await _body(headers, receive)
        try:
            pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        except ValueError:
            raise _Refused(400, "The form cannot be read.\n") from None
        form = dict(pairs)
        if len(form) != len(pairs) or not self._keys.is_marked(form.pop("mark", "")):
            raise _Refused(403, "This form is not of this page; load it again.\n")
        return form


class _Headers:
    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self._headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers]

    @property
    def length(self) -> int:
        return sum(len(name) + len(value) for name, value in self._headers)

    def only(self, name: str, default: str | None = None) -> str:
        """The value of a header that stands there once. Without a default it must stand there."""
        values = [value for each, value in self._headers if each == name]
        if len(values) > 1 or (not values and default is None):
            raise _Refused(400, f"The header {name} is wanted once.\n")
        return values[0] if values else default or ""


async def _body(headers: _Headers, receive: Receive) -> bytes:
    said = headers.only("content-length", "0")
    if not said.isdecimal() or int(said[:12]) > _LONGEST_BODY:
        raise _Refused(413, "That is too long.\n")
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_TAKES_S):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise _Refused(400, "It broke off.\n")
                body += message.get("body", b"")
                if len(body) > _LONGEST_BODY:
                    raise _Refused(413, "That is too long.\n")
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise _Refused(408, "That takes too long.\n") from None
