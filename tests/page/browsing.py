"""A page process on a real service, and requests whose every byte is the test's own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from tests.parts import wait_until
from tests.running import calendar, event, from_now

from showup.control.client import ask

if TYPE_CHECKING:
    from tests.running import Showup

SECRET = "Quillfeather"
"""A word of every event: an answer to somebody else must not have it."""
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b onmouseover=alert(1)>{{7*7}}"


@dataclass(frozen=True)
class Answer:
    """What came back, as text."""

    status: int
    headers: dict[str, str]
    body: str
    whole: str


def raw(port: int, sent: bytes, patience: float = 30) -> Answer:
    """Send exactly this; read until the other end closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as line:
        line.sendall(sent)
        return read(line)


def read(line: socket.socket) -> Answer:
    parts = []
    try:
        while part := line.recv(65536):
            parts.append(part)
    except ConnectionResetError:  # it closed with something of ours unread
        pass
    whole = b"".join(parts).decode("utf-8", "replace")
    head, _, body = whole.partition("\r\n\r\n")
    status = head.split(" ", 2)[1] if head.startswith("HTTP/") else "0"
    headers = dict(each.split(": ", 1) for each in head.split("\r\n")[1:] if ": " in each)
    return Answer(int(status), {name.lower(): value for name, value in headers.items()}, body, whole)


def request(
    method: str, target: str, headers: dict[str, str | None], body: bytes = b"", more: tuple[str, ...] = ()
) -> bytes:
    """A request; a header that is None is left out."""
    lines = [
        f"{method} {target} HTTP/1.1",
        *(f"{name}: {value}" for name, value in headers.items() if value is not None),
    ]
    if method == "POST" and "Content-Length" not in headers and "Transfer-Encoding" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, *more, "Connection: close", "", ""]).encode() + body


class Browser:
    """The person's browser, as far as a test needs one: it keeps the cookie and finds the mark of a form."""

    def __init__(self, showup: Showup, *words: str) -> None:
        self.showup = showup
        self.port = urlsplit(self.address(*words)).port or 0
        self.host = f"127.0.0.1:{self.port}"
        opened = self.get(self.target(self.address()), {"Cookie": None})
        assert opened.status == 303, opened.whole
        self.set_cookie = opened.headers["set-cookie"]
        self.cookie = self.set_cookie.partition(";")[0]
        found = re.search(r'name="mark" value="([^"]+)"', self.get("/health").body)
        self.mark = found[1] if found else ""  # without a service there is nothing to press

    def address(self, *words: str) -> str:
        """One that opens the page once."""
        said: dict[str, str] = self.showup.json("page", "--no-open", *words)
        return said["address"]

    @staticmethod
    def target(address: str) -> str:
        parts = urlsplit(address)
        return f"{parts.path}?{parts.query}"

    def headers(self, **other: str | None) -> dict[str, str | None]:
        own: dict[str, str | None] = {
            "Host": self.host,
            "Cookie": getattr(self, "cookie", None),
            "Origin": f"http://{self.host}",
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return own | {name.replace("_", "-"): value for name, value in other.items()}

    def get(self, target: str, headers: dict[str, str | None] | None = None) -> Answer:
        told = self.headers() | {"Origin": None, "Content-Type": None} | (headers or {})
        return raw(self.port, request("GET", target, told))

    def post(self, target: str, form: dict[str, str], headers: dict[str, str | None] | None = None) -> Answer:
        body = urlencode({"mark": self.mark, **form}).encode()
        return raw(self.port, request("POST", target, self.headers() | (headers or {}), body))

    def follow(self, answer: Answer) -> Answer:
        assert answer.status == 303, answer.whole
        return self.get(answer.headers["location"])


def hostile(showup: Showup) -> None:
    """A calendar with markup in every field that a page could show, and a service on it."""
    fields = [
        f"LOCATION:{MARKUP} {SECRET}",
        f"DESCRIPTION:Interview with {SECRET}. {MARKUP} Join https://zoom.us/j/1234567890 PIN {MARKUP} Please bring: {MARKUP}",
        f'ORGANIZER;CN="{MARKUP.replace(chr(34), "")}":mailto:dana@fenwick.example',
        f"URL:javascript:alert(1)//{SECRET}",
        f"CONFERENCE;VALUE=URI:javascript:alert(document.cookie)//{SECRET}",
        f"CATEGORIES:{MARKUP}",
        f"COMMENT:{MARKUP}",
        f"CONTACT:{MARKUP}",
    ]
    showup.calendar.write_text(calendar())
    file = showup.folder / "hostile.ics"
    showup.config.write_text(f'[[source]]\nkind = "ics"\npath = "{file}"\nname = "{MARKUP[:23]}"\n')
    file.write_text(
        calendar(
            event("a@x", f"Technical interview at {SECRET} {MARKUP}", from_now(days=3), 60, *fields),
            event(f"{MARKUP}@x", f"Interview {SECRET} \u202ereversed {MARKUP}", from_now(days=4), 60, *fields),
            event(
                "c@x",
                f"Onsite interview {SECRET}",
                from_now(days=5),
                60,
                f"URL:https://good.example@evil.example/{SECRET}",
            ),
        )
    )
    showup.start()


def asked(showup: Showup, do: str) -> dict[str, Any]:
    """What the service says, without the time that a command takes."""
    return ask(showup.folder / "runtime" / "showup" / "control.sock", {"do": do})


def state(showup: Showup) -> str:
    """Everything that an answer could change."""
    status = asked(showup, "status")
    kept = [
        {name: view[name] for name in ("key", "phase", "verdict", "question", "generation")}
        for view in status["interviews"]
    ]
    return json.dumps([kept, status["cases"], status["rules"]])


def page_address(showup: Showup) -> str:
    """One that opens the page once."""
    said: dict[str, str] = showup.json("page", "--no-open")
    return said["address"]


def page_process(showup: Showup) -> int | None:
    """The process of its page; None where none listens."""
    with socket.socket(socket.AF_UNIX) as line:
        if line.connect_ex(str(showup.folder / "runtime" / "showup" / "page.sock")):
            return None
        pid, _, _ = struct.unpack("iII", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return int(pid)


def end_page(showup: Showup) -> None:
    """It is no child of the test's, and would stay until it is idle."""
    if (pid := page_process(showup)) is not None:
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: page_process(showup) is None, "the page to end", seconds=30)
