"""What the alarm and the recovery need: company, position, kind, place, number, people."""

import pytest
from tests.detection.entries import participant
from tests.unit.detect.reading import occurrence

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
    assert judge(occurrence("Phone interview", organizer=participant(address)), NOBODY).company is None


def test_the_text_names_the_company_when_the_title_does_not() -> None:
    event = occurrence("Phone interview", "We are excited to discuss the Data Analyst role at Initech with you.")
    assert judge(event, NOBODY).company == "Initech"


@pytest.mark.parametrize(
    ("title", "body", "organizer", "company"),
    [
        ("Phone interview", "Company: Globex\nRole: Nurse", None, "Globex"),
        ("一次面接", "企業名：株式会社マーロウ", None, "株式会社マーロウ"),
        ("Interview scheduled", "Sent on behalf of Fenwick Haulage. Replies are not read.", "x@myworkday.com", "Fenwick Haulage"),
        ("Interview for Claims Handler", "Orchard Mutual has invited you to it.", "x@smartrecruiters.com", "Orchard Mutual"),
        ("Interview", "Best,\nDana Fox\nHR Generalist, Corrib Instruments", "dana@gmail.com", "Corrib Instruments"),
        ("Interview", "See you,\nThe Quillstack Recruiting Team", None, "Quillstack"),
        ("Vorstellungsgespräch", "Lena Brandt | Talent Acquisition | Pixelhafen GmbH", None, "Pixelhafen GmbH"),
        ("Technical interview", "We look forward to it. Brenner Labs", "hr@brennerlabs.example", "Brenner Labs"),
        ("Technical interview", "", "hr@brennerlabs.example", "Brenner Labs"),
        ("Craft interview", "Kitebird looks forward to it: https://kitebird.zoom.us/j/92", "x@greenhouse-mail.io", "Kitebird"),
        ("Gem: Interview - Yuki Tanabe", "", "scheduling@gem.com", None),
        ("Interview - Software Engineer", "Kind regards\nSterling Grey Recruitment", None, None),
        ("Interview London", "", None, None),
        ("Interview Zara 2pm, Manchester", "", None, "Zara"),
        ("L2 interview", "", None, None),
    ],
)  # fmt: skip
def test_the_company_is_who_the_text_or_the_sender_says(
    title: str, body: str, organizer: str | None, company: str | None
) -> None:
    event = occurrence(title, body, organizer=participant(organizer) if organizer else None)
    assert judge(event, NOBODY).company == company


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
        ("Dial in: 0049 (0)30 1234567", "+49 30 1234567"),
        ("<a href='tel:+14155550100'>call</a>", "+1 415-555-0100"),
        ("Phone: 030 1234567", "030 1234567"),
        ("Phone: (415) 555-0100", "+1 415-555-0100"),
        ("Call me on +44 20 7946 0018 ext. 12", "+44 20 7946 0018 ext. 12"),
        ("Tel. +49 30 1234567, Durchwahl 34", "+49 30 1234567 ext. 34"),
        ("Meeting ID: 987 654 3210", None),
        ("Passcode: 12345678", None),
        ("On 2026-03-03 10:00-11:00", None),
        ("Call on 03.03.2026 10 00", None),
        ("Invoice 1234567890", None),
        ("Call about job ref 1234567890", None),
        ("Salary for this call: €45 000 000", None),
        ("call costs: IBAN DE89 3704 0044 0532 0130 00", None),
        ("We will call you at +1 415 555 0100.", None),
        ("Wir rufen Sie unter 030 1234567 an", None),
        ("https://zoom.us/j/12345678901", None),
        ("+1 23", None),
    ],
)
def test_a_number_is_taken_only_when_it_is_one_to_call(body: str, phone: str | None) -> None:
    assert judge(occurrence("Interview", body), NOBODY).phone == phone


@pytest.mark.parametrize(
    ("written", "profile", "zone", "phone"),
    [
        ("030 5550 1234", Profile(country="de"), None, "+49 30 55501234"),
        ("030 5550 1234", NOBODY, "Europe/Berlin", "+49 30 55501234"),
        ("030 5550 1234", Profile(zone="Europe/Berlin"), None, "+49 30 55501234"),
        ("020 7946 0018", Profile(country="PL"), "Europe/London", "+44 20 7946 0018"),
        ("01603 555 018", Profile(country="DE"), "Europe/London", "01603 555 018"),  # there is one in both
        ("(415) 555-0100", Profile(country="DE"), None, "+1 415-555-0100"),
        ("07700 900 482", Profile(country="GB"), None, "07700 900 482"),  # of a novel
        ("9234 5678 90", Profile(country="GB"), None, None),
    ],
)
def test_a_number_without_a_country_code_is_of_the_persons_country_or_the_calendars(
    written: str, profile: Profile, zone: str | None, phone: str | None
) -> None:
    assert judge(occurrence("Interview", f"Phone: {written}", zone=zone), profile).phone == phone


def test_a_language_of_one_country_tells_whose_number_it_is() -> None:
    event = occurrence("Rozmowa kwalifikacyjna", "Zapraszamy na rozmowę. Telefon: 22 555 01 33")
    assert judge(event, NOBODY).phone == "+48 22 555 01 33"


@pytest.mark.parametrize(
    ("body", "phone", "pin"),
    [
        ("Or call in (audio only)\n+1 323-849-4874,,123456789# United States\nPhone Conference ID: 123 456 789#",
         "+1 323-849-4874", "123456789#"),
        ("Join by phone: +1 555-203-0199 PIN: 123 456 789#", "+1 555-203-0199", "123 456 789#"),
        ("Dial by your location\n+1 646 558 8656 US (New York)\nMeeting ID: 987 654 3210\nPasscode: 1",
         "+1 646-558-8656", "987 654 3210"),
        ("<a href='tel:+493012345678,,4455#'>Einwahl</a>", "+49 30 12345678", "4455#"),
        ("Einwahl: +49 30 1234567, Zugangscode 4455", "+49 30 1234567", "4455"),
        ("Call me: +49 30 1234567\nThe job reference is 4455", "+49 30 1234567", ""),
    ],
)  # fmt: skip
def test_the_pin_of_a_dial_in_is_kept(body: str, phone: str, pin: str) -> None:
    judgement = judge(occurrence("Interview", body), NOBODY)
    assert (judgement.phone, judgement.pin) == (phone, pin)


def test_of_many_dial_in_numbers_it_is_that_of_the_persons_country() -> None:
    event = occurrence(
        "Interview", "Dial by location:\n+1 646 558 8656 US\n+49 69 7104 9922 Germany\nMeeting ID: 987 6543 2100"
    )
    assert judge(event, Profile(country="DE")).phone == "+49 69 71049922"
    assert judge(event, NOBODY).phone == "+1 646-558-8656"


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
    event = occurrence("Interview", "Interviewer: Dana Fox", organizer=participant("Dana Fox <dana@acme.example>"))
    assert judge(event, NOBODY).contacts == (Contact("Dana Fox", "dana@acme.example", part="interviewer"),)


def test_who_signs_is_a_contact_with_part_address_and_number() -> None:
    text = "Kind regards\nGráinne Ní Bhriain\nHR Generalist, Corrib Biologics\n+353 86 555 0147\ngrainne@corrib.example"
    assert judge(occurrence("Phone interview", text), NOBODY).contacts == (
        Contact("Gráinne Ní Bhriain", "grainne@corrib.example", "+353 86 555 0147", "recruiter"),
    )


def test_a_signature_tells_about_the_organizer() -> None:
    text = "Viele Grüße\nLena Brandt | Talent Acquisition | Pixelhafen GmbH\nTel. +49 40 555 01 33"
    event = occurrence("Telefoninterview", text, organizer=participant("Lena Brandt <jobs@pixelhafen.example>"))
    assert judge(event, NOBODY).contacts == (
        Contact("Lena Brandt", "jobs@pixelhafen.example", "+49 40 5550133", "recruiter"),
    )


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ("You will meet Dana Fox (Head of Design)", "Dana Fox", "hiring manager"),
        ("You'll speak with Bo Lind, Staff Engineer", "Bo Lind", "interviewer"),
        ("Your day is run by Eve Lund (Recruiting Coordinator)", "Eve Lund", "coordinator"),
        ("Best,\nAda Grey\nExecutive Search", "Ada Grey", "agency"),
    ],
)
def test_a_persons_job_tells_their_part(text: str, name: str, part: str) -> None:
    contacts = judge(occurrence("Interview", text), NOBODY).contacts
    assert [(contact.name, contact.part) for contact in contacts if contact.name == name] == [(name, part)]


@pytest.mark.parametrize(
    "text", ["Best,\nThe Acme Team", "Cheers\nHR Department", "Regards,\nTalent Acquisition", "Thanks!\nZoom"]
)
def test_a_team_that_signs_is_nobody_to_call_by_name(text: str) -> None:
    assert judge(occurrence("Interview", text), NOBODY).contacts == ()


def test_the_persons_own_number_is_no_contacts() -> None:
    text = "Best,\nDana Fox\nRecruiter\n+1 415 555 0100"
    contacts = judge(occurrence("Interview", text), Profile(phone="(415) 555-0100")).contacts
    assert [contact.phone for contact in contacts] == [""]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Please bring your passport and two certificates. See you!", ("your passport and two certificates",)),
        ("What to bring:\n- photo ID\n- portfolio\nParking is free.", ("photo ID, portfolio",)),
        ("Bitte bringen Sie Ihren Ausweis mit.", ("Ihren Ausweis",)),
        ("Arbeitskleidung wird gestellt, bitte Impfnachweis mitbringen.", ("Impfnachweis",)),
        ("Merci d'apporter votre diplôme.", ("votre diplôme",)),
        ("Por favor traiga su DNI.", ("su DNI",)),
        ("持ち物：履歴書、筆記用具", ("履歴書、筆記用具",)),
        ("履歴書をご持参ください。", ("履歴書",)),
        ("Tell us what you bring to the team. We bring up the role.", ()),
        ("The skills you will bring to this role matter.", ()),
    ],
)
def test_what_to_bring_is_said_in_the_calendars_words(text: str, things: tuple[str, ...]) -> None:
    assert judge(occurrence("Interview", text), NOBODY).bring == things


def test_a_fraud_says_nothing_about_what_to_bring() -> None:
    assert judge(occurrence("Interview", "Please bring a gift card. A refundable deposit is due."), NOBODY).bring == ()


def test_no_contact_of_a_fraud_may_be_written_to() -> None:
    event = occurrence(
        "Interview",
        "Write to pay@fee.example. A refundable deposit is due.",
        organizer=participant("HR <hr@acme.example>"),
    )
    contacts = judge(event, NOBODY).contacts
    assert len(contacts) == 2
    assert not any(contact.usable for contact in contacts)


def test_contacts_are_bounded() -> None:
    people = tuple(participant(f"P{number} <p{number}@acme.example>") for number in range(500))
    assert len(judge(occurrence("Interview", attendees=people, organizer=people[0]), NOBODY).contacts) <= 20
