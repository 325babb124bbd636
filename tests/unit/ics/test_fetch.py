"""Calendars on the web, from a real server on loopback."""

from __future__ import annotations

import base64
import gzip
import socket
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.readings import reading_of

from showup.errors import SourceError
from showup.model import Profile, Window
from showup.ports import Reading
from showup_integrations.ics import IcsSource
from showup_integrations.ics.fetch import Fetcher

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
SECRET = "private-0123456789abcdef"


def body(events: int = 1) -> bytes:
    one = "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART:20261125T100000Z\r\nSUMMARY:Interview\r\nEND:VEVENT\r\n"
    return f"BEGIN:VCALENDAR\r\n{''.join(map(one.format, range(events)))}END:VCALENDAR\r\n".encode()


def read(url: str, **limits: Any) -> Reading:
    return reading_of(IcsSource({"url": url}, replace(Fetcher(), **limits)), WINDOW, Profile())


def refused(url: str, **limits: Any) -> str:
    """What the refusal says; it never says the secret."""
    with pytest.raises(SourceError) as caught:
        read(url, **limits)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_a_calendar_is_fetched(site) -> None:
    site.sends("/cal.ics", body(2))
    reading = read(f"{site.url}/cal.ics")
    assert (len(reading.occurrences), reading.events, reading.partial) == (2, 2, False)


def test_a_packed_calendar_is_unpacked(site) -> None:
    site.sends("/cal.ics", gzip.compress(body()), Content_Encoding="gzip")
    assert len(read(f"{site.url}/cal.ics").occurrences) == 1
    assert "gzip" in site.asked[0][1]["Accept-Encoding"]


def test_a_packed_calendar_of_several_pieces_is_unpacked_to_its_end(site) -> None:
    whole = body(3)
    site.sends("/cal.ics", gzip.compress(whole[:90]) + gzip.compress(whole[90:]) + b"\0" * 9, Content_Encoding="gzip")
    reading = read(f"{site.url}/cal.ics")
    assert (reading.events, reading.partial) == (3, False)


def test_what_stands_behind_a_packed_calendar_and_cannot_be_unpacked_is_told(site) -> None:
    site.sends("/cal.ics", gzip.compress(body()) + b"junk", Content_Encoding="gzip")
    reading = read(f"{site.url}/cal.ics")
    assert (len(reading.occurrences), reading.partial) == (1, True)


def test_a_length_that_is_no_number_of_bytes_does_no_harm(site) -> None:
    def endless(request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "9" * 5000)
        request.end_headers()
        request.wfile.write(body())

    site.pages["/cal.ics"] = endless
    assert len(read(f"{site.url}/cal.ics").occurrences) == 1


def test_a_bomb_is_not_unpacked(site) -> None:
    site.sends("/cal.ics", gzip.compress(b"\0" * (200 << 20)), Content_Encoding="gzip")
    assert "more than the 32 MB" in refused(f"{site.url}/cal.ics", unpacked=32 << 20)


def test_the_limits_are_those_that_are_promised() -> None:
    assert (Fetcher().wire, Fetcher().unpacked) == (64 << 20, 256 << 20)


def test_more_than_the_limit_is_not_taken(site) -> None:
    def endless(request) -> None:
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b"BEGIN:VCALENDAR\r\n" * 4096)

    site.pages["/cal.ics"] = endless
    assert "more than the 8 MB" in refused(f"{site.url}/cal.ics", wire=8 << 20)


def test_another_packing_is_refused(site) -> None:
    site.sends("/cal.ics", body(), Content_Encoding="br")
    assert "was not asked for" in refused(f"{site.url}/cal.ics")


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "user name and a password"),
        (403, "still shared"),
        (404, "Copy the calendar's address again"),
        (410, "gone for good"),
        (429, "too often"),
        (503, "fault of its own"),
        (204, "copy the calendar address"),
        (418, "copy the calendar address"),
    ],
)
def test_a_refusal_says_what_to_do(site, status: int, advice: str) -> None:
    site.sends(f"/ical/{SECRET}/basic.ics", b"", status=status)
    said = refused(f"{site.url}/ical/{SECRET}/basic.ics")
    assert f"{site.url}/ical/... answered {status}" in said
    assert advice in said


def test_a_wanted_password_is_told_with_the_whole_command(site) -> None:
    site.sends("/my cal.ics", b"", status=401)
    site.pages["/my%20cal.ics"] = site.pages["/my cal.ics"]
    url = f"{site.url}/my%20cal.ics"
    assert f"`showup connect ics {url} --user NAME`" in refused(url)
    said = refused(url.replace("://", "://ann:no@"))
    assert f"does not take this user name or password. Give them with `showup connect ics {url} --user ann`" in said


def test_the_command_for_an_address_that_is_a_key_does_not_show_it(site) -> None:
    site.sends(f"/ical/{SECRET}/basic.ics", b"", status=401)
    assert "`showup connect ics - --user NAME`" in refused(f"{site.url}/ical/{SECRET}/basic.ics")


def test_a_calendar_packed_as_a_file_is_unpacked(site) -> None:
    site.sends("/cal.ics.gz", gzip.compress(body(2)), Content_Type="application/gzip")
    reading = read(f"{site.url}/cal.ics.gz")
    assert (len(reading.occurrences), reading.partial) == (2, False)


def test_a_bomb_that_is_a_file_is_not_unpacked(site) -> None:
    site.sends("/cal.ics.gz", gzip.compress(b"\0" * (200 << 20)))
    assert "more than the 32 MB" in refused(f"{site.url}/cal.ics.gz", unpacked=32 << 20)


def test_of_a_small_download_that_breaks_off_nothing_is_lost(site) -> None:
    site.sends("/cal.ics", body(2), Content_Length=str(len(body(2)) + 3000))
    reading = read(f"{site.url}/cal.ics")
    assert (len(reading.occurrences), reading.partial, reading.troubles[-1].whole) == (2, True, True)


def test_a_login_page_is_not_a_calendar(site) -> None:
    site.sends(f"/{SECRET}", b"<!doctype html><title>Log in</title>", Content_Type="text/html")
    assert "is a web page, not a calendar" in refused(f"{site.url}/{SECRET}")


def test_an_empty_answer_is_not_an_empty_calendar(site) -> None:
    site.sends("/cal.ics", b"")
    assert "is empty" in refused(f"{site.url}/cal.ics")


@pytest.mark.parametrize("packed", [False, True])
def test_a_download_that_breaks_off_gives_what_came(site, packed: bool) -> None:
    whole = gzip.compress(body(3000), 0) if packed else body(3000)
    encoding = {"Content_Encoding": "gzip"} if packed else {}
    site.sends("/cal.ics", whole[: len(whole) // 2], Content_Length=str(len(whole)), **encoding)
    reading = read(f"{site.url}/cal.ics")
    assert 1000 < len(reading.occurrences) < 2000
    assert reading.partial
    assert "cut off" in reading.troubles[-1].why


def test_a_download_that_breaks_off_after_its_last_line_is_still_cut_off(site) -> None:
    site.sends("/cal.ics", body(3000), Content_Length=str(len(body(3000)) + 100))
    reading = read(f"{site.url}/cal.ics")
    assert (len(reading.occurrences) > 2900, reading.partial) == (True, True)


def test_a_large_calendar_is_read_through_a_file(site) -> None:
    large = body().replace(b"BEGIN:VEVENT", b"X-PAD:" + b"x" * (6 << 20) + b"\r\nBEGIN:VEVENT", 1)
    site.sends("/cal.ics", gzip.compress(large), Content_Encoding="gzip")
    reading = read(f"{site.url}/cal.ics")
    assert (len(reading.occurrences), reading.partial) == (1, False)


def in_chunks(site, *chunks: bytes, end: bytes = b"0\r\n\r\n") -> None:
    def answer(request) -> None:
        request.protocol_version = "HTTP/1.1"
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.send_header("Content-Length", "999999")
        request.end_headers()
        for chunk in chunks:
            request.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        request.wfile.write(end)
        request.close_connection = True

    site.pages["/cal.ics"] = answer


def test_the_chunks_own_end_counts_and_not_a_length_beside_them(site) -> None:
    in_chunks(site, body()[:20], body()[20:])
    assert not read(f"{site.url}/cal.ics").partial


@pytest.mark.parametrize("end", [b"", b"ff\r\nX-", b"no number\r\n"])
def test_chunks_that_break_off_are_cut_off_even_after_the_last_line(site, end: bytes) -> None:
    in_chunks(site, body(3000), end=end)
    reading = read(f"{site.url}/cal.ics")
    assert (len(reading.occurrences) > 2000, reading.partial) == (True, True)
    assert reading.troubles[-1].whole


def test_a_calendar_without_its_end_is_cut_off(site) -> None:
    site.sends("/cal.ics", body().removesuffix(b"END:VCALENDAR\r\n"))
    reading = read(f"{site.url}/cal.ics")
    assert (len(reading.occurrences), reading.troubles[-1].whole) == (1, True)


def test_a_download_that_breaks_off_at_once_failed(site) -> None:
    site.sends("/cal.ics", b"", Content_Length="100")
    assert "broke off" in refused(f"{site.url}/cal.ics")


def test_a_server_that_drips_is_given_up(site) -> None:
    def drip(request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        for letter in body():
            request.wfile.write(bytes([letter]))
            time.sleep(0.1)

    site.pages["/cal.ics"] = drip
    before = time.monotonic()
    assert "within 1 s" in refused(f"{site.url}/cal.ics", total=timedelta(seconds=1))
    assert time.monotonic() - before < 3


def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/{SECRET}"
        assert "did not answer in 0.3 s" in refused(url, silence=timedelta(seconds=0.3))


def test_a_server_that_is_not_there_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert "could not be reached" in refused(f"http://me:{SECRET}@127.0.0.1:{port}/{SECRET}")


def test_a_host_without_a_name_entry_is_said_so() -> None:
    assert "could not be" in refused(f"https://host.invalid/{SECRET}")


def test_redirects_are_followed(site) -> None:
    site.leads("/old", "/new")
    site.sends("/new", body())
    assert len(read(f"{site.url}/old").occurrences) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_is_followed_from_the_given_address_each_time(site, status: int) -> None:
    site.sends("/old", b"", status=status, Location="/new")
    site.sends("/new", body())
    read(f"{site.url}/old")
    read(f"{site.url}/old")
    assert [path for path, _ in site.asked] == ["/old", "/new"] * 2


def test_a_redirect_loop_ends(site) -> None:
    site.leads("/a", "/b")
    site.leads("/b", "/a")
    assert "redirected more than 5 times" in refused(f"{site.url}/a")
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://x.example/c.ics", "data:text/calendar,x", "http://[", "//"]
)
def test_a_redirect_to_anything_but_the_web_is_refused(site, target: str) -> None:
    site.leads("/cal.ics", target)
    assert "address" in refused(f"{site.url}/cal.ics")


def test_credentials_in_the_address_are_sent_and_never_shown(site) -> None:
    site.sends("/cal.ics", b"", status=403)
    said = refused(f"http://me%40x:{SECRET}@{site.host}/cal.ics")
    assert "me@x" not in said
    assert "me%40x" not in said
    sent = base64.b64decode(site.asked[0][1]["Authorization"].removeprefix("Basic ")).decode()
    assert sent == f"me@x:{SECRET}"


def test_what_the_http_library_has_to_say_is_not_logged(site, caplog: pytest.LogCaptureFixture) -> None:
    """It warns of broken headers, with the whole address."""

    def answer(request) -> None:
        request.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/calendar\r\nbroken header\r\n\r\n" + body())

    site.pages[f"/{SECRET}"] = answer
    with caplog.at_level("DEBUG"), suppress(SourceError):
        read(f"{site.url}/{SECRET}")
    assert SECRET not in caplog.text


def test_credentials_stay_with_their_host(site) -> None:
    # The same server by another name is another host.
    site.leads("/cal.ics", f"http://localhost:{site.server.server_port}/there.ics")
    site.sends("/there.ics", body())
    read(f"http://me:{SECRET}@{site.host}/cal.ics")
    assert "Authorization" in site.asked[0][1]
    assert "Authorization" not in site.asked[1][1]


def test_credentials_follow_a_redirect_on_the_same_host(site) -> None:
    site.leads("/cal.ics", "/there.ics")
    site.sends("/there.ics", body())
    read(f"http://me:{SECRET}@{site.host}/cal.ics")
    assert "Authorization" in site.asked[1][1]
