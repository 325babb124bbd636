"""What is offered as a rule after an answer: never what would silence or ring for most of a calendar."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Rules
from showup.engine.merge import Health
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.model import ADDED, Interview, Judgement, Occurrence, Participant, Profile, Rule, Verdict
from showup.rules.offers import offers

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
RULES = Rules(default_policy(), ZoneInfo("UTC"))
ME = Profile(emails=("me@example.org",))
DANA = Participant("dana@acme.example")


def watch(said, title="Chat with Dana", organizer=DANA, source="private", verdict=Verdict.MAYBE, uid="u1"):
    start = NOW + timedelta(days=2)
    occurrence = Occurrence(source, uid, start, start + timedelta(hours=1), title=title, organizer=organizer)
    return replace(begin(Interview(occurrence, Judgement(verdict, 40)), (source,), NOW, RULES)[0], by_person=said)


def offered(of, *others, upcoming=1, calendars=("private", "work")):
    watches = {w.key: w for w in (of, *others)}
    ends = tuple((str(number), NOW + timedelta(days=2)) for number in range(upcoming))
    healths = {name: Health(name, upcoming=ends) for name in calendars}
    return [offer.rule for offer in offers(of, watches, healths, ME, NOW)]


def test_the_organiser_titles_like_it_and_the_calendar_are_offered():
    assert offered(watch(Verdict.NO)) == [
        Rule(Verdict.NO, organizer="dana@acme.example"),
        Rule(Verdict.NO, title="Chat with Dana"),
        Rule(Verdict.NO, calendar="private"),
    ]


def test_without_an_answer_nothing_is_offered():
    assert offered(watch(None)) == []


def test_of_what_stands_in_no_calendar_nothing_is_offered():
    assert offered(watch(Verdict.NO, source=ADDED)) == []


@pytest.mark.parametrize(
    "organizer",
    [None, Participant("Me@Example.org"), Participant("no-reply@acme.example"), Participant(name="Dana"),
     Participant("x@group.calendar.google.com")],
)  # fmt: skip
def test_an_organiser_who_is_nobody_in_particular_is_not_offered(organizer):
    assert not any(rule.organizer for rule in offered(watch(Verdict.NO, organizer=organizer)))


@pytest.mark.parametrize(
    ("title", "pattern"),
    [
        ("Round 2 with Acme", "Round * with Acme"),
        ("Sync 12.11. 14:00 Acme", "Sync * Acme"),
        ("x" * 250 + " y", "x" * 199 + "*"),
        ("42", None),
        ("", None),
    ],
)
def test_what_is_counted_or_dated_in_a_title_may_be_anything(title, pattern):
    titles = [rule.title for rule in offered(watch(Verdict.INTERVIEW, title=title)) if rule.title]
    assert titles == ([pattern] if pattern else [])


def test_one_word_alone_is_no_title_to_silence():
    assert not any(rule.title for rule in offered(watch(Verdict.NO, title="Interview")))
    assert any(rule.title for rule in offered(watch(Verdict.INTERVIEW, title="Kennenlernen")))


def test_the_only_calendar_is_not_offered():
    assert not any(rule.calendar for rule in offered(watch(Verdict.NO), calendars=("private",)))


def test_a_calendar_in_which_something_rings_is_not_offered_to_be_silenced():
    loud = watch(None, uid="u2", verdict=Verdict.INTERVIEW)
    assert not any(rule.calendar for rule in offered(watch(Verdict.NO), loud))
    assert any(rule.calendar for rule in offered(watch(Verdict.NO), replace(loud, sources=("work",))))


def test_a_calendar_of_other_things_is_not_offered_to_ring():
    one = watch(Verdict.INTERVIEW)
    assert any(rule.calendar for rule in offered(one, upcoming=1))
    assert not any(rule.calendar for rule in offered(one, upcoming=2))
