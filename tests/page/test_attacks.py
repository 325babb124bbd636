"""What other pages, other users and other programs could send to the page: nothing of it changes anything or learns anything."""

from __future__ import annotations

import html.parser
import json
import re
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from tests.page.browsing import MARKUP, SECRET, Answer, Browser, asked, raw, read, request, state

if TYPE_CHECKING:
    from tests.running import Showup

Attack = Callable[[Browser], bytes]


def form(browser: Browser, **other: str) -> bytes:
    """What the page's own button would send: it would end the alarms."""
    key = asked(browser.showup, "status")["interviews"][0]["key"]
    return urlencode({"mark": browser.mark, "interview": key, "answer": "not-mine", "back": "/"} | other).encode()


def posting(target: str = "/answer", more: tuple[str, ...] = (), **headers: str | None) -> Attack:
    """The page's own form, with other headers."""
    return lambda browser: request("POST", target, browser.headers(**headers), form(browser), more)


def getting(target: str, more: tuple[str, ...] = (), method: str = "GET", **headers: str | None) -> Attack:
    return lambda browser: request(
        method, target, browser.headers(Content_Type=None, Origin=None, **headers), more=more
    )


def filled(**other: str) -> Attack:
    """The page's own form, filled in otherwise."""
    return lambda browser: request("POST", "/answer", browser.headers(), form(browser, **other))


def of_body(body: bytes, **headers: str | None) -> Attack:
    return lambda browser: request("POST", "/answer", browser.headers(**headers), body)


def used_token(browser: Browser) -> bytes:
    target = browser.target(browser.address())
    assert browser.get(target, {"Cookie": None}).status == 303
    return request("GET", target, browser.headers(Cookie=None))


def with_host(text: str, method: str = "GET") -> Attack:
    """Another name for this address (a name that is rebound to 127.0.0.1 looks like this)."""

    def made(browser: Browser) -> bytes:
        headers = browser.headers(
            Host=text.format(port=browser.port), Origin="http://" + text.format(port=browser.port)
        )
        body = form(browser) if method == "POST" else b""
        return request(method, "/answer" if method == "POST" else "/", headers, body)

    return made


HOSTS = (
    "evil.example", "evil.example:{port}", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}.evil.example",
    "127.0.0.1.nip.io:{port}", "[::1]:{port}", "0.0.0.0:{port}", "127.1:{port}", "127.0.0.1:{port}@evil.example", "",
)  # fmt: skip
TRAVERSALS = (
    "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/....//app.py", "/static//etc/passwd",
    "/static/%2fetc%2fpasswd", "/static/page.css%00.py", "/../../../../etc/passwd", "/static/..%5capp.py", "/why/..%2f..%2fetc",
    "/recovery/..%2f..%2fetc%2fpasswd", "/why/--config",
)  # fmt: skip

SHUT = {400, 403, 404, 405, 408, 413, 414, 415, 421, 431}

ATTACKS: dict[str, Attack] = {
    **{f"host {host or '(empty)'}": with_host(host) for host in HOSTS},
    "rebound name with a form": with_host("rebound.example:{port}", "POST"),
    "no host": getting("/", Host=None),
    "two hosts": lambda browser: request("GET", "/", browser.headers(), more=("Host: evil.example",)),
    "an address of elsewhere in the request line": getting("http://evil.example/", Host="evil.example"),
    "a form of another origin": posting(Origin="https://evil.example", Sec_Fetch_Site="cross-site"),
    "a form of another port": posting(Origin="http://127.0.0.1:8000", Sec_Fetch_Site="same-site"),
    "a form of localhost": posting(Origin="http://localhost"),
    "a form of a sandboxed frame": posting(Origin="null"),
    "a form without an origin": posting(Origin=None),
    "a form with two origins": posting(more=("Origin: https://evil.example",)),
    "a form whose browser says cross-site": posting(Sec_Fetch_Site="cross-site"),
    "a page that asks from elsewhere": getting("/", Sec_Fetch_Site="cross-site"),
    "a page of another port asks": getting("/", Sec_Fetch_Site="same-site"),
    "no cookie": getting("/", Cookie=None),
    "a form without a cookie": posting(Cookie=None),
    "a wrong cookie": lambda browser: request("GET", "/", browser.headers(Cookie=browser.cookie[:-1] + "~")),
    "an empty cookie": lambda browser: request(
        "GET", "/", browser.headers(Cookie=browser.cookie.partition("=")[0] + "=")
    ),
    "a cookie with other letters": getting("/", Cookie="showup_page_1=ü"),
    "a form without a mark": filled(mark=""),
    "a form with a wrong mark": filled(mark="x" * 43),
    "the cookie's value as the mark": lambda b: request(
        "POST", "/answer", b.headers(), form(b, mark=b.cookie.partition("=")[2])
    ),
    "two marks": lambda b: request("POST", "/answer", b.headers(), form(b) + b"&mark=x"),
    "a form as JSON": posting(Content_Type="application/json"),
    "a form as plain text": posting(Content_Type="text/plain"),
    "a form in parts": posting(Content_Type="multipart/form-data; boundary=x"),
    "a form without a type": posting(Content_Type=None),
    "a change by GET": lambda b: request("GET", f"/answer?{form(b).decode()}", b.headers(Origin=None)),
    "a change by HEAD": lambda b: request("HEAD", f"/answer?{form(b).decode()}", b.headers(Origin=None)),
    "reading the calendars by GET": getting("/sync"),
    "PUT": lambda b: request("PUT", "/answer", b.headers()),
    "DELETE": lambda b: request("DELETE", "/answer", b.headers()),
    "OPTIONS from elsewhere": getting("/answer", method="OPTIONS", Sec_Fetch_Site="cross-site"),
    "TRACE": getting("/", method="TRACE"),
    "an override of the method": lambda b: request("GET", "/answer", b.headers(X_HTTP_Method_Override="POST")),
    "no token": getting("/open", Cookie=None),
    "an invented token": getting("/open?token=" + "a" * 43, Cookie=None),
    "a used token": used_token,
    "static files without a cookie": getting("/static/page.js", Cookie=None),
    "events without a cookie": getting("/events", Cookie=None),
    "a body that is too long": lambda b: request("POST", "/answer", b.headers(), form(b) + b"&x=" + b"a" * 70_000),
    "a length that is a lie": lambda b: request(
        "POST", "/answer", b.headers(Content_Length="99999999999999999999"), form(b)
    ),
    "a length that is no number": lambda b: request("POST", "/answer", b.headers(Content_Length="+9"), form(b)),
    "two lengths": lambda b: request(
        "POST", "/answer", b.headers(Content_Length="3"), form(b), ("Content-Length: 300",)
    ),
    "a length and chunks": lambda b: request(
        "POST", "/answer", b.headers(Content_Length="5"), b"0\r\n\r\n" + form(b), ("Transfer-Encoding: chunked",)
    ),
    "many fields": lambda b: request("POST", "/answer", b.headers(), form(b) + b"&a=1" * 50),
    "bytes that are no text": lambda b: request("POST", "/answer", b.headers(), form(b) + b"&a=\xff\xfe"),
    "an answer that there is not": filled(answer="forget"),
    "a long address": getting("/?" + "a" * 6000),
    "a long head": getting("/", more=("X: " + "a" * 40_000,)),
    "no HTTP": lambda _: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20,
    "an upgrade": getting(
        "/nowhere", more=("Upgrade: websocket", "Sec-WebSocket-Key: eA==", "Sec-WebSocket-Version: 13")
    ),
    **{f"traversal {path}": getting(path) for path in TRAVERSALS},
}


def test_the_matrix_is_large_enough() -> None:
    assert len(ATTACKS) >= 40


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_changes_nothing_and_learns_nothing(name: str, machine: Showup, browser: Browser) -> None:
    sent = ATTACKS[name](browser)
    before = state(machine)
    answer = raw(browser.port, sent)
    assert learns_nothing(answer, browser), answer.whole
    assert answer.status in SHUT or (name.startswith("traversal") and answer.status == 200), answer.whole
    assert state(machine) == before


def learns_nothing(answer: Answer, browser: Browser) -> bool:
    """Not what is in the calendar, not a secret of the page, not a file of the machine."""
    secrets = (SECRET, browser.mark, browser.cookie.partition("=")[2], "root:", "import ", "Access-Control")
    shown = "There is no such event" in answer.body or "No interview is called" in answer.body
    own = (browser.mark,) if shown else ()  # a page for the person, whose footer has their own forms
    return not any(each.casefold() in answer.whole.casefold() for each in secrets if each not in own)


def test_the_same_form_without_an_attack_does_change_something(machine: Showup, browser: Browser) -> None:
    before = state(machine)
    key = machine.watched(SECRET)["key"]
    told = browser.follow(browser.post("/answer", {"interview": key, "answer": "not-mine", "back": "/"}))
    assert "Remembered" in told.body
    assert "showup rules add" in told.body
    is_plain(told)
    assert state(machine) != before
    again = browser.follow(browser.post("/answer", {"interview": key, "answer": "undo", "back": "//evil.example/"}))
    assert "Taken back" in again.body
    assert machine.watched(SECRET)["phase"] == "expected"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nothing_leads_away_from_the_page(elsewhere: str, browser: Browser) -> None:
    told = browser.post("/answer", {"interview": "nothing", "answer": "ack", "back": elsewhere})
    assert re.fullmatch(r"/\?m=\d+", told.headers["location"])
    target = browser.target(browser.address()).partition("&to=")[0]
    assert browser.get(f"{target}&{urlencode({'to': elsewhere})}").headers["location"] == "/"


def test_a_slow_client_is_let_go_and_keeps_nobody_from_the_page(browser: Browser) -> None:
    body = b"POST /answer HTTP/1.1\r\nHost: " + browser.host.encode() + b"\r\nCookie: " + browser.cookie.encode()
    body += f"\r\nOrigin: http://{browser.host}\r\nContent-Type: application/x-www-form-urlencoded".encode()
    begun = (
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: " + browser.host.encode() + b"\r\n",
        body + b"\r\nContent-Length: 50\r\n\r\na",
    )
    lines = [socket.create_connection(("127.0.0.1", browser.port), timeout=60) for _ in begun]
    try:
        for line, head in zip(lines, begun, strict=True):
            line.sendall(head)
        assert browser.get("/health").status == 200
        for line in lines:
            answer = read(line)  # it ends: who waits for more would run into the time limit of the connection
            assert answer.status in {0, 408}
    finally:
        for line in lines:
            line.close()


class Elements(html.parser.HTMLParser):
    """Every element of a page with its attributes, as a browser sees them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def is_plain(page: Answer) -> None:
    """It has the page's own elements only, and leads nowhere but to it and to honest web addresses."""
    elements = Elements(page.body).found
    assert "&gt;49" not in page.body
    assert [
        each for tag, each in elements if tag in {"script", "img", "iframe", "style", "b"} and "onerror" in each
    ] == []
    assert [each for tag, each in elements if tag == "script"] == [{"src": "/static/page.js", "defer": ""}]
    assert not any(name.startswith("on") or name == "style" for _, each in elements for name in each)
    away = [each for tag, each in elements if tag == "a" and not each["href"].startswith(("/", "#"))]
    assert all(each["href"].startswith("https://") and each["rel"] == "noopener noreferrer" for each in away)
    assert not any("evil.example" in each["href"] or "@" in each["href"] for each in away)
    assert "\u202e" not in page.body


@pytest.mark.parametrize("view", ["/", "/calendar", "/history", "/health", "/why", "/recovery"])
def test_nothing_of_a_calendar_is_markup(view: str, machine: Showup, browser: Browser) -> None:
    if view == "/why":
        view = f"/why/{machine.watched(SECRET)['key']}"
    page = browser.get(view)
    assert page.status == 200
    is_plain(page)
    if view in {"/", "/calendar"}:
        assert f"{SECRET} &lt;script&gt;" in page.body


def test_every_answer_is_guarded_by_its_headers(browser: Browser) -> None:
    for target in ("/", "/static/page.css", "/nowhere", "/open?token=x"):
        told = browser.get(target).headers
        policy = dict(part.strip().split(" ", 1) for part in told["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert told["x-content-type-options"] == "nosniff"
        assert told["cross-origin-resource-policy"] == told["cross-origin-opener-policy"] == "same-origin"
        assert told["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in told
        assert "server" not in told


def test_the_cookie_goes_to_no_script_and_no_other_site(browser: Browser) -> None:
    parts = {part.strip().lower() for part in browser.set_cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= parts
    assert not any(part.startswith("domain") for part in parts)


def test_it_listens_on_loopback_only(browser: Browser) -> None:
    from pathlib import Path

    rows = [row.split() for name in ("tcp", "tcp6") for row in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{browser.port:04X}")]
    assert listening == [f"0100007F:{browser.port:04X}"]


def test_the_places_of_the_page_are_the_persons_alone(machine: Showup, browser: Browser) -> None:
    folder = machine.folder / "runtime" / "showup"
    assert browser.port
    assert {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir() if "page" in path.name} == {
        "page.sock": 0, "page.log": 0,
    }  # fmt: skip
    assert json.dumps(browser.cookie) not in (folder / "page.log").read_text()


def test_nothing_of_a_calendar_is_markup_in_a_case(machine: Showup, browser: Browser) -> None:
    """The last of this file: it opens a case for the hostile event, whose texts are now in facts, letters and history."""
    key = asked(machine, "status")["interviews"][0]["key"]
    opened = browser.post("/answer", {"interview": key, "answer": "cant", "back": "/"})
    assert opened.headers["location"].startswith(f"/recovery/{key}?m=")
    for step in ("gather", "explain", "call", "email", "offer", "reply", "close", '"><script>alert(1)</script>'):
        page = browser.get(f"/recovery/{key}?{urlencode({'step': step, 'draft': MARKUP})}")
        assert page.status == 200
        is_plain(page)
    saved = browser.post(
        f"/recovery/{key}/draft", {"kind": "reschedule", "subject": MARKUP, "body": f"</textarea>{MARKUP}"}
    )
    is_plain(browser.follow(saved))
    remarks = browser.post(
        "/lint", {"interview": key, "kind": "email", "subject": MARKUP, "body": f"{MARKUP} if I hurt you"}
    )
    assert remarks.status == 200
    assert "<script" not in remarks.body
    is_plain(browser.get("/history"))
    assert browser.post("/lint", {"interview": key, "kind": MARKUP, "body": "x"}).status == 400
    assert browser.post(f"/recovery/{key}/draft", {"kind": "email", "body": "x"}, {"Origin": None}).status == 400
    assert browser.post(f"/recovery/{key}/step", {"step": "close", "said": "declined", "mark": "x"}).status == 403
    before = machine.config.read_bytes() if machine.config.exists() else None
    assert browser.post(f"/recovery/{key}/apply", {"mark": "x"}).status == 403
    assert browser.get(f"/recovery/{key}/apply").status in {404, 405}
    assert (machine.config.read_bytes() if machine.config.exists() else None) == before
    assert asked(machine, "status")["cases"] != []
