"""The toast channel through plyer's own interface, which this machine serves with a notification server."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.announced import AT_THE_DOOR

from showup.errors import DeliveryError
from showup_integrations.toast import ToastChannel

if TYPE_CHECKING:
    from tests.parts import Dunst

pytestmark = pytest.mark.desktop


def test_plyer_shows_the_toast(dunst: Dunst) -> None:
    asyncio.run(ToastChannel({}).ring(AT_THE_DOOR))
    end = time.monotonic() + 3
    while dunst.shown() == 0 and time.monotonic() < end:
        time.sleep(0.05)
    assert dunst.shown() == 1
    dunst.screen.picture("toast")


def test_the_texts_are_as_short_as_windows_wants_them_and_say_what_to_type(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from plyer import notification  # at the top, collecting this module would wake it

    told: dict[str, object] = {}
    monkeypatch.setattr(notification, "_notify", lambda **words: told.update(words))
    asyncio.run(ToastChannel({}).ring(replace(AT_THE_DOOR, summary="x" * 500, body="word " * 500)))
    assert len(str(told["title"])) <= 63
    assert len(str(told["message"])) <= 255
    assert str(told["message"]).endswith("Type: showup here, showup snooze, showup late")


def test_a_fault_of_plyer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from plyer import notification

    def fail(**_words: object) -> None:
        raise NotImplementedError("No usable implementation found!")

    monkeypatch.setattr(notification, "_notify", fail)
    channel = ToastChannel({})
    with pytest.raises(DeliveryError, match="No usable implementation"):
        asyncio.run(channel.ring(AT_THE_DOOR))
    assert channel.trouble()


def test_without_plyer_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plyer", None)
    with pytest.raises(DeliveryError, match=r"-m pip install 'plyer") as told:
        asyncio.run(ToastChannel({}).ring(AT_THE_DOOR))
    assert told.value.permanent


def test_on_linux_it_leaves_the_work_to_the_desktop_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "desktop channel" in (ToastChannel.validate_environment() or "")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert ToastChannel.validate_environment() is None
