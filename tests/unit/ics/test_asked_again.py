"""A calendar on the web that is asked again and again: what has not changed is neither sent nor read."""

from __future__ import annotations

import gzip
import stat
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from showup import clock
from showup.errors import SourceError
from showup.model import Profile, Window
from showup.ports import Reading, Unchanged, Wanted
from showup_integrations.ics import IcsSource

WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
OLD = format_datetime(datetime(2026, 1, 1, tzinfo=UTC), usegmt=True)


def body(*uids: str) -> bytes:
    one = "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART:20261125T100000Z\r\nSUMMARY:Interview\r\nEND:VEVENT\r\n"
    return f"BEGIN:VCALENDAR\r\n{''.join(map(one.format, uids))}END:VCALENDAR\r\n".encode()


class Feed:
    """A calendar on a server that knows conditional requests. `etag` and `modified` may lie."""

    def __init__(self, site: Any, keep: Path) -> None:
        self.site, self.keep = site, keep
        self.data, self.etag, self.modified = body("1"), '"v1"', ""
        self.always_304 = False
        self.url = f"{site.url}/cal.ics"
        site.pages["/cal.ics"] = self.answer

    def answer(self, request: Any) -> None:
        asked = request.headers
        same = self.etag and asked.get("If-None-Match") == self.etag
        same = same or (self.modified and not self.etag and asked.get("If-Modified-Since") == self.modified)
        same = same or self.always_304
        request.send_response(304 if same else 200)
        for name, value in {"ETag": self.etag, "Last-Modified": self.modified}.items():
            if value:
                request.send_header(name, value)
        if not same:
            request.send_header("Content-Length", str(len(self.data)))
        request.end_headers()
        if not same:
            request.wfile.write(self.data)

    def ask(self, known: str | None = None, url: str = "") -> Reading | Unchanged:
        return IcsSource({"url": url or self.url}).read(Wanted("work", WINDOW, Profile(), known=known, keep=self.keep))

    def read(self, known: str | None = None, url: str = "") -> Reading:
        said = self.ask(known, url)
        assert isinstance(said, Reading)
        return said

    @property
    def conditions(self) -> list[bool]:
        """Of each request whether it had a condition."""
        return [bool({"If-None-Match", "If-Modified-Since"} & set(headers)) for _, headers in self.site.asked]


@pytest.fixture
def feed(site, tmp_path: Path) -> Feed:
    return Feed(site, tmp_path / "cache" / "work")


def uids(reading: Reading) -> list[str]:
    return [found.uid for found in reading.occurrences]


def test_what_has_not_changed_is_not_sent_again(feed: Feed) -> None:
    mark = feed.read().mark
    assert mark is not None
    assert feed.ask(mark) == Unchanged()
    assert feed.conditions == [False, True]


def test_what_has_changed_is_read(feed: Feed) -> None:
    mark = feed.read().mark
    feed.data, feed.etag = body("1", "2"), '"v2"'
    reading = feed.read(mark)
    assert (uids(reading), reading.mark != mark) == (["1", "2"], True)
    assert feed.ask(reading.mark) == Unchanged()


def test_without_a_known_mark_the_kept_calendar_is_read_and_nothing_sent(feed: Feed) -> None:
    first = feed.read()
    assert feed.read() == first
    assert feed.read(known="another") == first
    assert feed.conditions == [False, True, True]


def test_a_server_without_validators_is_known_by_its_bytes(feed: Feed) -> None:
    feed.etag = ""
    mark = feed.read().mark
    assert feed.ask(mark) == Unchanged()
    assert feed.conditions == [False, False]


def test_an_etag_that_changes_with_every_answer_changes_nothing(feed: Feed) -> None:
    mark = feed.read().mark
    for number in range(3):
        feed.etag = f'"{number}"'
        assert feed.ask(mark) == Unchanged()


@pytest.mark.parametrize("etag", ['W/"weak"', "no-quotes", '"with \\" in it"'])
def test_an_etag_is_sent_back_as_it_came(feed: Feed, etag: str) -> None:
    feed.etag = etag
    assert feed.ask(feed.read().mark) == Unchanged()
    assert feed.site.asked[-1][1]["If-None-Match"] == etag


@pytest.mark.parametrize("etag", ["x" * 501, '"\xe9"', '"a\x01b"'])
def test_an_etag_that_cannot_be_sent_back_is_done_without(feed: Feed, etag: str) -> None:
    feed.etag = etag
    assert feed.ask(feed.read().mark) == Unchanged()
    assert feed.conditions == [False, False]


def test_the_time_of_the_last_change_does_too(feed: Feed) -> None:
    feed.etag, feed.modified = "", OLD
    assert feed.ask(feed.read().mark) == Unchanged()
    assert feed.conditions == [False, True]


def test_a_change_of_this_very_second_is_not_trusted_as_a_time(feed: Feed) -> None:
    feed.etag, feed.modified = "", format_datetime(clock.now(), usegmt=True)
    feed.read()
    feed.data = body("1", "2")
    assert uids(feed.read()) == ["1", "2"]


def test_a_server_that_says_nothing_new_unasked_is_refused(feed: Feed) -> None:
    feed.always_304 = True
    with pytest.raises(SourceError, match="nothing new, although it was asked for everything"):
        feed.ask()


def test_a_server_that_always_says_nothing_new_is_believed_for_some_hours_only(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    mark = feed.read().mark
    feed.data, feed.always_304 = body("1", "2"), True
    assert feed.ask(mark) == Unchanged()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=7))
    feed.always_304 = False
    assert uids(feed.read(mark)) == ["1", "2"]
    assert feed.conditions == [False, True, False]


def test_a_clock_that_was_set_back_asks_for_everything(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    feed.read()
    monkeypatch.setattr(clock, "now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    assert uids(feed.read()) == ["1"]
    assert feed.conditions == [False, False]


@pytest.mark.parametrize("name", ["body", "state.json"])
@pytest.mark.parametrize("damage", [b"", b"junk", None, "a folder"])
def test_a_damaged_kept_file_is_fetched_anew(feed: Feed, name: str, damage: bytes | str | None) -> None:
    first = feed.read()
    path = feed.keep / name
    path.unlink()
    if isinstance(damage, bytes):
        path.write_bytes(damage)
    elif damage:
        path.mkdir()
    assert feed.read() == first
    assert feed.conditions == [False, False]


def test_a_kept_body_with_one_wrong_byte_is_fetched_anew(feed: Feed) -> None:
    first = feed.read()
    path = feed.keep / "body"
    path.write_bytes(path.read_bytes().replace(b"UID:1", b"UID:2"))
    assert feed.read() == first


def test_a_state_that_fits_no_form_is_ignored(feed: Feed) -> None:
    first = feed.read()
    for state in (b"{}", b"[]", b'{"asked": 1}', b"\xff", b"[" * 20000):
        (feed.keep / "state.json").write_bytes(state)
        assert feed.read() == first


def test_what_is_kept_is_the_persons_alone(feed: Feed) -> None:
    feed.read()
    assert stat.S_IMODE(feed.keep.stat().st_mode) == 0o700
    assert {name.name: stat.S_IMODE(name.stat().st_mode) for name in feed.keep.iterdir()} == {
        "body": 0o600,
        "state.json": 0o600,
    }


def test_neither_address_nor_password_is_kept(feed: Feed) -> None:
    feed.site.pages["/private-123/cal.ics"] = feed.answer
    feed.read(url=f"http://ann:pass-word@{feed.site.host}/private-123/cal.ics")
    kept = b"".join(path.read_bytes() for path in feed.keep.iterdir())
    assert not [secret for secret in (b"ann", b"pass-word", b"private-123") if secret in kept]


def test_a_folder_that_cannot_be_written_only_costs_speed(feed: Feed) -> None:
    feed.keep.parent.mkdir()
    feed.keep.write_text("in the way")
    mark = feed.read().mark
    assert feed.ask(mark) == Unchanged()


def test_nothing_is_left_behind_beside_what_is_kept(feed: Feed) -> None:
    for number in range(3):
        feed.data, feed.etag = body(str(number)), f'"{number}"'
        feed.read()
    assert sorted(path.name for path in feed.keep.iterdir()) == ["body", "state.json"]


def test_what_a_killed_reading_left_behind_is_taken_away(feed: Feed) -> None:
    feed.keep.mkdir(parents=True)
    (feed.keep / ".body.x123").write_bytes(b"half")
    (feed.keep / ".state.json.x123").write_bytes(b"half")
    feed.read()
    assert sorted(path.name for path in feed.keep.iterdir()) == ["body", "state.json"]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<!doctype html><title>Log in</title>",
        b'{"error": "try later"}',
        body("1", "2").removesuffix(b"END:VCALENDAR\r\n"),
        body("1", "2")[:60],
    ],
    ids=["empty", "login page", "no calendar", "without end", "cut"],
)
def test_a_bad_answer_never_takes_the_place_of_what_is_kept(feed: Feed, answer: bytes) -> None:
    first = feed.read()
    good, feed.data, feed.etag = feed.data, answer, '"bad"'
    try:
        said = feed.ask(first.mark)
    except SourceError:
        said = None
    assert said is None or (isinstance(said, Reading) and said.partial and said.mark is None)
    feed.data, feed.etag = good, '"v1"'
    assert feed.ask(first.mark) == Unchanged()
    assert feed.read() == first
    assert feed.conditions == [False, True, True, True]


@pytest.mark.parametrize("packed", [False, True])
def test_a_download_that_breaks_off_never_takes_the_place_of_what_is_kept(feed: Feed, packed: bool) -> None:
    first = feed.read()
    many = body(*map(str, range(500)))
    whole = gzip.compress(many, 0) if packed else many
    encoding = {"Content_Encoding": "gzip"} if packed else {}
    feed.site.sends("/cal.ics", whole[:-12], Content_Length=str(len(whole)), ETag='"v2"', **encoding)
    broken = feed.read(first.mark)
    assert (broken.mark, broken.troubles[-1].whole) == (None, True)
    feed.site.pages["/cal.ics"] = feed.answer
    assert feed.read() == first


def test_another_address_is_not_taken_for_this_one(feed: Feed) -> None:
    feed.read()
    feed.site.sends("/other.ics", body("other"), ETag='"v1"')
    assert uids(feed.read(url=f"{feed.site.url}/other.ics")) == ["other"]
    assert feed.conditions == [False, False]


def test_what_another_place_says_of_itself_is_not_asked_of_this_one(feed: Feed) -> None:
    """A redirect leads elsewhere than before: the validators of the one place mean nothing at the other."""
    feed.site.leads("/moving.ics", "/cal.ics")
    feed.read(url=f"{feed.site.url}/moving.ics")
    feed.site.sends("/other.ics", body("other"), ETag='"v1"')
    feed.site.leads("/moving.ics", "/other.ics")
    assert uids(feed.read(url=f"{feed.site.url}/moving.ics")) == ["other"]
    assert feed.conditions == [False] * 4


def test_a_redirected_calendar_is_asked_at_its_end(feed: Feed) -> None:
    feed.site.leads("/moving.ics", "/cal.ics")
    url = f"{feed.site.url}/moving.ics"
    assert feed.ask(feed.read(url=url).mark, url) == Unchanged()
    assert feed.conditions == [False, False, False, True]


def test_a_calendar_with_one_broken_event_is_known_again_too(feed: Feed) -> None:
    feed.data = body("1").replace(b"END:VCAL", b"BEGIN:VEVENT\r\nUID:2\r\nDTSTART:x\r\nEND:VEVENT\r\nEND:VCAL")
    reading = feed.read()
    assert reading.partial
    assert feed.ask(reading.mark) == Unchanged()
