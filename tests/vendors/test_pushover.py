"""Pushover by itself, against a sink that holds every request against its published API."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from tests.announced import HOSTILE_TITLES
from tests.vendors.messages import ALARM, SOFT
from tests.vendors.sink import Sink, sinking

from showup.errors import ConfigError, DeliveryError
from showup_integrations.push.pushover import PushoverService

USER, TOKEN = "u" * 30, "aBc" * 10
ADDRESS = f"pover://{USER}@{TOKEN}"


def run(sink: Sink, story: Callable[[PushoverService], Awaitable[object]], address: str = ADDRESS) -> PushoverService:
    service = PushoverService(address, api=f"http://{sink.at}", again=timedelta(milliseconds=10))

    async def whole() -> None:
        try:
            await story(service)
        finally:
            await service.close()

    asyncio.run(whole())
    return service


def test_what_insists_is_an_emergency_with_the_link_as_it_is(sink: Sink) -> None:
    run(sink, lambda service: service.send(ALARM))
    said = sink.calls[0].said
    assert sink.wrong == []
    assert said == {
        "token": TOKEN, "user": USER, "title": ALARM.title, "message": ALARM.body, "url": ALARM.link, "priority": "2",
        "retry": "30", "expire": "1200", "tags": "b6a1",
    }  # fmt: skip


def test_what_does_not_insist_is_high_or_normal(sink: Sink) -> None:
    async def story(service: PushoverService) -> None:
        await service.send(replace(ALARM, insistent=False))
        await service.send(SOFT)

    run(sink, story)
    assert [call.said["priority"] for call in sink.calls] == ["1", "0"]
    assert sink.wrong == []


def test_a_repeat_rings_before_the_one_before_it_is_cancelled_by_its_receipt(sink: Sink) -> None:
    async def story(service: PushoverService) -> None:
        await service.send(ALARM)
        await service.send(replace(ALARM, body="again"))
        await asyncio.to_thread(sink.wait, 3)

    run(sink, story)
    assert [call.path for call in sink.calls[:2]] == ["/1/messages.json"] * 2
    assert sink.calls[2].path.startswith("/1/receipts/")
    assert sink.calls[2].path.endswith("/cancel.json")
    assert "by_tag" not in sink.calls[2].path
    assert sink.wrong == []


def test_taking_back_cancels_all_of_the_tag_also_an_earlier_runs_and_only_once(sink: Sink) -> None:
    async def story(service: PushoverService) -> None:
        await service.take_back("b6a1")
        await service.take_back("b6a1")
        await service.send(ALARM)
        await service.take_back("b6a1")

    run(sink, story)
    cancel = "/1/receipts/cancel_by_tag/b6a1.json"
    assert [call.path for call in sink.calls] == [cancel, "/1/messages.json", cancel]
    assert [call.said for call in sink.calls if call.path == cancel] == [{"token": TOKEN}] * 2
    assert sink.wrong == []


def test_taking_back_never_raises(sink: Sink) -> None:
    sink.faults.extend([(500, "down"), (404, {})])

    async def story(service: PushoverService) -> None:
        await service.take_back("a")
        await service.take_back("b")

    run(sink, story)
    asyncio.run(PushoverService(ADDRESS, api="http://127.0.0.1:1").take_back("c"))


def test_a_cancellation_that_meets_a_server_in_trouble_is_tried_again_by_the_receipt(sink: Sink) -> None:
    """By the tag it could cancel the next alarm of the same interview."""

    async def story(service: PushoverService) -> None:
        await service.send(ALARM)
        sink.faults.extend([(503, "down"), (429, "later"), (500, "down")])
        await service.take_back(ALARM.tag)
        await asyncio.to_thread(sink.wait, 5)

    run(sink, story)
    assert "cancel_by_tag" in sink.calls[1].path
    later = {call.path for call in sink.calls[2:]}
    assert len(later) == 1
    assert "by_tag" not in later.pop()
    assert sink.wrong == []


@pytest.mark.parametrize("answer", [b"not HTTP at all\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", b""])
def test_an_answer_that_is_no_http_or_breaks_off_is_told(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line:
                line.recv(65536)
                line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        service = PushoverService(ADDRESS, api=f"http://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(DeliveryError, match=r"could not be reached|not Pushover"):
            asyncio.run(service.send(ALARM))
        thread.join()


def test_what_is_for_one_server_is_sent_to_no_other(sink: Sink) -> None:
    with sinking() as other:
        elsewhere = f"http://{other.at}/1/messages.json"

        class Moved(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(302)
                self.send_header("Location", elsewhere)
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                """Nothing on the terminal."""

        with HTTPServer(("127.0.0.1", 0), Moved) as server:
            thread = threading.Thread(target=server.handle_request)
            thread.start()
            service = PushoverService(ADDRESS, api=f"http://127.0.0.1:{server.server_port}")
            with pytest.raises(DeliveryError, match=r"not Pushover|302"):
                asyncio.run(service.send(ALARM))
            thread.join()
        assert other.calls == []


@pytest.mark.parametrize(
    ("fault", "words", "tries"),
    [
        (
            (400, {"token": "invalid", "errors": ["application token is invalid"], "status": 0}),
            "does not know the API token",
            1,
        ),
        ((400, {"user": "invalid", "errors": ["user key is invalid"], "status": 0}), "does not know the user key", 1),
        ((413, {"errors": ["too large"], "status": 0}), "HTTP 413: too large", 1),
        ((429, {"errors": ["over"], "status": 0}), "no more messages of this application", 2),
        ((503, "<html>"), "trouble of its own", 2),
        ((200, "<html>sign in</html>"), "not Pushover", 1),
    ],
)
def test_a_refusal_says_what_to_do_and_no_key(sink: Sink, fault: tuple[int, object], words: str, tries: int) -> None:
    sink.faults.extend([fault] * tries)
    with pytest.raises(DeliveryError, match=words) as told:
        run(sink, lambda service: service.send(ALARM))
    assert len(sink.calls) == tries
    assert USER not in str(told.value)
    assert TOKEN not in str(told.value)


def test_a_server_in_trouble_is_asked_once_more(sink: Sink) -> None:
    sink.faults.append((502, "bad gateway"))
    service = run(sink, lambda service: service.send(ALARM))
    assert len(sink.calls) == 2
    assert service.trouble() is None


def test_nothing_there_is_told(sink: Sink) -> None:
    service = PushoverService(ADDRESS, api="http://127.0.0.1:1")
    with pytest.raises(DeliveryError, match="could not be reached"):
        asyncio.run(service.send(ALARM))
    assert "could not be reached" in (service.trouble() or "")


def test_its_own_server_is_spoken_to_over_tls(sink: Sink) -> None:
    asyncio.run(PushoverService(ADDRESS).send(ALARM))
    assert [(call.host, call.path) for call in sink.calls] == [("api.pushover.net", "/1/messages.json")]
    assert sink.wrong == []


def test_a_false_certificate_is_refused(
    sink: Sink, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sinking() as stranger:
        path = tmp_path_factory.mktemp("other") / "ca.pem"
        stranger.ca.cert_pem.write_to_path(str(path))
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        with pytest.raises(DeliveryError, match="could not be reached"):
            asyncio.run(PushoverService(ADDRESS).send(ALARM))
    assert sink.calls == []


def test_hostile_titles_stay_within_the_limits(sink: Sink) -> None:
    async def story(service: PushoverService) -> None:
        for title in HOSTILE_TITLES.values():
            await service.send(replace(ALARM, title=title, body=title * 3, link="https://meet.example/" + "x" * 600))

    run(sink, story)
    assert sink.wrong == []
    sent = [call.said for call in sink.calls if call.path == "/1/messages.json"]
    assert len(sent) == len(HOSTILE_TITLES)
    assert not any("url" in said or "html" in said for said in sent)
    assert not any(bad in str(said) for said in sent for bad in ("\x1b", "\u202e", "\u2067"))


def test_devices_and_sound_of_the_address_go_along(sink: Sink) -> None:
    run(sink, lambda service: service.send(SOFT), f"{ADDRESS}/phone/tablet?sound=siren")
    assert (sink.calls[0].said["device"], sink.calls[0].said["sound"]) == ("phone,tablet", "siren")
    assert sink.wrong == []


@pytest.mark.parametrize(
    "address",
    ["pover://short@short", f"pover://{USER}", f"pover://{USER}@{TOKEN}?colour=red", f"pover://{USER}x@{TOKEN}"],
)
def test_an_address_that_cannot_be_used_is_refused_without_showing_it(address: str) -> None:
    with pytest.raises(ConfigError) as told:
        PushoverService(address)
    assert TOKEN not in str(told.value)
    assert "short" not in str(told.value)
