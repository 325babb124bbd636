"""Whom a draft is for: one main recipient who can be trusted and reached, or nobody."""

from dataclasses import replace

import pytest
from tests.unit.recovery.cases import AGENT, DANA, HOUR, JANE, KIM, MAILBOX, START, interview

from showup.model import Contact, DraftKind
from showup.recovery import facts, write


def to(kind, contacts, profile=JANE, phone=None):
    return write(kind, interview(contacts=tuple(contacts), phone=phone), profile, START + HOUR).to


@pytest.mark.parametrize(
    ("contacts", "first"),
    [
        ((KIM, DANA), DANA),
        ((MAILBOX, KIM), MAILBOX),
        ((KIM, DANA, AGENT), AGENT),
        ((MAILBOX, Contact("Lou Ray", "lou@marlow.example", part="coordinator")), None),
    ],
)
def test_an_agency_comes_first_then_recruiter_coordinator_organizer(contacts, first):
    expected = first.email if first else "lou@marlow.example"
    assert to(DraftKind.EMAIL, contacts) == (expected,)


@pytest.mark.parametrize(
    "email",
    [
        "no-reply@marlow.example", "noreply@marlow.example", "NoReply+x@marlow.example",
        "do_not_reply@marlow.example", "calendar-notification@google.com",
        "c_1a2b@resource.calendar.google.com",
        "x@group.calendar.google.com", "notifications@calendly.com", "mailer-daemon@marlow.example",
    ],
)  # fmt: skip
def test_a_mailbox_that_nobody_reads_is_never_written_to(email):
    draft = write(DraftKind.EMAIL, interview(contacts=(Contact("Dana Fox", email),)), JANE, START + HOUR)
    assert draft.to == ()
    assert "who to write to: the calendar has only an address that nobody reads" in draft.missing


@pytest.mark.parametrize(
    "email",
    [
        "", "dana", "dana@", "@marlow.example", "dana@marlow", "dana@@marlow.example", "dana@mаrlow.example",
        "dana@marlow.example\nBcc: x@evil.example", "dana@marlow.example, x@evil.example",
        "<dana@marlow.example>", "dana fox@marlow.example", "dana@marlow..example",
    ],
)  # fmt: skip
def test_what_is_no_address_is_not_written_to(email):
    assert to(DraftKind.EMAIL, [Contact("Dana Fox", email)]) == ()


def test_a_contact_with_signs_of_fraud_is_neither_written_to_nor_called_nor_greeted():
    shady = replace(DANA, usable=False)
    letter = write(DraftKind.EMAIL, interview(contacts=(shady,)), JANE, START + HOUR)
    assert letter.to == ()
    assert "Dana" not in letter.body
    assert any("signs of fraud" in line for line in letter.missing)
    assert to(DraftKind.CALL_SCRIPT, [shady], phone="+49 30 901820") == ()


def test_the_persons_own_address_and_number_are_not_the_other_side():
    own = Contact("Jane Doe", "JANE@doe.example", "")
    assert to(DraftKind.EMAIL, [own]) == ()
    assert to(DraftKind.CALL_SCRIPT, [], phone="0176 1234567") == ()


def test_the_number_of_a_contact_with_signs_of_fraud_is_not_called_for_another():
    shady = replace(DANA, usable=False)
    assert to(DraftKind.CALL_SCRIPT, [shady, KIM], phone=DANA.phone) == ()


def test_the_number_of_the_invitation_is_called_when_no_contact_has_one():
    assert to(DraftKind.CALL_SCRIPT, [KIM], phone="tel:+49 30 1234567") == ("+49 30 1234567",)


def test_nobody_is_called_at_the_dial_in_of_a_meeting():
    case = interview(contacts=(KIM,), phone="+1 323-849-4874")
    case = replace(case, judgement=replace(case.judgement, pin="123456789#"))
    assert write(DraftKind.CALL_SCRIPT, case, JANE, START + HOUR).to == ()


def test_a_greeting_on_the_phone_belongs_to_the_number():
    """Kim is written to, the number of the invitation is nobody's in particular."""
    case = interview(contacts=(KIM,), phone="+49 30 1234567")
    assert "Kim" not in write(DraftKind.CALL_SCRIPT, case, JANE, START + HOUR).body


@pytest.mark.parametrize(
    "number", ["call me", "12", "+49 30 901820; rm -rf", "https://x.example/1", "9" * 30, "\u202e123456789"]
)
def test_what_is_no_number_is_not_called(number):
    assert to(DraftKind.CALL_SCRIPT, [Contact("Dana Fox", "", number)]) in ((), ("123456789",))


def test_the_card_has_the_facts_in_the_order_of_reading():
    case = interview(contacts=(DANA, replace(KIM, usable=False)))
    url = "https://user@zoom.us:443/j/1?pwd=2"
    case = replace(case, judgement=replace(case.judgement, join_url=url, place="12 Mill Lane"))
    card = facts(case, JANE, START + HOUR)
    assert [label for label, _ in card] == [
        "What", "Kind", "Company", "Position", "When", "Elapsed", "With", "Write to",
        "Number", "Link", "Place",
    ]  # fmt: skip
    assert dict(card)["With"] == "Dana Fox (recruiter); Kim Osei (interviewer, do not trust)"
    assert dict(card)["Link"] == "zoom.us"


@pytest.mark.parametrize("url", ["https://[bad", "javascript:alert(1)", "https://\udcff.example"])
def test_a_link_that_cannot_be_read_is_not_on_the_card(url):
    case = interview()
    case = replace(case, judgement=replace(case.judgement, join_url=url))
    assert "Link" not in dict(facts(case, JANE, START))


def test_a_host_in_other_letters_is_shown_as_what_it_is():
    case = interview()
    case = replace(case, judgement=replace(case.judgement, join_url="https://zооm.example/j"))
    assert dict(facts(case, JANE, START))["Link"].startswith("xn--")
