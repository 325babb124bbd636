"""The microphone in use around an interview: it softens alarms and words a question, and never confirms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.announce import announce_case, announce_ring
from showup.engine import (  # fmt: skip
    Answered,
    Do,
    Noticed,
    OpenCase,
    Phase,
    Ring,
    Rules,
    Seen,
    Silence,
    Step,
    Stepped,
    Tick,
    Woke,
    decide,
    wake_at,
)
from showup.engine.presence import window
from showup.engine.state import Watch
from showup.ladder import default_policy
from showup.ledger.codec import decode, encode
from showup.model import Interview, Judgement, Kind, Occurrence, Verdict
from showup.service.presence import EVERY, next_look

RULES = Rules(default_policy(), ZoneInfo("UTC"))
START = datetime(2026, 11, 24, 14, tzinfo=UTC)
LOOK = timedelta(seconds=20)


def at(clock):
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return START.replace(hour=hour, minute=minute, second=second[0] if second else 0)


def interview(start=START, verdict=Verdict.INTERVIEW, kind=Kind.INTERVIEW, *, all_day=False):
    occurrence = Occurrence(
        "cal", "u1", start, start + timedelta(hours=1), title="Interview with Marlow", all_day=all_day
    )
    return Interview(occurrence, Judgement(verdict, 90, kind=kind))


class Day:
    """One interview's day, with looks at the microphone as the service makes them."""

    def __init__(self, first=None):
        self.rings: list[tuple[str, Ring]] = []
        self.silenced: list[str] = []
        self.now = at("12:00")
        self.program: str | None = None
        self.looks = True
        self.written = 0
        self.watch = decide(None, Seen(first or interview(), "cal"), self.now, RULES).watch

    def give(self, given):
        decision = decide(self.watch, given, self.now, RULES)
        self.written += isinstance(given, Noticed) and decision.watch != self.watch
        self.watch = decision.watch
        for intent in decision.intents:
            if isinstance(intent, Ring):
                self.rings.append((f"{self.now:%H:%M}", intent))
            if isinstance(intent, Silence):
                self.silenced.append(f"{self.now:%H:%M:%S}")
        return decision

    def run(self, until):
        """Look every twenty seconds while there is something to look for, and wake whenever the engine asks for it."""
        until, look = at(until), self.now
        while self.now < until:
            at_look = next_look([self.watch], look) if self.looks else None
            due = min(instant for instant in (wake_at(self.watch), at_look, until) if instant is not None)
            self.now = max(self.now, due)
            if at_look is not None and self.now >= at_look:
                look = self.now
                self.give(Noticed(self.program))
            self.give(Tick())
        return self

    def uses(self, program="Zoom"):
        self.program = program
        return self

    def channels(self, since):
        return {channel for when, ring in self.rings if when >= since for channel in ring.channels}


def spans(watch):
    return [(f"{use.since:%H:%M}", f"{use.until:%H:%M}") for use in watch.used]


def test_nobody_looks_before_the_window_nor_after_the_end_nor_after_a_confirmation():
    day = Day()
    assert window(day.watch) == (at("13:40"), at("15:00"))
    assert next_look([day.watch], at("12:00")) == at("13:40")
    assert next_look([day.watch], at("13:50")) == at("13:50") + EVERY
    assert next_look([day.watch], at("15:00")) is None
    day.run("13:50").give(Answered(Do.CONFIRM, "test"))
    assert next_look([day.watch], at("13:51")) is None


@pytest.mark.parametrize(
    "first",
    [interview(verdict=Verdict.MAYBE), interview(kind=Kind.DEADLINE), interview(all_day=True)],
    ids=["a maybe", "a deadline", "a whole day"],
)
def test_what_has_no_hour_or_is_no_interview_for_sure_is_not_looked_for(first):
    assert window(Day(first).watch) is None


def test_while_it_is_in_use_nothing_sounds_or_covers_the_screen():
    day = Day().run("13:57").uses().run("14:16")
    assert day.channels("13:58") == {"desktop", "push"}
    assert all(ring.seems_there for when, ring in day.rings if when > "13:57")


def test_it_never_confirms():
    day = Day().run("13:57").uses().run("14:16")
    assert day.watch.phase is Phase.MISSED
    assert day.watch.case.step is Step.ATTENDED


def test_when_the_use_begins_what_rings_is_taken_away_and_asked_again_at_once():
    day = Day().run("13:56:30")
    rung = len(day.rings)
    day.uses().run("13:56:55")
    assert day.silenced == ["13:56:50"]
    assert [(when, ring.channels) for when, ring in day.rings[rung:]] == [("13:56", ("desktop", "push"))]


def test_when_it_ends_alarms_are_loud_again():
    day = Day().run("13:57").uses().run("14:01").uses(None).run("14:03")
    assert "sound" in day.rings[-1][1].channels
    assert not day.rings[-1][1].seems_there


def test_what_nobody_looks_at_any_more_grows_old():
    """The sound server hangs, or whoever looks has died: rather too loud than missed."""
    day = Day().run("13:57").uses().run("13:59")
    day.looks = False
    assert "sound" in day.run("14:05").rings[-1][1].channels


def test_after_a_sleep_it_is_loud():
    day = Day().run("13:57").uses().run("13:58")
    day.now = at("14:20")
    day.give(Woke())
    day.now = at("14:05")
    day.give(Tick())
    assert "sound" in day.rings[-1][1].channels


def test_who_has_acknowledged_is_not_asked_again_before_the_next_alarm():
    day = Day().run("13:46")
    day.give(Answered(Do.ACK, "test"))
    rung = len(day.rings)
    day.uses().run("13:54")
    assert len(day.rings) == rung


def test_what_was_seen_is_written_once_a_minute_and_survives_a_restart():
    day = Day().uses().run("13:44")
    assert day.written == 5
    again = decode(encode(day.watch), Watch)
    assert again == day.watch
    assert spans(again) == [("13:40", "13:44")]


def test_a_short_pause_is_none():
    day = Day().run("14:01").uses().run("14:05").uses(None).run("14:06").uses().run("14:10")
    assert len(day.watch.used) == 1


def test_a_long_pause_is_one():
    day = Day().run("14:01").uses().run("14:05").uses(None).run("14:10").uses().run("14:14")
    assert [since for since, _ in spans(day.watch)] == ["14:01", "14:10"]


def test_at_another_time_it_has_not_been_used():
    day = Day().uses().run("13:50")
    day.give(Seen(interview(START + timedelta(days=1)), "cal"))
    assert day.watch.used == ()


def test_an_undo_does_not_forget_it():
    day = Day().uses().run("13:57")
    day.give(Answered(Do.CONFIRM, "test"))
    day.give(Answered(Do.UNDO, "test"))
    assert spans(day.watch)[0][0] == "13:40"


def said(day):
    return announce_ring(day.watch, day.rings[-1][1], day.now, RULES.zone)


@pytest.mark.parametrize("clock", ["13:50", "14:01"])
def test_the_alarm_asks_whether_they_are_in_it_and_insists_on_nothing(clock):
    announcement = said(Day().run("13:46").uses().run(clock))
    assert announcement.body.startswith("You seem to be in it? Press I'm there.")
    assert announcement.actions[0].label == "I'm there"
    assert not announcement.insistent


def test_the_later_question_tells_when_it_was_in_use():
    day = Day().run("14:01").uses().run("14:52").uses(None).run("14:59")
    question = announce_case(day.watch, OpenCase(Step.ATTENDED), day.now, RULES.zone)
    assert "Your microphone was in use from 14:01 to 14:51." in question.body


def test_without_a_use_the_question_says_nothing_of_it():
    day = Day().run("14:16")
    assert "icrophone" not in announce_case(day.watch, OpenCase(Step.ATTENDED), day.now, RULES.zone).body


def test_who_has_answered_the_question_is_not_looked_for():
    day = Day().run("14:16")
    day.give(Stepped(Step.ATTENDED, "no", "test"))
    assert window(day.watch) is None
