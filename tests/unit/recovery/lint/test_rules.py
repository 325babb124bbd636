"""What the linter goes by, rule for rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.unit.recovery.lint.corpus import good

from showup.errors import UsageError
from showup.model import DraftKind, Interval
from showup.recovery.lint import About, GivenCause, Severity, lint
from showup.recovery.lint.phrases import compiled

BASE = "en-1"


def checks(body, kind=DraftKind.EMAIL, severity=Severity.MEND, **more):
    return {remark.check for remark in lint(body, kind, **{"language": "en", **more}) if remark.severity is severity}


def spoilt(old, new, text=BASE, **known):
    base = good()[text]
    assert old in base.body
    about = replace(base.about, **known)
    return lint(base.body.replace(old, new, 1), base.kind, language=base.language, subject=base.subject, about=about)


def test_the_place_of_a_remark_is_where_the_words_stand():
    for text in (text for text in good().values() if "\n\n" in text.body):
        body = text.body.replace("\n\n", "\n\n[Name] 🙂 Ｗｉｄｅ ß İ\n\n", 1)
        (found,) = (remark for remark in lint(body, text.kind, language=text.language) if remark.words == "[Name]")
        assert body[found.start : found.end] == "[Name]"


def test_a_cause_that_the_person_gave_may_be_told_and_another_may_not():
    told = "The mistake is mine alone: I overslept."
    for cause, wrong in ((GivenCause("overslept", 1), False), (GivenCause("health", 1), True), (GivenCause(), True)):
        found = spoilt("I misread the date when I wrote it down, and that mistake is mine alone.", told, cause=cause)
        assert any(remark.check == 7 and "overslept" in remark.words for remark in found) is wrong


def test_of_a_cause_that_is_not_known_the_person_is_only_asked():
    found = spoilt("I misread the date when I wrote it down", "I overslept", cause=None)
    assert {remark.severity for remark in found if remark.check == 7} == {Severity.CONSIDER}


def test_a_train_that_was_the_cause_may_be_named_but_owning_it_is_better():
    said = {"old": "I misread the date when I wrote it down", "new": "My train was cancelled"}
    for cause, severity in (
        (GivenCause("transport", 2, "My train was cancelled"), Severity.CONSIDER),
        (GivenCause(), Severity.MEND),
    ):
        found = spoilt(**said, cause=cause)
        assert {remark.severity for remark in found if remark.check == 8} == {severity}


@pytest.mark.parametrize("level", range(4))
def test_a_diagnosis_is_too_much_at_every_level(level):
    said = "I had a migraine"
    found = spoilt("I misread the date when I wrote it down", said, cause=GivenCause("health", level, said))
    assert any(remark.check == 15 and remark.severity is Severity.MEND for remark in found)


def test_a_name_says_nothing_by_the_words_in_it():
    base = good()[BASE]
    about = replace(base.about, company="Traffic Alarm", role="Train Driver", contact="Tom Sick")
    body = (
        base.body.replace("Data Analyst", "Train Driver")
        .replace("Mr Hollis", "Mr Tom Sick")
        .replace("your team", "Traffic Alarm")
    )
    assert not {remark.check for remark in lint(body, base.kind, language="en", about=about)} & {7, 8, 15}


def test_a_slot_in_the_persons_own_zone_is_right_too():
    base = good()[BASE]
    told = "10:00 GMT (11:00 CET)"
    found = spoilt("10:00 GMT", told, own_zone="Europe/Berlin", slots=base.about.slots)
    assert not [remark for remark in found if remark.check == 9]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- Thursday 26 November, 10:00 GMT", "- Thursday 26 November, 10:00 (Asia/Tokyo)"),
        ("- Thursday 26 November, 10:00 GMT", "- Thursday 26 November, 10:00 UTC+3"),
        ("- Thursday 26 November, 10:00 GMT", "- Thursday 26 November, 10:00 am New York time"),
    ],
)
def test_a_zone_that_is_not_theirs_is_found_however_it_is_named(old, new):
    assert any(remark.check == 9 and "zone" in remark.what for remark in spoilt(old, new))


def test_summer_time_in_winter_is_found():
    found = spoilt("at 14:00 GMT", "at 14:00 BST")
    assert any(remark.check == 2 and remark.words == "14:00 BST" for remark in found)


def test_the_hour_of_the_interview_is_compared():
    assert any(remark.check == 2 for remark in spoilt("at 14:00 GMT", "at 15:00 GMT"))
    assert not any(remark.check == 2 for remark in spoilt("at 14:00 GMT", "at 15:00 CET"))


@pytest.mark.parametrize(
    "date", ["26/11/2026", "2026-11-26", "November 26, 2026", "26th of November", "26 Nov", "Thu 26 Nov 2026"]
)
def test_a_date_is_read_however_it_is_written(date):
    assert not [remark for remark in spoilt("Thursday 26 November, 10:00", f"{date}, 10:00") if remark.check in {2, 9}]
    later = date.replace("26", "19", 1) if not date.startswith("2026") else "2026-11-19"
    assert any(
        remark.check == 9 for remark in spoilt("Thursday 26 November, 10:00", f"{later.replace('Thu ', '')}, 10:00")
    )


def test_times_without_any_to_propose_are_asked_for_only_where_they_could_be_known():
    body = good()["en-12"].body.replace(
        "I can come on Thursday, November 26, or Monday, November 30, both at 10 a.m. Pacific time, or whenever",
        "Whenever",
    )
    at = datetime(2026, 11, 26, 18, tzinfo=UTC)
    slots = (Interval(at, at + timedelta(hours=1)),)
    for given, severity in ((None, Severity.CONSIDER), ((), None), (slots, Severity.MEND)):
        about = About(slots=given)
        found = {r.severity for r in lint(body, DraftKind.EMAIL, language="en", about=about) if "No new time" in r.what}
        assert found == ({severity} if severity else set())


def test_two_offers_are_one_too_many():
    found = spoilt(
        "I could also bring two references.",
        "I could bring two references. I could also do an extra task.",
        text="en-12",
    )
    assert any(remark.check == 12 for remark in found)


def test_an_offer_that_the_profile_does_not_have_is_invented():
    found = spoilt("I could also bring two references.", "I could also bring two references.", text="en-12", offers=())
    assert any(remark.check == 7 for remark in found)


def test_a_prevention_that_was_not_given_is_invented():
    for prevention, wrong in (
        ("two alarms before ten", False),
        ("a calendar on paper", True),
        ("", True),
        (None, False),
    ):
        found = spoilt("From now on", "From now on", text="en-2", prevention=prevention)
        assert any(remark.check == 10 for remark in found) is wrong


def test_an_interest_without_a_fact_is_told():
    found = spoilt(
        "I would still very much like to talk to you about the pricing models that your team is building.",
        "I remain interested.",
    )
    assert any(remark.check == 11 for remark in found)


def test_a_script_is_judged_without_its_directions():
    body = good()["en-9"].body.replace(
        "(Let him finish. Do not defend yourself.)",
        "(No emoji, no begging, no lawyer. The train was late: say nothing of it.)",
    )
    assert not [r for r in lint(body, DraftKind.CALL_SCRIPT, language="en") if r.severity is Severity.MEND]


def test_what_is_quoted_of_their_mail_is_not_judged():
    body = good()[BASE].body + "\n\n> Your link was broken. I beg you. [Name]"
    found = [remark for remark in lint(body, DraftKind.EMAIL, language="en") if remark.check in {2, 8, 13}]
    assert found == []


def test_a_number_and_a_name_are_wanted_twice_in_a_voicemail():
    base = good()["en-6"]
    for gone in ("212 555 0143", "Marcus Bell"):
        found = lint(base.body.replace(gone, "", 1), base.kind, language="en", about=base.about)
        assert any(remark.check == 14 and "twice" in remark.what for remark in found)


def test_a_language_without_words_is_refused():
    with pytest.raises(UsageError, match="no words to judge"):
        lint("Dobrý den", DraftKind.EMAIL, language="cs")


def test_nothing_at_all_is_judged_too():
    for kind in DraftKind:
        lint("", kind, subject="")


def test_an_interview_that_begins_within_a_minute_is_told_to_the_minute():
    start = good()[BASE].about.start
    assert start is not None
    found = spoilt("Dear", "Dear", start=start + timedelta(seconds=37))
    assert not any(remark.check == 2 for remark in found)


def test_a_gap_may_stand_close_to_a_word_of_a_language_without_spaces():
    pattern = compiled(["(お手数)を..(かけ|掛け)"], spaced=False)
    assert pattern.search("お手数を大変おかけしました")
    assert not pattern.search("お手数です。ご迷惑をかけました")
