"""A line of the history is told in words and in local time."""

import pytest

from showup.cli.history import said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            {"what": "alarm", "rung": "door", "channels": ["desktop", "sound"], "attempt": 1, "late_s": 0.012},
            "door, through desktop, sound",
        ),
        (
            {"what": "alarm", "rung": "door", "channels": ["desktop"], "attempt": 1, "late_s": 240},
            "door, through desktop, 4 min late",
        ),
        (
            {"what": "alarm", "rung": "door", "channels": ["desktop"], "attempt": 3, "late_s": 240},
            "door, through desktop, ring 3",
        ),
        (
            {
                "what": "planned",
                "generation": 1,
                "start": "2026-11-24T15:00:00+01:00",
                "soft": False,
                "rungs": [{"rung": "door", "at": "2026-11-24T14:55:00+01:00", "channels": ["desktop"]}],
            },
            "for Tue 24 Nov 15:00, door Tue 24 Nov 14:55",
        ),
        (
            {"what": "moved", "from": "2026-11-24T15:00:00+01:00", "to": "2026-11-24T16:00:00+01:00", "generation": 2},
            "from Tue 24 Nov 15:00, to Tue 24 Nov 16:00",
        ),
        ({"what": "snoozed", "way": "cli", "late": True, "rung": None}, "by command"),
        (
            {"what": "held", "source": "work", "why": "the calendar is suddenly empty"},
            "work, the calendar is suddenly empty",
        ),
    ],
)
def test_a_line_is_told_in_words(line, words):
    assert said(line) == words
