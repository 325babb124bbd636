"""`showup simulate`: nothing of a case is lost or doubled, whatever happens to the laptop meanwhile."""

from tests.acceptance.scripts import at, interview, line
from tests.running import calendar

DAY = 24 * 60


def test_a_week_of_suspend_in_the_middle_of_the_follow_ups_loses_and_doubles_none(simulate):
    case = [
        line(20, "step", step="attended", answer="no"),
        line(30, "step", step="call", result="reached"),
        line(40, "step", step="email"),
        line(50, "step", step="offer"),
    ]
    asleep = [line(2 * DAY, "suspend"), line(9 * DAY, "resume")]
    lines = simulate(calendar(interview()), *case, *asleep, until=at(40 * DAY))
    numbers = [line["number"] for line in lines if line["what"] == "follow_up"]
    assert numbers == [1, 2]
    kinds = [line["kind"] for line in lines if line["what"] == "draft"]
    assert kinds[-3:] == ["follow_up", "follow_up", "graceful_close"]


def test_two_that_are_missed_on_one_day_have_a_case_each(simulate):
    other = interview(at(3 * 60), "Interview with Tessel", "u2@x")
    answers = [line(5 * 60, "step", step="attended", answer="no", interview=uid) for uid in ("u1@x", "u2@x")]
    lines = simulate(calendar(interview(), other), *answers, line(301, "crash"), until=at(8 * 60))
    opened = [line["interview"] for line in lines if line["what"] == "case" and line["step"] == "attended"]
    assert opened == ["u1@x", "u2@x"]
    gathering = [line["interview"] for line in lines if line["what"] == "case" and line["step"] == "gather"]
    assert gathering == ["u1@x", "u2@x"]
