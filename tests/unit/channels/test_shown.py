"""Which notification stands for which announcement."""

from __future__ import annotations

from dataclasses import replace

from tests.announced import AT_THE_DOOR

from showup.ports import Press
from showup_integrations.freedesktop.shown import Shown

MOVED = replace(AT_THE_DOOR, generation=4, summary="Moved to 15:00")


def showing(note: int = 7) -> Shown:
    shown = Shown()
    assert shown.want(AT_THE_DOOR) == 0
    assert shown.took(AT_THE_DOOR, note) is None
    return shown


def test_the_same_tag_replaces_the_earlier_one() -> None:
    assert showing(7).want(MOVED) == 7


def test_a_press_gives_the_answer_of_what_was_shown() -> None:
    assert showing(7).press(7, "confirm") == Press("b6a1", 3, "confirm", "desktop")


def test_a_button_pressed_before_the_replacement_was_shown_answers_for_the_old_text() -> None:
    shown = showing(7)
    shown.want(MOVED)
    before = shown.press(7, "confirm")
    shown.took(MOVED, 7)
    after = shown.press(7, "confirm")
    assert before is not None
    assert after is not None
    assert (before.generation, after.generation) == (3, 4)


def test_only_our_own_ids_and_buttons_answer() -> None:
    shown = showing(7)
    assert shown.press(8, "confirm") is None
    assert shown.press(7, "default") is None
    assert shown.press(7, "uninvited") is None


def test_a_press_that_comes_after_the_closing_still_counts() -> None:
    shown = showing(7)
    shown.closed(7)
    assert shown.press(7, "confirm") is not None


def test_what_was_showing_is_missing_after_the_server_restarted() -> None:
    shown = showing(7)
    assert shown.missing() == ()
    shown.forget_server()
    assert shown.missing() == (AT_THE_DOOR,)
    assert shown.press(7, "confirm") is None
    assert shown.want(AT_THE_DOOR) == 0


def test_what_was_closed_or_silenced_is_not_shown_again() -> None:
    closed, silenced = showing(7), showing(7)
    closed.closed(7)
    assert silenced.drop("marlow") == 7
    for shown in (closed, silenced):
        shown.forget_server()
        assert shown.missing() == ()


def test_the_closing_of_a_replaced_notification_leaves_the_new_one_wanted() -> None:
    shown = showing(7)
    shown.want(MOVED)
    shown.took(MOVED, 8)
    shown.closed(7)
    shown.forget_server()
    assert shown.missing() == (MOVED,)


def test_a_late_reply_after_an_answer_is_closed() -> None:
    shown = Shown()
    shown.want(AT_THE_DOOR)
    assert shown.drop("marlow") is None
    assert shown.took(AT_THE_DOOR, 9) == 9


def test_of_two_late_replies_the_earlier_is_closed() -> None:
    shown = Shown()
    shown.want(AT_THE_DOOR)
    shown.want(AT_THE_DOOR)
    assert shown.took(AT_THE_DOOR, 9) is None
    assert shown.took(AT_THE_DOOR, 10) == 9


def test_a_refused_alarm_that_never_showed_is_not_shown_later() -> None:
    """The ring has failed and something else rings; hours later the words would be false."""
    shown = Shown()
    shown.want(AT_THE_DOOR)
    shown.failed(AT_THE_DOOR)
    assert shown.missing() == ()


def test_old_ids_are_forgotten_in_the_end() -> None:
    shown = showing(7)
    for note in range(100, 500):
        shown.took(AT_THE_DOOR, note)
    assert shown.press(7, "confirm") is None
    assert shown.press(499, "confirm") is not None
