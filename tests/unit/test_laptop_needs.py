"""When the machine is needed awake, when it is woken, and when battery and network are looked after."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Answered, Do, Phase, Rules, decide
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.laptop import Need, is_watched, need, wake_ups
from showup.model import Interview, Judgement, Occurrence, Verdict

START = datetime(2026, 11, 24, 13, tzinfo=UTC)
RULES = Rules(default_policy(), ZoneInfo("Europe/Berlin"))
MINUTE = timedelta(minutes=1)


def watch(*, start=START, verdict=Verdict.INTERVIEW, all_day=False, key="u1", **judged):
    end = start + (timedelta(days=1) if all_day else timedelta(hours=1))
    occurrence = Occurrence("cal", key, start, end, title="Interview with Marlow", all_day=all_day)
    interview = Interview(occurrence, Judgement(verdict, 90, **judged))
    return begin(interview, ("cal",), start - timedelta(days=2), RULES)[0]


def at(minutes, start=START):
    """So many minutes from the start."""
    return start + minutes * MINUTE


@pytest.mark.parametrize(
    ("minutes", "needed"),
    [(-120, False), (-63, False), (-62, True), (-59.5, True), (-59, False), (-18, False), (-17, True), (-14, True),
     (0, True), (14.9, True), (15, False)],
)  # fmt: skip
def test_it_stays_awake_for_each_loud_alarm_and_from_the_last_minutes_until_the_grace_is_over(minutes, needed):
    assert (need([watch()], at(minutes)) is not None) is needed


def test_an_answer_lets_it_go_and_taking_it_back_does_not():
    now = at(-4)
    confirmed = decide(watch(), Answered(Do.CONFIRM, "cli"), now, RULES).watch
    assert need([confirmed], now) is None
    assert need([decide(confirmed, Answered(Do.UNDO, "cli"), now, RULES).watch], now) is not None


def test_an_acknowledgement_is_no_answer():
    known = decide(watch(), Answered(Do.ACK, "cli"), at(-14), RULES).watch
    assert need([known], at(-10)) == Need(at(15), lid=True)


def test_of_two_the_later_end_counts():
    both = [watch(), watch(start=at(20), key="u2")]
    assert need(both, at(10)) == Need(at(35), lid=True)


def test_a_lid_that_is_shut_counts_only_where_the_interview_is_held_at_the_machine():
    assert need([watch(place="Hauptstr. 1, Berlin")], at(-3)) == Need(at(15), lid=False)


def test_a_ladder_that_wants_an_answer_from_the_day_before_keeps_nothing_awake_all_night():
    early = watch()
    first = replace(early.plan.alarms[-1], at=at(-24 * 60))
    asks = replace(early, plan=replace(early.plan, alarms=(first, *early.plan.alarms)))
    assert need([asks], at(-61)) is not None, "the alarm of an hour before"
    assert need([asks], at(-12 * 60)) is None
    assert need([asks], at(-45)) is not None


@pytest.mark.parametrize(
    "quiet",
    [watch(verdict=Verdict.MAYBE), watch(all_day=True), replace(watch(), twin="other"),
     *(replace(watch(), phase=phase) for phase in (Phase.CANCELLED, Phase.DISMISSED, Phase.MISSED, Phase.CONFIRMED))],
)  # fmt: skip
def test_what_does_not_ring_aloud_neither_keeps_awake_nor_wakes(quiet):
    assert need([quiet], at(-3)) is None
    assert wake_ups([quiet], at(-120)) == frozenset()


def test_it_is_woken_two_minutes_before_each_loud_alarm_that_is_to_come():
    assert wake_ups([watch()], at(-600)) == {at(-62), at(-17), at(-7), at(-2)}
    assert wake_ups([watch()], at(-17)) == {at(-7), at(-2)}
    assert wake_ups([watch()], at(-1)) == frozenset()


def test_an_alarm_that_has_begun_wakes_nobody_again():
    begun = replace(watch(), position=3)
    assert wake_ups([begun], at(-600)) == {at(-7), at(-2)}


def test_many_interviews_lay_the_nearest_instants_first():
    many = [watch(start=START + timedelta(days=day), key=f"u{day}") for day in range(30)]
    woken = sorted(wake_ups(many, at(-600)))
    assert len(woken) == 24
    assert woken[0] == at(-62)
    assert woken[-1] == at(-2, START + timedelta(days=5))


@pytest.mark.parametrize(
    ("phase", "minutes", "watched"),
    [("expected", -64, False), ("expected", -63, True), ("expected", 14, True), ("expected", 15, False),
     ("confirmed", -61, False), ("confirmed", -19, True), ("confirmed", 1, False), ("cancelled", -10, False)],
)  # fmt: skip
def test_battery_and_network_are_looked_after_in_the_last_hour(phase, minutes, watched):
    assert is_watched(replace(watch(), phase=Phase(phase)), at(minutes)) is watched
