"""What the fuzzer holds calendars to, on calendars made by chance from its dictionary; no fuzzer is needed for that."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fuzz import invariants

# A rule may run until the alarm strikes, and that may strike inside a callback of the garbage collector, where Python only warns.
pytestmark = pytest.mark.filterwarnings("ignore:.*gc_callback:pytest.PytestUnraisableExceptionWarning")

WORDS = [ast.literal_eval(f"b{line}") for line in Path(__file__).with_name("dictionary.txt").read_text().splitlines()]
LINES = [word.strip(b"\n") for word in WORDS if word.endswith(b"\n") and not word.startswith((b"BEGIN", b"END"))]
EVENTS = st.lists(st.lists(st.sampled_from(LINES), max_size=6).map(b"\n".join), max_size=4)
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(EVENTS)
def test_no_event_is_dropped_silently(events: list[bytes]) -> None:
    invariants.every_event_is_accounted_for(events)


@SLOW
@given(st.lists(st.sampled_from(WORDS) | st.binary(max_size=8), max_size=30))
def test_no_bytes_are_read_wrongly(pieces: list[bytes]) -> None:
    invariants.check(b"BEGIN:VCALENDAR\n" + b"".join(pieces))


def test_a_reader_that_drops_an_event_silently_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("showup_integrations.ics.expand.Expander._single", lambda *_: [])
    with pytest.raises(AssertionError, match="DTSTART"):
        invariants.every_event_is_accounted_for([b"DTSTART:20261125T100000Z"])
