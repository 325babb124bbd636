"""What will ring if the person says nothing: the very alarms that the engine would ring, ahead of time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from showup.coming import HORIZON, coming
from showup.engine import AHEAD, Answered, Do, Ring, Rules, Tick, decide, wake_at
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Occurrence, Verdict

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 24, 13, tzinfo=UTC)
RULES = Rules(default_policy(), BERLIN)


def watched(start=START, verdict=Verdict.INTERVIEW):
    occurrence = Occurrence("cal", "u1", start, start + timedelta(hours=1), title="Interview with Marlow")
    return begin(Interview(occurrence, Judgement(verdict, 90)), ("cal",), start - timedelta(days=9), RULES)[0]


def minutes(*watches, now, channel="push"):
    """Before the start; after it they are negative."""
    return [round((START - at).total_seconds() / 60) for at, _ in coming(watches, channel, now, RULES)]


def test_the_whole_ladder_of_a_channel_is_there_from_three_days_ahead():
    now = START - timedelta(days=2)
    assert minutes(watched(), now=now) == [15, 12, 9, 6, 5, 4, 3, 2, 1, 0, -1, -2, -4, -7, -10]
    assert minutes(watched(), now=START - HORIZON - timedelta(hours=1)) == []


def test_it_is_worded_as_of_its_time():
    said = [announcement.summary for _, announcement in coming([watched()], "push", START - timedelta(days=1), RULES)]
    assert said[0] == "In 15 min (14:00): Interview with Marlow"
    assert "NOW: Interview with Marlow (14:00)" in said


def test_what_is_answered_rings_no_more():
    now = START - timedelta(minutes=10)
    rung = decide(watched(), Tick(), now, RULES).watch
    known = decide(rung, Answered(Do.ACK, "test", rung.generation), now, RULES).watch
    assert minutes(known, now=now)[0] == 5
    there = decide(rung, Answered(Do.CONFIRM, "test", rung.generation), now, RULES).watch
    assert minutes(there, now=now) == []


def test_what_is_due_now_rings_here_and_is_not_to_come():
    assert minutes(watched(), now=START - timedelta(minutes=15))[0] == 12


def test_a_maybe_names_no_telephone():
    assert minutes(watched(verdict=Verdict.MAYBE), now=START - timedelta(days=1)) == []


@given(st.integers(-20, 3 * 24 * 60), st.sampled_from(["push", "desktop", "sound"]))
def test_it_is_what_the_engine_rings(before, channel):
    """Ticked through at the instants that the engine asks for, as the service does."""
    now = START - timedelta(minutes=before)
    watch, rung = decide(watched(), Tick(), now, RULES).watch, []
    told = coming([watch], channel, now, RULES)
    while watch.phase in AHEAD and (at := wake_at(watch)) is not None and at <= now + HORIZON:
        decision = decide(watch, Tick(), at, RULES)
        rung += [at for intent in decision.intents if isinstance(intent, Ring) and channel in intent.channels]
        watch = decision.watch
    assert [at for at, _ in told] == rung
