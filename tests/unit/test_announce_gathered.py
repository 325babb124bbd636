"""The words for many interviews at once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.announce import announce_tell
from showup.announce_gathered import announce_gathered
from showup.engine import Rules, Tell
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Occurrence, Urgency, Verdict

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
KINDS = (
    *("moved", "cancelled", "vanished", "changed", "restored", "doubtful", "declined", "disagree", "unread", "ruled"),
    *("conflict", "asked", "passed"),
)


def watch(days, title="Interview", uid=None):
    start = START + timedelta(days=days)
    occurrence = Occurrence("cal", uid or f"u{days}", start, start + timedelta(hours=1), title=title)
    rules = Rules(default_policy(), UTC_ZONE)
    return begin(Interview(occurrence, Judgement(Verdict.INTERVIEW, 90)), ("cal",), START, rules)[0]


def test_the_nearest_are_named_and_the_others_counted():
    said = announce_gathered("vanished", [watch(days, f"Talk {days}") for days in range(3, 45)], 7, UTC_ZONE)
    assert said.summary == "42 interviews are gone from your calendar"
    lines = said.body.splitlines()
    assert lines[1] == "Fri 27 November, 14:00: Talk 3"
    assert [line.rpartition(": ")[2] for line in lines[1:6]] == [f"Talk {days}" for days in range(3, 8)]
    assert lines[-1] == "and 37 more: showup status"
    assert said.urgency is Urgency.CRITICAL
    assert (said.actions, said.link, said.interview) == ((), None, "")


def test_a_series_takes_one_line():
    weekly = [watch(days, "Loop", "loop") for days in range(7, 70, 7)]
    said = announce_gathered("ruled", weekly, 7, UTC_ZONE)
    assert "Tue 01 December, 14:00 and 8 more times: Loop" in said.body
    assert said.body.endswith("All of them: showup status")
    assert said.urgency is Urgency.NORMAL


@pytest.mark.parametrize("what", KINDS)
def test_there_are_words_for_each_kind_of_notice(what):
    said = announce_gathered(what, [watch(3, "A"), watch(4, "B")], 1, UTC_ZONE)
    assert said.summary
    assert announce_tell(watch(3), Tell(what, START), START, UTC_ZONE).urgency is said.urgency


def test_two_gatherings_stand_side_by_side():
    both = [announce_gathered("moved", [watch(3), watch(4)], number, UTC_ZONE) for number in (1, 2)]
    assert both[0].tag != both[1].tag


def test_a_hostile_title_is_made_plain():
    said = announce_gathered("moved", [watch(3, "\u202eInter\x1b[31mview\nAll clear"), watch(4)], 1, UTC_ZONE)
    assert "Inter[31mview All clear" in said.body
    assert not {"\x1b", "\u202e"} & set(said.body)
