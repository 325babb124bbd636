"""Titles, places and links that want something else than to be read, through every channel as its outside part gets them.

A channel is one entry of CHANNELS: it rings an announcement for real, and gives the texts that were shown, played or handed over.
"""

from __future__ import annotations

import asyncio
import json
import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from tests.announced import HOSTILE_LINKS, HOSTILE_TITLES

from showup.announce import announce_ring
from showup.engine import Ring, Rules
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Occurrence, Verdict
from showup_integrations.command import CommandChannel
from showup_integrations.freedesktop import DesktopChannel
from showup_integrations.sound import SoundChannel
from showup_integrations.takeover import TakeoverChannel
from showup_integrations.takeover.channel import _said
from showup_integrations.terminal import TerminalChannel
from showup_integrations.toast import ToastChannel

if TYPE_CHECKING:
    from showup.ports import Announcement, Channel

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("no_process_left")]

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
JOINERS = {"\u200c", "\u200d"}
LONGEST = 6000
"""What a person could be asked to read, whatever the calendar says."""


def announced(text: str, link: str = "https://meet.example/marlow") -> Announcement:
    """An alarm at the door, of an interview all of whose texts are hostile."""
    occurrence = Occurrence("cal", "u1", START, START + timedelta(hours=1), title=text, location=text, description=text)
    judged = Judgement(
        Verdict.INTERVIEW, 90, company=text, place=text, phone=text, pin=text, bring=(text,), join_url=link
    )
    watch, _ = begin(Interview(occurrence, judged), ("cal",), START, Rules(default_policy(), UTC_ZONE))
    ring = Ring("door", 1, START - timedelta(minutes=5), ("desktop",))
    return announce_ring(watch, ring, ring.due, UTC_ZONE)


class Place:
    """Where a test plays: a folder, and the real parts that a channel asks for."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self.part, self.folder = request.getfixturevalue, folder

    def program(self, name: str, script: str) -> str:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return str(path)

    def patch(self) -> pytest.MonkeyPatch:
        patch: pytest.MonkeyPatch = self.part("monkeypatch")
        return patch


async def _ring(channel: Channel, announcement: Announcement) -> None:
    await channel.open(lambda press: pytest.fail(f"{press} by itself"))
    try:
        await channel.ring(announcement)
    finally:
        await channel.close()


def dunst(place: Place, announcement: Announcement) -> Sequence[str]:
    """What stands in its history once it was closed; it takes markup for markup, so all of ours must be escaped."""
    server = place.part("dunst")
    asyncio.run(_ring(DesktopChannel({}), announcement))
    server.dismiss()
    summary, _, body = server.history()[0].partition("\n")
    assert "<" not in body, "markup"
    return summary, unescape(body)


def mako(place: Place, announcement: Announcement) -> Sequence[str]:
    server = place.part("mako")
    asyncio.run(_ring(DesktopChannel({}), announcement))
    (note,) = server.list()
    assert "<" not in note["body"], "markup"
    server.dismiss()
    return note["summary"], unescape(note["body"]), *note["actions"].values()


def toast(place: Place, announcement: Announcement) -> Sequence[str]:
    """On the systems that it is for, nothing in it is markup."""
    from plyer import notification

    told: dict[str, object] = {}
    place.patch().setattr(notification, "_notify", lambda **words: told.update(words))
    asyncio.run(_ring(ToastChannel({}), announcement))
    return str(told["title"]), str(told["message"])


def sound(place: Place, announcement: Announcement) -> Sequence[str]:
    """What its player is called with: nothing of an interview."""
    place.program("paplay", f'printf "%s\\n" "$@" > {place.folder}/played')
    place.patch().setenv("PATH", f"{place.folder}:/usr/bin:/bin")
    asyncio.run(_ring(SoundChannel({"player": "paplay"}), announcement))
    played = (place.folder / "played").read_text()
    assert announcement.summary not in played
    return (played,)


def takeover(place: Place, announcement: Announcement) -> Sequence[str]:
    """What its window sets as plain text of its labels; it must come up whatever they are."""
    place.part("display")
    asyncio.run(_ring(TakeoverChannel({}), announcement))
    told = _said(announcement)
    return told["summary"], told["body"], told["host"] or "", *(one["label"] for one in told["actions"])


def terminal(place: Place, announcement: Announcement) -> Sequence[str]:
    """What comes out of a real terminal's other end, but for its bell and its ends of lines."""
    master, slave = os.openpty()
    with os.fdopen(slave, "w", encoding="utf-8") as stream, os.fdopen(master, "rb", buffering=0) as screen:
        asyncio.run(_ring(TerminalChannel({}, stream), announcement))
        os.set_blocking(master, False)
        shown = b"".join(iter(lambda: screen.read(65536) or b"", b"")).decode()
    return (shown.removesuffix("\a").replace("\r\n", "\n"),)


def command(place: Place, announcement: Announcement) -> Sequence[str]:
    """On its standard input as JSON, and in its environment."""
    run = place.program("lamp", f"cat > {place.folder}/input\nenv -0 > {place.folder}/environment")
    asyncio.run(_ring(CommandChannel({"run": [run]}), announcement))
    said = json.loads((place.folder / "input").read_text())
    words = (place.folder / "environment").read_text().split("\0")
    environment = [word.partition("=")[2] for word in words if word.startswith("SHOWUP_")]
    return *(str(value) for value in said.values()), *environment


CHANNELS: dict[str, Callable[[Place, Announcement], Sequence[str]]] = {
    one.__name__: one for one in (dunst, mako, toast, sound, takeover, terminal, command)
}


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    opener = folder / "xdg-open"
    opener.write_text("#!/bin/sh\ntouch opened\n")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return Place(request, folder)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("channel", CHANNELS)
def test_no_text_of_a_calendar_does_more_than_be_read(channel: str, place: Place) -> None:
    for name, text in HOSTILE_TITLES.items():
        shown = CHANNELS[channel](place, replace(announced(text), tag=name))
        assert harmless(shown) == [], name
        assert not (place.folder / "pwned").exists(), name
    assert not (place.folder / "opened").exists(), "nothing is opened by itself"


@pytest.mark.timeout(240)
@pytest.mark.parametrize("channel", CHANNELS)
def test_no_hostile_link_is_shown_as_one_to_join_by(channel: str, place: Place) -> None:
    for number, link in enumerate(HOSTILE_LINKS):
        announcement = announced("Interview", link)
        assert announcement.link is None
        shown = "\n".join(CHANNELS[channel](place, replace(announcement, tag=str(number))))
        assert not link or link not in shown
        assert "Join" not in shown
    assert not (place.folder / "opened").exists()


@pytest.mark.parametrize("channel", sorted(set(CHANNELS) - {"sound"}))
def test_what_can_be_opened_is_shown(channel: str, place: Place) -> None:
    announcement = announced("Interview", "https://z\u043eom.us/j/1")
    assert announcement.link == "https://xn--zom-sed.us/j/1"
    assert "xn--zom-sed.us" in "\n".join(CHANNELS[channel](place, announcement))


def harmless(shown: Sequence[str]) -> list[str]:
    """What is not, in words."""
    faults = [f"{len(text)} characters" for text in shown if len(text) > LONGEST]
    for text in shown:
        refused = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in JOINERS | {"\n"}}
        faults += [f"U+{ord(c):04X} in {text[:80]!r}" for c in sorted(refused)]
    return faults
