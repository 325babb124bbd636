"""`showup connect`: its list, calendar files and addresses, and what is written."""

from __future__ import annotations

import threading
import tomllib
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from tests.running import calendar, event, from_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.running import Showup


@pytest.fixture
def with_interview(showup: Showup) -> Showup:
    showup.calendar.write_text(calendar(event("1", "Interview with Marlow", from_now(days=2))))
    return showup


def test_alone_it_lists_what_can_be_connected(showup: Showup) -> None:
    said = showup("connect").stdout
    assert "showup connect caldav: " in said
    assert "showup connect ics: " in said
    assert "app-specific password" in said
    assert {entry["what"] for entry in showup.json("connect")} >= {"caldav", "ics"}


def test_what_cannot_be_connected_is_a_usage_fault_with_what_was_meant(showup: Showup) -> None:
    done = showup("connect", "caldv", expect=2)
    assert 'did you mean "caldav"?' in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["ics"], ["ics", "a", "b"], ["ics", "x", "--nonsense"], ["ics", "x.ics", "--secret"]]
)
def test_a_wrong_use_is_one_line(showup: Showup, words: list[str]) -> None:
    done = showup("connect", *words, expect=2)
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)


def test_a_file_is_read_and_its_table_shown(with_interview: Showup) -> None:
    said = with_interview("connect", "ics", "calendar.ics").stdout
    assert "calendar.ics: 1 events, 1 interview in the next 30 days." in said
    assert f'path = "{with_interview.calendar}"' in said
    assert not with_interview.config.exists()


def test_written_it_is_what_the_next_command_reads(with_interview: Showup) -> None:
    with_interview("connect", "ics", "calendar.ics", "--write")
    assert with_interview.config.stat().st_mode & 0o777 == 0o600
    assert "Marlow" in with_interview("interviews").stdout


def test_what_stands_there_already_is_not_written_again(with_interview: Showup) -> None:
    with_interview("connect", "ics", "calendar.ics", "--write")
    once = with_interview.config.read_bytes()
    assert "already" in with_interview("connect", "ics", "calendar.ics", "--write").stdout
    assert with_interview.config.read_bytes() == once


def test_a_second_source_of_the_same_name_gets_a_number(with_interview: Showup) -> None:
    other = with_interview.folder / "other"
    other.mkdir()
    (other / "calendar.ics").write_bytes(with_interview.calendar.read_bytes())
    with_interview("connect", "ics", "calendar.ics", "--write")
    with_interview("connect", "ics", str(other / "calendar.ics"), "--write")
    written = tomllib.loads(with_interview.config.read_text())
    assert [source["name"] for source in written["source"]] == ["calendar.ics", "calendar.ics 2"]


def test_what_cannot_be_read_is_not_written(showup: Showup) -> None:
    done = showup("connect", "ics", "nowhere.ics", "--write", expect=4)
    assert "does not exist" in done.stdout
    assert not showup.config.exists()


def test_the_rest_of_the_configuration_stays_to_the_byte_and_keeps_its_mode(with_interview: Showup) -> None:
    text = '# about me\r\n[profile]\r\nname = "A"   # not in full\r\n\r\n\r\n'
    with_interview.config.write_bytes(text.encode())
    with_interview.config.chmod(0o640)
    with_interview("connect", "ics", "calendar.ics", "--write")
    assert with_interview.config.read_bytes().startswith(text.encode() + b"\n[[source]]\n")
    assert with_interview.config.stat().st_mode & 0o777 == 0o640


def test_a_configuration_behind_a_link_stays_behind_it(with_interview: Showup) -> None:
    real = with_interview.folder / "dotfiles.toml"
    real.write_text('[profile]\nname = "A"\n')
    with_interview.config.symlink_to(real)
    with_interview("connect", "ics", "calendar.ics", "--write")
    assert with_interview.config.is_symlink()
    assert "[[source]]" in real.read_text()


def test_where_the_table_has_no_place_nothing_is_written_and_the_table_is_given(with_interview: Showup) -> None:
    text = f'source = [{{ path = "{with_interview.calendar}", name = "one" }}]\n'
    with_interview.config.write_text(text)
    (with_interview.folder / "two.ics").write_bytes(with_interview.calendar.read_bytes())
    done = with_interview("connect", "ics", "two.ics", "--write", expect=3)
    assert "[[source]]" in done.stderr
    assert with_interview.config.read_text() == text
    assert list(with_interview.config.parent.iterdir()) == [with_interview.config]


def test_a_name_with_quotes_and_a_path_with_a_backslash_survive(with_interview: Showup) -> None:
    odd = with_interview.folder / 'a "b" \\ ü🎉.ics'
    odd.write_bytes(with_interview.calendar.read_bytes())
    with_interview("connect", "ics", str(odd), "--write")
    assert tomllib.loads(with_interview.config.read_text())["source"][0]["path"] == str(odd)
    assert "Marlow" in with_interview("interviews").stdout


@pytest.fixture
def address(with_interview: Showup) -> Iterator[str]:
    """The calendar on the web, for those who sign in as ann."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            signed = self.headers.get("Authorization") == f"Basic {b64encode(b'ann:open sesame').decode()}"
            body = with_interview.calendar.read_bytes() if signed or "secret" in self.path else b"who are you?"
            self.send_response(200 if signed or "secret" in self.path else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


NO_KEYRING: dict[str, Any] = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}


def test_a_password_in_an_address_is_kept_as_a_secret_and_stands_in_no_file_of_settings(
    with_interview: Showup, address: str
) -> None:
    signed = address.replace("://", "://ann:open%20sesame@")
    done = with_interview("connect", "ics", f"{signed}/calendar.ics", "--write", **NO_KEYRING)
    assert 'user = "ann"' in done.stdout
    assert "sesame" not in done.stdout + done.stderr + with_interview.config.read_text()
    assert "Marlow" in with_interview("interviews", **NO_KEYRING).stdout


def test_an_address_is_kept_like_a_password_when_that_is_wanted(with_interview: Showup, address: str) -> None:
    words = ("connect", "ics", f"{address}/secret/basic.ics", "--secret", "--name", "work", "--write")
    done = with_interview(*words, **NO_KEYRING)
    assert 'url = "keyring:work"' in with_interview.config.read_text()
    assert "secret/basic" not in done.stdout + done.stderr
    assert "Marlow" in with_interview("interviews", **NO_KEYRING).stdout
