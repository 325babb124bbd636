"""The words on an alarm."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.announce import announce_case, announce_ring, announce_tell
from showup.engine import OpenCase, Ring, Rules, Step, Tell
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Kind, Occurrence, Urgency, Verdict

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 24, 13, tzinfo=UTC)


def watch(title="Interview with Marlow", verdict=Verdict.INTERVIEW, **judged):
    occurrence = Occurrence("cal", "u1", START, START + timedelta(hours=1), title=title)
    interview = Interview(occurrence, Judgement(verdict, 90, **judged))
    return begin(interview, ("cal",), START - timedelta(days=2), Rules(default_policy(), BERLIN))[0]


def ring(rung, minutes_before, watch, *, attempt=1, late=0, asks=False):
    now = START - timedelta(minutes=minutes_before)
    due = now - timedelta(minutes=late)
    return announce_ring(watch, Ring(rung, attempt, due, ("desktop",), asks), now, BERLIN)


@pytest.mark.parametrize(
    ("rung", "before", "heading"),
    [
        ("evening before", 19 * 60, "Tomorrow 14:00: Interview with Marlow"),
        ("morning of", 6 * 60, "In 6 h (14:00): Interview with Marlow"),
        ("soon", 15, "In 15 min (14:00): Interview with Marlow"),
        ("start", 0, "NOW: Interview with Marlow (14:00)"),
        ("start", -7, "7 min ago: Interview with Marlow (14:00)"),
    ],
)
def test_the_heading_says_when_and_what(rung, before, heading):
    assert ring(rung, before, watch()).summary == heading


def test_a_late_alarm_says_how_late_it_is():
    assert "comes 9 min late" in ring("soon", 6, watch(), late=9).body


def test_a_repeat_is_not_called_late():
    assert "late" not in ring("soon", 6, watch(), attempt=4, late=9).body


def test_only_what_wants_a_confirmation_is_insistent_and_it_rises():
    rungs = [("get ready", 60), ("soon", 15), ("door", 5), ("start", 0)]
    said = [ring(rung, before, watch()) for rung, before in rungs]
    assert [one.insistent for one in said] == [False, False, True, True]
    assert said[2].loudness < ring("door", 4, watch(), attempt=2).loudness < said[3].loudness < 1


@pytest.mark.parametrize(("rung", "before"), [("door", 5), ("start", 0)])
def test_what_only_might_be_an_interview_is_never_insistent(rung, before):
    assert not ring(rung, before, watch(verdict=Verdict.MAYBE)).insistent


def test_early_rungs_offer_to_know_and_late_ones_to_be_there():
    assert [action.label for action in ring("get ready", 60, watch()).actions] == [
        "I know",
        "Not an interview",
        "Can't make it",
    ]
    assert [action.label for action in ring("door", 5, watch()).actions] == ["I'm there", "Snooze 2 min", "I'm late"]


def test_a_maybe_asks_what_it_is():
    announcement = ring("soon", 15, watch(verdict=Verdict.MAYBE), asks=True)
    assert [action.label for action in announcement.actions] == ["It is an interview", "It is not", "I know"]
    assert [action.do for action in announcement.actions] == ["mine", "not-mine", "ack"]
    assert announcement.body.startswith("Is this a job interview")


def test_a_maybe_that_has_asked_only_reminds():
    announcement = ring("door", 5, watch(verdict=Verdict.MAYBE))
    assert "?" not in announcement.body
    assert [action.do for action in announcement.actions] == ["mine", "not-mine", "ack"]


def test_a_deadline_is_due_and_handed_in():
    due = replace(watch(kind=Kind.DEADLINE))
    announcement = ring("last hour", 60, due)
    assert announcement.summary == "Due in 1 h (14:00): Interview with Marlow"
    assert announcement.actions[0].do == "done"


def test_the_real_host_of_the_link_is_shown():
    body = ring("soon", 15, watch(join_url="https://zoom.us.evil.example/j/1")).body
    assert "(at zoom.us.evil.example)" in body


def test_the_dial_in_has_its_pin_and_what_to_bring_stands_below_the_place():
    judged = {
        "phone": "+1 323-849-4874",
        "pin": "123456789#",
        "place": "1 Main Street",
        "bring": ("passport", "two certificates"),
    }
    body = ring("soon", 15, watch(**judged)).body
    assert "Phone: +1 323-849-4874, PIN 123456789#\nPlace: 1 Main Street\nBring: passport; two certificates" in body


def test_nobody_has_more_than_three_buttons():
    questions = [announce_case(watch(), OpenCase(Step.ATTENDED), START + timedelta(minutes=15), BERLIN)]
    tells = [
        announce_tell(watch(), Tell(what, START), START, BERLIN)
        for what in ("moved", "cancelled", "vanished", "restored", "confirmed", "asked")
    ]
    assert all(0 < len(announcement.actions) <= 3 for announcement in [*questions, *tells])


def test_a_hostile_title_is_made_plain():
    summary = ring("soon", 15, watch("Inter\u202eview\x1b[31m\nwith\u200b Marlow\x00")).summary
    assert summary == "In 15 min (14:00): Interview[31m with Marlow"


def test_what_is_to_be_typed_names_the_interview():
    assert [action.typed for action in ring("door", 5, watch()).actions] == [
        f"showup {command} {watch().key[:6]}" for command in ("here", "snooze", "draft --late")
    ]


def test_an_announcement_is_bound_to_its_interview_and_generation():
    announcement = ring("door", 5, replace(watch(), generation=3))
    assert (announcement.interview, announcement.generation) == (watch().key, 3)


def test_a_day_of_which_nothing_could_ring_is_told_with_its_date():
    told = announce_tell(watch(), Tell("passed"), START + timedelta(days=1), BERLIN)
    assert told.summary == "Were you there? Interview with Marlow"
    assert "Tuesday 24 November" in told.body
    assert [action.do for action in told.actions] == ["ack", "missed", "not-mine"]


def test_a_conflict_names_the_other_one_and_stands_beside_an_alarm():
    said = announce_tell(watch(), Tell("conflict", START, "Acme\u202e <b>"), START - timedelta(days=1), BERLIN)
    assert said.summary == "Two at once: Interview with Marlow"
    assert "At the same time: Acme <b> (14:00)." in said.body
    assert said.tag != watch().key


def test_one_that_is_off_in_one_calendar_only_is_said_to_ring_on():
    tell = Tell("doubtful", says=(("work", None), ("home", START), ("club", START)))
    said = announce_tell(watch(), tell, START - timedelta(days=1), BERLIN)
    assert "work says that it is off; home and club still have it, so its alarms go on. Is it on?" in said.body
    assert [action.label for action in said.actions] == ["It is on", "It is off"]
    assert [action.do for action in said.actions] == ["mine", "not-mine"]


def test_one_that_the_person_declined_in_one_calendar_is_not_said_to_be_called_off():
    tell = Tell("declined", says=(("work", None), ("home", START)))
    said = announce_tell(watch(), tell, START - timedelta(days=1), BERLIN)
    assert said.summary.startswith("Declined in one calendar")
    assert "work says that you declined it; home still has it" in said.body


def test_calendars_that_disagree_are_named_with_their_times():
    tell = Tell("disagree", says=(("work", START + timedelta(hours=1)), ("home", START)))
    said = announce_tell(watch(), tell, START - timedelta(days=1), BERLIN)
    assert "work says 15:00, home says 14:00; showup rings for Tomorrow 24 November, 14:00." in said.body
    assert said.tag.endswith(":disagree")


def test_times_on_several_days_are_told_with_their_days():
    tell = Tell("disagree", says=(("work", START + timedelta(days=1)), ("home", START)))
    said = announce_tell(watch(), tell, START - timedelta(days=1), BERLIN)
    assert "work says Wed 25 November, 14:00, home says Tue 24 November, 14:00;" in said.body


def test_one_that_no_calendar_has_any_more_is_said_to_ring_on():
    said = announce_tell(watch(), Tell("unread", says=(("work", START),)), START - timedelta(days=1), BERLIN)
    assert "It was known from work, which the configuration does not have now." in said.body
    assert "It goes on ringing as it was last known. Is it on?" in said.body


@pytest.mark.parametrize(("rung", "before", "urgency"), [("soon", 15, Urgency.NORMAL), ("door", 5, Urgency.CRITICAL)])
def test_to_who_is_in_another_interview_an_alarm_is_mild_until_the_door_and_silent(rung, before, urgency):
    now = START - timedelta(minutes=before)
    said = announce_ring(watch(), Ring(rung, 1, now, ("desktop",), quiet=True), now, BERLIN)
    assert said.quiet
    assert said.urgency is urgency
    assert "You are in another interview" in said.body
