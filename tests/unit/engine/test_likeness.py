"""Whether two entries are about the same interview, as the detector judges them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from showup.detect import judge
from showup.engine.likeness import same_appointment, same_matter
from showup.model import Interview, Kind, Occurrence, Participant, Profile

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
ME = Profile("Robin Ashby", emails=("me@home.example",))
NOBODY = Profile()
MINE = Participant("Me@home.example", "Robin Ashby", partstat="ACCEPTED")
DANA = Participant("dana@marlow.example", "Dana Whitfield")
BO = Participant("bo@acme.example", "Bo Lind")
SCHEDULER = Participant("no-reply@greenhouse.io", "Scheduling")
ZOOM = "https://us02web.zoom.us/j/86543210987?pwd=abc"


def entry(title, uid="a", source="work", minutes=0, lasts=60, **more):
    start = START + timedelta(minutes=minutes)
    occurrence = Occurrence(source, uid, start, start + timedelta(minutes=lasts), title=title, **more)
    return Interview(occurrence, judge(occurrence, ME))


INVITED = entry(
    "Robin <> Marlow: technical interview", "ats", "jobs", organizer=DANA, attendees=(MINE,), conference=ZOOM
)

COPIES = {
    "the same words": (entry("Interview with Marlow"), entry("Interview with Marlow", "b")),
    "self-typed, with the employer": (entry("Interview Marlow"), INVITED),
    "self-typed, with a name": (entry("Call Dana"), INVITED),
    "the same call, through another server": (entry("Coding", conference="https://zoom.us/j/86543210987"), INVITED),
    "the same people": (entry("Chat", organizer=DANA, attendees=(MINE,)), INVITED),
    "ten minutes early, the same call": (
        entry("Robin Marlow, technical interview", minutes=-10, conference=ZOOM),
        INVITED,
    ),
    "one word in two calendars": (entry("Interview"), entry("Interview", "b", "home")),
}
APART = {
    "two employers": (entry("Interview with Marlow"), entry("Interview with Acme", "b")),
    "two employers, one scheduler": (
        entry("Interview with Marlow", organizer=SCHEDULER, attendees=(MINE,)),
        entry("Interview with Acme", "b", organizer=SCHEDULER, attendees=(MINE,)),
    ),
    "one scheduler and nothing else": (
        entry("Interview", organizer=SCHEDULER, attendees=(MINE,)),
        entry("Call", "b", organizer=SCHEDULER, attendees=(MINE,)),
    ),
    "other people in other calls": (
        entry("Technical interview", organizer=DANA, conference=ZOOM),
        entry("Technical interview", "b", organizer=BO, conference="https://zoom.us/j/11111111111"),
    ),
    "only the person themself": (entry("Interview", attendees=(MINE,)), entry("Phone screen", "b", attendees=(MINE,))),
    "one word twice in one calendar": (entry("Interview"), entry("Interview", "b")),
    "two talks with one employer": (entry("Marlow interview 1"), entry("Marlow interview 2", "b")),
    "one after the other": (entry("Interview with Marlow"), entry("Interview with Marlow", "b", minutes=60)),
    "in one room, one before the other is over": (
        entry("Coding at Marlow", conference=ZOOM),
        entry("Design at Marlow", "b", minutes=15, conference=ZOOM),
    ),
    "two rounds in one room, in two calendars": (
        entry("Marlow 1", conference=ZOOM),
        entry("Marlow 2", "b", "home", minutes=15, conference=ZOOM),
    ),
    "overlapping, the same words": (entry("Interview with Marlow"), entry("Interview with Marlow", "b", minutes=30)),
}


@pytest.mark.parametrize("name", COPIES)
def test_copies_are_known_as_the_same_both_ways(name):
    one, other = COPIES[name]
    assert same_appointment(one, other, ME)
    assert same_appointment(other, one, ME)


@pytest.mark.parametrize("name", APART)
def test_what_may_be_two_stays_two_both_ways(name):
    one, other = APART[name]
    assert not same_appointment(one, other, ME)
    assert not same_appointment(other, one, ME)


def test_an_address_in_both_may_be_ones_own_as_long_as_nobody_has_said_so():
    one = entry("Chat", attendees=(MINE, BO))
    other = entry("Screen", "b", attendees=(MINE,))
    assert not same_appointment(one, other, NOBODY)
    assert same_appointment(one, entry("Screen", "b", attendees=(MINE, BO)), NOBODY)


def test_a_deadline_is_no_copy_of_an_interview():
    one, other = COPIES["the same words"]
    deadline = replace(other, judgement=replace(other.judgement, kind=Kind.DEADLINE))
    assert not same_appointment(one, deadline, ME)
    assert not same_matter(one, deadline, ME)


def test_an_entry_for_the_whole_day_is_no_copy_of_one_with_an_hour():
    one, other = COPIES["the same words"]
    assert not same_appointment(one, replace(other, occurrence=replace(other.occurrence, all_day=True)), ME)


DAY = 24 * 60
MOVED = {
    "the same people, much the same words": (
        entry("Interview", organizer=DANA, attendees=(MINE,)),
        entry("Rescheduled: Interview", "b", minutes=DAY, organizer=DANA, attendees=(MINE,)),
    ),
    "the same words with the employer": (
        entry("Interview with Marlow"),
        entry("Interview with Marlow", "b", minutes=DAY),
    ),
    "the same call": (
        INVITED,
        replace(INVITED, occurrence=replace(INVITED.occurrence, uid="b", title="Marlow technical interview")),
    ),
}
NOT_MOVED = {
    "another employer": (entry("Interview with Marlow"), entry("Interview with Acme", "b", minutes=DAY)),
    "the next round": (
        entry("Marlow interview, round 1", organizer=DANA),
        entry("Marlow interview, round 2", "b", minutes=DAY, organizer=DANA),
    ),
    "one word, nobody named": (entry("Interview"), entry("Interview", "b", minutes=DAY)),
    "the same words in another calendar, nobody named": (
        entry("Second interview"),
        entry("Second interview", "b", "home", minutes=DAY),
    ),
}


@pytest.mark.parametrize("name", MOVED)
def test_the_same_matter_at_another_time_is_known(name):
    assert same_matter(*MOVED[name], ME)


@pytest.mark.parametrize("name", NOT_MOVED)
def test_what_may_be_another_matter_stays_one_of_its_own(name):
    assert not same_matter(*NOT_MOVED[name], ME)


@pytest.mark.parametrize(
    "link", ["https://[broken", "https://zoom.us/", "mailto:x", "", "https://meet.example/dl/launcher.html"]
)
def test_an_address_that_names_no_call_joins_nothing(link):
    one, other = entry("Chat", conference=link), entry("Screen", "b", conference=link + "?other")
    assert not same_appointment(one, other, ME)
