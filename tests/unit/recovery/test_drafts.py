"""Which drafts there are, what they say at which hour, and what they ask the person for."""

from dataclasses import replace

import pytest
from tests.unit.recovery.cases import DANA, DAY, HOUR, JANE, NOBODY, START, interview

from showup.errors import UsageError
from showup.model import Contact, DraftKind, Kind
from showup.recovery import write


@pytest.mark.parametrize(
    ("kind", "case", "after"),
    [
        (DraftKind.INTERVIEWER_ABSENT, interview(), -HOUR),
        (DraftKind.INTERVIEWER_ABSENT, interview(kind=Kind.DEADLINE), HOUR),
        (DraftKind.CONFIRMATION, interview(), HOUR),
        (DraftKind.RUNNING_LATE, interview(), HOUR),
        (DraftKind.RUNNING_LATE, interview(kind=Kind.DEADLINE), -HOUR),
    ],
)
def test_what_cannot_be_true_now_is_refused(kind, case, after):
    with pytest.raises(UsageError):
        write(kind, case, JANE, START + after)


def test_the_same_facts_give_the_same_words():
    first, second = (write(DraftKind.EMAIL, interview(), JANE, START + HOUR) for _ in range(2))
    assert first == second


def test_two_recoveries_do_not_read_alike():
    bodies = {write(DraftKind.EMAIL, interview(uid=f"u{n}"), JANE, START + HOUR).body for n in range(40)}
    assert len(bodies) >= 30


def test_before_the_start_the_letter_and_the_call_ask_to_reschedule():
    for kind in (DraftKind.RESCHEDULE, DraftKind.EMAIL, DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL):
        body = write(kind, interview(), JANE, START - HOUR).body
        assert "missed" not in body
        assert "cannot" in body


def test_from_the_start_on_the_letter_and_the_call_own_the_miss():
    for kind in (DraftKind.RESCHEDULE, DraftKind.EMAIL, DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL):
        body = write(kind, interview(), JANE, START).body
        assert "cannot make" not in body
        assert "miss" in body


def test_on_a_whole_day_without_an_hour_only_the_apology_speaks_of_a_miss():
    case = interview(all_day=True)
    during = START + 3 * HOUR
    assert "miss" in write(DraftKind.EMAIL, case, JANE, during).body
    for kind in (DraftKind.RESCHEDULE, DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL):
        assert "miss" not in write(kind, case, JANE, during).body


def test_a_deadline_is_due_until_it_was_due():
    case = interview(kind=Kind.DEADLINE)
    assert "is due" in write(DraftKind.EXTENSION, case, JANE, START - HOUR).body
    assert "was due" in write(DraftKind.EXTENSION, case, JANE, START + HOUR).body


@pytest.mark.parametrize(("after", "owned"), [(DAY, False), (DAY + HOUR, True)])
def test_more_than_a_day_late_the_delay_is_owned_as_well(after, owned):
    body = write(DraftKind.EMAIL, interview(), JANE, START + after).body
    assert ("sooner" in body or "only now" in body) is owned


def test_more_than_a_week_late_it_asks_whether_the_position_is_open():
    assert "still open" in write(DraftKind.EMAIL, interview(), JANE, START + 8 * DAY).body


@pytest.mark.parametrize(("before", "short"), [(HOUR, True), (2 * DAY, False)])
def test_short_notice_is_named_within_a_day_of_the_start(before, short):
    assert ("short notice" in write(DraftKind.RESCHEDULE, interview(), JANE, START - before).body) is short


def test_nobody_apologises_for_an_interviewer_who_did_not_come():
    for seed in range(30):
        draft = write(DraftKind.INTERVIEWER_ABSENT, interview(uid=f"u{seed}"), JANE, START + HOUR)
        assert "sorry" not in draft.body
        assert "apolog" not in draft.body.casefold()


def test_the_time_of_a_panel_is_named():
    body = write(DraftKind.EMAIL, interview(kind=Kind.PANEL), JANE, START + HOUR).body
    assert "you and the panel" in body.casefold()


def test_the_voicemail_says_name_and_number_twice():
    body = write(DraftKind.VOICEMAIL, interview(), JANE, START + HOUR).body
    assert body.count("Jane Doe") == 2
    assert body.count("+49 176 1234567") == 2


def test_the_call_script_carries_the_voicemail_of_the_same_case():
    voicemail = write(DraftKind.VOICEMAIL, interview(), JANE, START + HOUR).body
    assert write(DraftKind.CALL_SCRIPT, interview(), JANE, START + HOUR).body.endswith(voicemail)


def test_the_answer_to_why_names_no_cause():
    body = write(DraftKind.CALL_SCRIPT, interview(), JANE, START + HOUR).body
    answer = body.split("IF THEY ASK WHY\n")[1].split("\n\n")[0].split("\n")[1]
    assert "responsibility" in answer
    assert "because" not in answer


def test_without_a_name_there_is_no_signature_and_the_person_is_asked_for_one():
    draft = write(DraftKind.EMAIL, interview(), NOBODY, START + HOUR)
    assert "regards" not in draft.body
    assert "your name: set [profile] name in the configuration" in draft.missing


def test_a_voicemail_without_a_number_asks_for_one():
    missing = write(DraftKind.VOICEMAIL, interview(), NOBODY, START + HOUR).missing
    assert any(line.startswith("your number") for line in missing)


def test_an_extension_asks_the_person_for_a_date_of_their_own():
    draft = write(DraftKind.EXTENSION, interview(kind=Kind.DEADLINE), JANE, START)
    assert any(line.startswith("when you can hand it in") for line in draft.missing)


def test_letters_go_to_an_address_and_speech_to_a_number():
    assert write(DraftKind.EMAIL, interview(), JANE, START + HOUR).to == (DANA.email,)
    assert write(DraftKind.CALL_SCRIPT, interview(), JANE, START + HOUR).to == (DANA.phone,)


def test_nobody_to_write_to_is_said():
    draft = write(DraftKind.EMAIL, interview(contacts=()), JANE, START + HOUR)
    assert draft.to == ()
    assert draft.missing == ("who to write to: the calendar names no address",)


def test_a_language_without_words_falls_back_to_english():
    case = interview()
    case = replace(case, judgement=replace(case.judgement, language="xx"))
    assert write(DraftKind.EMAIL, case, replace(JANE, language="yy-ZZ"), START + HOUR).language == "en"


@pytest.mark.parametrize(
    ("contact", "greeting"),
    [
        (Contact("Dana Fox", "dana@marlow.example"), "Dear Dana Fox,"),
        (Contact("Fox, Dana", "dana@marlow.example"), "Dear Dana Fox,"),
        (Contact("Dana Fox (Marlow)", "dana@marlow.example"), "Dear Dana Fox,"),
        (Contact("Dana", "dana@marlow.example"), "Dear Dana,"),
        (Contact("Zoë O'Neill-Smith", "zoe@marlow.example"), "Dear Zoë O'Neill-Smith,"),
        (Contact("Dr. Dana Fox", "dana@marlow.example"), "Dear Dr. Dana Fox,"),
        (Contact("Marlow", "marlow@marlow.example"), "Dear hiring team at Marlow,"),
        (Contact("Talent Team", "jobs@marlow.example"), "Dear hiring team at Marlow,"),
        (Contact("dana.fox@marlow.example", "dana.fox@marlow.example"), "Dear hiring team at Marlow,"),
        (Contact("Calendly", "calendly@marlow.example"), "Dear hiring team at Marlow,"),
        (Contact("", "dana@marlow.example"), "Dear hiring team at Marlow,"),
        (Contact("Room 4", "room4@marlow.example"), "Dear hiring team at Marlow,"),
    ],
)
def test_the_greeting_uses_a_personal_name_only(contact, greeting):
    body = write(DraftKind.EMAIL, interview(contacts=(contact,)), JANE, START + HOUR).body
    assert body.split("\n")[0] == greeting


def test_an_agency_is_not_taken_for_the_company():
    mailbox = Contact("", "desk@bell.example", part="agency recruiter")
    body = write(DraftKind.EMAIL, interview(contacts=(mailbox,)), JANE, START + HOUR).body
    assert body.startswith("Dear hiring team,\n")
    assert "the people at Marlow" in body
