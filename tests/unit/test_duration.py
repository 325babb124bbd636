"""Durations as people write and read them."""

from datetime import timedelta

import pytest

from showup import duration


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("15m", timedelta(minutes=15)),
        ("1h30m", timedelta(minutes=90)),
        ("2d", timedelta(days=2)),
        ("45s", timedelta(seconds=45)),
        (" 1H ", timedelta(hours=1)),
        ("0m", timedelta(0)),
    ],
)
def test_a_duration_is_read(text, length):
    assert duration.parse(text) == length


@pytest.mark.parametrize("text", ["", "15", "m", "15 minutes", "-5m", "1m1h", "9999999999999w", "１５m"])
def test_what_is_no_duration_says_what_to_write(text):
    with pytest.raises(ValueError, match=r"15m|longer than a year"):
        duration.parse(text)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(minutes=15), "15 min"),
        (timedelta(seconds=90), "90 s"),
        (timedelta(minutes=90), "1 h 30 min"),
        (timedelta(days=1, minutes=5), "1 d"),
        (timedelta(minutes=-7), "7 min"),
        (timedelta(0), "0 min"),
    ],
)
def test_a_duration_is_spelled(length, text):
    assert duration.spell(length) == text


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (timedelta(hours=2, minutes=5, seconds=59), "in 2 h 5 min"),
        (timedelta(seconds=90), "in 90 s"),
        (timedelta(0), "in 0 min"),
        (timedelta(seconds=-45), "45 s ago"),
        (timedelta(days=-3, hours=-2), "3 d 2 h ago"),
    ],
)
def test_how_far_away_is_told_in_words(length, told):
    assert duration.away(length) == told
