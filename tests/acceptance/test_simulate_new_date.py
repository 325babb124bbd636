"""`showup simulate`: a new date after a case rings by a stronger ladder, whoever says that there is one."""

import pytest
from tests.acceptance.scripts import alarms, at, interview, line
from tests.running import calendar

DAY = 24 * 60
NO = line(20, "step", step="attended", answer="no")
NEW = at(6 * DAY)
STRONGER = [
    (6 * DAY - 25 * 60, "noon before"),
    (6 * DAY - 18 * 60, "evening before"),
    (6 * DAY - 5 * 60, "morning of"),
    (6 * DAY - 120, "get ready"),
    (6 * DAY - 30, "soon"),
    (6 * DAY - 10, "door"),
    (6 * DAY, "start"),
]


def rungs(lines):
    """(minute, rung) of the first ring of every rung after the first day."""
    first: dict[str, float] = {}
    for minute, rung, _ in alarms(lines):
        if minute > DAY:
            first.setdefault(rung, minute)
    return [(minute, rung) for rung, minute in first.items()]


def test_a_date_that_was_agreed_has_it(simulate):
    said = line(2 * DAY, "step", step="reply", kind="new-date", start=NEW.isoformat())
    assert rungs(simulate(calendar(interview()), NO, said, until=at(6 * DAY + 30))) == STRONGER


@pytest.mark.parametrize("uid", ["u1@x", "u2@x"], ids=["moved", "another entry"])
def test_a_date_that_the_calendar_shows_by_itself_has_it(simulate, calendar_at, uid):
    other = calendar_at(calendar(interview(NEW, uid=uid)))
    shown = line(2 * DAY, "calendar", path=other)
    assert rungs(simulate(calendar(interview()), NO, shown, until=at(6 * DAY + 30))) == STRONGER


def test_a_date_that_the_calendar_shows_after_the_case_was_closed_has_it(simulate, calendar_at):
    other = calendar_at(calendar(interview(), interview(NEW, uid="u2@x")))
    closed, shown = line(60, "step", step="close", outcome="rescheduled"), line(2 * DAY, "calendar", path=other)
    assert rungs(simulate(calendar(interview()), NO, closed, shown, until=at(6 * DAY + 30))) == STRONGER


def test_a_copy_of_the_agreed_date_rings_as_the_date_does_and_not_twice(simulate, calendar_at):
    link = interview(NEW, "Interview with Marlow", "u2@x", "LOCATION:https://meet.google.com/abc-defg-hij")
    other = calendar_at(calendar(interview(), link))
    said = line(2 * DAY, "step", step="reply", kind="new-date", start=NEW.isoformat())
    shown = line(3 * DAY, "calendar", path=other)
    lines = simulate(calendar(interview()), NO, said, shown, until=at(6 * DAY + 30))
    assert rungs(lines) == STRONGER
    rung = [(minute, rung) for minute, rung, _ in alarms(lines) if minute > DAY]
    assert len(rung) == len(set(rung))


def test_one_that_is_moved_without_a_case_keeps_the_usual_one(simulate, calendar_at):
    other = calendar_at(calendar(interview(NEW)))
    lines = simulate(calendar(interview()), line(-30, "calendar", path=other), until=at(6 * DAY + 30))
    assert (6 * DAY - 15, "soon") in rungs(lines)
