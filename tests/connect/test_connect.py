"""`showup connect`: its list, calendar files and addresses, and what is written."""

from __future__ import annotations

import subprocess
import sys
import threading
import tomllib
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.running import SHOWUP, calendar, event, from_now

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
    told = showup.json("connect")
    assert {kind["what"] for kind in told["kinds"]} >= {"caldav", "ics"}
    assert told["sources"] == []


def test_alone_it_lists_what_is_connected_without_what_is_secret(showup: Showup) -> None:
    showup.config.write_text(
        '[[source]]\nname = "one"\npath = "one.ics"\n\n'
        '[[source]]\nname = "two"\nurl = "https://ann:sesame@x.example/private-1/a.ics"\n\n'
        '[[source]]\nname = "three"\nkind = "google"\naccount = "ann@x.example"\n'
    )
    said = showup("connect").stdout
    assert "sesame" not in said
    assert "private-1" not in said
    views = [(view["name"], view["kind"], view["at"], view["where"]) for view in showup.json("connect")["sources"]]
    assert views == [
        ("one", "ics", str(showup.config.parent / "one.ics"), f"{showup.config}:1"),
        ("two", "ics", "x.example", f"{showup.config}:5"),
        ("three", "google", "ann@x.example", f"{showup.config}:9"),
    ]


@pytest.fixture
def without_caldav(tmp_path: Path) -> dict[str, Any]:
    """The environment of a Python in which that library is not installed."""
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as util\nfind = util.find_spec\n"
        "util.find_spec = lambda name, package=None: None if name == 'caldav' else find(name, package)\n"
    )
    return {"PYTHONPATH": str(tmp_path)}


def test_what_cannot_run_here_is_listed_with_the_command_that_installs_it(
    showup: Showup, without_caldav: dict[str, Any]
) -> None:
    (line,) = [
        line
        for line in showup("connect", **without_caldav).stdout.splitlines()
        if line.startswith("showup connect caldav: ")
    ]
    assert f"Install it with: {sys.executable} -m pip install 'caldav" in line
    done = showup("connect", "caldav", "https://x.example/", expect=1, **without_caldav)
    assert done.stderr.count("Install it with: ") == 1
    showup.config.write_text('[[source]]\nname = "work"\nkind = "caldav"\nurl = "https://x.example/"\n')
    assert "Install it with: " in showup("interviews", expect=4, **without_caldav).stderr


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
    assert "calendar.ics: 1 event, 1 interview in the next 30 days." in said
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
    assert f"not written: {showup.folder}/nowhere.ics does not exist" in done.stdout
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


def test_an_address_and_a_password_can_be_given_on_standard_input(with_interview: Showup, address: str) -> None:
    def connected(*words: str, typed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*SHOWUP, "connect", "ics", "-", *words, "--write"],
            input=typed,
            env=with_interview.env | NO_KEYRING,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    done = connected("--secret", typed=f"{address}/secret/basic.ics\n")
    assert (done.returncode, "secret/basic" in done.stdout + done.stderr) == (0, False)
    done = connected("--user", "ann", "--name", "second", typed=f"{address}/calendar.ics\nopen sesame\n")
    assert done.returncode == 0, done.stderr
    assert with_interview("interviews", **NO_KEYRING).stdout.count("Marlow") == 2
    done = connected(typed="")
    assert (done.returncode, done.stderr.endswith('for "Address of the calendar"; give it by standard input.\n')) == (
        2,
        True,
    )


def test_what_replaces_a_calendar_says_how_to_take_the_old_one_out(with_interview: Showup, address: str) -> None:
    with_interview.config.write_text(f'[[source]]\nname = "my work"\nurl = "{address}/calendar.ics"\n')
    refused = with_interview("interviews", expect=4, **NO_KEYRING).stderr
    assert f"`showup connect ics {address}/calendar.ics --user NAME`" in refused
    signed = address.replace("://", "://ann:open%20sesame@")
    done = with_interview("connect", "ics", f"{signed}/calendar.ics", "--write", **NO_KEYRING)
    assert "If this one replaces it: showup disconnect 'my work'\n" in done.stdout
    with_interview("disconnect", "my work", "--write", **NO_KEYRING)
    assert "Marlow" in with_interview("interviews", **NO_KEYRING).stdout


def test_an_address_that_is_a_key_comes_with_the_advice_to_keep_it_secret(with_interview: Showup, address: str) -> None:
    done = with_interview("connect", "ics", f"{address}/secret/private-0123456789abcdef/basic.ics", **NO_KEYRING)
    assert "--secret keeps it like a password" in done.stderr
    assert "history" in done.stderr


def test_with_a_keyring_out_of_reach_its_address_is_not_called_lost(showup: Showup) -> None:
    showup.config.write_text('[[source]]\nname = "work"\nurl = "keyring:work"\n')
    said = showup("interviews", expect=4, **NO_KEYRING).stderr
    assert said.startswith('showup: work: No address under "work" is within reach: ')
    assert said.endswith("showup connect ics - --secret --name work\n")


def test_a_second_secret_address_of_one_host_leaves_the_first_as_it_is(with_interview: Showup, address: str) -> None:
    for name in ("one", "two", "one"):
        with_interview("connect", "ics", f"{address}/secret/{name}.ics", "--secret", "--write", **NO_KEYRING)
    written = tomllib.loads(with_interview.config.read_text())["source"]
    assert [source["url"] for source in written] == ["keyring:127.0.0.1", "keyring:127.0.0.1 2"]
    kept = "".join(file.read_text() for file in with_interview.folder.rglob("secrets/*.json"))
    assert (kept.count("/secret/one.ics"), kept.count("/secret/two.ics")) == (1, 1)


def test_a_password_that_is_refused_does_not_take_the_place_of_a_good_one(with_interview: Showup, address: str) -> None:
    url = f"{address}/calendar.ics"
    with_interview("connect", "ics", url.replace("://", "://ann:open%20sesame@"), "--write", **NO_KEYRING)
    done = with_interview("connect", "ics", url.replace("://", "://ann:wrong@"), expect=4, **NO_KEYRING)
    assert "answered 401" in done.stderr
    assert "Marlow" in with_interview("interviews", **NO_KEYRING).stdout
