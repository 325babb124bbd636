"""Which interview is meant when none is named, or several could be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Answered, Do, Phase, Rules, Tick, Watch, decide
from showup.engine.planning import begin
from showup.errors import UsageError
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Occurrence, Verdict
from showup.service.choosing import choose, named, open_questions

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
RULES = Rules(default_policy(), ZoneInfo("UTC"))


def watch(title, minutes, verdict=Verdict.INTERVIEW, company=None) -> Watch:
    start = NOW + timedelta(minutes=minutes)
    occurrence = Occurrence("cal", title, start, start + timedelta(minutes=30), title=title)
    new, _ = begin(
        Interview(occurrence, Judgement(verdict, 90, company=company)), ("cal",), NOW - timedelta(days=2), RULES
    )
    return decide(new, Tick(), NOW, RULES).watch


def answered(given: Watch, do: Do) -> Watch:
    return decide(given, Answered(do, "test"), NOW, RULES).watch


def test_im_there_is_about_the_one_that_begins_although_another_rings():
    begins, rings = answered(watch("A", 0), Do.SNOOZE), watch("B", 60)
    assert rings.ringing
    assert not begins.ringing
    assert choose([rings, begins], None, "confirm", NOW).interview.title == "A"


def test_im_there_said_twice_does_not_confirm_the_next_one():
    said, following = answered(watch("A", 0), Do.CONFIRM), watch("B", 90)
    assert choose([following, said], None, "confirm", NOW).interview.title == "A"


def test_of_two_that_ring_the_nearest_is_meant():
    assert choose([watch("A", 50), watch("B", 12)], None, "ack", NOW).interview.title == "B"


def test_mine_is_about_the_maybe():
    both = [watch("A", 5), watch("B", 300, Verdict.MAYBE)]
    assert choose(both, None, "mine", NOW).interview.title == "B"


def test_a_title_or_a_company_names_an_interview():
    both = [watch("Call with Dana", 50, company="Marlow"), watch("Interview", 12)]
    assert named(both, "marlow", NOW).interview.title == "Call with Dana"
    assert named(both, both[1].key, NOW) is both[1]


def test_a_name_that_fits_several_lists_them():
    with pytest.raises(UsageError, match="could be several"):
        named([watch("Interview A", 50), watch("Interview B", 12)], "interview", NOW)


def test_a_name_that_fits_none_says_where_to_look():
    with pytest.raises(UsageError, match="showup status"):
        named([watch("A", 50)], "nothing", NOW)


def test_with_nothing_watched_there_is_nothing_to_answer():
    with pytest.raises(UsageError, match="No interview"):
        choose([], None, "confirm", NOW)


def test_undo_is_about_the_last_answer_not_the_nearest_interview():
    earlier = answered(watch("A", 0), Do.CONFIRM)
    later = decide(watch("B", 50), Answered(Do.CANT, "test"), NOW + timedelta(minutes=1), RULES).watch
    assert choose([earlier, later], None, "undo", NOW + timedelta(minutes=2)).interview.title == "B"


@pytest.mark.parametrize("do", ["not-mine", "cant"])
def test_what_ends_the_alarms_for_good_is_never_guessed(do):
    with pytest.raises(UsageError, match="could be several"):
        choose([watch("A", 5), watch("B", 12)], None, do, NOW)
    assert choose([watch("A", 5)], None, do, NOW).interview.title == "A"


def test_of_one_that_stands_in_the_calendars_twice_the_one_that_rings_is_meant():
    rings = watch("Interview with Marlow", 0)
    copy = replace(watch("Marlow!", 0, company="Marlow"), twin=rings.key, attempt=0)
    both = [copy, rings]
    assert choose(both, None, "confirm", NOW) is rings
    assert [named(both, name, NOW) for name in ("Marlow", "Marlow!", copy.key)] == [rings] * 3
    assert choose(both, None, "not-mine", NOW) is rings


def test_what_is_gone_from_the_calendar_stays_a_question_until_it_is_over():
    gone = replace(watch("A", 60), phase=Phase.CANCELLED, vanished=True)
    assert open_questions([gone], NOW) == [gone]
    assert open_questions([gone], gone.plan.over_at) == []
    said = decide(gone, Answered(Do.NOT_MINE, "test"), NOW, RULES).watch
    assert open_questions([said], NOW) == []
    assert said.by_person is None, "it is off, but others of its series are interviews all the same"


def test_whether_it_was_an_interview_can_be_said_for_a_week():
    maybe = watch("A", -90)
    over = replace(maybe, phase=Phase.PASSED, plan=replace(maybe.plan, soft=True))
    assert open_questions([over], NOW + timedelta(days=6)) == [over]
    assert open_questions([over], NOW + timedelta(days=8)) == []
