"""Servers of other kinds: with a certificate, on IPv6, with a password that is kept as a secret."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import keyring
import pytest
import trustme
from keyring.backends import null
from tests.readings import reading_of

from showup.errors import ConfigError, SourceError
from showup.model import Profile, Window
from showup.ports import Reading
from showup_integrations import secrets
from showup_integrations.ics import IcsSource, access

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
BODY = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261125T100000Z\nEND:VEVENT\nEND:VCALENDAR\n"
PASSWORD = "correct horse"


class _Handler(BaseHTTPRequestHandler):
    """Everyone gets the calendar, at /closed only ann."""

    def do_GET(self) -> None:
        ann = "Basic " + base64.b64encode(f"ann:{PASSWORD}".encode()).decode()
        refused = self.path.startswith("/closed") and self.headers.get("Authorization") != ann
        self.send_response(401 if refused else 200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *args: object) -> None:
        pass


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not trust hangs up."""


class _V6(_Quiet):
    address_family = socket.AF_INET6


@contextmanager
def serving(
    kind: type[ThreadingHTTPServer] = _Quiet, host: str = "127.0.0.1", tls: trustme.LeafCert | None = None
) -> Iterator[int]:
    server = kind((host, 0), _Handler)
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def read(**settings: str) -> Reading:
    return reading_of(IcsSource(settings), WINDOW, Profile())


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    with (
        serving(tls=trustme.CA().issue_cert("127.0.0.1")) as port,
        pytest.raises(SourceError, match="certificate that cannot be trusted"),
    ):
        read(url=f"https://127.0.0.1:{port}/cal.ics")


@pytest.mark.parametrize("scheme", ["https", "webcal"])
def test_a_certificate_that_the_machine_trusts_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with serving(tls=authority.issue_cert("127.0.0.1")) as port:
        assert len(read(url=f"{scheme}://127.0.0.1:{port}/cal.ics").occurrences) == 1


def test_a_certificate_of_another_host_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with serving(tls=authority.issue_cert("other.example")) as port, pytest.raises(SourceError, match="certificate"):
        read(url=f"https://127.0.0.1:{port}/cal.ics")


def test_a_server_without_encryption_is_not_blamed_for_its_certificate() -> None:
    with serving() as port, pytest.raises(SourceError, match="speaks no TLS") as caught:
        read(url=f"https://127.0.0.1:{port}/cal.ics")
    assert "certificate" not in str(caught.value)


def test_webcal_on_this_machine_may_be_unencrypted() -> None:
    with serving() as port:
        assert len(read(url=f"webcal://127.0.0.1:{port}/cal.ics").occurrences) == 1


@pytest.mark.parametrize("address", ["webcal://ann:sesame@127.0.0.1", "https://ann:sesame@127.0.0.1"])
def test_a_password_is_never_sent_unencrypted_after_encryption_failed(address: str) -> None:
    with serving() as port, pytest.raises(SourceError, match="speaks no TLS"):
        read(url=f"{address}:{port}/cal.ics")


def test_an_address_of_ipv6_is_fetched() -> None:
    with serving(_V6, "::1") as port:
        assert len(read(url=f"http://[::1]:{port}/cal.ics").occurrences) == 1


@pytest.fixture
def no_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever keyring the machine has is left alone."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = keyring.get_keyring()
    keyring.set_keyring(null.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("no_keyring")
def test_the_password_of_a_user_comes_from_where_it_is_kept() -> None:
    with serving() as port:
        url = f"http://127.0.0.1:{port}/closed/cal.ics"
        access.keep_password(url, "ann", PASSWORD)
        assert len(read(url=url, user="ann").occurrences) == 1
        with pytest.raises(SourceError, match="answered 401"):
            read(url=url)


@pytest.mark.usefixtures("no_keyring")
def test_a_user_without_a_kept_password_is_told_how_to_give_it() -> None:
    with pytest.raises(
        SourceError, match=r"No password of ann at cal\.example is within reach.*showup connect ics .* --user ann"
    ):
        read(url="https://cal.example/x.ics", user="ann")


@pytest.mark.usefixtures("no_keyring")
def test_a_whole_address_can_be_kept_as_a_secret() -> None:
    with serving() as port:
        access.keep_address("work", f"http://127.0.0.1:{port}/secret-part/cal.ics")
        reading = read(url="keyring:work")
    assert len(reading.occurrences) == 1


@pytest.mark.usefixtures("no_keyring")
def test_an_address_that_is_not_kept_is_told_how_to_give_it() -> None:
    with pytest.raises(
        SourceError, match=r'No address under "work" is within reach.*showup connect ics - --secret --name work'
    ):
        read(url="keyring:work")


@pytest.mark.usefixtures("no_keyring")
def test_what_is_no_address_is_not_kept_and_not_shown() -> None:
    with pytest.raises(SourceError) as caught:
        access.keep_address("work", "file:///secret-part")
    assert "secret-part" not in str(caught.value)
    assert secrets.get("calendar address", "work") is None


@pytest.mark.usefixtures("no_keyring")
def test_a_kept_secret_that_is_no_address_is_not_shown() -> None:
    secrets.put("calendar address", "work", "not-an-address-but-secret")
    with pytest.raises(SourceError) as caught:
        read(url="keyring:work")
    assert "secret" not in str(caught.value)


def test_a_user_makes_no_sense_beside_a_path() -> None:
    with pytest.raises(ConfigError, match='"user" is for an address'):
        IcsSource({"path": "cal.ics", "user": "ann"})
