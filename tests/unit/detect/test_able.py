"""The quick look at an event's bytes never says no to what the judge would call an interview or ask about."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.detection.lines import lines_of
from tests.unit.detect.reading import events, occurrence, read, titles

from showup.detect import judge
from showup.detect.able import able
from showup.detect.compiled import words
from showup.detect.wordlists import word_lists
from showup.model import Occurrence, Participant, Profile, Verdict

CORPUS = [(occurrence(title), Profile()) for _, title in titles()] + [read(row) for row in events()]
WORTH_A_LOOK = [(event, person) for event, person in CORPUS if judge(event, person).verdict is not Verdict.NO]
BENCH = [
    "standup", "planning", "review", "budget", "lunch", "dentist", "gym", "call", "sync", "retro", "demo", "board",
    "hiring", "legal", "audit", "training",
]  # fmt: skip

Change = Callable[[str], str]
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_ACCENTS = str.maketrans({"e": "é", "i": "í", "o": "ö", "a": "à"})
_ALIKE = str.maketrans({"a": "а", "e": "е", "o": "о", "i": "і"})
CHANGES: dict[str, Change] = {
    "as it is": lambda text: text,
    "upper case": str.upper,
    "accents": lambda text: text.translate(_ACCENTS),
    "full width": lambda text: text.translate(_WIDE),
    "letters of another script": lambda text: text.translate(_ALIKE),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "entities": lambda text: "<p>" + "".join(f"&#{ord(letter)};" for letter in text) + "</p>",
    "escaped for HTML": lambda text: f"<div>{html.escape(text)}</div>",
    "tags inside words": lambda text: (
        "<p>" + " ".join(f"{word[:3]}<b>{word[3:]}</b>" for word in text.split(" ")) + "</p>"
    ),
    "soft hyphens": lambda text: text.replace("e", "e\u00ad"),
    "spaced out": lambda text: " ".join(text.replace(" ", "")) if len(text) < 60 else text,
    "doubled spaces": lambda text: text.replace(" ", "  \t "),
    "a slip": lambda text: text.replace("view", "veiw"),
    "nulls": lambda text: text.replace("i", "i\0"),
    "underscores": lambda text: text.replace(" ", "_"),
    "behind a mail filter": lambda text: text.replace(
        "https://", "https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2F"
    ),
    "quoted in an address": lambda text: text.replace(
        "https://", "https://www.google.com/url?q=" + quote("https://", safe="")
    ),
}


def wanted(event: Occurrence, person: Profile) -> bool:
    return judge(event, person).verdict is not Verdict.NO


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_the_judge_takes_for_one_passes_however_it_is_written(change: str) -> None:
    changed = CHANGES[change]
    missed = []
    for event, person in WORTH_A_LOOK:
        for title, body in ((changed(event.title), event.description), (event.title, changed(event.description))):
            other = _with(event, title, body)
            if wanted(other, person) and not able(lines_of(other)):
                missed.append((title, body))
    assert missed == []


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("width", [75, 20, 7, 1])
def test_lines_may_be_folded_anywhere(end: str, width: int) -> None:
    assert [event.title for event, _ in WORTH_A_LOOK if not able(lines_of(event, end=end, width=width))] == []


@given(
    title=st.lists(st.sampled_from([*BENCH, "interview", "panel", "hiring", "prep"]), max_size=4),
    body=st.lists(st.sampled_from([*BENCH, "position", "recruiter", "talent", "not", "offer"]), max_size=12),
    recurring=st.booleans(),
)
def test_words_that_come_to_nothing_alone_pass_when_they_come_to_something_together(
    title: list[str], body: list[str], *, recurring: bool
) -> None:
    event = occurrence(" ".join(title), " ".join(body), recurring=recurring)
    raw = lines_of(event).replace(b"END:VEVENT", b"RRULE:FREQ=DAILY\r\nEND:VEVENT" if recurring else b"END:VEVENT")
    assert able(raw) or not wanted(event, Profile())


_PIECES = st.sampled_from([entry.text.replace("*", "") for one in word_lists() for entry in one.entries])


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    title=st.lists(_PIECES, max_size=3),
    body=st.lists(_PIECES, max_size=8),
    parted=st.sampled_from([" ", "\n", "", " - ", "<br>"]),
)
def test_phrases_of_every_language_pass_in_any_company(title: list[str], body: list[str], parted: str) -> None:
    event = occurrence(parted.join(title)[:250], parted.join(body))
    assert able(lines_of(event)) or not wanted(event, Profile())


@settings(max_examples=200, deadline=None)
@given(title=st.text(max_size=40), body=st.text(max_size=200), name=st.text(max_size=20), url=st.text(max_size=60))
def test_any_text_at_all_is_answered_and_nothing_is_missed(title: str, body: str, name: str, url: str) -> None:
    event = occurrence(title, body, url=f"https://{url}", organizer=Participant("a@x.example", name))
    raw = lines_of(event)
    try:
        parsed = icalendar.Event.from_ical(raw)
    except ValueError:
        parsed = icalendar.Event()
    seen = occurrence(str(parsed.get("SUMMARY", "")), str(parsed.get("DESCRIPTION", "")), organizer=event.organizer)
    assert able(raw) or not wanted(seen, Profile())


@pytest.mark.parametrize("row", words().tables["hosts"]["side"], ids=lambda row: f"{row['host']} {row['side']}")
def test_a_link_of_a_hiring_system_passes(row: dict[str, str]) -> None:
    for address in ("https://{}/candidate/interviews/test", "https://x.{}/invitation", "https%3A%2F%2F{}%2Ftests%2Fa"):
        event = occurrence(
            "Dentist", f"See https://www.google.com/url?q={address.format(row['host'])} and your position"
        )
        assert able(lines_of(event)) or not wanted(event, Profile())


@pytest.mark.parametrize(
    "domain", [*words().tables["domains"]["systems"][:20], *words().tables["domains"]["agencies"][:20]]
)
def test_an_organizer_who_hires_passes_with_any_word(domain: str) -> None:
    event = occurrence("Coffee", "about the position", organizer=Participant(f"ann@mail.{domain}", "Ann"))
    assert able(lines_of(event)) or not wanted(event, Profile())


@pytest.mark.parametrize("code", ["utf-8", "cp1252"])
def test_old_codes_are_read_too(code: str) -> None:
    assert able(lines_of(occurrence("Vorstellungsgespräch"), code=code))


def test_a_line_that_somebody_forgot_to_fold_belongs_to_the_title() -> None:
    assert able(b"BEGIN:VEVENT\nSUMMARY:Acme\ninterview with Ann\nEND:VEVENT\n")


def test_text_in_quoted_printable_is_left_to_who_can_read_it() -> None:
    assert able(b"BEGIN:VEVENT\nSUMMARY;ENCODING=QUOTED-PRINTABLE:Int=65rview\nEND:VEVENT\n")


def test_an_event_of_many_words_is_left_to_the_judge() -> None:
    assert able(lines_of(occurrence("Dentist", "x " * 6000)))


@pytest.mark.parametrize("title", ["Dentist", "Standup", "Lunch with mum", "Gym", "Flight to Rome", "Call the bank"])
def test_an_ordinary_event_is_left_out(title: str) -> None:
    body = "Join: https://meet.example.com/1\n" + " ".join(BENCH * 2)
    assert not able(lines_of(occurrence(title, "")))
    assert not able(
        lines_of(occurrence(title.replace("Lunch", "Tea"), body)).replace(b"END:", b"RRULE:FREQ=DAILY\r\nEND:")
    )


def test_what_people_are_called_by_the_calendar_is_no_word_of_the_event() -> None:
    role = b"ATTENDEE;ROLE=REQ-PARTICIPANT;CN=Position Recruiter Hiring Interview:mailto:a@x.example\r\n"
    assert not able(b"BEGIN:VEVENT\r\nSUMMARY:Dentist\r\n" + role + b"END:VEVENT\r\n")


def _with(event: Occurrence, title: str, body: str) -> Occurrence:
    more = {
        name: getattr(event, name) for name in ("location", "url", "conference", "organizer", "attendees", "status")
    }
    return occurrence(title, body, **more)
