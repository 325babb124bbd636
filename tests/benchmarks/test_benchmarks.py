"""The benchmarks run, at tiny sizes and without a bound on any time: a busy machine must not fail a test."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from tests.benchmarks import arming, big_calendar, commands, idle, jump, jump_victim, machine, run, start_up, table
from tests.readings import reading_of

from showup.model import Profile, Window
from showup_integrations.ics import IcsSource

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TINY = ["--alarms", "30", "--falling", "10", "--events", "120", "--minutes", "0.05", "--burst", "20", "--runs", "1"]


def told(capsys, words):
    """The printed lines that begin with these words, as words."""
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip().startswith(words)]
    assert lines, words
    return lines


def test_the_busy_service_is_measured_beside_a_bare_timer(capsys):
    run.main(["time", "--only", "lateness", *TINY])
    lost = told(capsys, "alarms lost, or rung twice, or early")
    assert [line[7] for line in lost] == ["0.000", "0.000"]  # with the lean calendar, with the full one


def test_the_parents_part_of_a_sync_is_measured(capsys):
    run.main(["time", "--only", "parent", *TINY])
    assert len(told(capsys, "merge and commit")) == 3


def test_a_burst_is_measured_with_its_syncs_of_the_disk(capsys):
    run.main(["time", "--only", "burst", *TINY])
    (syncs,) = told(capsys, "syncs of the disk")
    assert float(syncs[8]) >= 2  # the claims, and then their outcomes


def test_the_idle_service_is_measured_beside_its_peers(capsys):
    idle.measure(0.05, settle_s=5)
    out = capsys.readouterr().out
    for who in ("showup", "calcurse --daemon", "remind -z"):
        assert f"{who}, wake-ups a minute" in out
        assert f"{who}, CPU seconds an hour" in out


def test_a_start_with_a_year_of_history_is_measured(capsys):
    start_up.measure(1, interviews=4)
    assert len(told(capsys, "armed, ")) == 2


def test_stock_apscheduler_drops_what_a_clock_jump_makes_late_and_showup_runs_it(capsys):
    jump.measure(due_s=3)
    out = capsys.readouterr().out
    assert f"{jump_victim.KINDS['stock-default']}: the job never ran" in out
    assert f"{jump_victim.KINDS['showup']}: the job never ran" not in out


def test_what_the_person_waits_for_is_measured_beside_a_bare_interpreter(capsys):
    run.main(["faces", "--runs", "1"])
    out = capsys.readouterr().out
    assert all(name in out for name in ("showup here", "showup next", "first document", "its end"))


def test_reading_a_large_calendar_is_measured_beside_its_peers(capsys):
    run.main(["reading", "--sizes", "120", "--runs", "1"])
    out = capsys.readouterr().out
    assert "finding the interviews, beside icalendar" in out
    assert "memory, beside floor" in out


def test_the_memory_of_a_command_is_its_own_and_not_that_of_whoever_measures():
    ballast = bytearray(200 << 20)
    assert commands.megabytes(commands.BARE) < len(ballast) >> 20


def test_a_limit_that_is_missed_is_told(capsys):
    table.show(table.Row("wake-ups", 3, "/min", 2, "allowed", limit=True))
    table.show(table.Row("wake-ups", 2, "/min", 2, "allowed", limit=True))
    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()] == ["MISSED", "kept"]


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (99, 99), (100, 100)])
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(percent, value):
    values = list(range(1, 101))
    random.Random(1).shuffle(values)
    assert table.percentile(values, percent) == value


@pytest.mark.parametrize("full", [False, True])
def test_the_synthetic_calendar_holds_what_it_says_and_is_read_without_trouble(tmp_path, full):
    ics = tmp_path / "big.ics"
    big_calendar.write(ics, 1000, NOW, full=full)
    reading = reading_of(IcsSource({"path": str(ics)}), Window(NOW, NOW + timedelta(days=30)), Profile())
    assert reading.events == 1000
    assert reading.occurrences
    assert not reading.troubles
    assert "nterview" in ics.read_text()


def test_every_armed_interview_has_one_alarm_at_its_instant(tmp_path):
    due = arming.arm(tmp_path / "ledger.db", [NOW.timestamp() + 0.25, NOW.timestamp() + 60], NOW - timedelta(days=1))
    store = arming.opened(tmp_path / "ledger.db")
    planned = {watch.key: [alarm.at.timestamp() for alarm in watch.plan.alarms] for watch in store.watches()}
    store.close()
    assert planned == {key: [at] for key, at in due.items()}


def test_a_service_that_does_not_start_is_told_with_its_words(tmp_path):
    broken = machine.Machine(tmp_path, "no toml")
    with pytest.raises(RuntimeError, match="is no TOML"):
        broken.start()
