"""From what was seen to verdicts; and no check that hangs or breaks keeps the others from theirs."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from showup.config import Config
from showup.doctor import Finding, Patient, Verdict, examined, judging
from showup.ladder import default_policy
from showup.model import Profile
from showup.noticed import Result, Tried
from showup.sync import SourceSpec

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MEGABYTE = 1024 * 1024
CONFIG = Config(
    Path("/c/config.toml"),
    Profile("Robin", ("robin@example.org",)),
    (SourceSpec("work", "ics", {"path": "a.ics"}),),
    default_policy(),
    Path("drafts"),
)
OK, WEAK, BAD, OFF, UNKNOWN = Verdict.OK, Verdict.WEAK, Verdict.BAD, Verdict.OFF, Verdict.UNKNOWN


def verdicts(findings):
    return {finding.about: finding.verdict for finding in findings}


@pytest.mark.parametrize(
    ("config", "fault", "followed", "wanted"),
    [
        (CONFIG, "", None, {"configuration": OK}),
        (CONFIG, "", {"state": "ok", "why": None}, {"configuration": OK}),
        (CONFIG, "", {"state": "changed", "why": "changed since"}, {"configuration": WEAK}),
        (None, "config.toml:3: ladder: what is that", None, {"configuration": BAD}),
        (replace(CONFIG, sources=()), "", None, {"configuration": OK, "calendars": BAD}),
        (replace(CONFIG, profile=Profile("Robin")), "", None, {"configuration": OK, "profile": WEAK}),
    ],
)
def test_the_configuration(config, fault, followed, wanted):
    assert verdicts(judging.of_configuration(config, fault, followed)) == wanted


def test_a_service_that_is_not_there_or_is_of_another_version():
    assert verdicts(judging.of_service(None, "none runs", "1")) == {"service": BAD}
    assert verdicts(judging.of_service({"version": "1"}, "", "1")) == {"service": OK}
    old = judging.of_service({}, "", "2")[0]
    assert (old.verdict, old.mend) == (WEAK, "systemctl --user restart showup.service")


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [
        ({"installed": False}, {"start at login": WEAK}),
        ({"enabled": "disabled"}, {"start at login": BAD}),
        ({}, {"start at login": OK}),
        ({"restarts": 3}, {"start at login": OK, "restarts": WEAK}),
        ({"lingers": False}, {"start at login": OK, "logged out": WEAK}),
        ({"lingers": True}, {"start at login": OK}),
    ],
)
def test_the_unit(unit, wanted):
    said = {"installed": True, "enabled": "enabled", "restarts": 0, "lingers": None} | unit
    assert verdicts(judging.of_unit(**said)) == wanted


@pytest.mark.parametrize(
    ("state", "last", "wanted"),
    [
        ("ok", timedelta(minutes=5), OK),
        ("ok", timedelta(hours=1), OK),
        ("ok", timedelta(hours=1, seconds=1), BAD),
        ("ok", timedelta(minutes=-5), OK),
        ("ok", None, BAD),
        ("failed", timedelta(minutes=5), BAD),
        ("held", timedelta(minutes=5), BAD),
        ("not read yet", None, UNKNOWN),
    ],
)
def test_a_calendar_is_as_good_as_its_last_reading(state, last, wanted):
    at = (NOW - last).isoformat() if last is not None else None
    view = {"name": "work", "state": state, "why": "gone", "last_ok": at, "events": 3}
    assert verdicts(judging.of_sources([view], NOW, timedelta(hours=1))) == {"calendar work": wanted}


def channel(name, state="ok", why=None):
    return {"name": name, "state": state, "why": why}


@pytest.mark.parametrize(
    ("view", "last", "wanted"),
    [
        (channel("sound"), Tried(NOW, Result.NOTICED), OK),
        (channel("sound"), Tried(NOW, Result.UNNOTICED), WEAK),
        (channel("sound"), Tried(NOW, Result.FAILED, "no player."), WEAK),
        (channel("sound"), None, WEAK),
        (channel("terminal"), None, OK),
        (channel("sound", "failed", "no server"), Tried(NOW, Result.NOTICED), WEAK),
        (channel("push", "off", "not set up"), None, OFF),
    ],
)
def test_a_channel_is_well_when_somebody_has_noticed_it(view, last, wanted):
    tried = {view["name"]: last} if last else {}
    assert verdicts(judging.of_channels([view], tried)) == {f"channel {view['name']}": wanted}


@pytest.mark.parametrize(
    ("well", "wanted"),
    [
        ((), BAD),
        (("terminal", "helper"), BAD),
        (("desktop", "toast"), BAD),
        (("desktop", "sound"), OK),
        (("push",), OK),
    ],
)
def test_an_alarm_reaches_somebody_who_does_not_look(well, wanted):
    views = [channel("takeover", "failed", "no screen"), *(channel(name) for name in well)]
    assert verdicts(judging.of_reach(views)) == {"reach": wanted}


@pytest.mark.parametrize(("said", "wanted"), [("yes", OK), ("no", WEAK), ("", UNKNOWN), (None, UNKNOWN)])
def test_the_clock(said, wanted):
    assert verdicts(judging.of_clock(said)) == {"clock": wanted}


@pytest.mark.parametrize(
    ("free", "writable", "wanted"),
    [
        (9 * MEGABYTE, True, BAD),
        (10 * MEGABYTE, True, WEAK),
        (200 * MEGABYTE, True, OK),
        (None, True, UNKNOWN),
        (500 * MEGABYTE, False, BAD),
    ],
)
def test_the_disk(free, writable, wanted):
    assert verdicts(judging.of_disk(free, writable=writable, place="/s")) == {"disk": wanted}


@pytest.mark.parametrize(
    ("routed", "matters", "wanted"), [(True, True, OK), (False, True, WEAK), (False, False, OK), (None, True, UNKNOWN)]
)
def test_the_network(routed, matters, wanted):
    assert verdicts(judging.of_network(routed, matters=matters)) == {"network": wanted}


@pytest.mark.parametrize(
    ("why", "wanted", "push", "verdict"),
    [
        ("", True, False, OK),
        ("too old", True, False, WEAK),
        ("too old", True, True, OK),
        ("too old", False, False, OFF),
    ],
)
def test_waking_up(why, wanted, push, verdict):
    assert verdicts(judging.of_wake(why, wanted=wanted, push=push)) == {"wake from sleep": verdict}


def test_every_bad_word_says_what_to_do():
    bad = [
        *judging.of_configuration(replace(CONFIG, sources=()), "", None),
        *judging.of_configuration(None, "wrong", None),
        *judging.of_service(None, "none", "1"),
        *judging.of_unit(installed=True, enabled="disabled", restarts=0, lingers=None),
        *judging.of_sources([channel("w", "failed", "x") | {"last_ok": None}], NOW, timedelta(hours=1)),
        *judging.of_reach([]),
        *judging.of_disk(0, writable=True, place="/s"),
        *judging.of_disk(0, writable=False, place="/s"),
    ]
    assert all(finding.mend for finding in bad if finding.verdict is BAD)


# ---------------------------------------------------------------- side by side


def test_a_check_that_hangs_or_breaks_is_told_and_the_others_are_as_they_are():
    over = threading.Event()

    def hangs(_patient):
        over.wait()
        return []

    def breaks(_patient):
        raise RuntimeError("no such thing")

    def is_well(_patient):
        return [Finding("well", OK, "It is.")]

    checks = {"hangs": hangs, "breaks": breaks, "is well": is_well}
    found = list(examined(Patient(NOW, CONFIG, "", None, "none"), checks, patience=0.2))
    over.set()
    assert [(one.about, one.verdict) for one in found] == [("hangs", WEAK), ("breaks", UNKNOWN), ("well", OK)]
    assert "no such thing" in found[1].says
