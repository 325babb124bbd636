"""Interviews that stand in several calendars, or in the place of one another: what the desk makes of them."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Answered, Case, CaseWhy, Do, Phase, Ring, Rules, Silence, Step, Stepped, Tell
from showup.engine.merge import Synced
from showup.ladder import default_policy
from showup.ledger.memory import MemoryLedger
from showup.model import ADDED, Interview, Judgement, Occurrence, Participant, Profile, Verdict, Window
from showup.service.desk import Desk

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
NOW = START - timedelta(days=3)
DOOR = START - timedelta(minutes=5)
ME = Profile("Robin", ("me@home.example",), zone="UTC")
DANA = Participant("dana@marlow.example", "Dana Whitfield")
BO = Participant("bo@acme.example", "Bo Lind")


def interview(uid="ats", source="jobs", hours=0.0, title="Interview with Marlow", verdict=Verdict.INTERVIEW, **more):
    start = START + timedelta(hours=hours)
    occurrence = Occurrence(source, uid, start, start + timedelta(hours=1), title=title, organizer=DANA)
    judgement = Judgement(verdict, 90, company="Marlow")
    return Interview(replace(occurrence, **more), judgement)


def called_off(of):
    judged = replace(of.judgement, verdict=Verdict.NO, called_off=True)
    return Interview(replace(of.occurrence, status="CANCELLED"), judged)


OTHER = Interview(
    Occurrence("jobs", "other", START, START + timedelta(hours=1), title="Interview with Acme", organizer=BO),
    Judgement(Verdict.INTERVIEW, 90, company="Acme"),
)
ATS = interview()
OWN = interview("own", "home", title="Marlow!")


class Person:
    """A desk, and what it tells."""

    def __init__(self):
        self.desk = Desk(MemoryLedger(), Rules(default_policy(), ZoneInfo("UTC")), ME)

    def hears(self, source, *interviews, now=NOW):
        window = Window(START - timedelta(days=9), START + timedelta(days=30))
        done = self.desk.sync(Synced(source, window, interviews, len(interviews) + 1), now)
        self.doubtful = done.doubtful
        self.noted = [note.what for _, note in done.notes]
        self.told = [(c.intent.what, self[c.interview]) for c in done.claims if isinstance(c.intent, Tell)]
        return done

    def __getitem__(self, key):
        return self.desk.watches[key].interview.occurrence.uid

    def of(self, one):
        return self.desk.watches[one.key]

    def rings(self, now):
        return [(self[c.interview], c.intent.rung) for c in self.desk.tick(now).claims if isinstance(c.intent, Ring)]

    def says(self, do, about, now, **more):
        return self.desk.give(about.key, Answered(do, "test", **more), now)


@pytest.fixture
def person():
    return Person()


@pytest.fixture
def both(person):
    """The invitation leads, and the person's own entry is its copy."""
    person.hears("jobs", ATS)
    person.hears("home", OWN)
    return person


def test_the_same_interview_under_two_uids_has_one_ladder(both):
    assert both.told == both.noted == []
    assert both.rings(DOOR) == [("ats", "door")]
    assert both.of(OWN).twin == ATS.key


def test_two_uids_in_one_answer_are_one_interview_too(person):
    person.hears("jobs", OWN, ATS)
    assert person.noted == ["planned"]
    assert len(person.rings(DOOR)) == 1


def test_two_interviews_at_the_same_time_stay_two_and_that_is_told_once(person):
    person.hears("jobs", ATS, OTHER)
    assert [what for what, _ in person.told] == ["conflict"]
    assert person.noted.count("conflict") == 1
    assert {uid for uid, _ in person.rings(DOOR)} == {"ats", "other"}
    person.hears("jobs", ATS, replace(OTHER, judgement=replace(OTHER.judgement, score=91)))
    assert person.told == []


def test_one_that_comes_to_overlap_another_is_told_and_told_again_only_when_it_came_back(person):
    later = interview("later", hours=3, title="Interview with Acme", organizer=BO)
    later = replace(later, judgement=replace(later.judgement, company="Acme"))

    def at(hours):
        start = START + timedelta(hours=hours)
        return replace(later, occurrence=replace(later.occurrence, start=start, end=start + timedelta(hours=1)))

    person.hears("jobs", ATS, later)
    assert person.told == []
    person.hears("jobs", ATS, at(0.5))
    assert ("conflict", "later") in person.told
    person.hears("jobs", ATS, at(0.75))
    assert [what for what, _ in person.told] == ["moved"]
    person.hears("jobs", ATS, at(3))
    assert person.of(ATS).overlaps == ()
    person.hears("jobs", ATS, at(0.5))
    assert ("conflict", "later") in person.told


def test_one_after_the_other_is_no_conflict(person):
    person.hears("jobs", ATS, replace(OTHER, occurrence=replace(OTHER.occurrence, start=START + timedelta(hours=1))))
    assert person.told == []


def test_a_maybe_is_in_conflict_with_nothing(person):
    person.hears("jobs", ATS, replace(OTHER, judgement=replace(OTHER.judgement, verdict=Verdict.MAYBE)))
    assert person.told == []


def test_a_day_on_site_is_in_no_conflict_with_its_own_talks(person):
    talk = interview("talk", hours=1)
    person.hears("jobs", interview(end=START + timedelta(hours=6)), talk)
    assert person.told == []


def test_a_confirmation_of_one_is_a_confirmation_of_both(both):
    both.rings(DOOR)
    both.says(Do.CONFIRM, OWN, DOOR)
    assert both.of(ATS).phase is Phase.CONFIRMED
    assert both.rings(START) == []


def test_when_the_one_that_rings_is_called_off_the_copy_rings_on_and_the_person_is_asked(both):
    both.hears("jobs", called_off(ATS))
    assert both.told == [("doubtful", "own")]
    assert "asked" in both.noted
    assert both.rings(DOOR) == [("own", "door")]


def test_when_the_one_that_rings_vanishes_the_copy_rings_on_without_a_word(both):
    both.hears("jobs")
    assert both.told == []
    assert both.rings(DOOR) == [("own", "door")]


def test_the_copy_rings_on_where_the_other_one_stood(both):
    both.rings(START - timedelta(minutes=60))
    both.says(Do.ACK, ATS, START - timedelta(minutes=59))
    both.hears("jobs", now=START - timedelta(minutes=50))
    assert both.rings(START - timedelta(minutes=45)) == []
    assert both.rings(START - timedelta(minutes=15)) == [("own", "soon")]


def test_a_copy_that_takes_over_a_ringing_alarm_rings_at_once(both):
    both.rings(DOOR)
    done = both.hears("jobs", now=DOOR + timedelta(seconds=20))
    assert [both[c.interview] for c in done.claims if isinstance(c.intent, Silence)] == ["ats"]
    assert both.rings(DOOR + timedelta(seconds=20)) == [("own", "door")]


def test_a_confirmation_holds_for_the_copy_that_is_left(both):
    both.rings(DOOR)
    both.says(Do.CONFIRM, ATS, DOOR)
    both.hears("jobs", now=DOOR)
    assert both.of(OWN).phase is Phase.CONFIRMED
    assert both.rings(START) == []


def test_what_the_person_will_not_come_to_does_not_ring_from_a_copy_either(both):
    both.says(Do.CANT, ATS, NOW)
    both.hears("jobs", called_off(ATS))
    assert both.rings(DOOR) == []


def test_a_copy_that_is_called_off_is_asked_about_and_the_other_rings_on(both):
    both.hears("home", called_off(OWN))
    assert both.told == [("doubtful", "ats")]
    assert both.rings(DOOR) == [("ats", "door")]


def test_when_both_are_called_off_nothing_rings_and_it_is_told(both):
    both.hears("home", called_off(OWN))
    both.hears("jobs", called_off(ATS))
    assert both.told == [("cancelled", "ats")]
    assert both.rings(DOOR) == []


def test_three_copies_hand_over_one_after_the_other(both):
    third = interview("third", "feed")
    both.hears("feed", third)
    both.hears("jobs")
    assert len(both.rings(DOOR)) == 1
    both.hears("feed" if both.of(third).twin is None else "home", now=DOOR)
    assert len(both.rings(DOOR + timedelta(minutes=2))) == 1


def test_a_copy_that_moves_first_rings_for_both_times_until_the_other_follows(both):
    both.hears("home", interview("own", "home", 2, "Marlow!"))
    assert both.told == [("moved", "own")]
    assert both.doubtful == ("jobs",)
    assert sorted(both.rings(DOOR)) == [("ats", "door"), ("own", "morning of")]
    both.hears("jobs", interview(hours=2), now=DOOR)
    assert len(both.rings(DOOR + timedelta(hours=2))) == 1


def test_a_copy_that_lags_behind_does_not_ring_at_the_old_time(both):
    both.hears("jobs", interview(hours=2))
    assert both.told == [("moved", "ats")]
    assert both.doubtful == ("home",)
    both.hears("home", OWN)
    assert both.rings(DOOR) == [("ats", "morning of")]
    assert both.rings(DOOR + timedelta(hours=2)) == [("ats", "door")]


def test_a_copy_that_is_back_rings_when_the_one_that_rang_for_it_is_off(both):
    both.hears("home")
    both.hears("jobs")
    both.hears("home", OWN)
    assert both.rings(DOOR) == [("own", "door")]


def test_a_firm_interview_does_not_fall_silent_behind_a_doubtful_copy(person):
    person.hears("home", replace(OWN, judgement=replace(OWN.judgement, verdict=Verdict.MAYBE)))
    person.hears("jobs", ATS)
    assert not person.of(ATS).plan.soft
    assert person.rings(DOOR) == [("ats", "door")]


def test_a_doubtful_entry_that_was_dismissed_silences_no_firm_interview(person):
    person.hears("home", replace(OWN, judgement=replace(OWN.judgement, verdict=Verdict.MAYBE)))
    person.says(Do.NOT_MINE, OWN, NOW)
    person.hears("jobs", ATS)
    assert person.rings(DOOR) == [("ats", "door")]


def test_an_interview_that_was_dismissed_does_not_come_back_as_a_copy(person):
    person.hears("jobs", ATS)
    person.says(Do.NOT_MINE, ATS, NOW)
    person.hears("home", OWN)
    assert person.rings(DOOR) == []


def test_a_button_of_the_copy_that_rang_before_counts_for_the_same_time_only(both):
    earlier = interview("own", "home", 2, "Marlow!")
    both.hears("home", earlier)
    generation = both.of(OWN).generation
    both.hears("jobs", interview(hours=2))
    silent, rings = sorted((both.of(ATS), both.of(OWN)), key=lambda watch: watch.twin is None)
    at = DOOR + timedelta(hours=2)
    both.rings(at)
    stale = both.desk.give(silent.key, Answered(Do.CONFIRM, "test", silent.generation - 1), at)
    assert stale.refused
    assert not both.desk.give(silent.key, Answered(Do.CONFIRM, "test", silent.generation), at).refused
    assert both.desk.watches[rings.key].phase is Phase.CONFIRMED
    assert generation > 1


def test_one_whose_leader_is_known_no_more_rings_for_itself(both):
    both.desk.watches = {OWN.key: both.of(OWN)}
    both.desk.woke(NOW)
    assert both.rings(DOOR) == [("own", "door")]


# -------------------------------------------------------------- rescheduled


NEW = interview("new", hours=24)


@pytest.mark.parametrize("first", [called_off(ATS), None], ids=["cancelled", "vanished"])
def test_a_cancellation_and_a_new_uid_in_one_answer_are_a_move(person, first):
    person.hears("jobs", ATS)
    done = person.hears("jobs", *([first] if first else []), NEW)
    assert person.told == [("moved", "new")]
    assert sorted(person.noted) == ["moved", "planned"]
    (moved,) = [note.detail for _, note in done.notes if note.what == "moved"]
    assert (moved["from"], moved["to"], moved["in_place_of"]) == (
        START.isoformat(),
        (START + timedelta(hours=24)).isoformat(),
        "ats",
    )
    assert person.rings(DOOR) == []
    assert person.rings(DOOR + timedelta(hours=24)) == [("new", "door")]


def test_a_new_uid_some_days_after_the_cancellation_is_a_move(person):
    person.hears("jobs", ATS)
    person.hears("jobs", called_off(ATS))
    assert person.told == [("cancelled", "ats")]
    person.hears("jobs", NEW, now=NOW + timedelta(days=2))
    assert person.told == [("moved", "new")]


def test_a_new_uid_some_days_before_the_cancellation_is_a_move(person):
    person.hears("jobs", ATS)
    person.hears("jobs", ATS, NEW, now=NOW + timedelta(days=1))
    assert person.told == []
    person.hears("jobs", called_off(ATS), NEW, now=NOW + timedelta(days=2))
    assert person.told == [("moved", "new")]


def test_two_rounds_that_were_known_from_the_start_are_not_taken_for_one(person):
    person.hears("jobs", ATS, NEW)
    person.hears("jobs", called_off(ATS), NEW)
    assert person.told == [("cancelled", "ats")]


def test_a_cancellation_and_another_employers_interview_are_two_things(person):
    person.hears("jobs", ATS)
    person.hears("jobs", called_off(ATS), OTHER)
    assert person.told == [("cancelled", "ats")]


def test_one_that_was_taken_for_another_is_not_taken_for_it_twice(person):
    person.hears("jobs", ATS)
    person.hears("jobs", called_off(ATS), NEW)
    person.hears("jobs", NEW, interview("round two", hours=48))
    assert person.told == []


def test_the_same_time_under_a_new_uid_is_no_move(person):
    person.hears("jobs", ATS)
    person.hears("jobs", called_off(ATS))
    person.hears("jobs", interview("again"))
    assert person.told == [("restored", "again")]
    assert person.rings(DOOR) == [("again", "door")]


def test_one_that_comes_back_after_it_was_replaced_rings_too(person):
    person.hears("jobs", ATS)
    person.hears("jobs", NEW)
    person.hears("jobs", ATS, NEW)
    assert person.told == [("restored", "ats")]
    assert person.rings(DOOR) == [("ats", "door")]


def test_the_case_of_one_that_got_another_date_closes_as_rescheduled(person):
    person.hears("jobs", ATS)
    person.says(Do.CANT, ATS, NOW)
    assert person.of(ATS).case == replace(person.of(ATS).case or Case(CaseWhy.CANT, NOW, Step.CALL), outcome=None)
    person.hears("jobs", ATS, NEW)
    case = person.of(ATS).case
    assert (person.of(ATS).phase, case and case.outcome) == (Phase.CLOSED, "rescheduled")
    assert person.told == [("moved", "new")]


def test_a_miss_that_nobody_has_spoken_of_is_not_closed_by_a_next_round(person):
    person.hears("jobs", ATS)
    after = START + timedelta(hours=2)
    person.desk.tick(after)
    person.hears("jobs", ATS, NEW, now=after)
    assert person.of(ATS).phase is Phase.MISSED


def test_a_mine_of_the_person_goes_with_it(person):
    maybe = replace(ATS, judgement=replace(ATS.judgement, verdict=Verdict.MAYBE))
    person.hears("jobs", maybe)
    person.says(Do.MINE, ATS, NOW)
    person.hears("jobs", replace(NEW, judgement=replace(NEW.judgement, verdict=Verdict.MAYBE)))
    assert not person.of(NEW).plan.soft


def test_a_calendar_of_thousands_at_once_is_taken_in_reasonable_time(person):
    """It is no person's, and must not keep the alarms of others waiting."""
    person.hears("jobs", *(interview(str(n), title="Interview with Marlow") for n in range(2000)))
    assert len(person.rings(DOOR)) == 2000
    person.hears("jobs", *(interview(f"new {n}", hours=24) for n in range(2000)), now=DOOR)
    assert len(person.rings(DOOR + timedelta(hours=24))) == 2000


def test_one_calendar_of_two_that_calls_it_off_is_asked_about(person):
    person.hears("jobs", ATS)
    person.hears("feed", ATS)
    person.hears("feed", called_off(ATS))
    assert person.told == [("doubtful", "ats")]
    assert person.rings(DOOR) == [("ats", "door")]


def test_when_the_leading_calendar_loses_it_the_other_one_is_asked_soon(person):
    person.hears("jobs", ATS)
    person.hears("feed", ATS)
    assert person.doubtful == ()
    person.hears("jobs")
    assert person.doubtful == ("feed",)


# --------------------------------------------- one UID in several calendars


@pytest.fixture
def shared(person):
    """An export that is never renewed leads; the living calendar has the same event under the same UID."""
    person.hears("export", ATS)
    person.hears("living", ATS)
    return person


def test_who_puts_it_to_another_time_leads_however_long_another_calendar_stays_behind(shared):
    shared.hears("living", interview(hours=-2))
    assert shared.told == [("moved", "ats")]
    assert shared.doubtful == ("export",)
    for source, said in (("export", ATS), ("living", interview(hours=-2))):
        shared.hears(source, said)
        assert shared.told == shared.noted == []
    assert shared.rings(DOOR - timedelta(hours=2)) == [("ats", "door")]


def test_the_one_that_stayed_behind_leads_again_when_it_has_news_itself(shared):
    shared.hears("living", interview(hours=-2))
    shared.hears("export", interview(hours=3))
    assert shared.told == [("moved", "ats")]
    shared.hears("living", interview(hours=-2))
    assert shared.told == []
    assert shared.of(ATS).plan.due == START + timedelta(hours=3)


def test_two_calendars_that_never_agreed_do_not_fight(person):
    person.hears("export", ATS)
    person.hears("living", interview(hours=1))
    for _ in range(2):
        for source, said in (("living", interview(hours=1)), ("export", ATS)):
            person.hears(source, said)
            assert person.told == person.noted == []


def test_what_a_failing_calendar_said_is_no_news_when_it_says_it_again(shared):
    window = Window(START - timedelta(days=9), START + timedelta(days=30))
    shared.desk.sync(Synced("export", window, failure="no disk"), NOW)
    shared.hears("living", interview(hours=-2))
    shared.hears("export", ATS)  # it led before it failed, and leads again
    assert shared.of(ATS).plan.due == START
    shared.hears("living", interview(hours=-2))
    assert shared.told == []


def test_a_mine_said_of_a_copy_holds_when_the_one_that_rang_is_gone(person):
    maybe = replace(OWN, judgement=replace(OWN.judgement, verdict=Verdict.MAYBE))
    person.hears("home", maybe)
    person.says(Do.MINE, maybe, NOW)
    person.hears("jobs", replace(ATS, judgement=replace(ATS.judgement, join_url="https://zoom.us/j/86543210987")))
    assert person.of(OWN).twin == ATS.key
    person.hears("jobs")
    person.hears("home", replace(OWN, judgement=replace(OWN.judgement, verdict=Verdict.NO)))
    assert person.told == []
    assert not person.of(OWN).plan.soft
    assert person.rings(DOOR) == [("own", "door")]


def test_a_firm_interview_that_vanishes_is_told_when_its_copy_would_only_ask(person):
    person.hears("jobs", ATS)
    person.hears("home", replace(OWN, judgement=replace(OWN.judgement, verdict=Verdict.MAYBE)))
    person.hears("jobs")
    assert person.told == [("vanished", "ats")]
    assert person.rings(DOOR) == [("own", "door")]


def test_a_miss_that_the_person_has_owned_to_closes_with_the_new_date(person):
    person.hears("jobs", ATS)
    after = START + timedelta(hours=2)
    person.desk.tick(after)
    person.desk.give(ATS.key, Stepped(Step.ATTENDED, "no", "test"), after)
    person.hears("jobs", ATS, NEW, now=after)
    assert person.told == [("moved", "new")]
    assert (person.of(ATS).phase, person.of(ATS).case.outcome) == (Phase.CLOSED, "rescheduled")


def test_a_calendar_of_thousands_spread_over_days_is_moved_in_reasonable_time(person):
    """A minute of it would be a minute in which nothing rings."""
    many = [interview(str(n), hours=n / 25, title=f"Interview with Marlow {n}") for n in range(3000)]
    later = [interview(str(n), hours=n / 25 + 1, title=f"Interview with Marlow {n}") for n in range(3000)]
    person.hears("jobs", *many)
    began = time.process_time()
    person.hears("jobs", *later)
    person.hears("jobs", *map(called_off, later))
    assert time.process_time() - began < 15


def test_a_calendar_that_has_both_and_calls_the_copy_off_raises_no_doubt(person):
    person.hears("jobs", ATS, OWN)
    ring, copy = (ATS, OWN) if person.of(ATS).twin is None else (OWN, ATS)
    person.hears("jobs", ring, called_off(copy))
    assert person.told == []
    assert len(person.rings(DOOR)) == 1


def test_who_was_not_there_is_not_given_a_date_before_that(person):
    person.hears("jobs", ATS)
    after = START + timedelta(hours=2)
    person.desk.tick(after)
    person.desk.give(ATS.key, Stepped(Step.ATTENDED, "no", "test"), after)
    person.hears("jobs", ATS, interview("earlier", hours=-24), now=START - timedelta(days=2))  # the clock was set back
    assert person.of(ATS).phase is Phase.RECOVERING


def test_entries_without_a_zone_that_come_to_the_same_time_with_the_persons_zone_have_one_ladder(person):
    floats = interview(floating=True, zone="UTC")
    fixed = interview("own", "home", hours=1, title="Interview with Marlow")
    person.hears("jobs", floats)
    person.hears("home", fixed)
    assert person.of(OWN).twin is person.of(ATS).twin is None
    person.desk.woke(NOW, ZoneInfo("Etc/GMT+1"))
    assert len(person.rings(DOOR + timedelta(hours=1))) == 1


def test_one_that_is_put_to_an_hour_that_has_just_begun_is_a_move(person):
    person.hears("jobs", ATS)
    person.hears("jobs", called_off(ATS), interview("new", hours=-2), now=START - timedelta(minutes=115))
    assert person.told == [("moved", "new")]


@pytest.mark.parametrize(
    ("first", "second", "rings"),
    [
        ({"hours": 1}, {}, 0),
        ({}, {"hours": 1}, 0),
        ({}, {"hours": 1, "sequence": 1}, 1),
        ({"hours": 1, "sequence": 1}, {}, 1),
        ({"changed": NOW - timedelta(days=2)}, {"hours": 1, "changed": NOW - timedelta(days=1)}, 1),
        ({"hours": 1, "changed": NOW - timedelta(days=1)}, {"changed": NOW - timedelta(days=2)}, 1),
        ({"hours": 1, "changed": NOW - timedelta(days=1)}, {}, 0),
    ],
)
def test_calendars_that_disagree_from_the_start_ring_for_the_newer_word_or_the_earlier_time(
    person, first, second, rings
):
    person.hears("work", interview(**first))
    person.hears("home", interview(**second))
    assert person.told == [("disagree", "ats")]
    assert person.of(ATS).plan.due == START + timedelta(hours=rings)
    for source, said in (("work", first), ("home", second)):
        person.hears(source, interview(**said))
        assert person.told == []
        assert person.of(ATS).plan.due == START + timedelta(hours=rings)


def test_a_disagreement_names_both_calendars_and_their_times(person):
    person.hears("work", interview(hours=1))
    done = person.hears("home", ATS)
    (tell,) = (claim.intent for claim in done.claims if isinstance(claim.intent, Tell))
    assert tell.says == (("work", START + timedelta(hours=1)), ("home", START))


def test_a_calendar_that_has_only_the_past_of_it_takes_nothing_over(person):
    person.hears("work", ATS)
    person.hears("home", interview(hours=-24 * 8, sequence=5))
    assert person.told == []
    assert person.of(ATS).plan.due == START


def test_a_move_counts_at_once_while_the_calendar_that_leads_is_held(person):
    person.hears("work", ATS)
    person.hears("home", ATS)
    window = Window(START - timedelta(days=9), START + timedelta(days=30))
    person.desk.sync(Synced("work", window), NOW)
    assert person.desk.healths["work"].held
    person.hears("home", interview(hours=-2))
    assert person.told == [("moved", "ats")]
    assert person.rings(DOOR - timedelta(hours=2)) == [("ats", "door")]


# ---------------------------------------- calendars that are configured no more


def configured(person, *sources):
    """The next start, with these calendars in the configuration."""
    rules = replace(person.desk.rules, sources=frozenset(sources))
    person.desk = Desk(person.desk._ledger, rules, ME)
    return person.desk.woke(NOW)


def test_a_calendar_under_another_name_moves_its_interview_at_once(person):
    person.hears("work", ATS)
    configured(person, "office")
    person.hears("office", interview(hours=-2))
    assert person.told == [("moved", "ats")]
    assert person.of(ATS).sources == ("office",)
    assert person.rings(DOOR - timedelta(hours=2)) == [("ats", "door")]


def test_a_calendar_under_another_name_calls_its_interview_off(person):
    person.hears("work", ATS)
    configured(person, "office")
    person.hears("office", called_off(ATS))
    assert person.told == [("cancelled", "ats")]
    assert person.rings(DOOR) == []


def test_a_calendar_that_was_taken_out_neither_leads_nor_casts_a_doubt(person):
    person.hears("work", ATS)
    person.hears("home", ATS)
    configured(person, "home")
    assert person.of(ATS).sources == ("home",)
    person.hears("home", interview(hours=-2))
    assert person.told == [("moved", "ats")]
    person.hears("home", called_off(interview(hours=-2)))
    assert person.told == [("cancelled", "ats")]


def test_an_interview_that_no_calendar_that_is_read_has_rings_on_and_is_told_once(person):
    person.hears("work", ATS)
    configured(person, "home", "club")
    person.hears("home")
    assert person.told == []  # the other one may have it yet
    person.hears("club")
    assert person.told == [("unread", "ats")]
    person.hears("home")
    assert person.told == []
    configured(person, "home", "club")
    person.hears("home")
    person.hears("club")
    assert person.told == []
    assert person.rings(DOOR) == [("ats", "door")]


def test_when_the_last_calendar_was_taken_out_it_is_told_at_the_start(person):
    person.hears("work", ATS)
    done = configured(person)
    assert [claim.intent.what for claim in done.claims] == ["unread"]
    assert person.rings(DOOR) == [("ats", "door")]


def test_a_calendar_that_fails_may_have_it_yet(person):
    person.hears("work", ATS)
    configured(person, "home")
    window = Window(START - timedelta(days=9), START + timedelta(days=30))
    done = person.desk.sync(Synced("home", window, failure="no network"), NOW)
    assert done.claims == ()
    assert person.rings(DOOR) == [("ats", "door")]


def test_what_the_person_added_is_in_no_calendar_and_that_is_well(person):
    added = interview(source=ADDED)
    person.desk.watch(added, ADDED, NOW)
    configured(person, "home")
    person.hears("home")
    assert person.told == []
    assert person.rings(DOOR) == [("ats", "door")]


def test_a_calendar_that_was_replaced_by_one_with_other_uids_leaves_the_copy_to_ring(person):
    person.hears("work", ATS)
    configured(person, "home")
    person.hears("home", OWN)
    assert person.told == []
    assert person.of(OWN).twin is None
    person.hears("home", called_off(OWN))
    assert person.told == [("cancelled", "own")]
    assert person.rings(DOOR) == []


def test_one_that_is_back_in_a_calendar_follows_it_again(person):
    person.hears("work", ATS)
    configured(person, "home")
    person.hears("home")
    person.hears("home", interview(hours=-2))
    assert person.told == [("moved", "ats")]
    person.hears("home")
    assert person.told == [("vanished", "ats")]


# ------------------------------------------------------- questions and answers


def test_a_doubt_names_who_calls_it_off_and_who_has_it_still(person):
    person.hears("jobs", ATS)
    person.hears("feed", ATS)
    done = person.hears("feed", called_off(ATS))
    (tell,) = (claim.intent for claim in done.claims if isinstance(claim.intent, Tell))
    assert tell.says == (("feed", None), ("jobs", START))


def test_a_copy_that_the_person_declined_is_not_said_to_be_called_off(both):
    no = Participant("me@home.example", partstat="DECLINED")
    declined = replace(OWN, occurrence=replace(OWN.occurrence, attendees=(no,)))
    both.hears("home", replace(declined, judgement=replace(OWN.judgement, verdict=Verdict.NO)))
    assert both.told == [("declined", "ats")]
    assert both.rings(DOOR) == [("ats", "door")]


def test_what_is_said_to_be_off_is_silent_until_it_is_put_to_another_time(person):
    person.hears("jobs", ATS)
    person.hears("feed", ATS)
    person.hears("feed", called_off(ATS))
    person.says(Do.NOT_MINE, ATS, NOW)
    person.hears("jobs", ATS)
    assert person.rings(DOOR - timedelta(hours=1)) == []
    person.hears("jobs", interview(hours=3))
    assert person.told == [("moved", "ats")]
    assert person.rings(DOOR + timedelta(hours=3)) == [("ats", "door")]


def test_one_that_is_said_to_be_on_rings_although_a_calendar_calls_it_off(person):
    person.hears("jobs", ATS)
    person.hears("feed", ATS)
    person.hears("feed", called_off(ATS))
    person.says(Do.MINE, ATS, NOW)
    assert person.rings(DOOR) == [("ats", "door")]
