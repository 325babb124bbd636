"""What Japanese drafts need and no other: no spaces between sentences, 様 behind a name once, the zone's Japanese name."""

import re
from dataclasses import replace

import pytest
from tests.unit.recovery.cases import DAY, HOUR, JANE, NOBODY, START, interview

from showup.model import Contact, DraftKind, Profile
from showup.recovery import Told, write

SATO = Profile("佐藤 美咲", ("misaki@sato.example",), "090-1234-5678", "Asia/Tokyo")


def draft(kind=DraftKind.EMAIL, profile=SATO, told=None, **known):
    case = interview(**{"company": "株式会社みなと商事", "position": "データ分析職", "zone": "Asia/Tokyo", **known})
    case = replace(case, judgement=replace(case.judgement, language="ja"))
    return write(kind, case, profile, START + HOUR / 12, told or Told())


@pytest.mark.parametrize("kind", [DraftKind.VOICEMAIL, DraftKind.RUNNING_LATE])
def test_sentences_follow_each_other_without_a_space(kind):
    body = draft(kind).body
    assert "\n" not in body
    assert body.count("。") >= 2
    assert not re.search(r"。\s", body)


@pytest.mark.parametrize("name", ["高橋 葵", "高橋 葵様", "高橋 葵 様", "高橋 葵さん"])
def test_a_contact_is_named_with_one_sama(name):
    contact = Contact(name, "aoi@minato.example", "+81 3 1234 5678", "recruiter")
    assert draft(contacts=(contact,)).body.startswith("株式会社みなと商事\n高橋 葵 様\n\n")
    assert draft(DraftKind.VOICEMAIL, contacts=(contact,)).body.startswith("高橋 葵様、")


@pytest.mark.parametrize("name", ["採用 担当", "人事部 採用担当", "株式会社 みなと商事"])
def test_a_mailbox_is_no_person(name):
    contact = Contact(name, "saiyo@minato.example", "", "recruiter")
    assert draft(contacts=(contact,)).body.startswith("株式会社みなと商事\n採用ご担当者様\n\n")


def test_an_agency_is_not_spoken_to_as_if_it_were_the_employer():
    agent = Contact("Ada Bell", "ada@bell-staffing.example", "", "agency")
    body = draft(contacts=(agent,)).body
    assert body.startswith("Ada Bell 様\n\n株式会社みなと商事様の")
    assert "貴社" not in body


def test_japanese_time_is_named_in_japanese_and_any_other_by_its_letters_or_town():
    assert "2025年3月3日(月) 22:00 (日本時間)の技術面接" in draft().body
    assert "2025年3月3日(月) 14:00 CETの技術面接" in draft(zone="Europe/Berlin").body
    assert "2025年3月3日(月) 07:00 (America/Chicago)の技術面接" in draft(zone="America/Chicago").body


def test_a_proposal_stands_in_both_zones():
    told = Told(slots=(START + 2 * DAY, START + 3 * DAY))
    assert "・3月5日(水) 22:00 (日本時間)／14:00 CET\n" in draft(profile=JANE, told=told).body
    assert "・3月5日(水) 22:00 (日本時間)\n" in draft(told=told).body


def test_the_persons_own_full_stop_is_not_doubled():
    body = draft(told=Told(offer="分析レポートの見本。")).body
    assert "分析レポートの見本。\n" in body


def test_who_is_unknown_is_not_named():
    body = draft(profile=NOBODY, company=None, position=None, contacts=()).body
    assert body.startswith("採用ご担当者様\n\n")
    assert "「」" not in body
    assert "、です" not in body
