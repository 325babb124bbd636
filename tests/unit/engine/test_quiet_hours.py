"""Quiet hours while time passes: what comes late, what repeats, and a person who travels."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Ring, Rules, Tick, Woke, decide, wake_at
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.ladder.reading import policy
from showup.model import Interview, Judgement, Occurrence, Verdict
from showup.views import plan_view

NIGHT = policy({"quiet": ["22:00", "08:00"]}, default_policy())
UTC_ZONE = ZoneInfo("UTC")


def at(text):
    return datetime.fromisoformat(f"2026-11-{text}:00").replace(tzinfo=UTC)


def watched(start, now, ladder=NIGHT):
    occurrence = Occurrence("test", "u1", at(start), at(start) + timedelta(hours=1), title="Interview")
    rules = Rules(ladder, UTC_ZONE)
    return begin(Interview(occurrence, Judgement(Verdict.INTERVIEW, 90)), ("test",), at(now), rules)[0], rules


def rings(watch, rules, now, until):
    """What rings when, from now on."""
    found, instant = [], at(now)
    while instant <= at(until):
        decision = decide(watch, Tick(), instant, rules)
        watch = decision.watch
        found += [(f"{instant:%d %H:%M}", intent.rung) for intent in decision.intents if isinstance(intent, Ring)]
        following = wake_at(watch)
        if following is None:
            break
        instant = max(following, instant + timedelta(seconds=1))
    return found


def test_one_found_in_the_night_is_told_of_in_the_morning():
    watch, rules = watched("24T14:00", "23T23:00")
    assert rings(watch, rules, "23T23:00", "24T13:00") == [("24 08:00", "morning of"), ("24 13:00", "get ready")]


def test_the_plan_says_that_it_waits():
    watch, rules = watched("25T14:00", "23T23:00", policy({"quiet": ["18:00", "23:30"]}, default_policy()))
    waiting = decide(watch, Tick(), at("24T20:00"), rules).watch
    view = plan_view(waiting, UTC_ZONE)
    assert [(a["rung"], a["state"], a["moved_from"]) for a in view["alarms"]][:2] == [
        ("evening before", "to come", "2026-11-24T19:00:00+00:00"),
        ("morning of", "to come", None),
    ]
    late = rings(waiting, rules, "24T23:31", "25T08:00")
    assert late == [("24 23:31", "evening before"), ("25 08:00", "morning of")]


def test_one_found_in_the_night_is_told_of_at_once_where_the_morning_would_be_too_late():
    watch, rules = watched("24T07:30", "23T23:00")
    assert rings(watch, rules, "23T23:00", "24T06:30") == [("23 23:00", "morning of"), ("24 06:30", "get ready")]


def test_a_laptop_that_wakes_in_the_night_waits_with_a_mild_alarm_and_shows_it():
    watch, rules = watched("25T14:00", "23T12:00", replace(NIGHT, rungs=NIGHT.rungs[:1] + NIGHT.rungs[2:]))
    awake = decide(watch, Tick(), at("24T23:00"), rules)
    assert awake.intents == ()
    assert wake_at(awake.watch) == at("25T08:00")
    assert plan_view(awake.watch, UTC_ZONE)["alarms"][0]["state"] == "waiting"
    assert rings(awake.watch, rules, "25T08:00", "25T08:00") == [("25 08:00", "evening before")]


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [("normal", ["21:30", "21:50", "08:00", "08:10"]), ("critical", ["21:30", "21:50", "22:10"])],
)
def test_what_repeats_pauses_over_the_night_unless_it_is_critical(urgency, expected):
    rung = {"name": "r", "at": "21:30", "day": -1, "repeat": "20m", "until": "acknowledged", "urgency": urgency}
    watch, rules = watched("24T14:00", "23T12:00", policy({"quiet": ["22:00", "08:00"], "rung": [rung]}, None))
    times = [when[3:] for when, _ in rings(watch, rules, "23T21:30", "24T08:30")]
    assert times[: len(expected)] == expected


def test_they_follow_the_person_into_another_zone():
    watch, rules = watched(
        "25T14:00", "23T12:00", policy({"quiet": ["22:00", "08:00"], "rung": [{"name": "r", "before": "20h"}]}, None)
    )
    assert watch.plan.alarms[0].at == at("24T18:00")
    tokyo = replace(rules, zone=ZoneInfo("Asia/Tokyo"))  # there it is 03:00
    there = decide(watch, Woke(), at("24T12:00"), tokyo).watch
    assert there.plan.alarms[0].at == at("24T23:00")
    back = decide(there, Woke(), at("24T13:00"), rules).watch
    assert back.plan == watch.plan
