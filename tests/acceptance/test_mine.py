"""What no word of an event told to be an interview is one when the person says so."""

from tests.parts import wait_until
from tests.running import calendar, event, from_now


def test_an_event_that_no_word_tells_to_be_an_interview_is_watched_when_the_person_says_so(showup, no_session_bus):
    talk, moved = from_now(days=2), from_now(days=3)
    showup.calendar.write_text(
        calendar(event("1@x", "Dana in town", from_now(days=9)), event("2@x", "Dana in town", talk))
    )
    showup.start()
    assert showup.status()["interviews"] == []

    showup("mine", "dana in")
    assert showup.watched("Dana in town")["start"] == talk.isoformat()
    showup.calendar.write_text(calendar(event("2@x", "Dana in town", moved)))
    wait_until(lambda: showup.watched("Dana in town")["start"] == moved.isoformat(), "the move", seconds=20)


def test_of_an_event_that_is_nowhere_it_is_said_so(showup, no_session_bus):
    showup.calendar.write_text(calendar(event("1@x", "Lunch", from_now(days=2))))
    showup.start()
    assert "Dana" in showup("mine", "Dana", expect=2).stderr
