"""The person's rules, after judging: which one applies, and what it does and does not do."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.detect.reading import occurrence

from showup.detect import deciding, judge, matches
from showup.detect.able import able, able_under
from showup.model import Occurrence, Participant, Profile, Role, Rule, Verdict

ME = Profile(name="Sam Rivera", emails=("sam@rivera.example",))
YES, NO = Verdict.INTERVIEW, Verdict.NO
START = datetime(2026, 11, 24, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "title", "fits"),
    [
        ("Chat with *", "Chat with Dana", True),
        ("Chat with *", "chat WITH dana", True),
        ("chat with *", "Chat without Dana", False),
        ("Chat with *", "A chat with Dana", False),
        ("*chat*", "A chat with Dana", True),
        ("* chat", "A chat with Dana", False),
        ("Round * with Acme", "Round 2 with ACME", True),
        ("Round * with * Acme", "Round with Acme", False),
        ("entretien prevu", "Entretien prévu", True),
        ("Kennenlerngespräch*", "Kennenlerngesprach mit Acme", True),
        ("собес*", "Собеседование", True),
        ("面接*", "面接 (二次)", True),
        ("Chat", "Chats", False),
        ("a*a", "a", False),
        (".*", ".dotted", True),
        ("[a-z]+ chat", "nice chat", False),
    ],
)
def test_a_title_is_plain_words_with_stars(pattern, title, fits):
    assert matches(Rule(YES, title=pattern), occurrence(title)) is fits


@pytest.mark.parametrize(
    ("wanted", "email", "fits"),
    [
        ("jobs@acme.example", "Jobs@ACME.example", True),
        ("jobs@acme.example", "mailto:jobs@acme.example", True),
        ("jobs@acme.example", "otherjobs@acme.example", False),
        ("@acme.example", "dana@acme.example", True),
        ("@acme.example", "dana@mail.acme.example", True),
        ("@acme.example", "dana@notacme.example", False),
        ("@acme.example", "dana@acme.example.evil.example", False),
        ("@acme.example", "", False),
    ],
)
def test_an_organizer_is_an_address_or_all_of_a_domain(wanted, email, fits):
    event = occurrence("Chat", organizer=Participant(email))
    assert matches(Rule(YES, organizer=wanted), event) is fits


def test_of_several_conditions_all_must_hold():
    rule = Rule(YES, organizer="dana@acme.example", title="Chat *", calendar="Work ")
    event = occurrence("Chat 2", organizer=Participant("dana@acme.example"))
    assert matches(rule, replace(event, source="work"))
    assert not matches(rule, replace(event, source="private"))
    assert not matches(rule, replace(event, source="work", title="Talk"))
    assert not matches(rule, replace(event, source="work", organizer=None))


def test_the_narrower_rule_counts_then_the_one_that_rings_then_the_last():
    event = replace(occurrence("Chat 2", organizer=Participant("dana@acme.example")), source="work")
    calendar, organizer = Rule(NO, calendar="work"), Rule(YES, organizer="@acme.example")
    title, other = Rule(NO, title="chat*"), Rule(YES, title="*2")
    assert deciding([organizer, calendar], event) is organizer
    assert deciding([title, organizer], event) is title
    assert deciding([other, title], event) is other
    assert deciding([Rule(NO, title="lunch")], event) is None


def test_a_rule_makes_an_interview_of_what_no_word_tells_to_be_one_with_all_that_its_alarm_needs():
    event = occurrence("Lunch", "https://zoom.us/j/12345678", organizer=Participant("dana@acme.example"))
    judged = judge(event, ME, (Rule(YES, organizer="dana@acme.example"),))
    assert (judged.verdict, judged.role) == (YES, Role.CANDIDATE)
    assert judged.join_url == "https://zoom.us/j/12345678"
    assert judged.reasons[:2] == (
        "you said that what dana@acme.example organises is an interview",
        "without your rule: not taken for an interview",
    )
    assert judged.score < 30


def test_a_rule_that_silences_says_so_beside_the_evidence_that_it_overrules():
    event = occurrence("Job interview with Acme", organizer=Participant("dana@acme.example"))
    own, judged = judge(event, ME), judge(event, ME, (Rule(NO, organizer="dana@acme.example"),))
    assert (own.verdict, judged.verdict) == (YES, NO)
    assert judged.score == own.score
    assert judged.reasons == (judged.rule, "without your rule: taken for an interview", *own.reasons)


@pytest.mark.parametrize(
    "more", [{"status": "CANCELLED"}, {"attendees": (Participant("sam@rivera.example", partstat="DECLINED"),)}]
)
def test_what_is_called_off_or_declined_no_rule_makes_ring(more):
    event = occurrence("Lunch", organizer=Participant("dana@acme.example"), **more)
    assert judge(event, ME, (Rule(YES, organizer="dana@acme.example"),)).verdict is NO


def test_an_event_of_which_no_rule_speaks_is_judged_as_ever():
    event = occurrence("Job interview with Acme")
    assert judge(event, ME, (Rule(NO, title="lunch"),)) == judge(event, ME)


# ------------------------------------------------------------- before parsing


def lines(title, organizer="dana@acme.example"):
    text = f"BEGIN:VEVENT\r\nUID:1\r\nORGANIZER;CN=D:mailto:{organizer}\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
    return text.encode()


@pytest.mark.parametrize("rules", [(), (Rule(NO, title="lunch"), Rule(YES, calendar="private"))])
def test_without_rules_that_make_it_ring_nothing_more_is_looked_at(rules):
    look = able_under(rules, "work")
    assert look is not None
    assert not look(lines("Lunch"))
    assert look(lines("Interview with Acme"))


def test_of_a_calendar_of_interviews_every_event_is_looked_at():
    assert able_under((Rule(YES, calendar="work"),), "Work") is None


def test_what_a_rule_may_be_about_is_looked_at_and_nothing_else():
    look = able_under((Rule(YES, title="Déjeuner avec *"), Rule(YES, organizer="@agency.example")), "work")
    assert look is not None
    assert look(lines("dejeuner avec Max"))
    assert look(lines("DÉJEUNER avec Max\\, Ann"))
    assert look(lines("Déj\r\n euner avec Max"))
    assert look(lines("Lunch", "rita@mail.agency.example"))
    assert not look(lines("Dinner"))
    assert not able(lines("dejeuner avec Max"))


@given(title=st.text(max_size=60), cut=st.integers(0, 60), star=st.integers(0, 60))
def test_no_event_that_a_rule_is_about_is_passed_over(title, cut, star):
    title = " ".join(title.replace("\r", " ").split())
    pattern = title[: min(cut, star)] + "*" + title[max(cut, star) :]
    rule = Rule(YES, title=pattern)
    event = Occurrence("work", "1", START, START + timedelta(hours=1), title=title)
    look = able_under((rule,), "work")
    escaped = title.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    if look is not None and matches(rule, event) and "\ud800" not in title:
        assert look(lines(escaped)) or not escaped.isprintable()


def test_a_hostile_title_and_a_hostile_pattern_take_no_time():
    event = occurrence("a" * 200_000)
    rule = Rule(YES, title="*".join("a" * 20) + "b")
    began = time.perf_counter()
    for _ in range(100):
        matches(rule, event)
    assert time.perf_counter() - began < 2
