"""Limits of processor time are longer on a slow machine: it must not leave out what a fast one reads."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from showup import pace
from showup.model import Profile, Window
from showup.sync import Request, SourceSpec, read_here, reading
from showup_integrations.ics.budget import Budget

EVENT = "BEGIN:VEVENT\nUID:{0}\nDTSTART:20261110T1{1}0000Z\nSUMMARY:Interview with Acme {0}\nEND:VEVENT\n"


@pytest.fixture
def no_cache() -> None:
    pace.pace.cache_clear()


@pytest.mark.parametrize(("seconds", "factor"), [(0.0001, 1), (0.0008, 1), (0.004, 5), (60, 20)])
def test_it_is_one_on_any_usual_machine_and_bounded(
    no_cache: None, monkeypatch: pytest.MonkeyPatch, seconds: float, factor: float
) -> None:
    monkeypatch.setattr(pace, "_timed", lambda: seconds)
    assert pace.pace() == pytest.approx(factor)
    pace.pace.cache_clear()


def test_a_budget_is_longer_on_a_slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("showup_integrations.ics.budget.pace", lambda: 10.0)
    assert 9 < Budget(1).left <= 10


def test_some_dozen_events_are_judged_however_long_getting_ready_takes(
    tmp_path: Path, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_JUDGING", timedelta(0))
    monkeypatch.setattr(reading, "computing_left", lambda: timedelta(hours=1) - timedelta(seconds=time.process_time()))
    calendar = tmp_path / "work.ics"
    events = "".join(EVENT.format(number, number % 10) for number in range(60))
    calendar.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n")
    report = read_here(Request(SourceSpec("work", "ics", {"path": str(calendar)}), window, Profile()))
    assert 40 <= len(report.judged) < 60
    assert f"{60 - len(report.judged)} events were left out" in str(report.fault)
