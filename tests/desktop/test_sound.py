"""The sound channel with a real sound server, whose output is measured."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from tests.announced import AT_THE_DOOR
from tests.parts import children, only_these_programs

from showup.errors import DeliveryError
from showup.ladder import default_policy, lay, loudness
from showup.model import Interview, Judgement, Occurrence, Verdict
from showup_integrations.sound import SoundChannel
from showup_integrations.sound import channel as channel_module
from showup_integrations.sound.channel import IN_ALL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.parts import Speaker

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("no_process_left")]

_START = datetime(2026, 11, 24, 13, tzinfo=UTC)
INTERVIEW = Interview(Occurrence("cal", "u1", _START, _START + timedelta(hours=1)), Judgement(Verdict.INTERVIEW, 90))
SOUNDING, SILENT = 0.02, 0.001  # the bundled tone has a root mean square of 0.16

OTHER = replace(AT_THE_DOOR, tag="other")


def fake_player(folder: Path, name: str, script: str) -> None:
    player = folder / name
    player.write_text(f"#!/bin/sh\n{script}\n")
    player.chmod(0o755)


@pytest.fixture
def players(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that is the whole PATH."""
    path = tmp_path / "players"
    monkeypatch.setenv("PATH", only_these_programs(path, "sleep"))
    return path


def test_the_tone_is_heard_and_the_ring_ends_with_it(speaker: Speaker) -> None:
    speaker.listen()

    async def story() -> float:
        channel = SoundChannel({})
        ringing = asyncio.create_task(channel.ring(AT_THE_DOOR))
        heard = await asyncio.to_thread(speaker.loudness, 1.5)
        assert not ringing.done()
        await ringing
        assert channel.trouble() is None
        return heard

    began = time.monotonic()
    assert asyncio.run(story()) > SOUNDING
    assert time.monotonic() - began < 5


def test_each_repeat_is_louder_than_the_one_before_and_so_is_each_rung(speaker: Speaker) -> None:
    """The service says how loud a ring is; what is played is measured, through every player."""
    speaker.listen()
    plan = lay(default_policy(), INTERVIEW, ZoneInfo("UTC"))
    rings = [("soon", 1), ("soon", 3), ("door", 2), ("start", 1), ("start", 5)]

    async def measured(channel: SoundChannel, rung: str, attempt: int) -> float:
        listening = asyncio.create_task(asyncio.to_thread(speaker.loudness, 3.5))
        await channel.ring(replace(AT_THE_DOOR, rung=rung, loudness=loudness(plan, rung, attempt)))
        return await listening

    async def story() -> list[float]:
        channel = SoundChannel({"player": "paplay"})
        return [await measured(channel, *ring) for ring in rings]

    heard = asyncio.run(story())
    assert all(louder > softer * 1.1 for softer, louder in itertools.pairwise(heard))
    assert heard[0] > SOUNDING


@pytest.mark.parametrize("player", ["paplay", "aplay"])
def test_a_softer_tone_is_softer_with_every_player(speaker: Speaker, player: str) -> None:
    """ALSA's plug-in for PulseAudio stands for a card."""
    (speaker.folder / ".asoundrc").write_text("pcm.!default { type pulse }\n")
    speaker.listen()

    async def story(loudness: float) -> float:
        listening = asyncio.create_task(asyncio.to_thread(speaker.loudness, 3.5))
        await SoundChannel({"player": player}).ring(replace(AT_THE_DOOR, loudness=loudness))
        return await listening

    full, quarter = (asyncio.run(story(loudness)) for loudness in (1, 0.25))
    assert 3 < full / quarter < 5


def test_silence_ends_the_tone_at_once_and_the_ring_counts(speaker: Speaker) -> None:
    speaker.listen()

    async def story() -> float:
        channel = SoundChannel({})
        ringing = asyncio.create_task(channel.ring(AT_THE_DOOR))
        assert await asyncio.to_thread(speaker.loudness, 0.8) > SOUNDING
        await channel.silence("marlow")
        await asyncio.wait_for(ringing, 0.5)
        return await asyncio.to_thread(speaker.loudness, 0.5)

    assert asyncio.run(story()) < SILENT


@pytest.mark.usefixtures("speaker")
def test_silence_of_one_alarm_leaves_another_sounding() -> None:
    async def story() -> None:
        channel = SoundChannel({})
        one, other = (asyncio.create_task(channel.ring(ring)) for ring in (AT_THE_DOOR, OTHER))
        await asyncio.sleep(0.3)
        await channel.silence("marlow")
        await one
        assert not other.done()
        await channel.close()
        await other

    asyncio.run(story())


@pytest.mark.usefixtures("speaker")
def test_the_same_alarm_again_starts_the_tone_afresh() -> None:
    async def story() -> None:
        channel = SoundChannel({})
        first = asyncio.create_task(channel.ring(AT_THE_DOOR))
        await asyncio.sleep(0.3)
        second = asyncio.create_task(channel.ring(AT_THE_DOOR))
        await asyncio.wait_for(first, 1)
        assert not second.done()
        await channel.close()
        await second

    asyncio.run(story())


@pytest.mark.usefixtures("speaker")
def test_a_cancelled_ring_leaves_no_player_behind() -> None:
    async def story() -> None:
        before = children()
        ringing = asyncio.create_task(SoundChannel({}).ring(AT_THE_DOOR))
        await asyncio.sleep(0.3)
        assert children() > before
        ringing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await ringing
        assert children() == before

    asyncio.run(story())


@pytest.mark.usefixtures("no_sound_server")
def test_without_a_sound_server_every_player_is_tried_and_named() -> None:
    channel = SoundChannel({})
    with pytest.raises(DeliveryError) as told:
        asyncio.run(channel.ring(AT_THE_DOOR))
    assert not told.value.permanent
    for player in ("pw-play", "paplay", "aplay"):
        assert f"{player}: " in str(told.value)
    assert "refused" in str(told.value)
    assert channel.trouble() == str(told.value)


def test_a_sound_server_killed_in_the_middle_is_noticed(speaker: Speaker) -> None:
    async def story() -> None:
        channel = SoundChannel({})
        ringing = asyncio.create_task(channel.ring(AT_THE_DOOR))
        await asyncio.sleep(0.5)
        speaker.part.kill()
        with pytest.raises(DeliveryError, match="No sound could be played"):
            await ringing

    asyncio.run(story())


def test_a_player_that_fails_late_is_not_believed(players: Path) -> None:
    fake_player(players, "pw-play", "sleep 1; echo 'stream error: Connection refused' >&2; exit 1")
    with pytest.raises(DeliveryError, match=r"pw-play: stream error: Connection refused\)"):
        asyncio.run(SoundChannel({}).ring(AT_THE_DOOR))


def test_the_next_player_takes_over_and_is_asked_first_from_then_on(players: Path) -> None:
    note = players / "note"
    fake_player(players, "pw-play", f"echo pw-play >>{note}; exit 1")
    fake_player(players, "aplay", f"echo aplay >>{note}")
    channel = SoundChannel({})
    for _ in range(2):
        asyncio.run(channel.ring(AT_THE_DOOR))
    assert note.read_text().split() == ["pw-play", "aplay", "aplay"]


def test_a_hanging_player_is_killed_and_the_next_one_plays(players: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_module, "GRACE", timedelta(seconds=-2))
    note = players / "note"
    fake_player(players, "pw-play", "exec sleep 60")
    fake_player(players, "paplay", f"echo paplay >>{note}")
    began = time.monotonic()
    asyncio.run(SoundChannel({}).ring(AT_THE_DOOR))
    assert note.exists()
    assert time.monotonic() - began < 3


def test_the_patience_with_all_players_is_shorter_than_the_service_s() -> None:
    """The service counts a channel as failed after ten seconds."""
    assert timedelta(seconds=10) > IN_ALL


def test_players_that_all_hang_fail_in_time(players: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_module, "IN_ALL", timedelta(seconds=1))
    for name in ("pw-play", "paplay", "aplay"):
        fake_player(players, name, "exec sleep 60")
    began = time.monotonic()
    channel = SoundChannel({})
    with pytest.raises(DeliveryError, match="hangs"):
        asyncio.run(channel.ring(AT_THE_DOOR))
    assert time.monotonic() - began < 3


def test_a_broken_player_is_passed_over(players: Path) -> None:
    (players / "pw-play").write_bytes(b"\x00 not a program")
    (players / "pw-play").chmod(0o755)
    fake_player(players, "paplay", "exit 0")
    asyncio.run(SoundChannel({}).ring(AT_THE_DOOR))


def test_only_the_wanted_player_is_used(players: Path) -> None:
    fake_player(players, "pw-play", "exit 0")
    fake_player(players, "aplay", "echo 'no card' >&2; exit 1")
    with pytest.raises(DeliveryError, match=r"\(aplay: no card\)"):
        asyncio.run(SoundChannel({"player": "aplay"}).ring(AT_THE_DOOR))


@pytest.mark.usefixtures("players")
def test_a_machine_without_players_says_what_to_install() -> None:
    assert "pulseaudio-utils" in (SoundChannel.validate_environment() or "")
    channel = SoundChannel({})
    assert "pulseaudio-utils" in (channel.trouble() or "")
    with pytest.raises(DeliveryError, match="Install") as told:
        asyncio.run(channel.ring(AT_THE_DOOR))
    assert told.value.permanent


def test_a_machine_with_a_player_can_run_it() -> None:
    assert SoundChannel.validate_environment() is None
