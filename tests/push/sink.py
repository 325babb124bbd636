"""A push server for tests: it takes what ntfy's published protocol allows, keeps it until its time, and remembers all of it.

It follows https://docs.ntfy.sh/publish/ and https://docs.ntfy.sh/subscribe/api/ as of version 2.16, or of 2.11 with
`cancels=False`. What a real server would let pass, but no page describes, is a fault here.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

from showup import clock

_TOPIC = re.compile(r"/([-_A-Za-z0-9]{1,64})")
_JSON = re.compile(r"/([-_A-Za-z0-9]{1,64})/json")
_GET_PUBLISH = re.compile(r"/([-_A-Za-z0-9]{1,64})/(?:publish|send|trigger)")
_SEQUENCE = re.compile(r"/([-_A-Za-z0-9]{1,64})/([-_A-Za-z0-9]{1,64})")

_FIELDS = {
    "topic": str, "message": str, "title": str, "tags": list, "priority": int, "actions": list, "click": str,
    "markdown": bool, "icon": str, "delay": str, "sequence_id": str,
}  # fmt: skip
_ACTION_FIELDS = {"action": str, "label": str, "url": str, "method": str, "headers": dict, "body": str, "clear": bool}
_SHORTEST, _LONGEST = 10, 3 * 24 * 3600
_LIMIT = 4096


class RefusedError(Exception):
    def __init__(self, status: int, code: int, why: str) -> None:
        super().__init__(why)
        self.status, self.code = status, code


@dataclass
class Kept:
    """A message as the server has it: `time` is when it is, or was, sent."""

    id: str
    topic: str
    time: int
    said: dict[str, Any]
    sent: bool = False

    @property
    def sequence(self) -> str:
        return str(self.said.get("sequence_id") or self.id)


@dataclass
class Sink:
    """`users` are the values of Authorization that may do everything; with any, nobody else may do anything, but post to topics
    that match `open_to_all`.
    """

    cancels: bool = True
    users: tuple[str, ...] = ()
    open_to_all: str = ""
    alive_every_s: float = 0.2
    kept: list[Kept] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    cancelled: list[tuple[float, str]] = field(default_factory=list)
    listening: int = 0
    busy: list[tuple[int, str | None]] = field(default_factory=list)
    down: bool = False

    def __post_init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self._ends = threading.Event()
        self._events: list[dict[str, Any]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        threading.Thread(target=self._send_what_is_due, daemon=True).start()

    def close(self) -> None:
        self._ends.set()
        self.server.shutdown()
        self.server.server_close()

    def url(self, topic: str, user: str = "") -> str:
        return f"ntfy://{user}127.0.0.1:{self.port}/{topic}"

    # ------------------------------------------------------- what it has seen

    def scheduled(self, topic: str) -> list[Kept]:
        with self.changed:
            return sorted((m for m in self.kept if m.topic == topic and not m.sent), key=lambda m: m.time)

    def sent(self, topic: str) -> list[Kept]:
        with self.changed:
            return [m for m in self.kept if m.topic == topic and m.sent]

    def press(self, message: Kept, label: str) -> None:
        """As the telephone does it."""
        action = next(action for action in message.said["actions"] if action["label"].startswith(label))
        post(action["url"], action["body"])

    # ------------------------------------------------------------ what it does

    def publish(self, topic: str, said: dict[str, Any]) -> Kept:
        now = int(clock.now().timestamp())
        at = _delay(said.get("delay"), now)
        message = Kept(secrets.token_hex(6), topic, at, said, sent=at <= now)
        with self.changed:
            if self.cancels and "sequence_id" in said:
                self.kept = [m for m in self.kept if m.sent or (m.topic, m.sequence) != (topic, message.sequence)]
            self.kept.append(message)
            if message.sent:
                self._tell(message)
            self.changed.notify_all()
        return message

    def cancel(self, topic: str, sequence: str) -> dict[str, Any]:
        with self.changed:
            self.kept = [m for m in self.kept if m.sent or (m.topic, m.sequence) != (topic, sequence)]
            self.cancelled.append((time.monotonic(), sequence))
            event = {"id": secrets.token_hex(6), "time": int(clock.now().timestamp()), "event": "message_delete",
                     "topic": topic, "sequence_id": sequence}  # fmt: skip
            self._events.append(event)
            self.changed.notify_all()
        return event

    def view(self, message: Kept) -> dict[str, Any]:
        said = {key: value for key, value in message.said.items() if key not in {"topic", "delay"}}
        if not self.cancels:
            said.pop("sequence_id", None)
        return {"id": message.id, "time": message.time, "expires": message.time + 43200, "event": "message",
                "topic": message.topic} | said  # fmt: skip

    def held(self, topic: str, since: str, *, scheduled: bool) -> list[dict[str, Any]]:
        with self.changed:
            found = [m for m in self.kept if m.topic == topic and (m.sent or scheduled)]
            if since.isdigit():
                found = [m for m in found if m.time >= int(since)]
            elif since != "all":
                ids = [m.id for m in found]
                found = found[ids.index(since) + 1 :] if since in ids else found
            return [self.view(m) for m in found]

    def follow(self, topic: str, since: str, write: Any) -> None:
        """Calls `write` with every line until the other side hangs up: what there is already, but nothing is lost between."""
        with self.changed:
            seen = len(self._events)
            self.listening += 1
        try:
            for line in self.held(topic, since, scheduled=False) if since else []:
                write(line)
            while not self._ends.is_set():
                with self.changed:
                    self.changed.wait_for(partial(self._has_news, seen), timeout=self.alive_every_s)
                    news, seen = self._events[seen:], len(self._events)
                now = int(clock.now().timestamp())
                for event in [e for e in news if e["topic"] == topic] or [
                    {"id": secrets.token_hex(6), "time": now, "event": "keepalive", "topic": topic}
                ]:
                    write(event)
        finally:
            with self.changed:
                self.listening -= 1

    def _has_news(self, seen: int) -> bool:
        return len(self._events) > seen

    def _tell(self, message: Kept) -> None:
        self._events.append(self.view(message))

    def _send_what_is_due(self) -> None:
        while not self._ends.wait(0.05):
            now = clock.now().timestamp()
            with self.changed:
                for message in self.kept:
                    if not message.sent and message.time <= now:
                        message.sent = True
                        self._tell(message)
                        self.changed.notify_all()

    # --------------------------------------------------------------- protocol

    def checked(self, said: Any) -> dict[str, Any]:
        """A message as JSON; what is wrong with it is remembered as a fault and refused."""
        try:
            return _checked(said)
        except RefusedError as err:
            self.faults.append(str(err))
            raise

    def may(self, topic: str, authorization: str | None, *, write: bool) -> bool:
        if not self.users or authorization in self.users:
            return True
        return bool(write and self.open_to_all and re.fullmatch(self.open_to_all, topic))


def post(address: str, body: str) -> None:
    with urlopen(Request(address, body.encode(), method="POST"), timeout=10) as answer:
        assert answer.status == 200


def get(address: str) -> bytes:
    with urlopen(address, timeout=10) as answer:
        return bytes(answer.read())


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _delay(delay: str | None, now: int) -> int:
    if delay is None:
        return now
    if not delay.isdigit():
        raise RefusedError(400, 40004, "invalid delay parameter: unable to parse delay")
    if int(delay) - now < _SHORTEST:
        raise RefusedError(400, 40005, "invalid delay parameter: too small")
    if int(delay) - now > _LONGEST:
        raise RefusedError(400, 40006, "invalid delay parameter: too large")
    return int(delay)


def _checked(said: Any) -> dict[str, Any]:
    def must(fact: bool, why: str) -> None:
        if not fact:
            raise RefusedError(400, 40024, f"invalid request: {why}")

    must(isinstance(said, dict), "a message is an object")
    for name, value in said.items():
        must(name in _FIELDS, f"no page describes the field {name}")
        must(type(value) is _FIELDS[name], f"{name} is {value!r}")
    must(re.fullmatch(r"[-_A-Za-z0-9]{1,64}", said.get("topic", "")) is not None, "topic invalid")
    must(0 < len(said.get("message", "").encode()) <= _LIMIT, "the message is empty or too long")
    must(1 <= said.get("priority", 3) <= 5, "priority invalid")
    must(all(isinstance(tag, str) and "," not in tag for tag in said.get("tags", [])), "tags invalid")
    must(said.get("click", "https://").startswith(("http://", "https://")), "click invalid")
    must(re.fullmatch(r"[-_A-Za-z0-9]{1,64}", said.get("sequence_id", "a")) is not None, "sequence ID invalid")
    must(len(said.get("actions", [])) <= 3, "too many actions")
    for action in said.get("actions", []):
        for name, value in action.items():
            must(type(value) is _ACTION_FIELDS.get(name), f"no page describes {name}={value!r} of an action")
        must(action.get("action") in {"view", "broadcast", "http", "copy"}, "action invalid")
        must(bool(action.get("label")), "a label is wanted")
        if action["action"] == "http":
            must(action.get("url", "").startswith(("http://", "https://")), "url invalid")
            must(action.get("method", "POST") in {"GET", "POST", "PUT", "DELETE"}, "method invalid")
    return dict(said)


def _handler(sink: Sink) -> type[BaseHTTPRequestHandler]:  # noqa: C901 - a class of short methods
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            return

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = urlsplit(self.path).path
            if path == "/":
                said = json.loads(body)
                self._answer(lambda: self._publish(said.get("topic", ""), sink.checked(said)))
            elif match := _TOPIC.fullmatch(path):
                self._answer(lambda: self._publish(match[1], {"message": body.decode() or "triggered"}))
            else:
                self._answer(self._unknown)

        def do_DELETE(self) -> None:
            match = _SEQUENCE.fullmatch(self.path)
            if match and sink.cancels:
                self._answer(lambda: self._cancel(match[1], match[2]))
            else:
                self._answer(self._unknown)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
            if match := _GET_PUBLISH.fullmatch(parts.path):
                self._answer(lambda: self._publish(match[1], {"message": asked.get("message", "triggered")}))
            elif match := _JSON.fullmatch(parts.path):
                self._subscribe(match[1], asked)
            elif _TOPIC.fullmatch(parts.path):
                self._answer(lambda: {"page": "the web app"})
            else:
                self._answer(self._unknown)

        def _publish(self, topic: str, said: dict[str, Any]) -> dict[str, Any]:
            self._allowed(topic, write=True)
            return sink.view(sink.publish(topic, said))

        def _cancel(self, topic: str, sequence: str) -> dict[str, Any]:
            self._allowed(topic, write=True)
            return sink.cancel(topic, sequence)

        def _held(self, topic: str, held: list[dict[str, Any]]) -> list[dict[str, Any]]:
            self._allowed(topic, write=False)
            return held

        def _allowed(self, topic: str, *, write: bool) -> None:
            if not sink.may(topic, self.headers.get("Authorization"), write=write):
                raise RefusedError(403, 40301, "forbidden")

        def _unknown(self) -> dict[str, Any]:
            raise RefusedError(404, 40401, "page not found")

        def _subscribe(self, topic: str, asked: dict[str, str]) -> None:
            if "poll" in asked:
                since = asked.get("since", "all")
                held = sink.held(topic, since, scheduled="scheduled" in asked)
                self._answer(lambda: self._held(topic, held))
                return
            if not sink.may(topic, self.headers.get("Authorization"), write=False):
                self._answer(lambda: self._allowed(topic, write=False))
                return
            if not self._begins():
                return
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            with suppress(OSError):
                sink.follow(topic, asked.get("since", ""), self._chunk)
            self.close_connection = True

        def _chunk(self, line: dict[str, Any]) -> None:
            data = json.dumps(line).encode() + b"\n"
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def _begins(self) -> bool:
            sink.requests.append((self.command, self.path))
            if sink.down:
                self.close_connection = True
                self.connection.close()
                return False
            return True

        def _unless_busy(self, work: Any, headers: dict[str, str]) -> Any:
            if not sink.busy:
                return work()
            status, wait = sink.busy.pop(0)
            if wait:
                headers["Retry-After"] = wait
            raise RefusedError(status, status * 100 + 1, "limit reached")

        def _answer(self, work: Any) -> None:
            if not self._begins():
                return
            headers: dict[str, str] = {}
            try:
                said, status = self._unless_busy(work, headers), 200
            except RefusedError as err:
                said, status = {"code": err.code, "http": err.status, "error": str(err)}, err.status
            rows = said if isinstance(said, list) else [said]
            body = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
            with suppress(OSError):
                self.send_response(status)
                for name, value in (
                    {"Content-Type": "application/json", "Content-Length": str(len(body))} | headers
                ).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

    return Handler
