"""`showup connect push`: an address that works is kept like a password, and only named by the configuration."""

from __future__ import annotations

import re
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest
from tests.parts import wait_until
from tests.push.sink import Sink
from tests.running import SHOWUP, calendar, event, from_now

from showup.cli.keyboard import Keyboard
from showup_integrations.push.connecting import _address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.running import Showup

TOPIC = "topic-that-nobody-knows"


@pytest.fixture
def sink() -> Iterator[Sink]:
    one = Sink()
    yield one
    one.close()
    assert not one.faults


def connect(showup: Showup, address: str, *words: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
    """The address is typed on standard input."""
    command = [*SHOWUP, "connect", "push", "-", *words]
    done = subprocess.run(command, input=f"{address}\n", env=showup.env, capture_output=True, text=True, check=False)
    assert done.returncode == expect, done.stderr
    assert TOPIC not in done.stdout + done.stderr
    return done


def test_it_is_tried_kept_and_written_and_then_rings(showup: Showup, sink: Sink) -> None:
    said = connect(showup, sink.url(TOPIC), "--write")
    (hello,) = sink.sent(TOPIC)
    assert hello.said["title"] == "showup reaches you here"
    assert "only you can read" in said.stderr
    assert tomllib.loads(showup.config.read_text()) == {"channel": {"push": {"to": ["keyring:phone"]}}}

    showup.calendar.write_text(calendar(event("1", "Interview with Marlow", from_now(minutes=4))))
    showup.start()
    wait_until(lambda: len(sink.sent(TOPIC)) > 1, "the ring", seconds=30)
    assert {c["name"]: c["state"] for c in showup.status()["channels"]}["push"] == "ok"
    assert TOPIC not in showup.log.read_text()


def test_nothing_is_kept_of_an_address_that_takes_no_message(showup: Showup) -> None:
    said = connect(showup, f"ntfy://127.0.0.1:1/{TOPIC}", "--write", expect=1)
    assert "Check the network" in said.stderr
    assert not showup.config.exists()
    assert not (showup.folder / "state" / "showup" / "secrets").exists()


@pytest.mark.parametrize(
    "address", ["", "mailto:ann@example.org", f"ntfys://{TOPIC}", f"ntfy://host/{TOPIC}/more", "ntfy://a b"]
)
def test_what_is_no_address_is_told_with_what_to_write(showup: Showup, address: str) -> None:
    said = connect(showup, address, expect=3 if address else 2)
    assert "ntfy" in said.stderr or "nothing was typed" in said.stderr


def test_a_second_one_gets_a_name_of_its_own_and_is_left_to_the_person(showup: Showup, sink: Sink) -> None:
    connect(showup, sink.url(TOPIC), "--write")
    before = showup.config.read_text()
    said = connect(showup, sink.url(f"{TOPIC}-2"), "--write", expect=1)
    assert 'to = ["keyring:phone 2"]' in said.stdout
    assert "put what is new above into it" in said.stdout
    assert showup.config.read_text() == before


def test_a_secret_that_is_gone_is_told_with_the_command_that_gives_it_again(showup: Showup) -> None:
    showup.config.write_text('[channel.push]\nto = ["keyring:phone"]\n')
    showup.calendar.write_text(calendar(event("1", "Interview with Marlow", from_now(minutes=4))))
    showup.start()

    def why() -> str:
        return next(c["why"] or "" for c in showup.status()["channels"] if c["name"] == "push")

    wait_until(lambda: "showup connect push - --name phone" in why(), "the channel to say so", seconds=30)


def test_a_new_topic_is_long_and_not_guessable() -> None:
    class Silent(Keyboard):
        said = ""

        def say(self, text: str) -> None:
            self.said += text

    one, other = Silent(), Silent()
    first, second = _address("ntfy", one), _address("ntfy", other)
    assert first != second
    topic = re.fullmatch(r"ntfy://(showup-[0-9a-f]{32})", first)
    assert topic is not None
    assert topic[1] in one.said
    assert f"https://ntfy.sh/{topic[1]}" in one.said
