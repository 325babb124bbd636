"""What a case that has ended teaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from showup.cli.changing import changed
from showup.config import Config, parse
from showup.engine import Answered, Case, CaseWhy, Cause, Do, Rules, Seen, Step, Stepped, decide
from showup.engine.state import Answer
from showup.ladder import default_policy, stronger
from showup.learning import change, summary
from showup.model import Interview, Judgement, Occurrence, Profile, Verdict

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
AFTER = START + timedelta(minutes=20)
RULES = Rules(default_policy(), ZoneInfo("UTC"))
BERLIN = "Europe/Berlin"


def config(**more):
    return Config(Path("config.toml"), Profile(zone=BERLIN), (), default_policy(), Path("drafts"), **more)


def ended(outcome="declined", *, place="", cant=False, attended="no"):
    """A watch whose case has ended."""
    occurrence = Occurrence("cal", "u1", START, START + timedelta(hours=1), title="Interview with Marlow")
    seen = Interview(occurrence, Judgement(Verdict.INTERVIEW, 90, place=place))
    watch = decide(None, Seen(seen, "cal"), START - timedelta(days=1), RULES).watch
    if cant:
        watch = give(watch, Answered(Do.CANT, "cli"), START - timedelta(hours=2))
    else:
        watch = give(watch, Answered(Do.MISSED, "cli"))
        watch = give(watch, Stepped(Step.ATTENDED, attended, "cli"))
    return give(watch, Stepped(Step.CLOSE, outcome, "cli"), AFTER + timedelta(days=1))


def give(watch, given, now=AFTER):
    decision = decide(watch, given, now, RULES)
    assert not decision.refused, decision.reply
    return decision.watch


def learned(cause, **more):
    return give(ended(**more), Stepped(Step.CAUSE, cause.value, "cli"), AFTER + timedelta(days=1))


@pytest.mark.parametrize(
    ("cause", "place", "settings", "wanted"),
    [
        (Cause.NOT_NOTICED, "", {}, ("ladder", "stronger", True)),
        (Cause.NOT_NOTICED, "", {"disabled": frozenset({"sound", "terminal"})}, ("channel.sound", "enabled", True)),
        (Cause.NOT_NOTICED, "", {"disabled": frozenset({"terminal"})}, ("ladder", "stronger", True)),
        (Cause.NOT_RUNG, "", {"wake": False}, ("laptop", "wake", True)),
        (Cause.NO_TIME, "", {}, ("ladder", "stronger", True)),
        (Cause.NO_TIME, "Main St 1", {}, ("ladder", "travel", "60m")),
        (Cause.WRONG_TIME, "", {"follow_zone": False}, ("profile", "zone", None)),
        (Cause.NOT_KNOWN, "", {"sync_interval": timedelta(hours=2)}, ("sync", "every", "10m")),
    ],
)
def test_each_cause_has_the_setting_that_would_have_caught_it(cause, place, settings, wanted):
    found = change(learned(cause, place=place), config(**settings), "Asia/Tokyo")
    assert found is not None
    assert (found.table, found.key, found.value) == wanted
    assert found.typed.endswith("--apply")
    assert parse(changed("", *wanted).encode(), Path("config.toml"))


@pytest.mark.parametrize(
    ("cause", "typed"), [(Cause.NOT_RUNG, "showup test-alarm"), (Cause.NOT_KNOWN, "showup connect")]
)
def test_where_no_setting_does_it_a_command_is_named(cause, typed):
    found = change(learned(cause), config(), BERLIN)
    assert found is not None
    assert (found.typed, found.key) == (typed, "")


def test_what_was_taken_for_something_else_is_better_known_by_a_rule():
    rule = (
        "Events of dana@fenwick.example are interviews",
        "showup rules add --organizer dana@fenwick.example --is interview",
    )
    found = change(learned(Cause.NOT_KNOWN), config(), BERLIN, rule)
    assert found is not None
    assert (found.says, found.typed) == rule


@pytest.mark.parametrize(
    ("cause", "settings"),
    [
        (Cause.NO_ALARM_HELPS, {}),
        (Cause.WRONG_TIME, {}),
        (Cause.WRONG_TIME, {"follow_zone": False, "zone": BERLIN}),
        (Cause.NOT_NOTICED, {"strong": True}),
    ],
)
def test_nothing_is_offered_that_would_not_have_helped_or_is_so_already(cause, settings):
    now = config(follow_zone=settings.get("follow_zone", True))
    if settings.get("strong"):
        now = replace(now, policy=stronger(now.policy))
    assert change(learned(cause), now, settings.get("zone", "Asia/Tokyo")) is None


def test_no_change_before_the_person_has_said_what_it_was():
    assert change(ended(), config(), BERLIN) is None


def test_the_longest_way_grows_no_longer():
    now = replace(config(), policy=replace(default_policy(), travel=timedelta(hours=2)))
    watch = learned(Cause.NO_TIME, place="Main St 1")
    found = change(watch, now, BERLIN)
    assert found is not None
    assert found.value == "180m"
    found = change(watch, replace(now, policy=replace(now.policy, travel=timedelta(hours=3))), BERLIN)
    assert found is not None
    assert found.key == "stronger"


# ------------------------------------------------------------ when it is asked


@pytest.mark.parametrize("outcome", ["declined", "withdrawn", "no answer", "rescheduled"])
def test_a_case_of_one_that_was_missed_asks_after_its_end(outcome):
    case = ended(outcome).case
    assert case is not None
    assert case.has_a_cause


@pytest.mark.parametrize(
    "how",
    [{"outcome": "not mine"}, {"outcome": "attended after all"}, {"cant": True}, {"attended": "interviewer-absent"}],
)
def test_who_missed_nothing_is_not_asked(how):
    watch = ended(**how)
    assert decide(watch, Stepped(Step.CAUSE, "not-rung", "cli"), AFTER, RULES).refused


def test_an_open_case_does_not_take_a_cause_and_an_unknown_one_is_named():
    watch = ended()
    answer = decide(watch, Stepped(Step.CAUSE, "laziness", "cli"), AFTER, RULES)
    assert answer.refused
    assert '"not-noticed"' in answer.reply
    opened = give(give(watch, Answered(Do.UNDO, "cli"), AFTER + timedelta(days=1)), Stepped(Step.GATHER, "done", "cli"))
    assert decide(opened, Stepped(Step.CAUSE, "not-rung", "cli"), AFTER, RULES).refused


def test_the_cause_does_not_change_what_undo_takes_back():
    watch = learned(Cause.NOT_RUNG)
    later = give(watch, Answered(Do.UNDO, "cli"), AFTER + timedelta(days=1))
    assert later.case is not None
    assert later.case.outcome is None


def test_a_ladder_is_made_stronger_once():
    once = stronger(default_policy())
    assert stronger(once) == once != default_policy()


# ------------------------------------------------------------------- summary


def case(*answers, outcome=None, cause=None):
    said = tuple(Answer(step, word, AFTER + timedelta(minutes=at)) for step, word, at in answers)
    return Case(CaseWhy.MISSED, AFTER, Step.CLOSE, said, outcome=outcome, cause=cause)


def test_how_ones_cases_went():
    cases = [
        case((Step.CALL, "no-answer", 5), (Step.CALL, "voicemail", 10), outcome="rescheduled", cause=Cause.NOT_RUNG),
        case((Step.EMAIL, "skipped", 1), (Step.EMAIL, "sent", 30), outcome="rescheduled"),
        case((Step.EMAIL, "sent", 90), outcome="declined", cause=Cause.NOT_RUNG),
        case(),
    ]
    assert summary(cases) == {
        "cases": 4,
        "open": 1,
        "outcomes": {"rescheduled": 2, "declined": 1},
        "causes": {"not-rung": 2},
        "minutes_to_first_word": 30,
    }


def test_without_a_case_there_is_nothing_to_count():
    assert summary([]) == {"cases": 0, "open": 0, "outcomes": {}, "causes": {}, "minutes_to_first_word": None}
