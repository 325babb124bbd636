"""A screen that is shared, in a real PipeWire: what gives pictures runs there as the compositors' and portals' nodes do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from tests.announced import AT_THE_DOOR
from tests.parts import wait_until
from tests.running import calendar, event, from_now

from showup.errors import ConfigError
from showup.model import Details
from showup.service.tact import Tact, watchers
from showup_integrations.pipewire import PipeWireSharing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.parts import Dunst, PipeWire
    from tests.running import Showup

pytestmark = [pytest.mark.desktop]

GNOME = ("Stream/Output/Video", "gnome-shell")
SWAY = ("Video/Source", "xdg-desktop-portal-wlr")
CAMERA = ("Video/Source", "v4l2_input.pci-0000_00_14.0-usb")


def shared() -> bool:
    return asyncio.run(PipeWireSharing({}).shared())


@pytest.mark.usefixtures("no_process_left")
@pytest.mark.parametrize("node", [GNOME, SWAY], ids=["GNOME and Plasma", "a portal"])
def test_a_screen_is_shared_while_somebody_takes_its_picture(pipewire: PipeWire, node: tuple[str, str]) -> None:
    assert not shared()
    pipewire.offer(*node)
    assert not shared(), "nobody takes it yet"
    pipewire.take(node[1])
    wait_until(shared, "the share")
    pipewire.leave()
    wait_until(lambda: not shared(), "its end")


def test_a_camera_is_no_screen(pipewire: PipeWire) -> None:
    pipewire.offer(*CAMERA)
    pipewire.take(CAMERA[1])
    wait_until(lambda: pipewire.states().get(CAMERA[1]) == "running", "the camera to run")
    assert not shared()


@pytest.mark.usefixtures("no_process_left")
def test_a_pipewire_that_hangs_or_is_not_there_hides_nothing(pipewire: PipeWire) -> None:
    def fitting() -> bool:
        tact = Tact(Details.NOTHING, {"pipewire": PipeWireSharing({})}, lambda: ZoneInfo("UTC"))
        return asyncio.run(tact.fitting(AT_THE_DOOR)) is AT_THE_DOOR

    pipewire.part.pause()
    assert fitting()
    pipewire.part.kill()
    assert fitting()


def test_it_says_what_to_install_and_has_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert PipeWireSharing.validate_environment() is None
    assert set(watchers()) == {"pipewire"}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pipewire-bin" in str(PipeWireSharing.validate_environment())
    assert watchers() == {}
    with pytest.raises(ConfigError):
        PipeWireSharing({"colour": "red"})


@pytest.mark.parametrize(("setting", "seen"), [(None, False), ("title", True)])
def test_the_service_hides_what_rings_on_a_shared_screen(
    showup: Showup, dunst: Dunst, no_sound_server: None, pipewire: PipeWire, setting: str | None, seen: bool
) -> None:
    pipewire.offer(*GNOME)
    pipewire.take(GNOME[1])
    wait_until(shared, "the share")
    if setting:
        showup.config.write_text(f'[channel]\nwhile_sharing = "{setting}"\n')
    where = "LOCATION:https://zoom.us/j/1234567"
    showup.calendar.write_text(calendar(event("a@x", "Interview with Marlow", from_now(minutes=10), 60, where)))
    showup.start()
    wait_until(lambda: dunst.shown() == 1, "the alarm")
    dunst.screen.picture(f"shared-{setting or 'nothing'}")
    dunst.press("I know")
    wait_until(lambda: showup.logged("acknowledged") != [], "the button to answer")
    wait_until(lambda: dunst.history() != [], "it to be taken away")
    (text,) = dunst.history()
    assert "zoom" not in text
    assert ("Marlow" in text) is seen
    assert "its details are hidden" in text
    assert seen or text.startswith("An alarm of showup: ")
