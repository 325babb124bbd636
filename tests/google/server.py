"""A Google on the loopback: the Calendar API as it is published, and its OAuth."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import secrets
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.google.calendars import Calendar, GoneError
from tests.google.published import BadRequestError, Call, checked, pruned

SCOPE = "https://www.googleapis.com/auth/calendar.readonly"


@dataclass
class Fault:
    """What is answered in place of the truth: a refusal, or a body as it is; after `delay` seconds, and with `drip` between
    any two of its bytes.
    """

    status: int = 200
    reason: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    delay: float = 0.0
    drip: float = 0.0


@dataclass
class Google:
    """`faults` are served one by one, `always` for as long as it is set. `wrong` lists every request that is not allowed."""

    calendars: dict[str, Calendar] = field(default_factory=lambda: {"ann@example.org": Calendar(primary=True)})
    page: int = 2500
    faults: deque[Fault] = field(default_factory=deque)
    always: Fault | None = None
    calls: list[Call] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    refresh_tokens: set[str] = field(default_factory=lambda: {"refresh-1"})
    access_tokens: set[str] = field(default_factory=set)
    scope: str = SCOPE
    wanted: str = SCOPE
    login_page: str = "allow"
    token_error: tuple[int, dict[str, str]] | None = None
    refreshed: int = 0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def own(self) -> Calendar:
        return self.calendars["ann@example.org"]

    @property
    def client(self) -> dict[str, str]:
        return {
            "client_id": "client-1", "client_secret": "secret-1",
            "auth_uri": f"{self.address}/auth", "token_uri": f"{self.address}/token",
        }  # fmt: skip

    def revoke(self) -> None:
        """The person took the permission back, or seven days have passed."""
        self.refresh_tokens.clear()
        self.access_tokens.clear()

    def asked(self, method: str = "events.list") -> list[dict[str, Any]]:
        return [call.given for call in self.calls if call.method == method]

    # -------------------------------------------------------------------- API

    def answer(self, call: Call) -> dict[str, Any]:
        if call.method == "calendarList.list":
            rows = [
                {"id": name, "summary": one.summary, "accessRole": one.role, "timeZone": one.zone}
                | ({"primary": True} if one.primary else {}) | ({"selected": True} if one.selected else {})
                for name, one in self.calendars.items()
            ]  # fmt: skip
            return self._paged(rows, call.given, {"kind": "calendar#calendarList"})
        name = call.given["calendarId"]
        found = [one for key, one in self.calendars.items() if key == name or (name == "primary" and one.primary)]
        if not found or found[0].role == "gone":
            raise RefusedError(404, "notFound")
        calendar = found[0]
        if calendar.role == "none":
            raise RefusedError(403, "forbidden")
        about = {"kind": "calendar#events", "timeZone": calendar.zone, "accessRole": calendar.role}
        page = self._paged(calendar.listed(call.given), call.given, about)
        if "nextPageToken" not in page:
            page["nextSyncToken"] = calendar.token(call.given)
        return page

    def _paged(self, rows: list[Any], given: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
        start = int(given.get("pageToken", "0"))
        end = start + min(self.page, given.get("maxResults", 250))
        more = {"nextPageToken": str(end)} if end < len(rows) else {}
        return about | more | {"items": rows[start:end]}

    # ------------------------------------------------------------------ OAuth

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent when the person has chosen."""
        missing = {"client_id", "redirect_uri", "state", "code_challenge", "scope"} - query.keys()
        modes = {
            "response_type": "code",
            "code_challenge_method": "S256",
            "access_type": "offline",
            "prompt": "consent",
        }
        differing = {key for key, value in modes.items() if query.get(key) != value}
        if missing or differing or query["scope"] != self.wanted:
            self.wrong.append(f"authorization: {missing or differing or query['scope']}")
        if self.login_page == "deny":
            return f"{query['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': query['state']})}"
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'scope': self.scope})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if self.token_error is not None:
            return self.token_error
        if (form.get("client_id"), form.get("client_secret")) != ("client-1", "secret-1"):
            return 401, {"error": "invalid_client"}
        if form.get("grant_type") == "refresh_token":
            self.refreshed += 1
            if form["refresh_token"] not in self.refresh_tokens:
                return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
            return 200, self._access()
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant", "error_description": "Malformed auth code."}
        refresh = f"refresh-{secrets.token_hex(4)}"
        self.refresh_tokens.add(refresh)
        return 200, self._access() | {"refresh_token": refresh}

    def _access(self) -> dict[str, Any]:
        access = secrets.token_urlsafe(8)
        self.access_tokens.add(access)
        return {"access_token": access, "expires_in": 3599, "scope": self.scope, "token_type": "Bearer"}


class RefusedError(Exception):
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@contextmanager
def running() -> Iterator[Google]:
    """A Google that is gone when this is left."""
    google = Google()
    with served(google, _Handler):
        yield google


@contextmanager
def served(google: Google, handler: type[_Handler]) -> Iterator[None]:
    """It answers until this is left."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (handler,), {"google": google}))
    server.daemon_threads, server.block_on_close = True, False
    google.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    google: Google

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qsl(parts.query, keep_blank_values=True)
        if parts.path == "/auth":
            return self._send(302, b"", {"Location": self.google.authorize(dict(query))})
        fault = self.google.always or (self.google.faults.popleft() if self.google.faults else None)
        if fault is not None and self._faulty(fault):
            return None
        return self._call(parts.path, query)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        form = dict(parse_qsl(self.rfile.read(length).decode())) | self._basic()
        if self.path != "/token":
            self.google.wrong.append(f"POST {self.path}")
            return self._json(404, {})
        return self._json(*self.google.token(form))

    def _basic(self) -> dict[str, str]:
        """A client may name itself in the header as well (RFC 6749, section 2.3.1)."""
        kind, _, said = self.headers.get("Authorization", "").partition(" ")
        if kind != "Basic":
            return {}
        name, _, secret = base64.b64decode(said).decode().partition(":")
        return {"client_id": name, "client_secret": secret}

    def _call(self, path: str, query: list[tuple[str, str]]) -> None:
        try:
            call = checked(self.command, path, query)
        except (BadRequestError, ValueError) as error:
            self.google.wrong.append(str(error))
            return self._refuse(400, "badRequest")
        if not self._let_in(call):
            return None
        try:
            answer = self.google.answer(call)
        except RefusedError as refused:
            return self._refuse(refused.status, refused.reason)
        except GoneError:
            return self._refuse(410, "fullSyncRequired")
        return self._json(200, pruned(answer, call.fields))

    def _let_in(self, call: Call) -> bool:
        self.google.calls.append(call)
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.google.access_tokens:
            self._refuse(401, "authError")
            return False
        if self.google.scope not in call.scopes:
            self._refuse(403, "insufficientPermissions")
            return False
        return True

    def _faulty(self, fault: Fault) -> bool:
        """Whether that was all of the answer."""
        time.sleep(fault.delay)
        if fault.drip:
            self._drip(fault)
        elif fault.body is not None:
            self._send(fault.status, fault.body, {"Content-Type": "text/html"} | fault.headers)
        elif fault.status != 200:
            self._refuse(fault.status, fault.reason, fault.headers)
        return fault.body is not None or fault.status != 200

    def _drip(self, fault: Fault) -> None:
        body = fault.body or b""
        self._send(fault.status, b"", {"Content-Length": str(len(body))})
        with suppress(OSError):
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(fault.drip)

    def _refuse(self, status: int, reason: str, headers: dict[str, str] | None = None) -> None:
        error = {
            "code": status,
            "message": reason,
            "errors": [{"domain": "global", "reason": reason, "message": reason}],
        }
        self._json(status, {"error": error}, headers)

    def _json(self, status: int, said: Any, headers: dict[str, str] | None = None) -> None:
        body, more = json.dumps(said).encode(), {"Content-Type": "application/json; charset=UTF-8"}
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            body, more = gzip.compress(body, 1), more | {"Content-Encoding": "gzip"}
        self._send(status, body, more | (headers or {}))

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):  # who has waited too long is gone
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
