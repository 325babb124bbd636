"""Reading a source in a child: what it says arrives, what it does wrong is said, and it never stays
behind.
"""

from __future__ import annotations

import asyncio
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from tests.unit.sync.conftest import FAILURES

from showup.model import Profile, Verdict, Window, key_of
from showup.sync import Request, SourceReport, SourceSpec, read_here
from showup.sync.reader import read_source


def read(spec: SourceSpec, window: Window, profile: Profile, seconds: float = 60) -> SourceReport:
    return asyncio.run(read_source(Request(spec, window, profile, whole=True), timeout=timedelta(seconds=seconds)))


def here(spec: SourceSpec, window: Window, profile: Profile) -> SourceReport:
    return read_here(Request(spec, window, profile, whole=True))


def why(report: SourceReport) -> str:
    """What the failure says; there must be one."""
    assert report.failure is not None
    return report.failure


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


def test_every_occurrence_arrives_with_its_judgement(good, window, profile) -> None:
    report = read(good, window, profile)
    verdicts = {interview.occurrence.uid: interview.judgement.verdict for interview in report.judged}
    assert verdicts == {"1": Verdict.INTERVIEW, "2": Verdict.NO}
    assert (report.source, report.events, report.failure, report.partial) == ("good.ics", 3, None, True)
    assert [trouble.where for trouble in report.troubles] == ["Bad"]


def test_unless_the_whole_is_wanted_only_what_could_be_an_interview_is_read_and_the_rest_named(
    good, window, profile
) -> None:
    report = asyncio.run(read_source(Request(good, window, profile)))
    assert [interview.occurrence.uid for interview in report.judged] == ["1"]
    assert [key for key, _ in report.others if key == key_of("2", None)] == [key_of("2", None)]


def test_reading_here_says_the_same_as_reading_in_a_child(good, window, profile) -> None:
    ours, childs = here(good, window, profile), read(good, window, profile)
    assert set(ours.judged) == set(childs.judged)
    assert (ours.events, ours.troubles, ours.partial) == (childs.events, childs.troubles, childs.partial)


@pytest.mark.parametrize("reader", [read, here])
@pytest.mark.parametrize(("do", "said"), FAILURES)
def test_a_failure_is_a_sentence(bad, window, profile, reader, do: str, said: str) -> None:
    report = reader(bad(do), window, profile)
    assert said in why(report)
    assert "hunter2" not in why(report)
    assert (report.judged, report.partial) == ((), True)


@pytest.mark.parametrize("reader", [read, here])
def test_a_kind_that_is_not_installed_says_which_there_are(window, profile, reader) -> None:
    report = reader(SourceSpec("work", "isc", {}), window, profile)
    assert '"isc" is not installed; did you mean "ics"?' in why(report)


@pytest.mark.parametrize("reader", [read, here])
def test_settings_that_mean_nothing_are_a_failure(window, profile, reader) -> None:
    assert 'either "path" or "url"' in why(reader(SourceSpec("work", "ics", {}), window, profile))


def test_a_child_that_hangs_and_ignores_requests_to_end_is_stopped(bad, window, profile) -> None:
    before = time.monotonic()
    assert read(bad("hang"), window, profile, 1).failure == "Reading it took longer than 1 s and was stopped."
    assert time.monotonic() - before < 5


@pytest.mark.parametrize("end", ["timeout", "cancelled"])
def test_nothing_stays_behind(bad, window, profile, tmp_path: Path, monkeypatch, end: str) -> None:
    pid_file = tmp_path / "pid"
    monkeypatch.setenv("SHOWUP_TEST_PID", str(pid_file))
    child_file = tmp_path / "pid.child"

    async def cancel() -> None:
        reading = asyncio.create_task(read_source(Request(bad("hang_with_a_child"), window, profile)))
        async with asyncio.timeout(20):
            while not (child_file.exists() and child_file.read_text()):  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.02)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading

    if end == "cancelled":
        asyncio.run(cancel())
    else:
        read(bad("hang_with_a_child"), window, profile, 2)
    assert gone(int(pid_file.read_text()))
    assert gone(int(child_file.read_text()))


def test_a_child_that_eats_memory_meets_its_limit(bad, window, profile) -> None:
    assert "more memory than a calendar may have" in why(read(bad("eat"), window, profile))


def test_a_child_that_computes_for_ever_meets_its_limit(bad, window, profile, monkeypatch) -> None:
    report = read(bad("spin"), window, profile)
    assert "more computing than a calendar may have" in why(report)


def test_a_child_that_is_killed_is_said_so(bad, window, profile) -> None:
    assert "The system killed the process" in why(read(bad("die"), window, profile))


def test_a_child_that_leaves_without_an_answer_is_said_so(bad, window, profile) -> None:
    assert "ended without an answer (exit 7)" in why(read(bad("leave"), window, profile))


@pytest.mark.parametrize(("do", "said"), [("babble", "said more than a calendar may"), ("lie", "no report")])
def test_a_source_that_writes_into_the_pipe_is_a_failure(bad, window, profile, do: str, said: str) -> None:
    assert said in why(read(bad(do), window, profile))


def test_a_child_that_complains_a_lot_does_not_block(bad, window, profile) -> None:
    assert read(bad("complain"), window, profile).failure is None


def test_text_that_is_no_unicode_arrives_mended(bad, window, profile) -> None:
    report = read(bad("odd"), window, profile)
    assert report.failure is None
    assert (report.judged[0].title, report.troubles[0].where) == ("Interview ?", "?.ics")


def test_of_too_much_the_interviews_arrive(bad, window, profile) -> None:
    report = read(bad("flood"), window, profile)
    assert report.failure is None
    assert "last" in {interview.occurrence.uid for interview in report.judged}
    assert len(report.judged) < 3001
    assert (report.partial, "left out" in report.troubles[-1].why) == (True, True)


def test_what_there_is_no_time_to_judge_is_said_and_counts_as_a_fault(bad, window, profile) -> None:
    report = read(bad("leave_no_time"), window, profile)
    assert (report.failure, report.judged, report.partial) == (None, (), True)
    assert "too much to be judged; 1 events" in str(report.fault)


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"])
def test_a_hostile_series_costs_little_and_the_others_arrive(good, window, profile, rule: str) -> None:
    path = Path(good.settings["path"])
    path.write_text(path.read_text().replace("SUMMARY:Dentist", f"SUMMARY:Dentist\nRRULE:{rule}"))
    before = time.monotonic()
    report = read(good, window, profile)
    assert [interview.occurrence.uid for interview in report.judged] == ["1"]
    assert "Dentist" in [trouble.where for trouble in report.troubles]
    assert time.monotonic() - before < 15


@pytest.mark.parametrize("path", ["/dev/zero", "pipe", "big"])
def test_what_is_no_file_is_refused_in_time(window, profile, tmp_path: Path, path: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "big").open("wb") as file:
        file.truncate(300 << 20)
    report = read(SourceSpec.for_calendar(str(tmp_path / path)), window, profile, 20)
    assert "regular file" in why(report) or "larger than" in why(report)


def test_a_module_in_the_folder_it_was_started_in_is_not_taken(good, window, profile, tmp_path, monkeypatch) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert read(good, window, profile).failure is None


def test_an_interpreter_that_cannot_be_started_is_a_failure(good, window, profile, monkeypatch) -> None:
    monkeypatch.setattr("sys.executable", "/nonexistent/python")
    assert "No process could be started" in why(read(good, window, profile))
