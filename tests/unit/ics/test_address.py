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
