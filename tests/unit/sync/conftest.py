"""Sources that misbehave, installed as a third party's plug-ins would be, and a calendar that does not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from showup.model import Profile, Window
from showup.sync import SourceSpec

FAILURES = [
    ("refuse", "The calendar is shut. Come back tomorrow."),
    ("crash", "a fault in showup (ZeroDivisionError). Please report it."),
    ("recurse", "nested more deeply"),
]
"""What a source does, and what is said of it."""

_MISBEHAVING = Path(__file__).with_name("misbehaving.py")


@pytest.fixture
def bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The spec of a source that does something bad when it is read."""
    (tmp_path / "showup_test_source.py").write_bytes(_MISBEHAVING.read_bytes())
    about = tmp_path / "showup_test_source-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: showup-test-source\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[showup.source]\nbad = showup_test_source:Source\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    return lambda do: SourceSpec("work", "bad", {"do": do})


@pytest.fixture
def window() -> Window:
    return Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


@pytest.fixture
def profile() -> Profile:
    return Profile(zone="Europe/Berlin")


@pytest.fixture
def good(tmp_path: Path) -> SourceSpec:
    path = tmp_path / "good.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261125T130000Z\nDTEND:20261125T140000Z\n"
        "SUMMARY:Job interview with Marlow\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTART:20261126T130000Z\n"
        "SUMMARY:Dentist\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Bad\nEND:VEVENT\nEND:VCALENDAR\n",
    )
    return SourceSpec.for_calendar(str(path))
