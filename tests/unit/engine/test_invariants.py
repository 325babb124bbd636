"""Whatever happens in whatever order: what must hold of one interview holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from showup.engine import (
    AHEAD,
    IN_CASE,
    Answered,
    Do,
    Gone,
    Phase,
    Ring,
    RingFailed,
    Rules,
    Seen,
    Step,
    Stepped,
    Tick,
    Why,
    Woke,
    decide,
    wake_at,
)
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Kind, Occurrence, Verdict

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
ZONES = [Rules(default_policy(), ZoneInfo(name)) for name in ("UTC", "Asia/Tokyo", "America/New_York")]

occurrences = st.builds(
    lambda hours, minutes, verdict, kind, place, all_day: Interview(
        _occurrence(hours, minutes, all_day),
        Judgement(verdict, 80, kind=kind, place=place),
    ),
    st.sampled_from([0, 0, 0, 1, 2, 24, -3]),
    st.sampled_from([0, 10, 60]),
    st.sampled_from([Verdict.INTERVIEW, Verdict.INTERVIEW, Verdict.MAYBE]),
    st.sampled_from([Kind.INTERVIEW, Kind.INTERVIEW, Kind.DEADLINE]),
    st.sampled_from(["", "Main St 1"]),
    st.sampled_from([False, False, False, True]),
)


def _occurrence(hours, minutes, all_day):
    start = START.replace(hour=0) + timedelta(days=hours // 24) if all_day else START + timedelta(hours=hours)
    end = start + (timedelta(days=1) if all_day else timedelta(minutes=minutes))
    return Occurrence("cal", "u1", start, end, title="Interview", all_day=all_day)


answers = st.builds(
    Answered, st.sampled_from(list(Do)), st.just("test"), minutes=st.sampled_from([None, 1, 30]), early=st.booleans()
)
steps = st.builds(
    Stepped,
    st.sampled_from(list(Step)),
    st.sampled_from(
        ["yes", "no", "done", "refused", "new-date", "withdrawn", "cancelled-by-them", "interviewer-absent"]
    ),
    st.just("test"),
)
calendars = st.one_of(
    st.builds(Seen, occurrences, st.just("cal")), st.builds(Gone, st.just("cal"), st.sampled_from(list(Why)))
)
given_things = st.one_of(answers, steps, calendars, st.just(Woke()), st.just("ring fails"), st.just("zone"))
pauses = st.sampled_from([0, 1, 30, 60, 119, 600, 3600, 6 * 3600, 26 * 3600])
worlds = st.tuples(
    occurrences, st.sampled_from([-50, -20, -1, -0.1, 0.1]), st.lists(st.tuples(pauses, given_things), max_size=14)
)


class Life:
    """One interview under whatever happens; checks after every decision what must always hold."""

    def __init__(self, first, hours):
        self.now, self.rules, self.rings = START + timedelta(hours=hours), ZONES[0], []
        self.watch = decide(None, Seen(first, "cal"), self.now, self.rules).watch
        self.tick()

    def take(self, thing):
        if thing == "zone":
            self.rules = ZONES[(ZONES.index(self.rules) + 1) % len(ZONES)]
            thing = Woke()
        elif thing == "ring fails":
            rung = self.watch.alarm.rung if self.watch.alarm else "none"
            thing = RingFailed(rung, self.watch.attempt, self.watch.generation)
        self.decide(thing)
        self.tick()

    def decide(self, thing):
        before = self.watch
        decision = decide(before, thing, self.now, self.rules)
        assert decision.watch.generation >= before.generation
        rings = [intent for intent in decision.intents if isinstance(intent, Ring)]
        assert len(rings) <= 1
        assert not rings or before.phase in AHEAD
        assert all(ring.due <= self.now for ring in rings if ring.attempt == 1)
        assert not decision.refused or decision.watch == before
        self.rings += [(decision.watch.generation, ring.rung, ring.attempt) for ring in rings]
        self.watch = decision.watch

    def tick(self):
        """Time passes up to now; nothing may be due any more after it, or it would be due for ever."""
        self.decide(Tick())
        due = wake_at(self.watch)
        assert due is None or due > self.now

    def sleep_until(self, then):
        """Wake whenever the engine wants to, as the service does."""
        while (due := wake_at(self.watch)) is not None and due <= then:
            self.now = due
            self.tick()
        self.now = then


@settings(max_examples=1500, deadline=None)
@given(worlds)
def test_whatever_happens(world):
    first, hours, story = world
    life = Life(first, hours)
    for seconds, thing in story:
        life.sleep_until(life.now + timedelta(seconds=seconds))
        life.take(thing)
    assert len(life.rings) == len(set(life.rings))
    life.sleep_until(life.now + timedelta(days=30))
    assert life.watch.phase not in AHEAD | {Phase.CONFIRMED}
    assert (life.watch.case is not None and life.watch.case.outcome is None) == (life.watch.phase in IN_CASE)


@settings(max_examples=200, deadline=None)
@given(occurrences, st.sampled_from([-50, -20, -1, -0.1]), st.lists(pauses, max_size=4))
def test_an_interview_that_nobody_answers_ends_in_a_case(first, hours, sleeps):
    """However the laptop sleeps, every interview known before its start is missed and has a case (all-day and maybes apart)."""
    life = Life(first, hours)
    for seconds in sleeps:
        life.now += timedelta(seconds=seconds)
        life.tick()
    life.sleep_until(START + timedelta(days=10))
    asks = first.occurrence.all_day or first.judgement.verdict is Verdict.MAYBE
    assert life.watch.phase is (Phase.PASSED if asks else Phase.MISSED)


@settings(max_examples=200, deadline=None)
@given(occurrences, st.sampled_from([Do.CONFIRM, Do.NOT_MINE, Do.CANT, Do.MINE]), st.sampled_from([-10, -1, -0.1]))
def test_an_answer_that_is_taken_back_leaves_the_alarms_as_they_were(first, do, hours):
    life = Life(first, hours)
    before = life.watch
    life.take(Answered(do, "test", early=True))
    if life.watch == before:
        return
    life.take(Answered(Do.UNDO, "test"))
    assert _apart_from_the_past(life.watch) == _apart_from_the_past(before)


def _apart_from_the_past(watch):
    """What of a watch says what will ring, not what has."""
    fresh = {
        "generation": 0,
        "position": 0,
        "begun_at": None,
        "attempt": 0,
        "ring_at": None,
        "quiet": False,
        "asked": False,
    }
    return replace(watch, **fresh, before=None, undo_until=None)
