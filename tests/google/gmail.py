"""A Gmail on the loopback: the drafts of the Gmail API as it is published, and Google's OAuth. Whatever would send is wrong."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.google.published import BadRequestError, Call, _typed, pruned, selector
from tests.google.server import Google, _Handler, served

COMPOSE = "https://www.googleapis.com/auth/gmail.compose"
DOCUMENT: dict[str, Any] = json.loads(
    files("googleapiclient.discovery_cache").joinpath("documents/gmail.v1.json").read_text("utf-8")
)
_USERS = DOCUMENT["resources"]["users"]
_METHODS = {
    "getProfile": _USERS["methods"]["getProfile"],
    **{name: _USERS["resources"]["drafts"]["methods"][name] for name in ("create", "delete", "get", "list", "update")},
}


@dataclass
class Gmail(Google):
    """`drafts` by ID: the ID of the message in it, and the message. `after` runs once a method has done its work, before it
    is answered; of a method in `lost` the answer never comes, once. `rewriting`: messages are kept as a mail server may
    rewrite them.
    """

    drafts: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    scope: str = COMPOSE
    scopes_asked: list[str] = field(default_factory=list)
    size: int = 500
    number: int = 0
    rewriting: bool = False
    after: dict[str, Callable[[], None]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    def edit(self, draft: str, old: bytes = b"sorry", new: bytes = b"truly sorry") -> bytes:
        """The person changes it: the draft stays, the message in it is another one."""
        self.drafts[draft] = (self._id("m"), self.drafts[draft][1].replace(old, new))
        return self.drafts[draft][1]

    def own(self, subject: str) -> str:  # type: ignore[override]
        """A draft that the person has begun by themselves."""
        return self._put(self._id("r"), f"Subject: {subject}\r\n\r\nHello".encode())

    def methods(self) -> list[str]:
        return [call.method for call in self.calls]

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.scopes_asked.append(form.get("scope", ""))
        return super().token(form)

    def done(self, call: Call, body: bytes) -> tuple[int, Any]:
        status, answer = self._done(call, body)
        if status < 300 and call.method in self.after:
            self.after.pop(call.method)()
        return status, answer

    def _done(self, call: Call, body: bytes) -> tuple[int, Any]:
        draft = call.given.get("id", "")
        if call.method == "getProfile":
            return 200, {"emailAddress": "ann@example.org", "messagesTotal": 1}
        if call.method == "list":
            return 200, self._page(call.given)
        if call.method == "create":
            return 200, self._draft(self._put(self._id("r"), _raw(body)))
        if draft not in self.drafts:
            return 404, None
        if call.method == "delete":
            del self.drafts[draft]
            return 204, None
        if call.method == "update":
            self._put(draft, _raw(body))
        return 200, self._draft(draft, raw=call.given.get("format") == "raw")

    def _page(self, given: dict[str, Any]) -> dict[str, Any]:
        start, size = int(given.get("pageToken", "0")), min(self.size, given.get("maxResults", 100))
        found = [self._draft(draft) for draft in reversed(self.drafts)]
        more = {"nextPageToken": str(start + size)} if start + size < len(found) else {}
        return ({"drafts": found[start : start + size]} if found else {}) | {"resultSizeEstimate": len(found)} | more

    def _draft(self, draft: str, *, raw: bool = False) -> dict[str, Any]:
        name, data = self.drafts[draft]
        message = {"id": name, "threadId": name, "labelIds": ["DRAFT"]}
        return {"id": draft, "message": message | ({"raw": base64.urlsafe_b64encode(data).decode()} if raw else {})}

    def _put(self, draft: str, data: bytes) -> str:
        self.drafts[draft] = (self._id("m"), _rewritten(data) if self.rewriting else data)
        return draft

    def _id(self, kind: str) -> str:
        self.number += 1
        return f"{kind}-{self.number:06}"


def _raw(body: bytes) -> bytes:
    said = json.loads(body)
    if said.keys() != {"message"} or said["message"].keys() != {"raw"}:
        raise BadRequestError(f"body: {said}")
    return base64.urlsafe_b64decode(said["message"]["raw"])


def _rewritten(data: bytes) -> bytes:
    message = message_from_bytes(data, policy=default)
    message.set_content(message.get_content().rstrip() + "\n", cte="base64")
    message["Message-ID"], message["Date"] = "<x@mail.gmail.example>", "Mon, 23 Nov 2026 10:00:00 +0000"
    return message.as_bytes()


def checked(verb: str, path: str, query: list[tuple[str, str]]) -> Call:
    """What is asked for; raises BadRequestError when the description does not allow it, or a draft box must not ask it."""
    for name, described in _METHODS.items():
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(described["path"]))
        match = re.fullmatch("/" + pattern, path)
        if match is None or verb != described["httpMethod"] or match["userId"] != "me":
            continue
        given: dict[str, Any] = dict(match.groupdict())
        allowed = DOCUMENT["parameters"] | described["parameters"]
        for key, value in query:
            if key not in allowed or key in given:
                raise BadRequestError(f"{key} is not a parameter of {name}, or stands twice")
            given[key] = _typed(key, value, allowed[key])
        if given.get("maxResults", 1) > 500:
            raise BadRequestError("maxResults")
        return Call(name, given, described["scopes"], selector(given.get("fields", "")))
    raise BadRequestError(f"{verb} {path} is not described, or must not be asked")


class _GmailHandler(_Handler):
    google: Gmail

    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        if urlsplit(self.path).path == "/auth":
            super().do_GET()
        else:
            self._api()

    def do_POST(self) -> None:  # noqa: N802 - http.server's name
        if self.path == "/token":
            super().do_POST()
        else:
            self._api()

    def do_PUT(self) -> None:  # noqa: N802 - http.server's name
        self._api()

    def do_DELETE(self) -> None:  # noqa: N802 - http.server's name
        self._api()

    def _api(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        parts = urlsplit(self.path)
        try:
            call = checked(self.command, parts.path, parse_qsl(parts.query, keep_blank_values=True))
        except (BadRequestError, ValueError) as error:
            self.google.wrong.append(str(error))
            return self._refuse(400, "badRequest")
        fault = self.google.always or (self.google.faults.popleft() if self.google.faults else None)
        if fault is not None and self._faulty(fault):
            return None
        if not self._let_in(call):
            return None
        try:
            status, answer = self.google.done(call, body)
        except BadRequestError as error:
            self.google.wrong.append(str(error))
            return self._refuse(400, "badRequest")
        if call.method in self.google.lost:
            self.google.lost.remove(call.method)
            self.close_connection = True
            return None
        if answer is None:
            return self._send(204, b"", {}) if status == 204 else self._refuse(status, "notFound")
        return self._json(status, pruned(answer, call.fields))


@contextmanager
def gmail_running() -> Iterator[Gmail]:
    """A Gmail that is gone when this is left."""
    gmail = Gmail()
    with served(gmail, _GmailHandler):
        yield gmail
