"""What the page makes of what the service says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Answered, Do, Rules, Tick, decide
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Kind, Occurrence, Verdict
from showup.page import shown
from showup.views import plan_view, watch_view

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
RULES = Rules(default_policy(), ZONE)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def watched(now, verdict=Verdict.INTERVIEW, **judged):
    occurrence = Occurrence("cal", "u1", START, START + timedelta(hours=1), title="Interview with Marlow")
    watch, _ = begin(Interview(occurrence, Judgement(verdict, 90, **judged)), ("cal",), START - 2 * DAY, RULES)
    return decide(watch, Tick(), now, RULES).watch


def card(watch, now):
    status = {"interviews": [watch_view(watch, ZONE, None)]}
    ((_, (only,)),) = shown.days([plan_view(watch, ZONE)], status, now)
    return only


def answers(watch, now):
    return [do for do, _ in card(watch, now)["answers"]]


def states(watch, now):
    return {rung["rung"]: rung["state"] for rung in card(watch, now)["ladder"]}


def test_far_ahead_nobody_says_that_they_are_there():
    now = START - DAY
    assert answers(watched(now), now) == ["cant", "not-mine"]


def test_what_rings_before_the_start_can_be_answered_in_every_way():
    now = START - 5 * MINUTE
    assert answers(watched(now), now) == ["confirm", "snooze", "ack", "late", "cant", "not-mine"]


def test_what_has_begun_can_be_missed():
    now = START + 2 * MINUTE
    assert "missed" in answers(watched(now), now)
    assert "cant" not in answers(watched(now), now)


def test_what_was_over_before_showup_knew_of_it_is_past_and_was_not_silenced():
    now = START + timedelta(hours=2)
    missed = decide(watched(now), Answered(Do.MISSED, "page"), now, RULES).watch
    assert "silenced" not in [state for rung, state in states(missed, now).items() if rung != "missed"]


def test_what_rings_stands_before_all_else():
    now = START - 5 * MINUTE
    plans = [plan_view(watched(START - DAY), ZONE) | {"key": "other"}, plan_view(watched(now), ZONE)]
    names = [name for name, _ in shown.days(plans, {"interviews": []}, now)]
    assert names == ["Ringing now", "Today, Tuesday 24 November"]


def test_what_may_be_one_is_asked_about():
    now = START - DAY
    assert answers(watched(now, Verdict.MAYBE), now) == ["mine", "not-mine"]


def test_a_deadline_is_handed_in():
    now = START - DAY
    assert answers(watched(now, kind=Kind.DEADLINE), now)[0] == "done"


def test_the_ladder_shows_what_is_past_what_rings_and_what_comes():
    now = START - 5 * MINUTE
    shown_ = states(watched(now), now)
    assert (shown_["get ready"], shown_["door"], shown_["start"]) == ("past", "ringing", "to come")


def test_what_an_answer_has_silenced_is_shown_as_silenced():
    now = START - 5 * MINUTE
    there = decide(watched(now), Answered(Do.CONFIRM, "page"), now, RULES).watch
    assert states(there, now)["start"] == "silenced"
    assert answers(there, now)[0] == "undo"
    paused = decide(watched(now), Answered(Do.SNOOZE, "page"), now, RULES).watch
    assert states(paused, now)["door"] == "rung"
    assert states(paused, now)["start"] == "to come"


@pytest.mark.parametrize(
    ("away", "told"),
    [
        (timedelta(hours=2, minutes=5, seconds=50), "in 2 h 5 min"),
        (-3 * MINUTE, "3 min ago"),
        (timedelta(seconds=90), "in 90 s"),
    ],
)
def test_how_far_away_it_is(away, told):
    assert shown.span((START + away).isoformat(), START) == told


def test_a_question_that_a_card_asks_is_not_asked_twice():
    now = START - DAY
    watch = watched(now, Verdict.MAYBE)
    view = watch_view(watch, ZONE, None)
    assert shown.questions([view], [plan_view(watch, ZONE)]) == []
    over = view | {"phase": "passed"}
    (asked,) = shown.questions([over], [])
    assert [do for do, _ in asked["choices"]] == ["mine", "not-mine"]
    (asked,) = shown.questions([over | {"verdict": "interview"}], [])
    assert [do for do, _ in asked["choices"]] == ["missed", "not-mine"]


def test_a_day_is_one_of_the_persons_zone():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert shown.day(late.astimezone(ZONE).isoformat(), START) == "Tomorrow, Wednesday 25 November"


def test_only_an_honest_web_address_is_a_link():
    assert shown.link("https://ZOOM.us/j/1") == {"url": "https://zoom.us/j/1", "host": "zoom.us"}
    for url in (
        "javascript:alert(1)",
        "https://zoom.us@evil.example/",
        "data:text/html,x",
        "http://127.0.0.1/",
        "//zoom.us",
        None,
    ):
        assert shown.link(url) is None
