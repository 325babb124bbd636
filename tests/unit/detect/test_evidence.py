import pytest
from tests.detection.entries import participant
from tests.unit.detect.reading import occurrence

from showup.detect import Evidence, judge, weigh
from showup.detect.evidence import role_of, score_of, verdict_of
from showup.model import Participant, Profile, Role, Verdict

SAM = Profile(name="Sam Rivera", emails=("sam.rivera@gmail.com", "sam@rivera.example"))


def test_the_score_is_the_sum_within_bounds() -> None:
    assert score_of([Evidence(70, "a"), Evidence(15, "b")]) == 85
    assert score_of([Evidence(70, "a"), Evidence(70, "b")]) == 100
    assert score_of([Evidence(-70, "a")]) == 0
    assert score_of([]) == 0


def test_the_lowest_cap_holds_whatever_else_there_is() -> None:
    assert score_of([Evidence(100, "a"), Evidence(0, "b", 55), Evidence(0, "c", 20)]) == 20


@pytest.mark.parametrize(
    ("score", "verdict"),
    [(0, Verdict.NO), (29, Verdict.NO), (30, Verdict.MAYBE), (59, Verdict.MAYBE), (60, Verdict.INTERVIEW)],
)
def test_the_score_decides_the_verdict(score: int, verdict: Verdict) -> None:
    assert verdict_of(score) is verdict


def test_the_interviewers_side_outweighs_the_candidates() -> None:
    pieces = [Evidence(70, "a", role=Role.CANDIDATE), Evidence(-60, "b", role=Role.INTERVIEWER)]
    assert role_of(pieces, Verdict.NO) is Role.INTERVIEWER


def test_the_reasons_are_those_of_the_evidence_in_order() -> None:
    event = occurrence("Phone interview with Acme", "Thank you for applying.", status="TENTATIVE")
    assert judge(event, SAM).reasons == tuple(piece.reason for piece in weigh(event, SAM))


def test_every_piece_says_what_it_is() -> None:
    pieces = weigh(occurrence("Phone interview with Acme", "Thank you for applying. Contact us on Telegram."), SAM)
    assert {piece.sign for piece in pieces} >= {"title.sure", "body.address", "phishing"}
    assert all(piece.reason and piece.sign for piece in pieces)


@pytest.mark.parametrize(
    "address", ["SAM.RIVERA@gmail.com", "mailto:sam@rivera.example", "samrivera+jobs@googlemail.com"]
)
def test_each_of_the_persons_addresses_is_their_own(address: str) -> None:
    event = occurrence("Interview with Acme", attendees=(Participant(address, partstat="DECLINED"),))
    assert judge(event, SAM).verdict is Verdict.NO


def test_a_sender_domain_is_matched_as_a_whole_only() -> None:
    real = weigh(occurrence("x", organizer=participant("a@us.greenhouse-mail.io")), SAM)
    false = weigh(occurrence("x", organizer=participant("a@greenhouse-mail.io.evil.example")), SAM)
    assert [piece.sign for piece in real] == ["organizer.system"]
    assert false == ()


def test_a_repeated_event_is_a_little_less_likely() -> None:
    once, often = occurrence("Interview slot"), occurrence("Interview slot", recurring=True)
    assert judge(often, SAM).score == judge(once, SAM).score - 10


def test_declined_by_the_only_other_one_is_asked_about_when_it_is_ones_own_event() -> None:
    event = occurrence(
        "Interview with Acme",
        organizer=participant("sam@rivera.example"),
        attendees=(participant("dana@acme.example|DECLINED"),),
    )
    assert judge(event, SAM).verdict is Verdict.MAYBE


def test_without_addresses_an_only_attendee_who_declined_is_taken_for_the_person() -> None:
    event = occurrence(
        "Interview with Acme",
        organizer=participant("dana@acme.example"),
        attendees=(participant("sam@x.example|DECLINED"),),
    )
    assert judge(event, Profile()).verdict is Verdict.NO


def test_a_partner_who_is_invited_too_does_not_make_one_the_interviewer() -> None:
    event = occurrence(
        "Interview with Acme",
        organizer=participant("sam.rivera@gmail.com"),
        attendees=(participant("Kim <kim@gmail.com>"),),
    )
    assert judge(event, Profile(emails=("sam.rivera@gmail.com",))).verdict is Verdict.INTERVIEW


def test_a_name_that_folds_to_a_foreign_word_for_cancelled_is_a_name() -> None:
    assert judge(occurrence("Interview with Huy Nguyen"), Profile()).verdict is Verdict.INTERVIEW


def test_words_of_a_language_that_is_not_spoken_do_not_count() -> None:
    assert judge(occurrence("Scrum Master interview"), Profile()).verdict is Verdict.INTERVIEW
    assert judge(occurrence("Entretien master"), Profile()).verdict is Verdict.MAYBE


def test_a_round_with_whoever_the_title_names_is_an_interview_and_one_of_another_trade_is_none() -> None:
    assert judge(occurrence("Square final round"), Profile()).verdict is Verdict.INTERVIEW
    assert judge(occurrence("Final round golf"), Profile()).verdict is Verdict.NO


def test_the_only_guest_of_another_company_is_the_candidate() -> None:
    event = occurrence(
        "Candidate interview",
        organizer=participant("dana@acme.example"),
        attendees=(participant("sam@rivera.example"), participant("kim@acme.example")),
    )
    assert judge(event, SAM).verdict is Verdict.INTERVIEW
    assert "invited.alone" in {piece.sign for piece in weigh(event, SAM)}


def test_among_colleagues_alone_the_candidate_is_somebody_else() -> None:
    event = occurrence(
        "Candidate interview",
        organizer=participant("dana@rivera.example"),
        attendees=(participant("sam@rivera.example"),),
    )
    assert judge(event, SAM).verdict is Verdict.NO


def test_a_struck_title_is_off() -> None:
    assert judge(occurrence("❌ Interview with Acme"), Profile()).verdict is Verdict.NO


def test_a_word_in_a_companys_name_is_no_preparation() -> None:
    assert judge(occurrence("Mock Foods Inc. interview"), Profile()).verdict is Verdict.INTERVIEW
    assert judge(occurrence("Mock interview"), Profile()).verdict is Verdict.NO


def test_what_is_said_to_those_who_are_questioned_about_something_else_lowers_it() -> None:
    text = "There is no job on offer. There are no right or wrong answers."
    assert judge(occurrence("Interview with Dana Fox", text), Profile()).verdict is Verdict.NO
