"""Requests to servers that are not as they should be."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.request import Request

import pytest
import trustme
from tests.push.sink import Sink

from showup.errors import DeliveryError
from showup_integrations.ntfy import http
from showup_integrations.ntfy.address import parse
from showup_integrations.ntfy.api import Server


def ask(port, scheme="http"):
    request = Request(f"{scheme}://127.0.0.1:{port}/", b"sesame", {"Authorization": "Bearer sesame"}, method="POST")
    return asyncio.run(http.ask(request))


@contextmanager
def serving(handler):
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_a_redirect_is_not_followed_for_what_is_secret_was_for_another() -> None:
    asked = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def do_GET(self):
            self.do_POST()

        def log_message(self, *_):
            return

    with serving(Elsewhere) as port, pytest.raises(DeliveryError, match="sends showup elsewhere"):
        ask(port)
    assert asked == ["/"]


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_shake_hands, args=(context, server), daemon=True).start()
        with pytest.raises(DeliveryError, match="certificate is not trusted"):
            ask(server.getsockname()[1], "https")


def _shake_hands(context, server):
    connection, _ = server.accept()
    try:
        context.wrap_socket(connection, server_side=True).recv(1)
    except OSError:
        connection.close()


def test_a_server_that_never_answers_is_given_up(monkeypatch) -> None:
    monkeypatch.setattr(http, "PATIENCE", timedelta(seconds=0.3))
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(DeliveryError, match="Check the network"):
        ask(server.getsockname()[1])


def test_what_is_no_ntfy_server_is_told() -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, *_):
            return

    with serving(Page) as port, pytest.raises(DeliveryError, match="Is it one"):
        asyncio.run(Server(parse(f"ntfy://127.0.0.1:{port}/phone")).held())


def test_how_long_a_server_wants_to_be_left_alone_is_told() -> None:
    sink = Sink(busy=[(429, "7"), (503, "tomorrow")])
    request = f"http://127.0.0.1:{sink.port}/phone"
    for wait in (timedelta(seconds=7), None):
        with pytest.raises(http.BusyError) as told:
            asyncio.run(http.ask(Request(request, b"x", method="POST")))
        assert told.value.wait == wait
    sink.close()
