"""Addresses: what is fetched, what is shown, where a redirect may lead."""

from __future__ import annotations

import pytest

from showup.errors import SourceError
from showup_integrations.ics.address import Address, parse


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("webcal://x.example/c.ics", "https://x.example/c.ics"),
        ("WEBCALS://x.example/c.ics", "https://x.example/c.ics"),
        ("http://x.example:8080/c.ics?key=1", "http://x.example:8080/c.ics?key=1"),
        (" https://x.example/c.ics#part ", "https://x.example/c.ics"),
    ],
)
def test_an_address_is_made_fetchable(text: str, url: str) -> None:
    assert parse(text) == Address(url)


@pytest.mark.parametrize(
    "text", ["file:///etc/passwd", "ftp://x.example/", "/etc/passwd", "https://", "http://x:y", "http://["]
)
def test_anything_else_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(SourceError, match=r"copy it again|give its path"):
        parse(text)


def test_credentials_are_kept_apart() -> None:
    assert parse("https://me:pass%3Aword@x.example/c.ics") == Address("https://x.example/c.ics", "me:pass:word")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "https://x.example/calendar/ical/me%40x/private-1/basic.ics?key=2",
            "https://x.example/calendar/...",
        ),
        ("https://x.example/private.ics", "https://x.example/..."),
        ("https://x.example/a1b2c3/basic.ics", "https://x.example/..."),
        ("https://x.example", "https://x.example"),
    ],
)
def test_what_is_shown_does_not_open_the_calendar(url: str, shown: str) -> None:
    assert parse(url).shown == shown


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://calendar.google.com/calendar/ical/ann%40x.example/private-0123456789abcdef/basic.ics", True),
        ("https://outlook.office365.com/owa/calendar/0f8fad5bd9cb469fa16570867728950e@x.example/calendar.ics", True),
        ("https://x.example/cal.ics?token=abc", True),
        ("https://x.example/7c9e6679-7425-40de-944b-e07fc1f90ae7.ics", True),
        ("https://x.example/calendars/conference-2026-berlin.ics", False),
        ("https://x.example/remote.php/dav/public.ics?export", False),
    ],
)
def test_an_address_that_opens_the_calendar_is_known(url: str, key: bool) -> None:
    assert parse(url).is_key is key


def test_without_encryption_only_what_stays_on_this_machine_is_asked() -> None:
    assert parse("webcal://localhost:8080/c.ics").unencrypted() == Address("http://localhost:8080/c.ics")
    for text in ("webcal://x.example/c.ics", "https://localhost/c.ics", "webcal://a:b@localhost/c.ics"):
        assert parse(text).unencrypted() is None


def test_a_redirect_from_encrypted_to_open_is_refused() -> None:
    with pytest.raises(SourceError, match="unencrypted"):
        parse("https://x.example/secret").follow("http://x.example/secret")


@pytest.mark.parametrize(
    ("start", "location", "credentials"),
    [
        ("https://a:b@x.example/1", "/2", "a:b"),
        ("http://a:b@x.example/1", "https://x.example/1", "a:b"),
        ("https://a:b@x.example/1", "https://y.example/1", None),
        ("https://a:b@x.example/1", "https://x.example:444/1", None),
        ("https://a:b@x.example/1", "https://c:d@y.example/1", None),
    ],
)
def test_credentials_go_to_no_other_host(start: str, location: str, credentials: str | None) -> None:
    assert parse(start).follow(location).credentials == credentials
