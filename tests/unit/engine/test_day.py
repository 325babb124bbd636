"""One interview's day, as tables of instants and what is due at them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from showup.engine import (
    Answered,
    Demoted,
    Do,
    Gone,
    Intent,
    Phase,
    Ring,
    RingFailed,
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
    WriteDraft,
    decide,
    wake_at,
)
from showup.ladder import default_policy
from showup.model import DraftKind, Interview, Judgement, Kind, Occurrence, Verdict

RULES = Rules(default_policy(), ZoneInfo("UTC"))
START = datetime(2026, 11, 24, 14, tzinfo=UTC)


def at(clock, day=24):
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=UTC)


def interview(start=START, verdict=Verdict.INTERVIEW, uid="u1", **more):
    kind = more.pop("kind", Kind.INTERVIEW)
    place = more.pop("place", "")
    occurrence = Occurrence(
        "cal", uid, start, more.pop("end", start + timedelta(hours=1)), title="Interview with Marlow", **more
    )
    return Interview(occurrence, Judgement(verdict, 90, kind=kind, place=place))


class Day:
    """Steps one watch through time, as the service does, and keeps what was decided."""

    def __init__(self, seen_at=None, first=None):
        self.log: list[tuple[str, str, dict[str, Any]]] = []
        self.intents: list[Intent] = []
        self.watch: Any = None
        self.now = seen_at or at("12:00", 22)
        self.give(Seen(first or interview(), "cal"))
        self.run(self.now)

    def give(self, given):
        decision = decide(self.watch, given, self.now, RULES)
        self.watch = decision.watch
        self.log += [(f"{self.now:%d %H:%M}", note.what, note.detail) for note in decision.notes]
        self.intents += decision.intents
        return decision

    def run(self, until):
        """Let time pass, waking whenever the engine asked for it."""
        while (due := wake_at(self.watch)) is not None and due <= until:
            self.now = max(due, self.now)
            self.give(Tick())
        self.now = max(until, self.now)
        return self

    def sleep(self, until):
        """The laptop sleeps: nothing happens before `until`."""
        self.now = until
        self.give(Tick())
        return self

    def answer(self, do, **more):
        return self.give(Answered(do, "test", **more))

    def alarms(self):
        return [(when, detail["rung"]) for when, what, detail in self.log if what == "alarm"]

    def words(self):
        return [what for _, what, _ in self.log]

    def drafts(self):
        return [intent.kind.value for intent in self.intents if isinstance(intent, WriteDraft)]


def test_with_no_answer_every_rung_rings_with_its_repeats_and_a_case_opens():
    day = Day().run(at("14:16"))
    assert day.alarms() == [
        ("23 19:00", "evening before"),
        ("24 08:00", "morning of"),
        *((f"24 13:{m:02}", "get ready") for m in (0, 10, 20, 30, 40)),
        *((f"24 13:{m}", "soon") for m in (45, 48, 51, 54)),
        *((f"24 13:{m}", "door") for m in (55, 56, 57, 58, 59)),
        *((f"24 14:{m:02}", "start") for m in (0, 1, 2, 4, 7, 10)),
    ]
    assert day.words()[-4:] == ["alarm", "alarm", "missed", "case"]
    assert day.words().index("late") > day.words().index("alarm")
    assert day.drafts() == ["email", "call_script", "voicemail"]
    assert day.watch.case.step is Step.ATTENDED


def test_a_confirmation_ends_the_ladder():
    day = Day().run(at("13:56"))
    day.answer(Do.CONFIRM)
    before = len(day.alarms())
    day.run(at("16:00"))
    assert len(day.alarms()) == before
    assert day.watch.phase is Phase.ATTENDED
    assert "case" not in day.words()


def test_a_confirmation_in_bed_is_an_acknowledgement():
    day = Day().run(at("13:01"))
    decision = day.answer(Do.CONFIRM)
    assert "13:40" in decision.reply
    assert day.watch.phase is Phase.EXPECTED
    assert ("24 13:45", "soon") in day.run(at("13:46")).alarms()
    assert ("24 13:10", "get ready") not in day.alarms()


def test_a_confirmation_that_insists_counts_at_any_time():
    day = Day().run(at("13:01"))
    day.answer(Do.CONFIRM, early=True)
    assert day.watch.phase is Phase.CONFIRMED


def test_an_acknowledgement_silences_only_up_to_the_next_rung():
    day = Day().run(at("13:11"))
    day.answer(Do.ACK)
    assert day.run(at("13:46")).alarms()[-2:] == [("24 13:10", "get ready"), ("24 13:45", "soon")]


def test_an_acknowledgement_of_a_rung_that_wants_a_confirmation_is_a_pause_of_two_minutes():
    day = Day().run(at("14:02"))
    day.answer(Do.ACK)
    assert [when for when, _ in day.run(at("14:08")).alarms()][-3:] == ["24 14:02", "24 14:04", "24 14:07"]


def test_a_snooze_rings_again_when_it_is_over():
    day = Day().run(at("13:45"))
    day.answer(Do.SNOOZE, minutes=4)
    assert [when for when, _ in day.run(at("13:53")).alarms()][-3:] == ["24 13:45", "24 13:49", "24 13:51"]


def test_a_snooze_never_swallows_the_next_rung():
    day = Day().run(at("13:54"))
    day.answer(Do.SNOOZE, minutes=30)
    assert ("24 13:55", "door") in day.run(at("13:55")).alarms()


@pytest.mark.parametrize(
    ("awake", "rung", "late"),
    [("13:30", "get ready", 30), ("13:58", "door", 3), ("14:05", "start", 5)],
)
def test_overdue_rungs_collapse_into_the_strongest_one_which_says_how_late_it_is(awake, rung, late):
    day = Day().sleep(at(awake))
    assert day.alarms() == [(f"24 {awake}", rung)]
    assert day.log[-1 if rung != "start" else -2][2]["late_s"] == late * 60


def test_lateness_counts_from_the_rungs_own_instant_also_on_a_repeat():
    day = Day().run(at("13:48"))
    assert [detail["late_s"] for _, what, detail in day.log if what == "alarm"][-2:] == [0, 180]


def test_an_interview_that_is_over_when_the_laptop_wakes_becomes_a_miss_not_noise():
    day = Day().sleep(at("18:00"))
    assert day.alarms() == []
    assert day.words()[-2:] == ["missed", "case"]


def test_an_interview_found_late_rings_at_once():
    assert Day(seen_at=at("13:50")).alarms() == [("24 13:50", "soon")]


def test_a_moved_interview_is_armed_again_under_a_new_generation():
    day = Day().run(at("13:46"))
    day.give(Seen(interview(at("16:00")), "cal"))
    assert day.watch.generation == 2
    assert [intent.what for intent in day.intents if isinstance(intent, Tell)] == ["moved"]
    assert day.run(at("15:46")).alarms()[-1] == ("24 15:45", "soon")
    assert not [when for when, _ in day.alarms() if "24 13:46" < when < "24 15:00"]


def test_a_moved_interview_that_was_confirmed_wants_a_new_confirmation():
    day = Day().run(at("13:56"))
    day.answer(Do.CONFIRM)
    day.give(Seen(interview(at("16:00")), "cal"))
    assert day.watch.phase is Phase.EXPECTED


def test_an_answer_to_an_alarm_of_an_old_generation_is_refused():
    day = Day().run(at("13:56"))
    day.give(Seen(interview(at("16:00")), "cal"))
    assert day.answer(Do.CONFIRM, generation=1).refused
    assert day.watch.phase is Phase.EXPECTED


@pytest.mark.parametrize(("why", "told"), [(Why.CANCELLED, "cancelled"), (Why.VANISHED, "vanished")])
def test_an_interview_that_is_called_off_is_told_and_rings_no_more(why, told):
    day = Day().run(at("13:11"))
    day.give(Gone("cal", why))
    assert Tell(told) in day.intents
    before = len(day.alarms())
    assert len(day.run(at("18:00")).alarms()) == before
    assert "case" not in day.words()


def test_an_interview_that_another_calendar_still_carries_goes_on():
    day = Day().run(at("13:00"))
    day.give(Seen(interview(), "second"))
    day.give(Gone("cal", Why.VANISHED))
    assert ("24 13:45", "soon") in day.run(at("13:45")).alarms()


def test_an_interview_that_comes_back_is_armed_again():
    day = Day().run(at("12:00"))
    day.give(Gone("cal", Why.VANISHED))
    day.give(Seen(interview(), "cal"))
    assert ("24 13:45", "soon") in day.run(at("13:45")).alarms()


def test_a_vanished_interview_that_is_still_on_is_armed_again():
    day = Day().run(at("12:00"))
    day.give(Gone("cal", Why.VANISHED))
    day.answer(Do.MINE)
    assert ("24 13:45", "soon") in day.run(at("13:45")).alarms()


def test_what_is_not_an_interview_stays_dismissed_when_it_is_seen_again():
    day = Day().run(at("12:00"))
    day.answer(Do.NOT_MINE)
    day.give(Seen(interview(at("15:00")), "cal"))
    assert day.run(at("18:00")).alarms() == [("23 19:00", "evening before"), ("24 08:00", "morning of")]


def test_a_maybe_asks_and_never_opens_a_case():
    day = Day(first=interview(verdict=Verdict.MAYBE)).run(at("18:00"))
    assert day.words().count("asked") == 2
    assert "case" not in day.words()
    assert all(detail["channels"] == ["desktop"] for _, what, detail in day.log if what == "alarm")


def test_a_maybe_that_is_one_gets_the_whole_ladder():
    day = Day(first=interview(verdict=Verdict.MAYBE)).run(at("12:00"))
    day.answer(Do.MINE)
    day.give(Seen(interview(verdict=Verdict.MAYBE), "cal"))
    assert "missed" in day.run(at("18:00")).words()


def test_an_all_day_interview_slept_through_is_asked_about_once():
    midnight = at("00:00", 25)
    day = Day(first=interview(midnight, all_day=True, end=midnight + timedelta(days=1))).sleep(at("09:00", 26))
    assert day.intents == [Silence(), Tell("passed")]
    assert day.watch.phase is Phase.PASSED
    assert not day.answer(Do.MISSED).refused
    assert day.watch.case.step is Step.GATHER


def test_an_all_day_interview_asks_for_the_hour_and_opens_no_case():
    midnight = at("0:00")
    day = Day(first=interview(midnight, all_day=True, end=midnight + timedelta(days=1))).run(at("12:00", 26))
    assert [rung for _, rung in day.alarms()] == ["evening before", "morning of"]
    assert day.words().count("asked") == 1
    assert "case" not in day.words()


def test_a_deadline_ends_with_done_and_its_case_asks_for_an_extension():
    missed = Day(first=interview(kind=Kind.DEADLINE)).run(at("18:00"))
    assert missed.drafts() == ["extension"]
    met = Day(first=interview(kind=Kind.DEADLINE)).run(at("13:01"))
    met.answer(Do.DONE)
    assert "missed" not in met.run(at("18:00")).words()


def test_who_cannot_make_it_gets_a_request_for_another_date_before_the_start():
    day = Day().run(at("9:00"))
    day.answer(Do.CANT)
    assert day.watch.phase is Phase.RECOVERING
    assert day.drafts() == ["reschedule", "call_script"]
    assert "missed" not in day.run(at("18:00")).words()


def test_who_is_not_there_while_it_runs_has_a_case_at_once():
    day = Day().run(at("14:03"))
    day.answer(Do.MISSED)
    assert day.watch.case.step is Step.GATHER
    assert day.drafts() == ["email", "call_script", "voicemail"]


def test_who_confirmed_and_did_not_go_can_say_so():
    day = Day().run(at("13:56"))
    day.answer(Do.CONFIRM)
    day.run(at("16:00"))
    day.answer(Do.MISSED)
    assert day.watch.phase is Phase.RECOVERING


def test_having_been_there_closes_the_case_and_withdraws_the_drafts():
    day = Day().run(at("14:16"))
    day.give(Stepped(Step.ATTENDED, "yes", "test"))
    assert day.watch.phase is Phase.ATTENDED
    assert WithdrawDrafts() in day.intents
    assert day.log[-1][1:] == ("closed", {"outcome": "attended after all"})


def test_not_having_been_there_leads_on_to_the_next_step():
    day = Day().run(at("14:16"))
    day.give(Stepped(Step.ATTENDED, "no", "test"))
    assert day.watch.phase is Phase.RECOVERING
    for step in (Step.GATHER, Step.EXPLAIN, Step.CALL, Step.EMAIL, Step.OFFER):
        day.give(Stepped(step, "done", "test"))
    assert day.watch.case.step is Step.REPLY
    day.give(Stepped(Step.REPLY, "refused", "test"))
    assert (day.watch.phase, wake_at(day.watch)) == (Phase.CLOSED, None)


def test_a_case_closes_only_on_an_outcome_of_the_design():
    day = Day().run(at("14:16"))
    assert day.give(Stepped(Step.CLOSE, "whatever", "test")).refused
    assert not day.give(Stepped(Step.CLOSE, "withdrawn", "test")).refused


def test_an_open_question_is_asked_again_with_growing_pauses():
    day = Day().run(at("14:15", 27))
    assert [when for when, what, _ in day.log if what == "asked"][:4] == [
        "24 14:20",
        "24 14:30",
        "24 15:00",
        "24 16:15",
    ]


def test_a_ring_that_nobody_took_is_due_again_in_half_a_minute():
    day = Day().run(at("8:00"))
    day.give(RingFailed("morning of", 1, 1))
    assert wake_at(day.watch) == at("8:00") + timedelta(seconds=30)


def test_a_failed_ring_of_an_old_generation_changes_nothing():
    day = Day().run(at("8:00"))
    day.give(RingFailed("morning of", 1, 0))
    assert wake_at(day.watch) == at("13:00")


def test_undoing_a_confirmation_rings_again_at_once():
    day = Day().run(at("13:56"))
    day.answer(Do.CONFIRM)
    assert not day.answer(Do.UNDO).refused
    day.run(day.now)
    assert day.watch.phase is Phase.EXPECTED
    assert day.alarms()[-1] == ("24 13:56", "door")


def test_an_answer_can_be_taken_back_for_a_quarter_of_an_hour_only():
    day = Day().run(at("13:00"))
    day.answer(Do.NOT_MINE)
    day.now += timedelta(minutes=16)
    assert day.answer(Do.UNDO).refused


def test_undoing_cant_withdraws_its_drafts():
    day = Day().run(at("9:00"))
    day.answer(Do.CANT)
    day.answer(Do.UNDO)
    assert WithdrawDrafts() in day.intents
    assert ("24 13:45", "soon") in day.run(at("13:45")).alarms()


def test_a_place_that_becomes_known_moves_the_get_ready_rung_and_rings_nothing_twice():
    day = Day().run(at("9:00"))
    day.give(Seen(interview(place="Main St 1"), "cal"))
    rung = [("24 12:30", "get ready"), ("24 12:40", "get ready"), ("24 12:50", "get ready"), ("24 13:00", "get ready")]
    assert day.run(at("13:00")).alarms()[-4:] == rung
    assert day.alarms().count(("24 08:00", "morning of")) == 1


def test_an_interview_moved_while_its_case_is_open_closes_the_case_as_rescheduled():
    day = Day().run(at("14:20"))
    day.give(Seen(interview(at("16:00", 26)), "cal"))
    assert ("closed", {"outcome": "rescheduled"}) in [(what, detail) for _, what, detail in day.log]
    assert day.watch.phase is Phase.EXPECTED


def test_a_ring_names_its_rung_its_attempt_and_its_own_instant():
    day = Day().run(at("13:48"))
    ring = [intent for intent in day.intents if isinstance(intent, Ring)][-1]
    assert (ring.rung, ring.attempt, ring.due) == ("soon", 2, at("13:45"))


def test_being_late_before_anything_has_rung_stops_nothing():
    day = Day().run(at("12:30"))
    assert day.answer(Do.LATE).refused
    assert ("24 13:00", "get ready") in day.run(at("13:00")).alarms()


def test_a_change_of_place_leaves_the_buttons_of_a_shown_alarm_good():
    day = Day().run(at("14:10"))
    shown = day.watch.generation
    day.give(Seen(interview(place="Main St 1"), "cal"))
    assert not day.answer(Do.CONFIRM, generation=shown).refused
    assert day.watch.phase is Phase.CONFIRMED


def test_two_calendars_with_different_times_do_not_fight():
    day = Day().run(at("13:50"))
    day.answer(Do.CONFIRM)
    for _ in range(3):
        day.give(Seen(interview(at("15:00")), "mirror"))
        day.give(Seen(interview(), "cal"))
    assert (day.watch.phase, day.watch.generation) == (Phase.CONFIRMED, 1)


def test_the_second_calendar_leads_when_the_first_cannot_be_read():
    day = Day().run(at("9:00"))
    day.give(Seen(interview(), "mirror"))
    day.give(Demoted("cal"))
    day.give(Seen(interview(at("13:00")), "mirror"))
    assert ("24 12:45", "soon") in day.run(at("12:45")).alarms()


def test_the_source_that_led_before_it_failed_leads_again_when_it_is_back():
    day = Day().run(at("9:00"))
    day.give(Seen(interview(), "mirror"))
    day.give(Demoted("cal"))
    day.give(Seen(interview(), "mirror"))
    day.give(Seen(interview(at("13:00")), "cal"))
    day.give(Seen(interview(), "mirror"))
    assert ("24 12:45", "soon") in day.run(at("12:45")).alarms()


def test_after_a_move_a_reminder_that_has_rung_cannot_be_snoozed_into_ringing_again():
    day = Day().run(at("9:00"))
    day.give(Seen(interview(at("15:00")), "cal"))
    assert day.answer(Do.SNOOZE).refused
    assert [rung for _, rung in day.run(at("13:59")).alarms()] == ["evening before", "morning of"]


def test_a_reminder_that_was_put_off_comes_again_after_a_move():
    day = Day().run(at("9:00"))
    day.answer(Do.SNOOZE, minutes=30)
    day.give(Seen(interview(at("15:00")), "cal"))
    assert day.run(at("13:59")).alarms()[-1] == ("24 09:30", "morning of")


def test_a_clock_that_was_ahead_and_is_set_right_loses_no_alarm():
    day = Day().sleep(at("15:30"))
    assert day.watch.phase is Phase.MISSED
    day.now = at("13:30")
    day.give(Woke())
    assert WithdrawDrafts() in day.intents
    day.run(at("13:55"))
    assert day.alarms()[-1] == ("24 13:55", "door")


def test_a_clock_set_back_before_the_start_rings_the_rungs_again():
    day = Day().sleep(at("14:05"))
    day.now = at("12:05")
    day.give(Woke())
    day.run(at("13:46"))
    assert ("24 13:45", "soon") in day.alarms()


def test_they_did_not_come_and_then_no_leaves_only_the_apology():
    day = Day().run(at("14:16"))
    day.give(Stepped(Step.ATTENDED, "interviewer-absent", "test"))
    day.give(Stepped(Step.ATTENDED, "no", "test"))
    assert day.watch.case.drafts == (DraftKind.EMAIL, DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL)
    last = len(day.intents) - day.intents[::-1].index(WithdrawDrafts())
    assert [i.kind.value for i in day.intents[last:] if isinstance(i, WriteDraft)] == [
        "email",
        "call_script",
        "voicemail",
    ]


@pytest.mark.parametrize("said", ["Yes", "done", "", "maybe"])
def test_an_answer_that_is_none_is_not_taken_for_a_no(said):
    day = Day().run(at("14:16"))
    assert day.give(Stepped(Step.ATTENDED, said, "test")).refused
    assert day.watch.phase is Phase.MISSED


def test_a_step_can_be_taken_back():
    day = Day().run(at("14:16"))
    day.give(Stepped(Step.ATTENDED, "yes", "test"))
    assert not day.answer(Do.UNDO).refused
    assert (day.watch.phase, day.watch.case.step) == (Phase.MISSED, Step.ATTENDED)
    assert day.drafts() == ["email", "call_script", "voicemail"] * 2


def test_taking_back_a_later_step_keeps_the_case():
    day = Day().run(at("14:03"))
    day.answer(Do.MISSED)
    day.give(Stepped(Step.GATHER, "done", "test"))
    day.answer(Do.UNDO)
    assert (day.watch.phase, day.watch.case.step) == (Phase.RECOVERING, Step.GATHER)


def test_an_interview_moved_while_its_case_is_open_withdraws_the_apology():
    day = Day().run(at("14:20"))
    day.give(Seen(interview(at("16:00", 26)), "cal"))
    assert WithdrawDrafts() in day.intents


def test_a_cancellation_after_the_no_show_does_not_end_the_recovery():
    day = Day().run(at("14:16"))
    day.give(Stepped(Step.ATTENDED, "no", "test"))
    day.give(Gone("cal", Why.CANCELLED))
    assert day.watch.phase is Phase.RECOVERING
    assert WithdrawDrafts() not in day.intents


def test_the_reason_for_not_coming_is_kept_for_the_person_alone():
    day = Day().run(at("9:00"))
    day.answer(Do.CANT, reason="the train")
    assert [detail["reason"] for _, what, detail in day.log if what == "case"] == ["the train"]


def test_who_says_i_know_to_a_message_is_not_refused():
    day = Day().run(at("12:00", 23))
    decision = day.answer(Do.ACK)
    assert not decision.refused
    assert ("24 13:00", "get ready") in day.run(at("13:00")).alarms()
