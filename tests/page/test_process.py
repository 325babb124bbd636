"""The page process: begun once, opened often, ended when nobody looks; and who is not let in."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from argparse import Namespace
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from tests.page.browsing import Browser, end_page, page_process, raw, request
from tests.parts import wait_until
from tests.running import calendar, event, from_now

from showup.cli import paging
from showup.errors import ShowupError
from showup.page.keys import Keys
from showup.page.neighbours import is_a_stranger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.parts import Dunst
    from tests.running import Showup

HERE, PAGE = ("127.0.0.1", 54321), ("127.0.0.1", 8000)


@pytest.fixture
def alone(showup: Showup) -> Iterator[Showup]:
    yield showup
    end_page(showup)


def test_a_second_command_opens_the_page_that_runs(alone: Showup) -> None:
    first = Browser(alone)
    before = page_process(alone)
    second = Browser(alone)
    assert second.port == first.port
    assert page_process(alone) == before
    assert "No showup service is running" in first.get("/").body


def test_it_stays_while_somebody_looks_then_ends_and_leaves_nothing(alone: Showup) -> None:
    browser = Browser(alone, "--idle", "1")
    folder = alone.folder / "runtime" / "showup"
    with socket.create_connection(("127.0.0.1", browser.port), timeout=60) as looking:
        looking.sendall(request("GET", "/events", browser.headers(Origin=None, Content_Type=None)))
        told = b""
        while told.count(b"\n:\n") < 4:  # one a second
            told += looking.recv(4096)
    assert b"data: gone" in told
    wait_until(lambda: not (folder / "page.sock").exists(), "the page to end", seconds=60)
    with pytest.raises(ConnectionRefusedError):
        browser.get("/")
    assert (folder / "page.log").read_text() == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="to connect as another user, run the tests as root")
def test_another_user_of_the_machine_is_not_let_in(alone: Showup) -> None:
    browser = Browser(alone)
    target = browser.target(browser.address())
    sent = request("GET", target, {"Host": browser.host})
    code = f"import socket; s = socket.create_connection({('127.0.0.1', browser.port)}); s.sendall({sent!r}); print(s.recv(9999))"
    nobody = ["setpriv", "--reuid=65534", "--clear-groups", "/usr/bin/python3", "-c", code]
    done = subprocess.run(nobody, capture_output=True, text=True, check=False, timeout=60, cwd="/", env={})
    assert done.stdout in {"", "b''\n"}
    assert not done.stderr or "ConnectionResetError" in done.stderr or "BrokenPipeError" in done.stderr
    assert raw(browser.port, sent).status == 303, "the token is still good for the person"


def test_a_neighbour_is_known_by_the_kernels_table(tmp_path: Path) -> None:
    table = tmp_path / "tcp"
    head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    row = "   1: 0100007F:D431 0100007F:1F40 01 00000000:00000000 00:00000000 00000000 {uid}        0 1 1 0 20 4 30 10 -1\n"
    table.write_text(head + row.format(uid=os.getuid()))
    assert not is_a_stranger(HERE, PAGE, table)
    table.write_text(head + row.format(uid=os.getuid() + 1))
    assert sys.byteorder == "big" or is_a_stranger(HERE, PAGE, table)
    assert not is_a_stranger(("127.0.0.1", 54322), PAGE, table)
    assert not is_a_stranger(HERE, PAGE, tmp_path / "none")


def test_a_token_counts_once_and_for_a_minute() -> None:
    now = 100.0
    keys = Keys(lambda: now)
    first, second = keys.token(), keys.token()
    cookie = keys.exchange(first)
    assert cookie is not None
    assert keys.fits(cookie)
    assert keys.exchange(first) is None
    now += 61
    assert keys.exchange(second) is None
    assert keys.exchange("") is None


def test_without_its_libraries_the_command_says_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(paging, "find_spec", lambda name: None if name == "starlette" else find_spec(name))
    with pytest.raises(ShowupError, match=r"pip install 'showup\[page\]'"):
        paging.page(Namespace(interview=None, idle=600.0, no_open=True, json=False))


@pytest.mark.desktop
@pytest.mark.usefixtures("no_sound_server")
def test_start_recovery_on_a_notification_opens_the_page_at_the_case(
    alone: Showup, dunst: Dunst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button, the real notification server, the real page; only the browser is a script that notes what it is to open."""
    folder = tmp_path / "opener"
    folder.mkdir()
    (folder / "xdg-open").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {folder}/asked\n')
    (folder / "xdg-open").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.delenv("INVOCATION_ID", raising=False)
    alone.calendar.write_text(calendar(event("a@x", "Technical interview at Fenwick", from_now(minutes=-20), 60)))
    alone.start()
    alone("missed", "Fenwick")
    wait_until(lambda: any("Start recovery" in label for label in dunst.buttons()), "the button", seconds=30)
    dunst.press("Start recovery")
    wait_until((folder / "asked").exists, "the browser to be opened", seconds=60)
    address = (folder / "asked").read_text().strip()
    assert address.startswith("http://127.0.0.1:")
    port = int(address.split(":")[2].split("/")[0])
    opened = raw(port, request("GET", Browser.target(address), {"Host": f"127.0.0.1:{port}"}))
    key = alone.json("recover", "Fenwick")[0]["key"]
    assert opened.headers["location"] == f"/recovery/{key}"
