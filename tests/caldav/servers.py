"""Real CalDAV servers on loopback (Radicale, xandikos), and a front that can put a fault between them and who asks."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import create_connection, socket
from urllib.parse import quote

import pytest

__all__ = ["PASSWORD", "USER", "Front", "Server", "front", "radicale", "xandikos"]

USER, PASSWORD = "alice", "open sesame"
_HOP = {"connection", "transfer-encoding", "content-length", "host", "accept-encoding"}
_TOKEN = re.compile(rb"(<sync-token>)[^<]+(</sync-token>)")


@dataclass(frozen=True)
class Server:
    """A server that runs. `home` is the path of alice's calendars; `guarded`: it wants her password itself."""

    kind: str
    port: int
    home: str
    guarded: bool

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """The status and the text of one answer, asked as alice."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        token = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, quote(path), body.encode(), {"Authorization": f"Basic {token}", **more})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def make(self, name: str, title: str = "", kinds: str = "VEVENT") -> str:
        """A new calendar; its path."""
        path = f"{self.home}{name}/"
        comps = f'<C:supported-calendar-component-set><C:comp name="{kinds}"/></C:supported-calendar-component-set>'
        title = f"<D:displayname>{title or name}</D:displayname>"
        body = (
            '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
            f"{title}{comps}</D:prop></D:set></C:mkcalendar>"
        )
        status, text = self.ask("MKCALENDAR", path, body, Content_Type="application/xml")
        assert status == 201, (status, text)
        return path

    def put(self, path: str, text: str) -> None:
        status, said = self.ask("PUT", path, text, Content_Type="text/calendar; charset=utf-8")
        assert status in {200, 201, 204}, (status, said)

    def delete(self, path: str) -> None:
        assert self.ask("DELETE", path)[0] in {200, 204}


@contextmanager
def _running(kind: str, command: list[str], port: int, home: str, folder: Path, guarded: bool) -> Iterator[Server]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"{kind} did not start:\n{(folder / 'log').read_text()[-2000:]}", pytrace=False)
            time.sleep(0.05)
        yield Server(kind, port, home, guarded)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket() as end:
        end.bind(("127.0.0.1", 0))
        port: int = end.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with suppress(OSError), create_connection(("127.0.0.1", port), 1):
        return True
    return False


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder, port = tmp_path_factory.mktemp("radicale"), _free_port()
    (folder / "users").write_text(f"{USER}:{PASSWORD}\nbob:secret\n")
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\n"
        f"htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {folder}/data\n"
        "[logging]\nlevel = warning\n"
    )
    command = [sys.executable, "-m", "radicale", "--config", str(folder / "config")]
    with _running("radicale", command, port, f"/{USER}/", folder, guarded=True) as server:
        yield server


@pytest.fixture(scope="session")
def xandikos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder, port = tmp_path_factory.mktemp("xandikos"), _free_port()
    command = [
        str(Path(sys.executable).with_name("xandikos")), "serve", "-d", str(folder / "data"), "--defaults", "--autocreate",
        "-l", "127.0.0.1", "-p", str(port), "--current-user-principal", f"/{USER}/", "--no-detect-systemd", "--metrics-port", "0",
    ]  # fmt: skip
    with _running("xandikos", command, port, f"/{USER}/calendars/", folder, guarded=False) as server:
        yield server


# -------------------------------------------------------------------- a front


@dataclass
class Front:
    """Stands before a server and passes everything on, until it is told to do otherwise.

    `fault` is an answer of its own (status, content type, body) for paths that begin with `below`; status 0 breaks the
    connection off; `methods` are those that it meets, all when there is none. `wait` are seconds before an answer. `spoiled`: a
    member with that word in it has another text. `asked` and
    `bodies` are the requests that came, `statuses` what the server itself answered, `sent` counts the bytes of all answers.
    """

    server: Server
    port: int
    fault: tuple[int, str, str] | None = None
    below: str = "/"
    methods: tuple[str, ...] = ()
    wait: float = 0
    bad_token: bool = False
    spoiled: tuple[str, str] | None = None
    no_sync: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    sent: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def heal(self) -> None:
        self.fault, self.below, self.methods, self.wait, self.bad_token = None, "/", (), 0, False
        self.spoiled = None


class _Handler(BaseHTTPRequestHandler):
    front: Front
    protocol_version = "HTTP/1.1"

    def __getattr__(self, name: str) -> object:
        """Every method (do_PROPFIND and the like) is met in one way."""
        if name.startswith("do_"):
            return self._pass_on
        raise AttributeError(name)

    def _pass_on(self) -> None:
        front, body = self.front, self.rfile.read(int(self.headers.get("Content-Length") or 0))
        front.asked.append((self.command, self.path))
        front.bodies.append(body)
        if front.wait:
            time.sleep(front.wait)
        met = self.path.startswith(front.below) and (not front.methods or self.command in front.methods)
        if front.fault is not None and met:
            return self._answer(*front.fault)
        if not front.server.guarded and not self._signed_in():
            return self._answer(401, "text/plain", "who are you?", ("WWW-Authenticate", 'Basic realm="x"'))
        if front.no_sync and b"sync-collection" in body:
            return self._answer(501, "text/plain", "not implemented")
        if front.bad_token:
            body = _TOKEN.sub(rb"\1http://radicale.org/ns/sync/" + b"0" * 64 + rb"\2", body)
        return self._from_server(body)

    def _signed_in(self) -> bool:
        token = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        return self.headers.get("Authorization") == f"Basic {token}"

    def _from_server(self, body: bytes) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.front.server.port, timeout=20)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        connection.request(self.command, self.path, body, {**headers, "Host": self.headers["Host"]})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        self.front.statuses.append(answer.status)
        if self.front.no_sync:
            data = re.sub(rb"<(\w+:)?(sync-token|getctag)>[^<]*</(\w+:)?(sync-token|getctag)>", b"", data)
        data = self._with_spoiled(data)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP | {"date", "server"}:
                self.send_header(name, value)
        self._end(data)

    def _with_spoiled(self, data: bytes) -> bytes:
        if self.front.spoiled is None:
            return data
        word, text = self.front.spoiled
        return re.sub(
            rb"(<(?:\w+:)?calendar-data[^>]*>)([^<]*)(?=<)",
            lambda found: found[1] + text.encode() if word.encode() in found[2] else found[0],
            data,
        )

    def _answer(self, status: int, kind: str, text: str, *headers: tuple[str, str]) -> None:
        if not status:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers:
            self.send_header(name, value)
        self._end(text.encode())

    def _end(self, data: bytes) -> None:
        self.front.sent += len(data)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def front(server: Server) -> Iterator[Front]:
    """A front before that server, on a port of its own."""

    class Handler(_Handler):
        pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    Handler.front = Front(server, listener.server_port)
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield Handler.front
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
