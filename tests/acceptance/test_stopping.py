"""The service is told to stop while somebody answers: what it has replied to is written down; it waits for nobody idle."""

import json
import socket
import time

import pytest
from tests.running import calendar, event, from_now


def asked(showup):
    """A connection to the control socket."""
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(20)
    line.connect(str(showup.folder / "runtime" / "showup" / "control.sock"))
    return line


@pytest.fixture
def running(showup, no_session_bus, no_sound_server):
    showup.calendar.write_text(calendar(event("door@x", "Interview with Marlow", from_now(minutes=30))))
    showup.start()
    return showup


@pytest.mark.parametrize("pause_s", [0, 0.002, 0.01])
def test_an_answer_that_comes_with_the_order_to_stop_counts_or_is_not_replied_to(running, pause_s):
    with asked(running) as line:
        line.sendall(json.dumps({"do": "answer", "answer": "confirm", "early": True}).encode() + b"\n")
        time.sleep(pause_s)
        assert running.stop() == 0
        try:
            said = json.loads(line.recv(65536) or b"{}")
        except ConnectionError:
            said = {}
    assert said.get("ok") is not False, said
    running.start()
    assert not said or running.phase("Marlow") == "confirmed"


def test_a_client_that_says_nothing_does_not_hold_up_the_end(running):
    with asked(running):
        began = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - began < 8
