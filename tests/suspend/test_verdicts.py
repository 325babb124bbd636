"""A report as the machine gives it, and what is found when one thing in it is not as it should be."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from tests.suspend.verdicts import judge

EPOCH = 1_800_000_000.0
"""The wall clock when the machine was switched on; its other clocks begin at 0."""


def stamp(boot: float, asleep: float = 0.0) -> dict[str, float]:
    return {"wall": EPOCH + boot, "boot": boot, "awake": boot - asleep}


def ring(company: str, rung: str, boot: float, summary: str = "", body: str = "") -> dict[str, Any]:
    line = {"what": "ring", "interview": company, "rung": rung, "attempt": 1, "summary": summary, "body": body}
    return line | stamp(boot)


def note(company: str, what: str, **facts: object) -> dict[str, Any]:
    return {"what": "noted", "note": what, "interview": company, **facts}


def slept(begin: float, end: float) -> dict[str, Any]:
    return {
        "what": "slept", "from": stamp(begin), "until": stamp(end, end - begin), "slept_s": end - begin
    }  # fmt: skip


GOOD = [
    {"what": "ready", "reading_s": 0.4},
    {"what": "planned", "interview": "Marlow", "rung": "near", "at": EPOCH + 110},
    {"what": "planned", "interview": "Marlow", "rung": "door", "at": EPOCH + 200},
    {"what": "planned", "interview": "Marlow", "rung": "start", "at": EPOCH + 230},
    slept(100, 180),
    slept(204, 222),
    ring("Marlow", "near", 180.2, body="This alarm comes 70 s late."),
    ring("Tavish", "start", 180.2),
    ring("Quill", "", 180.3, summary="Were you there? Job interview with Quill"),
    ring("Marlow", "door", 200.01),
    ring("Marlow", "start", 230.01),
    note("Marlow", "alarm", rung="near", late_s=70.1),
    note("Quill", "missed"),
    note("Quill", "case"),
    note("Quill", "draft"),
]


def bad(report: list[dict[str, Any]]) -> list[str]:
    """What is found at fault in the scenario of the two sleeps."""
    lines = [line | {"scenario": "asleep"} for line in report]
    return [finding.what for finding in judge(lines, ["asleep"]) if not finding.ok]


def changed(index: int, **facts: object) -> list[dict[str, Any]]:
    report = copy.deepcopy(GOOD)
    report[index] |= facts
    return report


def test_a_report_as_it_should_be_has_no_bad_finding():
    assert bad(GOOD) == []


@pytest.mark.parametrize(
    ("report", "what"),
    [
        (changed(4, slept_s=0.4), "the machine slept"),
        (changed(6, **stamp(181.1)), "a rung in the sleep rings at the resume"),
        (changed(6, body=""), "and says how late it is"),
        (changed(11, late_s=0.0), "and says how late it is"),
        (changed(7, rung="door"), "of overdue rungs and the start only the strongest rings"),
        ([*GOOD, ring("Tavish", "door", 181)], "and that once"),
        ([*GOOD, ring("Quill", "start", 180.4)], "an interview slept through is asked about, and makes no noise"),
        (changed(13, note="other"), "and opens its case"),
        (changed(9, **stamp(201.5)), "after the sleep the next rung rings on time"),
        (changed(9, **stamp(199.5)), "after the sleep the next rung rings on time"),
        (changed(10, **stamp(231.5)), "which rings on time"),
        (changed(5, until=stamp(231)), "a sleep that ends before a rung"),
        ([*GOOD, ring("Marlow", "start", 231)], "nothing rang twice"),
        ([line for line in GOOD if line.get("rung") != "near"], "asleep"),
        ([*GOOD, {"what": "failed", "why": "it broke", "log": ""}], "asleep"),
    ],
)
def test_what_is_not_as_it_should_be_is_found(report, what):
    assert what in bad(report)


def test_an_emulated_processor_is_given_time_but_not_ten_seconds():
    slow = [{"what": "ready", "reading_s": 30.0}, *GOOD[1:]]
    late = "a rung in the sleep rings at the resume"
    assert late not in bad([line | stamp(184.0) if line is GOOD[6] else line for line in slow])
    assert late in bad([line | stamp(190.0) if line is GOOD[6] else line for line in slow])


def test_a_scenario_that_was_not_reported_is_found():
    assert {finding.what for finding in judge([])} == {"asleep", "astray", "woken"}
    assert not any(finding.ok for finding in judge([]))


WOKEN: list[dict[str, Any]] = [
    {"what": "status", "state": "no", "why": "nobody does"},
    {"what": "timers", "at": [EPOCH + 160, EPOCH + 190]},
    {"what": "timers", "at": [EPOCH + 100, EPOCH + 130]},
    {"what": "status", "state": "ok", "why": None},
    {"what": "planned", "interview": "Marlow", "rung": "near", "at": EPOCH + 220},
    {"what": "planned", "interview": "Marlow", "rung": "start", "at": EPOCH + 250},
    slept(80, 100.4) | {"wanted": EPOCH + 125},
    {"what": "timers", "at": []},
]


@pytest.mark.parametrize(
    ("index", "facts", "found"),
    [
        (0, {}, []),
        (0, {"state": "ok"}, ["that nobody wakes the machine is told"]),
        (3, {"state": "no"}, ["and somebody's coming is noticed"]),
        (1, {"at": [EPOCH + 100, EPOCH + 130]}, ["an interview that moves takes its timers along"]),
        (4, {"at": EPOCH + 230}, ["which are two minutes before its alarms"]),
        (6, slept(80, 125) | {"wanted": EPOCH + 125}, ["the machine wakes up by its timer"]),
        (7, {"at": [EPOCH + 130]}, ["with the answer the timers are gone"]),
    ],
)
def test_a_machine_that_nobody_woke_is_found(index: int, facts: dict[str, Any], found: list[str]) -> None:
    report = copy.deepcopy(WOKEN)
    report[index] |= facts
    lines = [line | {"scenario": "woken"} for line in report]
    assert [finding.what for finding in judge(lines, ["woken"]) if not finding.ok] == found
