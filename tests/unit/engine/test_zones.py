"""The person's laptop in another zone: what follows it, what stays, what rings again and what does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showup.engine import (
    Answered,
    Do,
    Gone,
    Intent,
    Phase,
    Ring,
    Rules,
    Seen,
    Silence,
    Step,
    Stepped,
    Tell,
    Tick,
    Why,
    WithdrawDrafts,
    Woke,
    decide,
    wake_at,
)
from showup.engine.local_time import in_zone
from showup.ladder import default_policy
from showup.ladder.reading import policy
from showup.model import Interview, Judgement, Kind, Occurrence, Verdict

BERLIN, NEW_YORK, TOKYO = "Europe/Berlin", "America/New_York", "Asia/Tokyo"
HONOLULU, AUCKLAND = "Pacific/Honolulu", "Pacific/Auckland"
HOUR = timedelta(hours=1)


def local(text, zone):
    """Such as "24 14:00" in November 2026."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-11-{day}T{clock}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def entry(zone, text="24 14:00", kind=Kind.INTERVIEW, verdict=Verdict.INTERVIEW, **more):
    """As a source reads it in `zone`: floating, all-day, or (`fixed`) with a zone of its own."""
    fixed = more.pop("fixed", False)
    start = local(text, zone)
    length = timedelta(days=1) if more.get("all_day") else HOUR
    floating = not fixed and "all_day" not in more
    occurrence = Occurrence("cal", "u1", start, start + length, zone=zone, floating=floating, title="Interview", **more)
    return Interview(occurrence, Judgement(verdict, 90, kind=kind))


class Journey:
    """One interview and a laptop that travels; `log` holds what happened, by the clock on its wall."""

    def __init__(self, interview, zone=BERLIN, since="22 12:00"):
        self.log: list[tuple[str, str, dict[str, Any]]] = []
        self.rings: list[tuple[int, str, int]] = []
        self.intents: list[Intent] = []
        self.watch: Any = None
        self.now, self.rules = local(since, zone), Rules(default_policy(), ZoneInfo(zone))
        self.give(Seen(interview, "cal"))
        self.give(Tick())

    def give(self, given):
        decision = decide(self.watch, given, self.now, self.rules)
        self.watch = decision.watch
        self.log += [(f"{self.now.astimezone(self.rules.zone):%d %H:%M}", n.what, n.detail) for n in decision.notes]
        self.intents += decision.intents
        rings = [intent for intent in decision.intents if isinstance(intent, Ring)]
        self.rings += [(self.watch.generation, ring.rung, ring.attempt) for ring in rings]
        return decision

    def until(self, text):
        """Awake up to this time on the wall."""
        then = local(text, self.rules.zone.key)
        while (due := wake_at(self.watch)) is not None and due <= then:
            self.now = max(due, self.now)
            self.give(Tick())
        self.now = max(then, self.now)
        return self

    def fly(self, zone):
        """The machine's zone changes, at this instant."""
        self.rules = replace(self.rules, zone=ZoneInfo(zone))
        self.give(Woke())
        self.give(Tick())
        return self

    def rang(self):
        return [(when, detail["rung"]) for when, what, detail in self.log if what == "alarm"]

    def words(self):
        return [what for _, what, _ in self.log]


LADDER = [
    ("23 19:00", "evening before"),
    ("24 08:00", "morning of"),
    ("24 13:00", "get ready"),
    ("24 13:45", "soon"),
    ("24 13:55", "door"),
    ("24 14:00", "start"),
]


def firsts(rang):
    seen = dict.fromkeys(rung for _, rung in rang)
    return [next((when, rung) for when, rung in rang if rung == name) for name in seen]


@pytest.mark.parametrize("zone", [NEW_YORK, TOKYO, HONOLULU, AUCKLAND, "Asia/Kathmandu"])
def test_a_floating_interview_keeps_its_time_on_the_wall_and_all_its_rungs(zone):
    journey = Journey(entry(BERLIN)).fly(zone).until("24 14:01")
    assert firsts(journey.rang()) == LADDER


def test_nobody_is_told_that_a_floating_interview_has_moved():
    journey = Journey(entry(BERLIN)).fly(NEW_YORK)
    journey.give(Seen(entry(NEW_YORK), "cal"))
    assert "moved" not in journey.words()
    assert not [intent for intent in journey.intents if isinstance(intent, Tell)]


def test_the_alarms_of_the_zone_that_was_left_can_not_ring():
    journey = Journey(entry(BERLIN))
    journey.fly(NEW_YORK)
    assert journey.watch.generation == 2
    assert Silence() in journey.intents
    assert journey.until("24 12:59").rang() == LADDER[:2]


def test_it_follows_the_zone_though_no_source_can_be_read():
    """The network is gone with the journey: the watch itself knows in which zone its times were read."""
    journey = Journey(entry(BERLIN)).fly(NEW_YORK)
    assert journey.watch.plan.due == local("24 14:00", NEW_YORK)


def test_an_answer_of_a_source_that_read_it_before_the_journey_changes_nothing():
    journey = Journey(entry(BERLIN)).fly(NEW_YORK)
    before = journey.watch
    journey.give(Seen(entry(BERLIN), "cal"))
    assert journey.watch == before


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK])
def test_one_that_moves_on_the_wall_is_told_in_whatever_zone_it_was_read(zone):
    journey = Journey(entry(BERLIN)).fly(NEW_YORK)
    journey.give(Seen(entry(zone, "24 16:00"), "cal"))
    assert journey.watch.plan.due == local("24 16:00", NEW_YORK)
    assert "moved" in journey.words()


def test_a_journey_between_zones_of_one_time_changes_nothing():
    journey = Journey(entry(BERLIN)).until("24 13:50")
    before = journey.watch
    journey.fly("Europe/Paris")
    same = replace(before.interview, occurrence=replace(before.interview.occurrence, zone="Europe/Paris"))
    assert journey.watch == replace(before, interview=same)


def test_a_service_that_starts_in_another_zone_follows_too():
    """Woke is the first thing after a start; the rules are those of the new place."""
    journey = Journey(entry(BERLIN)).until("23 12:00")
    journey.fly(TOKYO)
    assert journey.watch.plan.due == local("24 14:00", TOKYO)


def test_a_reminder_of_the_evening_that_rang_does_not_ring_again_to_the_west():
    journey = Journey(entry(BERLIN)).until("23 20:00").fly(NEW_YORK).until("24 13:00")
    assert journey.rang() == [("23 19:00", "evening before"), ("24 08:00", "morning of"), ("24 13:00", "get ready")]


def test_what_counted_back_from_a_start_that_is_none_any_more_rings_again():
    journey = Journey(entry(BERLIN)).until("24 13:50").fly(NEW_YORK).until("24 14:01")
    assert journey.rang().count(("24 13:45", "soon")) == 2
    assert journey.rang()[-2:] == [("24 14:00", "start"), ("24 14:01", "start")]


def test_to_the_east_the_rung_that_is_overdue_now_rings_at_once():
    journey = Journey(entry(BERLIN)).until("24 05:00").fly(TOKYO)
    assert journey.rang()[-1] == ("24 13:00", "get ready")
    journey = Journey(entry(BERLIN)).until("24 05:52").fly(TOKYO)
    assert journey.rang()[-1] == ("24 13:52", "soon")
    late = next(detail["late_s"] for _, what, detail in reversed(journey.log) if what == "alarm")
    assert late == 7 * 60


def test_to_the_east_one_that_is_over_there_turns_into_the_question_not_into_noise():
    journey = Journey(entry(BERLIN)).until("24 09:00")
    rang = len(journey.rang())
    journey.fly(TOKYO)  # it is 17:00 there
    assert journey.watch.phase is Phase.MISSED
    assert len(journey.rang()) == rang


def test_a_miss_that_the_old_zone_had_declared_is_taken_back_where_it_is_still_ahead():
    """Landed, opened the laptop: it was still on the time of home when it woke."""
    journey = Journey(entry(BERLIN)).until("24 14:20")
    assert journey.watch.phase is Phase.MISSED
    journey.fly(NEW_YORK)
    assert WithdrawDrafts() in journey.intents
    assert journey.until("24 14:00").rang()[-1] == ("24 14:00", "start")


def test_a_case_that_the_person_has_answered_stays_about_the_hour_that_was_missed():
    journey = Journey(entry(BERLIN)).until("24 14:20")
    journey.give(Stepped(Step.ATTENDED, "no", "test"))
    journey.fly(NEW_YORK)
    journey.give(Seen(entry(NEW_YORK), "cal"))
    assert journey.watch.phase is Phase.RECOVERING
    assert journey.watch.interview.occurrence.start == local("24 14:00", BERLIN)
    assert "moved" not in journey.words()


def test_one_that_was_attended_is_not_ahead_again():
    journey = Journey(entry(BERLIN)).until("24 13:56")
    journey.give(Answered(Do.CONFIRM, "test"))
    journey.until("24 15:30").fly(NEW_YORK)
    journey.give(Seen(entry(NEW_YORK), "cal"))
    assert journey.watch.phase is Phase.ATTENDED


def test_a_zone_that_flaps_takes_no_confirmation_back():
    journey = Journey(entry(BERLIN)).until("24 13:56")
    journey.give(Answered(Do.CONFIRM, "test"))
    rang = journey.rang()
    journey.fly(NEW_YORK)
    journey.give(Seen(entry(NEW_YORK), "cal"))
    assert journey.watch.phase == "confirmed"
    journey.fly(BERLIN)
    assert journey.until("24 16:00").rang() == rang
    assert journey.watch.phase == "attended"


def test_a_confirmation_that_counts_by_the_new_clock_too_stands():
    journey = Journey(entry(BERLIN)).until("24 13:56")
    journey.give(Answered(Do.CONFIRM, "test"))
    journey.fly("Europe/Athens")  # 14:56
    journey.give(Seen(entry("Europe/Athens"), "cal"))
    assert journey.watch.phase is Phase.CONFIRMED


def test_what_was_handed_in_stays_handed_in():
    journey = Journey(entry(BERLIN, kind=Kind.DEADLINE)).until("24 10:30")
    journey.give(Answered(Do.DONE, "test"))
    assert journey.fly(NEW_YORK).watch.phase is Phase.CONFIRMED


def test_one_that_is_off_or_no_interview_follows_in_silence():
    called_off = Journey(entry(BERLIN)).until("23 20:00")
    called_off.give(Gone("cal", Why.CANCELLED))
    dismissed = Journey(entry(BERLIN)).until("23 20:00")
    dismissed.give(Answered(Do.NOT_MINE, "test"))
    for journey in (called_off, dismissed):
        rang = journey.rang()
        journey.fly(NEW_YORK).until("24 15:00")
        assert journey.rang() == rang
        assert journey.watch.interview.occurrence.start == local("24 14:00", NEW_YORK)


def test_one_that_was_off_comes_back_in_the_new_zone():
    journey = Journey(entry(BERLIN)).until("23 20:00")
    journey.give(Gone("cal", Why.CANCELLED))
    journey.fly(NEW_YORK)
    journey.give(Seen(entry(NEW_YORK), "cal"))
    assert journey.until("24 13:00").rang()[-1] == ("24 13:00", "get ready")
    assert "moved" not in journey.words()


@pytest.mark.parametrize("zone", [NEW_YORK, TOKYO, HONOLULU, AUCKLAND])
def test_an_all_day_interview_keeps_its_date(zone):
    journey = Journey(entry(BERLIN, "24 00:00", all_day=True)).fly(zone)
    journey.give(Seen(entry(zone, "24 00:00", all_day=True), "cal"))
    assert journey.until("25 12:00").rang() == LADDER[:2]
    assert "moved" not in journey.words()


def test_over_the_date_line_the_day_of_an_all_day_interview_is_still_to_come():
    journey = (
        Journey(entry(AUCKLAND, "24 00:00", all_day=True), AUCKLAND).until("24 09:00").fly(HONOLULU)
    )  # the 23rd, 10:00
    assert journey.until("25 12:00").rang() == LADDER[:2] + LADDER[:2]


def test_an_interview_with_a_zone_keeps_its_instant_and_its_evening_follows_the_person():
    start = local("25 11:00", AUCKLAND)  # the 24th, 12:00 in Honolulu
    journey = Journey(entry(AUCKLAND, "25 11:00", fixed=True), AUCKLAND).until("24 12:00").fly(HONOLULU)
    assert journey.watch.plan.due == start
    assert journey.until("24 11:00").rang() == [
        ("23 19:00", "evening before"),
        ("24 08:00", "morning of"),
        ("24 11:00", "get ready"),
    ]


def test_an_evening_that_rang_in_auckland_does_not_ring_again_in_honolulu():
    journey = Journey(entry(AUCKLAND, "25 11:00", fixed=True), AUCKLAND).until("24 18:00")
    journey.until("24 19:00")  # the 23rd, 20:00 in Honolulu
    assert journey.fly(HONOLULU).until("24 07:59").rang() == [("24 19:00", "evening before")]


def test_an_evening_that_is_over_in_the_new_zone_rings_at_once_and_says_how_late():
    journey = Journey(entry(BERLIN, fixed=True)).until("23 18:00").fly(TOKYO)  # the 24th, 02:00
    (alarm,) = [detail for _, what, detail in journey.log if what == "alarm"]
    assert (alarm["rung"], alarm["late_s"]) == ("evening before", 7 * 3600)


def test_an_evening_that_a_stronger_rung_has_overtaken_is_left_out():
    journey = Journey(entry(TOKYO, "24 09:00", fixed=True), TOKYO).until("24 08:10").fly(HONOLULU)
    assert journey.until("23 13:45").rang()[-1] == ("23 13:45", "soon")
    assert [rung for _, rung in journey.rang()].count("evening before") == 1


def test_a_reminder_of_the_morning_that_nobody_has_acknowledged_goes_on_ringing():
    insisting = policy(
        {
            "rung": [
                {"name": "up", "at": "08:00", "repeat": "10m", "until": "acknowledged"},
                {"name": "go", "before": "0m"},
            ]
        },
        default_policy(),
    )
    journey = Journey(entry(BERLIN))
    journey.rules = replace(journey.rules, policy=insisting)
    journey.give(Woke())
    journey.until("24 08:05")
    journey.give(Seen(entry(BERLIN, "24 15:00"), "cal"))
    assert journey.until("24 08:10").rang() == [("24 08:00", "up"), ("24 08:10", "up")]
    journey.give(Answered(Do.ACK, "test"))
    journey.give(Seen(entry(BERLIN, "24 16:00"), "cal"))
    assert journey.until("24 16:00").rang()[-1:] == [("24 16:00", "go")]
    assert len(journey.rang()) == 3


def test_a_maybe_asks_once_on_the_whole_journey():
    journey = Journey(entry(BERLIN, verdict=Verdict.MAYBE)).until("23 20:00").fly(NEW_YORK).until("24 15:30")
    assert [detail["question"] for _, what, detail in journey.log if what == "asked"] == [
        "is it an interview?",
        "was it an interview?",
    ]


def test_a_source_that_does_not_say_where_it_read_is_believed():
    """Then only its next answer brings the new instant, and that is told as a move."""
    unsaid = entry(BERLIN)
    unsaid = replace(unsaid, occurrence=replace(unsaid.occurrence, zone=None))
    assert in_zone(unsaid, ZoneInfo(TOKYO)) is unsaid
    assert Journey(unsaid).fly(NEW_YORK).watch.plan.due == local("24 14:00", BERLIN)


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../../etc/passwd", "Europe"])
def test_a_zone_that_is_none_harms_nothing(zone):
    odd = entry(BERLIN)
    odd = replace(odd, occurrence=replace(odd.occurrence, zone=zone))
    assert in_zone(odd, ZoneInfo(TOKYO)) is odd


zones = st.sampled_from([BERLIN, NEW_YORK, TOKYO, HONOLULU, AUCKLAND, "Pacific/Kiritimati", "Asia/Kathmandu", "UTC"])
steps = st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(hours=20)), zones), max_size=6)


@settings(max_examples=300, deadline=None)
@given(zones, st.sampled_from(["24 00:30", "24 06:00", "24 14:00"]), steps)
def test_however_the_laptop_travels_every_rung_is_of_the_zone_it_is_in(home, text, stops):
    """No rung of one generation rings twice, none before its instant, and unanswered it ends in a case."""
    journey = Journey(entry(home, text), home)
    for pause, zone in stops:
        journey.until(f"{(journey.now + pause).astimezone(journey.rules.zone):%d %H:%M}")
        journey.fly(zone)
        ahead = journey.watch.phase in {Phase.EXPECTED, Phase.LATE}
        assert not ahead or journey.watch.plan.due == local(text, zone)
    journey.until("28 00:00")
    assert journey.watch.phase is Phase.MISSED
    assert "moved" not in journey.words()
    assert len(journey.rings) == len(set(journey.rings))
    assert all(detail["late_s"] >= 0 for _, what, detail in journey.log if what == "alarm")
