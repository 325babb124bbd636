"""A CalDAV server may be broken into, or lie in the way of one: what it answers must not harm."""

from __future__ import annotations

import asyncio
import gzip
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.caldav.saying import Answer, Asked, Saying, multistatus, saying
from tests.contract.sources import START, WINDOW, Entry, calendar
from tests.readings import reading_of

from showup.errors import SourceError
from showup.model import Profile
from showup.ports import Reading
from showup.sync import Request, SourceReport, SourceSpec
from showup.sync.reader import read_source
from showup_integrations.caldav import CalDavSource
from showup_integrations.caldav.session import Limits

LIMITS = Limits(silence=timedelta(seconds=2), total=timedelta(seconds=4), answer=1 << 20)
CALENDAR = (
    "<href>/dav/</href><propstat><prop><resourcetype><collection/><C:calendar/></resourcetype><displayname>Work"
    "</displayname></prop><status>HTTP/1.1 200 OK</status></propstat>"
)


def member(name: str, etag: str = "1", data: str = "") -> str:
    body = f"<C:calendar-data>{data}</C:calendar-data>" if data else ""
    return (
        f"<href>{name}</href><propstat><prop><resourcetype/><getetag>{etag}</getetag>{body}</prop>"
        "<status>HTTP/1.1 200 OK</status></propstat>"
    )


def honest(asked: Asked, data: str | None = None) -> bytes:
    """A small server without sync-collection, with one calendar and one event."""
    text = calendar([Entry("1")]) if data is None else data
    if asked.method == "REPORT":
        return multistatus(member("/dav/1.ics", data=text))
    return multistatus(CALENDAR, member("/dav/1.ics"))


def read(there: Saying, limits: Limits = LIMITS, keep: Path | None = None) -> Reading:
    source = CalDavSource({"url": there.url.replace("://", "://alice:secret@")}, limits)
    return reading_of(source, WINDOW, Profile(), keep=keep)


def in_child(there: Saying) -> SourceReport:
    """As the service reads it, with the limits of the child."""
    spec = SourceSpec("work", "caldav", {"url": there.url})
    return asyncio.run(read_source(Request(spec, WINDOW, Profile()), timeout=timedelta(seconds=30)))


def refused(answer: Callable[[Asked], Answer | bytes], limits: Limits = LIMITS) -> str:
    with saying(answer) as there, pytest.raises(SourceError) as caught:
        read(there, limits)
    return str(caught.value)


def test_the_small_server_of_these_tests_is_read() -> None:
    with saying(honest) as there:
        assert [found.uid for found in read(there).occurrences] == ["1"]


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + place, b"&%c;" % (97 + place) * 10) for place in range(20))
    + b']><multistatus xmlns="DAV:"><response><href>/dav/</href><propstat><prop><displayname>&u;</displayname></prop>'
    b"</propstat></response></multistatus>"
)


def test_a_billion_laughs_are_not_told() -> None:
    with saying(lambda _: LAUGHS) as there:
        report = in_child(there)
    assert report.failure
    assert "memory" not in report.failure


def test_laughs_in_an_events_text_leave_that_event_out_alone() -> None:
    doctype = b'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'

    def answer(asked: Asked) -> bytes:
        if asked.method != "REPORT":
            return multistatus(CALENDAR, member("/dav/1.ics"), member("/dav/2.ics"))
        said = multistatus(
            member("/dav/1.ics", data="BEGIN:VCALENDAR&b;"), member("/dav/2.ics", data=calendar([Entry("2")]))
        )
        return doctype + said.partition(b"?>")[2]

    with saying(answer) as there:
        reading = read(there)
    assert ([found.uid for found in reading.occurrences], reading.partial) == (["2"], True)
    assert "1.ics" in reading.troubles[0].where


def test_a_file_of_this_machine_is_not_read_for_a_server(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    doctype = f'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY f SYSTEM "file://{secret}">]>'.encode()

    def answer(asked: Asked) -> bytes:
        text = calendar([Entry("1", title="Interview &f;")])
        return doctype + honest(asked, text).partition(b"?>")[2]

    with saying(answer) as there:
        reading = read(there)
    assert "TOP SECRET" not in repr(reading)


def test_nothing_is_fetched_for_a_document() -> None:
    with saying(lambda _: b"") as elsewhere:
        doctype = (
            f'<?xml version="1.0"?><!DOCTYPE m SYSTEM "{elsewhere.url}x.dtd" [<!ENTITY f SYSTEM "{elsewhere.url}">]>'
        )

        def answer(asked: Asked) -> bytes:
            text = calendar([Entry("1", title="Interview &f;")])
            return doctype.encode() + honest(asked, text).partition(b"?>")[2]

        with saying(answer) as there, suppress(SourceError):
            read(there)
        assert elsewhere.asked == []


def test_an_answer_without_end_is_broken_off() -> None:
    said = refused(lambda _: b"<multistatus>" + b" " * (3 << 20))
    assert "more than 1 MB" in said


def test_a_small_answer_that_unpacks_to_a_huge_one_is_broken_off() -> None:
    bomb = gzip.compress(b" " * (200 << 20))
    assert "more than 1 MB" in refused(lambda _: Answer(207, bomb, {"Content-Encoding": "gzip"}))


def test_a_server_that_drips_is_left_after_the_whole_time() -> None:
    began = time.monotonic()
    said = refused(lambda _: Answer(207, b" " * 1000, drip=0.2))
    assert re.search("did not answer (with)?in [0-9.]+ s", said)
    assert time.monotonic() - began < 8


def test_very_deep_xml_is_a_failure_that_says_so() -> None:
    assert "XML" in refused(lambda _: b"<a>" * 50_000)


def test_many_elements_do_not_take_the_child_beyond_its_memory() -> None:
    with saying(lambda _: b'<multistatus xmlns="DAV:">' + b"<a/>" * 3_900_000 + b"</multistatus>") as there:
        report = in_child(there)
    assert report.failure


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_password_is_not_taken_to_another_server(status: int) -> None:
    with saying(honest) as elsewhere:
        said = refused(lambda _: Answer(status, b"", {"Location": elsewhere.url}))
        assert "another server" in said
        assert elsewhere.asked == []


@pytest.mark.parametrize("prop", ["C:calendar-home-set", "current-user-principal"])
def test_a_link_to_another_server_is_not_followed(prop: str) -> None:
    with saying(honest) as elsewhere:
        link = f"<{prop}><href>{elsewhere.url}</href></{prop}>"
        part = f"<href>/dav/</href><propstat><prop>{link}</prop><status>HTTP/1.1 200 OK</status></propstat>"
        assert "another server" in refused(lambda _: multistatus(part))
        assert elsewhere.asked == []


def test_redirects_in_a_circle_end() -> None:
    assert "circle" in refused(lambda _: Answer(302, b"", {"Location": "/dav/"}))


def test_a_redirect_on_the_same_server_is_followed_with_the_sign_in() -> None:
    def answer(asked: Asked) -> Answer | bytes:
        if "Authorization" not in asked.headers:
            return Answer(401, b"", {"WWW-Authenticate": 'Basic realm="x"'})
        return Answer(308, b"", {"Location": "/dav/"}) if asked.path == "/old/" else honest(asked)

    with saying(answer) as there:
        there.url = there.url.replace("/dav/", "/old/")
        assert len(read(there).occurrences) == 1


def test_a_server_that_asks_for_more_and_more_pages_is_left() -> None:
    def answer(asked: Asked) -> bytes:
        if asked.method == "REPORT":
            more = f"<sync-token>t{len(asked.body)}</sync-token>"
            return multistatus("<href>/dav/</href><status>HTTP/1.1 507 Insufficient Storage</status>", more=more)
        token = "<propstat><prop><sync-token>t</sync-token></prop><status>HTTP/1.1 200 OK</status></propstat>"
        return multistatus(CALENDAR + token)

    assert "without an end" in refused(answer, Limits(total=timedelta(seconds=20)))


@pytest.mark.parametrize("path", ["/dav/", "/inside/"], ids=["its own path", "that of a server behind a proxy"])
def test_a_list_of_changes_in_pages_is_read_to_its_end(path: str) -> None:
    """RFC 6578, section 3.6."""

    def answer(asked: Asked) -> bytes:
        if "multiget" in asked.body:
            names = [name for name in "12" if f"{path}{name}.ics" in asked.body]
            return multistatus(*(member(f"{path}{name}.ics", data=calendar([Entry(name)])) for name in names))
        if asked.method == "REPORT" and ">page<" in asked.body:
            return multistatus(member(f"{path}2.ics"), more="<sync-token>end</sync-token>")
        if asked.method == "REPORT":
            cut = f"<href>{path}</href><status>HTTP/1.1 507 Insufficient Storage</status>"
            return multistatus(member(f"{path}1.ics"), cut, more="<sync-token>page</sync-token>")
        token = "<propstat><prop><sync-token>t</sync-token></prop><status>HTTP/1.1 200 OK</status></propstat>"
        return multistatus(CALENDAR + token)

    with saying(answer) as there:
        assert [found.uid for found in read(there).occurrences] == ["1", "2"]


@pytest.mark.parametrize("status", ["9" * 5000, "2000", "-1", "\u0665\u0660\u0660"])
def test_a_status_that_is_none_does_no_harm(status: str) -> None:
    def answer(asked: Asked) -> bytes:
        if asked.method == "REPORT":
            odd = f"<href>/dav/2.ics</href><status>HTTP/1.1 {status}</status>"
            return multistatus(member("/dav/1.ics", data=calendar([Entry("1")])), odd)
        return multistatus(CALENDAR, member("/dav/1.ics"), member("/dav/2.ics"))

    with saying(answer) as there:
        reading = read(there)
    assert ([found.uid for found in reading.occurrences], reading.partial) == (["1"], True)


def test_a_member_that_the_server_cannot_give_is_named_and_the_others_are_read() -> None:
    def answer(asked: Asked) -> bytes:
        if asked.method == "REPORT":
            failed = "<href>/dav/2.ics</href><status>HTTP/1.1 500 Internal Server Error</status>"
            return multistatus(member("/dav/1.ics", data=calendar([Entry("1")])), failed)
        return multistatus(CALENDAR, *(member(f"/dav/{name}.ics") for name in "123"))

    with saying(answer) as there:
        reading = read(there)
    assert ([found.uid for found in reading.occurrences], reading.partial, reading.mark) == (["1"], True, None)
    assert [(trouble.where, trouble.whole) for trouble in reading.troubles] == [
        ("Work: 2.ics", False),
        ("Work: 3.ics", False),
    ]
    assert "500" in reading.troubles[0].why


def test_a_member_that_is_gone_before_it_is_fetched_is_no_trouble() -> None:
    def answer(asked: Asked) -> bytes:
        if asked.method == "REPORT":
            gone = "<href>/dav/2.ics</href><status>HTTP/1.1 404 Not Found</status>"
            return multistatus(member("/dav/1.ics", data=calendar([Entry("1")])), gone)
        return multistatus(CALENDAR, member("/dav/1.ics"), member("/dav/2.ics"))

    with saying(answer) as there:
        reading = read(there)
    assert ([found.uid for found in reading.occurrences], reading.partial) == (["1"], False)


def test_what_was_fetched_before_a_fault_is_kept_and_the_next_reading_goes_on(tmp_path: Path) -> None:
    entries = [Entry(f"{number:03}", START + timedelta(minutes=number)) for number in range(120)]
    down: list[bool] = [True]

    def answer(asked: Asked) -> Answer | bytes:
        if asked.method != "REPORT":
            return multistatus(CALENDAR, *(member(f"/dav/{entry.uid}.ics") for entry in entries))
        wanted = [entry for entry in entries if f"/dav/{entry.uid}.ics" in asked.body]
        if down[0] and wanted[0].uid >= "100":
            return Answer(503, b"")
        return multistatus(*(member(f"/dav/{entry.uid}.ics", data=calendar([entry])) for entry in wanted))

    with saying(answer) as there:
        reading = read(there, keep=tmp_path / "keep")
        assert (len(reading.occurrences), reading.partial, reading.mark) == (100, True, None)
        assert [(trouble.where, trouble.whole) for trouble in reading.troubles] == [("Work", True)]
        assert "20 of its events" in reading.troubles[0].why
        down[0], before = False, len(there.asked)
        again = read(there, keep=tmp_path / "keep")
        assert (len(again.occurrences), again.partial) == (120, False)
        assert [asked.method for asked in there.asked[before:]].count("REPORT") == 1


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"<",
        b"\xff\xfe<",
        b"<html/>",
        b'<multistatus xmlns="DAV:"/>',
        b'<multistatus xmlns="DAV:"><response/></multistatus>',
        multistatus("<href>http://[</href>"),
        multistatus("<href>/dav/</href><status>HTTP/1.1</status>"),
        multistatus("<href>/dav/</href><status>nonsense</status><propstat/>"),
        multistatus("<href></href><propstat><prop><displayname/></prop></propstat>"),
        multistatus("<href>/dav/</href><propstat><prop><!-- x --><?y z?></prop></propstat>"),
        multistatus(CALENDAR.replace("<C:calendar/>", "")),
    ],
)
@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
def test_odd_answers_are_a_failure_or_a_trouble_and_never_an_empty_calendar(said: bytes, method: str) -> None:
    with saying(lambda asked: said if asked.method == method else honest(asked)) as there:
        partial = True
        with suppress(SourceError):
            partial = read(there).partial
    assert partial


def test_no_message_holds_the_password() -> None:
    for status in (400, 401, 403, 404, 429, 500, 503):
        headers = {"WWW-Authenticate": 'Basic realm="x"', "Retry-After": "9"}
        said = refused(lambda _, status=status, headers=headers: Answer(status, b"", headers))  # type: ignore[misc]
        assert "secret" not in said


def many(asked: Asked) -> bytes:
    """A calendar of 60 old events and, last by name, a coming one."""
    entries = [Entry(f"{number:03}", START - timedelta(days=900)) for number in range(60)] + [Entry("zzz")]
    if "calendar-query" in asked.body:
        return multistatus(member("/dav/zzz.ics"))
    if asked.method == "REPORT":
        wanted = [entry for entry in entries if f"/dav/{entry.uid}.ics" in asked.body]
        return multistatus(*(member(f"/dav/{entry.uid}.ics", data=calendar([entry])) for entry in wanted))
    return multistatus(CALENDAR, *(member(f"/dav/{entry.uid}.ics") for entry in entries))


@pytest.mark.parametrize("limits", [replace(LIMITS, members=20), replace(LIMITS, bodies=5000)])
def test_a_calendar_that_is_too_large_says_so_every_time_and_does_not_grow(limits: Limits, tmp_path: Path) -> None:
    with saying(many) as there:
        for _ in range(3):
            reading = read(there, limits, tmp_path / "keep")
            assert (reading.partial, reading.mark, [trouble.whole for trouble in reading.troubles]) == (
                True,
                None,
                [True],
            )
            assert reading.events <= 50


def test_of_a_calendar_with_too_many_members_those_of_the_window_are_read() -> None:
    with saying(many) as there:
        reading = read(there, replace(LIMITS, members=20))
    assert ([found.uid for found in reading.occurrences], reading.events) == (["zzz"], 20)


def test_a_member_without_an_etag_or_with_a_fault_is_no_deletion() -> None:
    def answer(asked: Asked) -> bytes:
        if asked.method == "REPORT":
            return multistatus(*(member(f"/dav/{name}.ics", data=calendar([Entry(name)])) for name in "123"))
        none = (
            "<href>/dav/1.ics</href><propstat><prop><getetag/></prop><status>HTTP/1.1 404 Not Found</status></propstat>"
        )
        fault = "<href>/dav/2.ics</href><status>HTTP/1.1 500 Internal Server Error</status>"
        return multistatus(CALENDAR, none, fault, member("/dav/3.ics"))

    with saying(answer) as there:
        assert [found.uid for found in read(there).occurrences] == ["1", "2", "3"]


def test_one_calendar_that_refuses_does_not_harm_the_others() -> None:
    def answer(asked: Asked) -> Answer | bytes:
        if asked.path == "/dav/closed/":
            return Answer(403, b"")
        if asked.path == "/dav/open/":
            inside = [member("/dav/open/1.ics", data=calendar([Entry("1")]))]
            return multistatus(*inside)
        home = "<C:calendar-home-set><href>/dav/</href></C:calendar-home-set>"
        kind = "<resourcetype><C:calendar/></resourcetype>"
        return multistatus(
            *(
                f"<href>{path}</href><propstat><prop>{prop}</prop><status>HTTP/1.1 200 OK</status></propstat>"
                for path, prop in (("/dav/", home), ("/dav/open/", kind), ("/dav/closed/", kind))
            )
        )

    with saying(answer) as there:
        reading = read(there)
    assert ([found.uid for found in reading.occurrences], reading.partial) == (["1"], True)
    assert [(trouble.where, trouble.whole) for trouble in reading.troubles] == [("closed", True)]
    assert "showup connect caldav" in reading.troubles[0].why
