"""An announcement in the words of the Desktop Notifications Specification."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.announced import AT_THE_DOOR, HOSTILE_LINKS, HOSTILE_TITLES

from showup.model import Urgency
from showup.ports import Action
from showup_integrations.freedesktop.note import Server, body_of, buttons_of, notify_arguments, opens

FULL = Server("gnome-shell", frozenset({"actions", "body", "body-markup"}))
POOR = Server("tiny", frozenset({"body"}))


def test_a_critical_alarm_stays_until_it_is_taken_away() -> None:
    app, replaces, _, summary, _, _, hints, timeout = notify_arguments(AT_THE_DOOR, FULL, 7)
    assert (app, replaces, summary, timeout) == ("showup", 7, AT_THE_DOOR.summary, 0)
    assert hints["urgency"].signature == "y"
    assert hints["urgency"].value == 2
    assert hints["resident"].value is True


def test_a_soft_alarm_lasts_as_long_as_the_server_likes() -> None:
    arguments = notify_arguments(replace(AT_THE_DOOR, urgency=Urgency.NORMAL), FULL, 0)
    assert arguments[-1] == -1
    assert "resident" not in arguments[-2]


def test_buttons_are_pairs_of_answer_and_label() -> None:
    pairs = notify_arguments(AT_THE_DOOR, FULL, 0)[5]
    assert pairs[2:] == ["confirm", "I'm there", "snooze", "Snooze 2 min", "late", "I'm late"]


def test_a_click_beside_the_buttons_opens_the_link_that_is_shown() -> None:
    assert notify_arguments(AT_THE_DOOR, FULL, 0)[5][:2] == ["default", "Open the link"]
    assert opens(AT_THE_DOOR) == "https://meet.example/marlow"


@pytest.mark.parametrize("link", [None, *HOSTILE_LINKS, f"https://meet.example/{'x' * 1500}"])
def test_a_click_opens_nothing_that_is_no_plain_web_address_or_not_shown_whole(link: str | None) -> None:
    hostile = replace(AT_THE_DOOR, link=link)
    assert opens(hostile) is None
    assert "default" not in notify_arguments(hostile, FULL, 0)[5]


def test_a_server_without_buttons_is_not_clicked() -> None:
    assert notify_arguments(AT_THE_DOOR, POOR, 0)[5] == []


def test_a_click_beside_the_buttons_never_answers() -> None:
    """The action `default` is what a click anywhere on a notification gives."""
    default = Action("default", "Yes", "showup here")
    with_default = replace(AT_THE_DOOR, actions=(default, *AT_THE_DOOR.actions))
    assert [button.do for button in buttons_of(with_default, FULL)] == ["confirm", "snooze", "late"]


def test_no_more_than_three_buttons() -> None:
    many = replace(AT_THE_DOOR, actions=AT_THE_DOOR.actions * 2)
    assert len(buttons_of(many, FULL)) == 3


def test_a_server_without_buttons_gets_what_to_type() -> None:
    body = body_of(AT_THE_DOOR, POOR)
    assert body.splitlines()[-1].startswith("Answer in a terminal: showup here (I'm there), showup snooze (")
    assert buttons_of(AT_THE_DOOR, POOR) == ()


def test_a_server_that_hides_its_buttons_in_a_menu_gets_both() -> None:
    dunst = replace(FULL, name="dunst")
    assert "showup here" in body_of(AT_THE_DOOR, dunst)
    assert "showup here" not in body_of(AT_THE_DOOR, FULL)
    assert len(buttons_of(AT_THE_DOOR, dunst)) == 3


def test_the_hint_stays_when_the_body_is_too_long() -> None:
    body = body_of(replace(AT_THE_DOOR, body="word " * 2000), POOR)
    assert "showup here" in body


def test_a_server_that_reads_markup_gets_it_escaped() -> None:
    announcement = replace(AT_THE_DOOR, body="<b>5</b> & more", link=None)
    assert body_of(announcement, FULL) == "&lt;b&gt;5&lt;/b&gt; &amp; more"
    assert body_of(announcement, Server("plain", frozenset({"actions"}))) == "<b>5</b> & more"


def test_the_link_stands_in_the_body_once() -> None:
    assert body_of(AT_THE_DOOR, FULL).count("https://meet.example/marlow") == 1
    already = replace(AT_THE_DOOR, body="Join: https://meet.example/marlow")
    assert body_of(already, FULL).count("https://meet.example/marlow") == 1


@pytest.mark.parametrize("title", HOSTILE_TITLES.values(), ids=HOSTILE_TITLES)
def test_every_title_becomes_a_short_line_that_a_bus_accepts(title: str) -> None:
    hostile = replace(AT_THE_DOOR, summary=title, body=title, tag=title, actions=(Action("x", title, title),))
    _, _, _, summary, body, actions, hints, _ = notify_arguments(hostile, FULL, 0)
    assert summary
    assert len(summary) <= 200
    assert not {"\n", "\0", "\x1b"} & set(summary)
    assert "<" not in body
    for text in (summary, body, *actions, hints["x-dunst-stack-tag"].value):
        assert text.encode("utf-8") is not None


def test_what_is_quiet_asks_the_server_for_no_sound() -> None:
    assert notify_arguments(replace(AT_THE_DOOR, quiet=True), FULL, 0)[6]["suppress-sound"].value is True
    assert "suppress-sound" not in notify_arguments(AT_THE_DOOR, FULL, 0)[6]
