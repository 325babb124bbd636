"""Messages through the real apprise in its child, to services that hold every request against what they publish."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.announced import HOSTILE_TITLES
from tests.parts import children, wait_until
from tests.vendors.messages import ALARM, SOFT, TOKENS, addresses
from tests.vendors.sink import Sink, sinking

from showup.errors import ConfigError, DeliveryError
from showup_integrations.push.apprise_service import AppriseService
from showup_integrations.push.service import Message

CALLS = (
    "@everyone @here @all @channel @room @ann x@everyone <!channel> <!here|here> <@U123> <#C1> <users/all> @**all**"
    " [join](https://evil.example) <https://evil.example|join> <b>bold</b> <img src=x>"
)


def send(service: AppriseService, message: Message = ALARM) -> None:
    asyncio.run(service.send(message))


def test_every_service_takes_its_alarm_as_published(sink: Sink) -> None:
    service = AppriseService(list(addresses(sink).values()))
    send(service)
    assert (sink.wrong, service.trouble()) == ([], None)
    assert len(sink.calls) == len(addresses(sink))
    assert all("Interview in 5 min" in str(call.said) for call in sink.calls)
    assert all("https://meet.example/marlow" in str(call.said) for call in sink.calls)


@pytest.mark.parametrize(("message", "priority"), [(ALARM, 10), (SOFT, 5)])
def test_gotify_rings_for_what_is_critical_alone(sink: Sink, message: Message, priority: int) -> None:
    send(AppriseService([addresses(sink)["Gotify"]]), message)
    assert [call.said["priority"] for call in sink.calls] == [priority]


def test_how_loud_an_address_says_itself_counts(sink: Sink) -> None:
    send(AppriseService([addresses(sink)["Gotify"] + "?priority=low"]))
    assert [call.said["priority"] for call in sink.calls] == [0]


def test_a_link_that_the_body_has_not_is_added_as_it_is(sink: Sink) -> None:
    send(AppriseService([addresses(sink)["JSON"]]), replace(ALARM, body="now"))
    assert sink.calls[0].said["message"].splitlines() == ["now", "https://meet.example/marlow"]


@pytest.mark.parametrize("name", ["Gotify", "Signal API", "Telegram", "Slack", "Discord", "Mattermost", "Twilio"])
def test_hostile_words_call_nobody_and_hide_nothing(sink: Sink, name: str) -> None:
    send(AppriseService([addresses(sink)[name]]), replace(ALARM, title=CALLS, body=CALLS))
    assert sink.wrong == []
    said = str(sink.calls[0].said).replace("&lt;", "<")
    for call in (
        "@everyone",
        "@here",
        "@all",
        "@channel",
        "@room",
        "@ann",
        "<!",
        "<@",
        "<#",
        "<users",
        "@**",
        "](",
        "<https",
        "<img",
    ):
        assert call not in said, call
    assert "< b" in said


def test_hostile_titles_go_through_every_service(sink: Sink) -> None:
    service = AppriseService(list(addresses(sink).values()))
    for name, title in HOSTILE_TITLES.items():
        send(service, replace(ALARM, title=title, body=title, link=None))
        assert (sink.wrong, service.trouble()) == ([], None), name
    assert not any(
        bad in str(call.said) for call in sink.calls for bad in ("\x1b", "\u202e", "\u2067", "\ud83d ", "<img")
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "refused the key"), (404, "knows no such place"), (429, "fewer messages"), (503, "HTTP 503")],
)
def test_a_refusal_names_service_and_host_and_no_secret(sink: Sink, status: int, words: str) -> None:
    sink.faults.append((status, {"error": "AgotifyToken is wrong"}))
    service = AppriseService([addresses(sink)["Gotify"]])
    with pytest.raises(DeliveryError, match=words) as told:
        send(service)
    assert str(told.value).startswith("Gotify (127.0.0.1) ")
    assert service.trouble() == str(told.value)
    assert "AgotifyToken" not in str(told.value)


def test_one_that_fails_of_several_is_trouble_and_no_failure(sink: Sink) -> None:
    service = AppriseService([addresses(sink)["JSON"], "gotify://127.0.0.1:1/AgotifyToken", "nonsense://abc/secret"])
    send(service)
    trouble = service.trouble() or ""
    assert "Gotify (127.0.0.1) could not be reached" in trouble
    assert "nonsense is no address that apprise understands" in trouble
    assert "secret" not in trouble
    assert "JSON" not in trouble
    send(AppriseService([addresses(sink)["JSON"]]))


def test_services_that_fail_are_told_without_a_secret(sink: Sink, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sink.faults.extend([(500, "no")] * 40)
    service = AppriseService(list(addresses(sink).values()))
    with pytest.raises(DeliveryError) as told:
        send(service)
    for name in addresses(sink):
        assert name in str(told.value)
    assert not any(token in str(told.value) + caplog.text for token in TOKENS)


def test_one_that_hangs_is_ended_whole_and_the_others_have_sent(sink: Sink) -> None:
    before = children()
    with sinking() as other:
        sink.silent = True
        service = AppriseService(
            [addresses(sink)["Gotify"] + "?rto=60", addresses(other)["JSON"]], patience=timedelta(seconds=4)
        )
        send(service)
        assert len(other.calls) == 1
        assert "gotify did not answer within 4 s." in (service.trouble() or "")
        alone = AppriseService([addresses(sink)["Gotify"] + "?rto=60"], patience=timedelta(seconds=2))
        with pytest.raises(DeliveryError, match="did not answer within 2 s"):
            send(alone)
    assert children() <= before


def test_one_that_is_cancelled_leaves_no_child(sink: Sink) -> None:
    sink.silent = True
    before = children()

    async def story() -> None:
        sending = asyncio.create_task(AppriseService([addresses(sink)["JSON"] + "?rto=60"]).send(ALARM))
        await asyncio.to_thread(sink.wait, 1)
        sending.cancel()
        await asyncio.wait({sending})

    asyncio.run(story())
    assert children() <= before


def shown_of_children() -> list[bytes]:
    return [Path(f"/proc/{pid}/{shown}").read_bytes() for pid in children() for shown in ("cmdline", "environ")]


def test_no_process_shows_an_address(sink: Sink) -> None:
    """Neither on a command line nor in an environment, where other programs of this machine can read it."""
    sink.silent = True

    async def story() -> None:
        sending = asyncio.create_task(AppriseService([addresses(sink)["Gotify"] + "?rto=60"]).send(ALARM))
        await asyncio.to_thread(sink.wait, 1)
        assert not any(b"AgotifyToken" in shown for shown in shown_of_children())
        sending.cancel()
        await asyncio.wait({sending})

    asyncio.run(story())


def test_the_child_does_not_outlive_whoever_waits_for_it(sink: Sink) -> None:
    sink.silent = True
    code = (
        "import asyncio, sys; from tests.vendors.messages import ALARM; from datetime import timedelta\n"
        "from showup_integrations.push.apprise_service import AppriseService\n"
        "asyncio.run(AppriseService([sys.stdin.read()], patience=timedelta(seconds=1.9)).send(ALARM))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, start_new_session=True)
    assert parent.stdin is not None
    parent.stdin.write((addresses(sink)["JSON"] + "?rto=60").encode())
    parent.stdin.close()
    os.kill(parent.pid, 0)
    end = time.monotonic() + 30
    child = _child_of(parent.pid)
    while child is None and time.monotonic() < end:
        child = _child_of(parent.pid)
    assert child is not None
    parent.kill()
    parent.wait()
    wait_until(lambda: not _lives(child), "the child to end by itself", seconds=60)


def _child_of(pid: int) -> int | None:
    said = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(said[0]) if said else None


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_resident_process_never_loads_the_library(sink: Sink) -> None:
    code = (
        "import asyncio, sys; from tests.vendors.messages import ALARM\n"
        "from showup_integrations.push.vendors import vendor_service\n"
        "service = vendor_service(sys.stdin.read())\n"
        "asyncio.run(service.send(ALARM)); assert service.trouble() is None\n"
        "print([name for name in ('apprise', 'requests') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=addresses(sink)["JSON"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_without_the_library_it_says_what_to_install(
    sink: Sink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module of that name that cannot be imported stands before it."""
    (tmp_path / "apprise.py").write_text("raise ImportError('not here')")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    service = AppriseService([addresses(sink)["JSON"]])
    with pytest.raises(DeliveryError, match=r"not installed: .*apprise|not installed: .*showup\[push\]"):
        send(service)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert "not installed" in (AppriseService([addresses(sink)["JSON"]]).trouble() or "")


@pytest.mark.parametrize("address", ["secret", "", "https:/secret", "gotify://"])
def test_what_is_no_address_is_refused_without_showing_it(address: str) -> None:
    with pytest.raises(ConfigError, match="no push address") as told:
        AppriseService([address])
    assert "secret" not in str(told.value)
