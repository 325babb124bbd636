"""Whatever a calendar holds, judging neither raises nor takes long, and what comes out is plain."""

import time
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.detect.reading import occurrence

from showup.detect import judge
from showup.detect.fold import plain
from showup.model import Judgement, Occurrence, Participant, Profile

SAM = Profile(name="Sam Rivera", emails=("sam.rivera@gmail.com",), phone="+1 415 555 0100")
PARTS = st.sampled_from(
    [
        "interview",
        "面接",
        "<a href='",
        "</a>",
        "https://",
        "zoom.us/j/1",
        "@",
        "mailto:",
        "&amp;",
        "%",
        "://",
        "x" * 50,
        "\u202e",
        "\ud800",
        "\x00",
        "Interviewer: ",
        "at ",
        "with ",
        "https://www.google.com/url?q=",
        "-",
        "+1 415 555 ",
        "[",
        "]:",
        "\n",
        "<script>",
        "tel:",
        "Ⅷ",
        "İ",
        "ß",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.one_of(PARTS, st.text(max_size=5)), max_size=25).map("".join))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=TEXTS, body=TEXTS, location=TEXTS, url=TEXTS, who=TEXTS, address=TEXTS)
def test_judging_never_raises_and_what_comes_out_is_plain(
    title: str, body: str, location: str, url: str, who: str, address: str
) -> None:
    people = (Participant(address, who, "", "DECLINED"), Participant(f"{address}@x.example", who))
    event = occurrence(title, body, location=location, url=url, conference=url, organizer=people[0], attendees=people)
    judgement = judge(event, SAM)
    assert 0 <= judgement.score <= 100
    assert judgement.reasons
    assert all(_is_plain(text) for text in _texts(judgement))


@given(text=TEXTS)
def test_making_plain_twice_is_making_plain_once(text: str) -> None:
    assert plain(plain(text, 200), 200) == plain(text, 200)


@pytest.mark.parametrize("field", ["title", "description", "location", "url", "conference"])
@pytest.mark.parametrize(
    "unit",
    [
        "interview ",
        "a",
        " ",
        "<a ",
        "<",
        "<a href='",
        "http://",
        "http://a.b/c ",
        "a.",
        "a@",
        "1 ",
        "+1234567 ",
        "Aa ",
        "interview at ",
        "\u200b",
        "e\u0301",
        "\u0301",
        "面接",
        "면 접 ",
        "<script>",
        "&amp;",
        "\n",
        "Recruiter: Aa Bb, ",
        "i n t ",
        "tel:+1",
        "zoom.us/",
        "a-",
        "ﷺ",
        "https://urldefense.com/v3/__",
        "аa",
        "applying to ",
    ],
)
def test_a_huge_field_is_judged_in_bounded_time(field: str, unit: str) -> None:
    event = _with(field, unit * (1_000_000 // len(unit)))
    judge(event, SAM)
    began = time.process_time()
    judge(event, SAM)
    assert time.process_time() - began < 0.5


def test_thousands_of_attendees_are_judged_in_bounded_time() -> None:
    people = tuple(Participant(f"p{number}@x{number}.example", f"P {number}") for number in range(20_000))
    event = occurrence("Interview with Acme", attendees=people)
    began = time.process_time()
    judge(event, SAM)
    assert time.process_time() - began < 0.5


def _with(field: str, text: str) -> Occurrence:
    fields = {
        "title": "Interview with Acme",
        "description": "",
        "location": "",
        "url": "",
        "conference": "",
    } | {field: text}
    return occurrence(**fields)


def _texts(judgement: Judgement) -> list[str]:
    people = [text for contact in judgement.contacts for text in (contact.name, contact.email, contact.part)]
    details = [judgement.company, judgement.position, judgement.join_url, judgement.phone, judgement.place]
    return [text for text in [*details, *people, *judgement.reasons] if text]


def _is_plain(text: str) -> bool:
    return len(text) <= 2000 and not any(
        unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in text
    )
