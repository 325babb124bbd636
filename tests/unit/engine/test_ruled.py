"""What a rule of the person does to what is watched, and what its end does: quietly, but for what surely is an interview."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Answered, Do, Phase, Rules, Silence, Tell
from showup.engine.merge import Synced
from showup.ladder import default_policy
from showup.ledger import SqliteLedger
from showup.model import Interview, Judgement, Occurrence, Participant, Profile, Verdict, Window
from showup.service.desk import Desk

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
START = NOW + timedelta(hours=5)
RULES = Rules(default_policy(), ZoneInfo("UTC"))
YES, MAYBE, NO = Verdict.INTERVIEW, Verdict.MAYBE, Verdict.NO
RULE = "you said that it is so"


def event(verdict, rule="", uid="u1", source="cal", **more):
    fields: dict[str, Any] = {"title": "Talk with Dana", "organizer": Participant("dana@acme.example")} | more
    occurrence = Occurrence(source, uid, START, START + timedelta(hours=1), **fields)
    return Interview(occurrence, Judgement(verdict, 70, rule=rule, join_url="https://zoom.us/j/123456"))


def said(*interviews, source="cal"):
    return Synced(source, Window(NOW - timedelta(days=1), NOW + timedelta(days=30)), interviews, len(interviews) + 1)


@pytest.fixture
def desk(tmp_path):
    ledger = SqliteLedger(tmp_path / "ledger.db")
    yield Desk(ledger, RULES, Profile())
    ledger.close()


def sync(desk, *interviews, source="cal", now=NOW):
    return [claim.intent for claim in desk.sync(said(*interviews, source=source), now).claims]


def only(desk):
    (watch,) = desk.watches.values()
    return watch


def test_a_maybe_that_a_rule_silences_goes_quietly_and_comes_back_quietly(desk):
    sync(desk, event(MAYBE))
    assert sync(desk, event(NO, RULE)) == [Silence()]
    assert only(desk).phase is Phase.DISMISSED
    assert sync(desk, event(NO, RULE)) == []
    assert sync(desk, event(MAYBE)) == []
    assert only(desk).phase is Phase.EXPECTED


def test_that_a_rule_silences_what_surely_is_one_is_told_once(desk):
    sync(desk, event(YES))
    assert sync(desk, event(NO, RULE)) == [Silence(), Tell("ruled")]
    assert sync(desk, event(NO, RULE)) == []


def test_a_rule_that_made_it_ring_ends_quietly(desk):
    sync(desk, event(YES, RULE))
    assert sync(desk, event(NO)) == [Silence()]


def test_that_the_event_became_another_is_told_as_ever_whatever_the_rules_say(desk):
    sync(desk, event(YES, RULE))
    assert Tell("changed") in sync(desk, event(NO, title="Lunch"))
    sync(desk, event(YES, uid="u2"))
    assert Tell("changed") in sync(desk, event(NO, RULE, uid="u2", organizer=None))


def test_the_persons_word_on_the_event_goes_before_their_rules(desk):
    sync(desk, event(MAYBE))
    desk.give(only(desk).key, Answered(Do.MINE, "test"), NOW)
    assert sync(desk, event(NO, RULE)) == []
    assert (only(desk).phase, only(desk).plan.soft) == (Phase.EXPECTED, False)


def test_one_that_a_rule_silenced_is_one_when_the_person_says_so(desk):
    sync(desk, event(YES))
    sync(desk, event(NO, RULE))
    desk.give(only(desk).key, Answered(Do.MINE, "test"), NOW)
    assert (only(desk).phase, only(desk).off) == (Phase.EXPECTED, None)
    assert sync(desk, event(NO, RULE)) == []
    assert only(desk).phase is Phase.EXPECTED


def test_a_calendar_that_no_rule_silences_rings_on_with_the_same_event(desk):
    sync(desk, event(YES))
    sync(desk, event(YES, source="other"), source="other")
    sync(desk, event(NO, RULE))
    assert (only(desk).phase, only(desk).sources) == (Phase.EXPECTED, ("other",))


@pytest.mark.parametrize("first", ["cal", "other"])
def test_a_copy_that_no_rule_silences_rings_in_the_place_of_the_one_that_is(desk, first):
    second = "other" if first == "cal" else "cal"
    sync(desk, event(YES, uid="a", source=first), source=first)
    sync(desk, event(YES, uid="b", source=second), source=second)
    assert [w.twin is None for w in desk.watches.values()].count(True) == 1
    sync(desk, event(NO, RULE, uid="a", source=first), source=first)
    copy = next(w for w in desk.watches.values() if w.interview.occurrence.uid == "b")
    assert (copy.phase, copy.twin) == (Phase.EXPECTED, None)
    assert not [i for w in desk.open_claims() if isinstance(i := w.intent, Tell) and i.what in {"doubtful", "moved"}]


@pytest.mark.parametrize("order", [("cal", "other"), ("other", "cal")])
def test_when_the_rule_ends_one_of_the_copies_rings_again_also_when_only_one_calendar_can_be_read(desk, order):
    uids = {"cal": "a", "other": "b"}
    for source, uid in uids.items():
        sync(desk, event(YES, uid=uid, source=source), source=source)
    for source in order:
        sync(desk, event(NO, RULE, uid=uids[source], source=source), source=source)
    assert {w.phase for w in desk.watches.values()} == {Phase.DISMISSED}
    for source in order:
        sync(desk, event(YES, uid=uids[source], source=source), source=source)
        ringing = [w for w in desk.watches.values() if w.phase is Phase.EXPECTED and w.twin is None]
        assert len(ringing) == 1


def test_what_is_entered_anew_is_no_copy_of_one_that_a_rule_silences(desk):
    sync(desk, event(YES, uid="a"))
    sync(desk, event(NO, RULE, uid="a"))
    sync(desk, event(NO, RULE, uid="a"), event(YES, uid="b"))
    new = next(w for w in desk.watches.values() if w.interview.occurrence.uid == "b")
    assert (new.phase, new.twin) == (Phase.EXPECTED, None)


@pytest.mark.parametrize("do", [Do.CONFIRM, Do.CANT])
def test_what_the_person_is_at_or_mends_no_rule_touches(desk, do):
    sync(desk, event(YES))
    desk.give(only(desk).key, Answered(do, "test", early=True), NOW)
    before = only(desk)
    sync(desk, event(NO, RULE))
    assert only(desk) == before


def test_a_rule_that_ends_when_the_event_is_over_opens_no_case(desk):
    sync(desk, event(YES))
    sync(desk, event(NO, RULE))
    sync(desk, event(YES), now=START + timedelta(hours=2))
    assert desk.tick(START + timedelta(hours=2)).claims == ()
    assert only(desk).phase is Phase.DISMISSED


def test_the_question_of_an_all_day_maybe_is_asked_afterwards_too(desk):
    whole = event(MAYBE)
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    day = replace(whole.occurrence, start=midnight, end=midnight + timedelta(days=1), all_day=True)
    sync(desk, replace(whole, occurrence=day), now=midnight - timedelta(days=1))
    desk.tick(NOW)
    over = desk.tick(midnight + timedelta(days=1, minutes=1))
    assert Tell("asked") in [claim.intent for claim in over.claims]
    assert only(desk).case is None
