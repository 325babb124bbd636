"""What the alarm and the recovery need: company, position, kind, place, number, people."""

import pytest
from tests.unit.detect.reading import occurrence, person

from showup.detect import judge
from showup.model import Contact, Kind, Profile

NOBODY = Profile()


@pytest.mark.parametrize(
    ("title", "company"),
    [
        ("Interview at Google", "Google"),
        ("Interview at Morgan Stanley", "Morgan Stanley"),
        ("Interview with Jane Street", "Jane Street"),
        ("Skype interview, University of Leeds", "University of Leeds"),
        ("interview at acme", "Acme"),
        ("Interview w/ 3M", "3M"),
        ("Interview - Coca-Cola", "Coca-Cola"),
        ("Acme's interview", "Acme"),
        ("Invitation: Interview with Globex @ Tue Mar 3, 2026 2pm - 3pm (PST)", "Globex"),
        ("Your interview with Acme is confirmed", "Acme"),
        ("Interview bei BMW", "BMW"),
        ("Entretien d'embauche chez Société Générale", "Société Générale"),
        ("腾讯面试", "腾讯"),
        ("Interview in Berlin", None),
        ("2. Vorstellungsgespräch mit Frau Müller", None),
        ("Interview Herr Schulz (Bosch)", "Bosch"),
        ("面接 田中様", None),
        ("Interview w/ Acme: Bring laptop", "Acme"),
        ("Interview with Dana", None),
        ("Interview with Microsoft Teams", None),
        ("Interview on Zoom", None),
        ("Phone screen with recruiter", None),
        ("Interview tomorrow at 3pm", None),
        ("Technical interview", None),
    ],
)
def test_the_company_is_named_or_left_open(title: str, company: str | None) -> None:
    assert judge(occurrence(title), NOBODY).company == company


@pytest.mark.parametrize(
    "address",
    [
        "x@calendly.com",
        "x@gmail.com",
        "x@us.greenhouse-mail.io",
        "x@hays.com",
        "x@bright-recruiting.example",
        "x@group.calendar.google.com",
    ],
)
def test_nobodys_domain_becomes_an_employer(address: str) -> None:
    assert judge(occurrence("Phone interview", organizer=person(address)), NOBODY).company is None


def test_the_text_names_the_company_when_the_title_does_not() -> None:
    event = occurrence("Phone interview", "We are excited to discuss the Data Analyst role at Initech with you.")
    assert judge(event, NOBODY).company == "Initech"


def test_the_companys_name_is_plain_and_bounded() -> None:
    company = judge(occurrence("Interview with A\u202ecme\x07 " + "X" * 500), NOBODY).company
    assert company is None or (company.isprintable() and len(company) <= 60)


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Interview with Acme", "we will discuss your take home; it was due Monday", Kind.INTERVIEW),
        ("Interview Acme", "please complete the assessment by Monday", Kind.INTERVIEW),
        ("Take-home interview Acme", "", Kind.INTERVIEW),
        ("Take-home due", "", Kind.DEADLINE),
        ("Complete HireVue by Friday", "", Kind.DEADLINE),
        ("HackerRank test deadline", "", Kind.DEADLINE),
        ("Online assessment", "", Kind.ASSESSMENT),
        ("Final onsite panel interview", "", Kind.FINAL),
        ("Probearbeiten Bewerbung", "", Kind.TRIAL),
        ("Техническое собеседование", "", Kind.TECHNICAL),
        ("最終面接", "", Kind.FINAL),
    ],
)
def test_the_kind_is_told_and_an_interview_is_never_made_a_deadline(title: str, body: str, kind: Kind) -> None:
    assert judge(occurrence(title, body), NOBODY).kind is kind


@pytest.mark.parametrize(
    "location",
    [
        "Zoom",
        "Microsoft Teams Meeting",
        "https://zoom.us/j/1",
        "Phone",
        "+1 415 555 0100",
        "Google Meet (link in description)",
        "",
        "TBD",
        "Telefon",
        "オンライン",
    ],
)
def test_what_is_no_place_gives_no_place(location: str) -> None:
    assert judge(occurrence("Interview", location=location), NOBODY).place == ""


def test_a_place_beside_a_link_is_kept() -> None:
    event = occurrence("Interview", location="1 Main Street, Springfield; https://zoom.us/j/1")
    assert judge(event, NOBODY).place == "1 Main Street, Springfield"


@pytest.mark.parametrize(
    ("body", "phone"),
    [
        ("Dial in: +49 30 1234567", "+49 30 1234567"),
        ("<a href='tel:+14155550100'>call</a>", "+14155550100"),
        ("Phone: 030 1234567", "030 1234567"),
        ("Meeting ID: 987 654 3210", None),
        ("Passcode: 12345678", None),
        ("On 2026-03-03 10:00-11:00", None),
        ("Invoice 1234567890", None),
        ("https://zoom.us/j/12345678901", None),
    ],
)
def test_a_number_is_taken_only_when_it_is_one_to_call(body: str, phone: str | None) -> None:
    assert judge(occurrence("Interview", body), NOBODY).phone == phone


def test_the_persons_own_number_is_not_the_one_to_call() -> None:
    event = occurrence("Phone interview", "We will call you at +1 415 555 0100.")
    assert judge(event, Profile(phone="(415) 555-0100")).phone is None


def test_people_in_the_text_are_contacts_with_their_part() -> None:
    event = occurrence(
        "Interview", "Your interviewers: Dana Fox (Engineering Manager) and Bo Lind\nRecruiter: Eve Lund"
    )
    assert judge(event, NOBODY).contacts == (
        Contact("Dana Fox", part="interviewer"),
        Contact("Bo Lind", part="interviewer"),
        Contact("Eve Lund", part="recruiter"),
    )


def test_a_name_in_the_text_tells_the_part_of_an_attendee() -> None:
    event = occurrence("Interview", "Interviewer: Dana Fox", organizer=person("Dana Fox <dana@acme.example>"))
    assert judge(event, NOBODY).contacts == (Contact("Dana Fox", "dana@acme.example", part="interviewer"),)


def test_no_contact_of_a_fraud_may_be_written_to() -> None:
    event = occurrence(
        "Interview",
        "Write to pay@fee.example. A refundable deposit is due.",
        organizer=person("HR <hr@acme.example>"),
    )
    contacts = judge(event, NOBODY).contacts
    assert len(contacts) == 2
    assert not any(contact.usable for contact in contacts)


def test_contacts_are_bounded() -> None:
    people = tuple(person(f"P{number} <p{number}@acme.example>") for number in range(500))
    assert len(judge(occurrence("Interview", attendees=people, organizer=people[0]), NOBODY).contacts) <= 20
