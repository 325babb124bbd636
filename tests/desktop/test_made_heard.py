"""The outputs of a real sound server are made loud for an alarm that must be heard, and put back; what is played is measured."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.announced import AT_THE_DOOR
from tests.parts import only_these_programs, wait_until

from showup_integrations.sound import SoundChannel, louder

if TYPE_CHECKING:
    from tests.parts import Speaker, Wire

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("no_process_left")]

SOUNDING, SILENT = 0.02, 0.001
FULL = 65536
FIVE_PER_CENT = (3277, 1638)  # with a balance of its own
INSISTENT = replace(AT_THE_DOOR, insistent=True)
SOON = replace(AT_THE_DOOR, rung="soon")

Story = Callable[[SoundChannel], Coroutine[Any, Any, None]]

# A service that rings once, for a test to kill.
RINGS = """
import asyncio
from dataclasses import replace
from tests.announced import AT_THE_DOOR
from showup_integrations.sound import SoundChannel
asyncio.run(SoundChannel({}).ring(replace(AT_THE_DOOR, insistent=True)))
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of what is to be put back."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "state" / "showup"
    folder.mkdir(parents=True)
    return folder / "outputs.json"


def play(story: Story, **settings: object) -> None:
    """Let a story happen to a channel, and wait until everything is put back."""

    async def played() -> None:
        channel = SoundChannel(settings)
        await channel.open(lambda _: None)
        try:
            await story(channel)
        finally:
            await channel.close()

    asyncio.run(played())


def heard(speaker: Speaker, announcement: Any = INSISTENT, **settings: object) -> float:
    """How loud one ring is."""
    loud: list[float] = []

    async def story(channel: SoundChannel) -> None:
        measured = asyncio.create_task(asyncio.to_thread(speaker.loudness, 3))
        await channel.ring(announcement)
        loud.append(await measured)

    play(story, **settings)
    return loud[0]


async def when_sounding(speaker: Speaker, ringing: asyncio.Task[None]) -> None:
    while await asyncio.to_thread(speaker.loudness, 0.2) < SOUNDING:
        assert not ringing.done(), "it was never heard"


def mute(speaker: Speaker, sink: str = "out") -> None:
    speaker.ask("set-sink-mute", sink, "1")


def turn(speaker: Speaker, volumes: tuple[int, ...], sink: str = "out") -> None:
    speaker.ask("set-sink-volume", sink, *map(str, volumes))


def test_a_muted_output_is_heard_and_muted_again(speaker: Speaker, state: Path) -> None:
    mute(speaker)
    speaker.listen()
    assert heard(speaker) > SOUNDING
    assert speaker.is_set() == (True, (FULL, FULL))
    assert not state.exists()


def test_a_low_output_is_heard_and_is_as_low_again(speaker: Speaker) -> None:
    turn(speaker, FIVE_PER_CENT)
    speaker.listen()
    assert heard(speaker) > SOUNDING
    assert speaker.is_set() == (False, FIVE_PER_CENT)


def test_one_that_is_muted_and_low_is_both_again(speaker: Speaker) -> None:
    turn(speaker, FIVE_PER_CENT)
    mute(speaker)
    speaker.listen()
    assert heard(speaker) > SOUNDING
    assert speaker.is_set() == (True, FIVE_PER_CENT)


def test_what_is_loud_enough_is_left_alone(speaker: Speaker) -> None:
    """Nothing is made louder than the person has it, or softer."""
    turn(speaker, (60_000, 50_000))

    async def story(channel: SoundChannel) -> None:
        ringing = asyncio.create_task(channel.ring(INSISTENT))
        await when_sounding(speaker, ringing)
        assert speaker.is_set() == (False, (60_000, 50_000))
        await ringing

    speaker.listen()
    play(story)


def test_unmute_false_leaves_it_muted(speaker: Speaker) -> None:
    mute(speaker)
    speaker.listen()
    assert heard(speaker, unmute=False) < SILENT
    assert speaker.is_set() == (True, (FULL, FULL))


def test_a_soft_rung_never_unmutes(speaker: Speaker) -> None:
    mute(speaker)
    speaker.listen()
    assert heard(speaker, SOON) < SILENT


def test_who_turns_it_down_meanwhile_keeps_it_as_they_turned_it(speaker: Speaker) -> None:
    """Also unmuted: who turns the volume wants to hear something."""
    turn(speaker, FIVE_PER_CENT)
    mute(speaker)
    speaker.listen()

    async def story(channel: SoundChannel) -> None:
        ringing = asyncio.create_task(channel.ring(INSISTENT))
        await when_sounding(speaker, ringing)
        turn(speaker, (30_000, 30_000))
        await ringing

    play(story)
    assert speaker.is_set() == (False, (30_000, 30_000))


def test_who_mutes_it_meanwhile_finds_it_muted_at_the_volume_of_before(speaker: Speaker) -> None:
    turn(speaker, FIVE_PER_CENT)
    speaker.listen()

    async def story(channel: SoundChannel) -> None:
        ringing = asyncio.create_task(channel.ring(INSISTENT))
        await when_sounding(speaker, ringing)
        mute(speaker)
        await ringing

    play(story)
    assert speaker.is_set() == (True, FIVE_PER_CENT)


@pytest.mark.parametrize("how", ["answered", "given up"])
def test_an_alarm_that_ends_early_puts_it_back(speaker: Speaker, how: str) -> None:
    mute(speaker)
    speaker.listen()

    async def story(channel: SoundChannel) -> None:
        ringing = asyncio.create_task(channel.ring(INSISTENT))
        await when_sounding(speaker, ringing)
        if how == "answered":
            await channel.silence("marlow")
        else:
            ringing.cancel()
        await asyncio.wait({ringing})

    play(story)
    assert speaker.is_set() == (True, (FULL, FULL))


def test_of_two_alarms_the_last_one_puts_it_back(speaker: Speaker) -> None:
    mute(speaker)
    speaker.listen()

    async def story(channel: SoundChannel) -> None:
        first = asyncio.create_task(channel.ring(INSISTENT))
        await when_sounding(speaker, first)
        second = asyncio.create_task(channel.ring(replace(INSISTENT, tag="other")))
        await asyncio.sleep(0.2)
        await channel.silence("marlow")
        await first
        await asyncio.sleep(0.3)
        assert not second.done()
        assert speaker.is_set()[0] is False
        await second

    play(story)
    assert speaker.is_set() == (True, (FULL, FULL))


def test_one_alarm_right_after_another_remembers_how_it_was_before_both(speaker: Speaker) -> None:
    turn(speaker, FIVE_PER_CENT)

    async def story(channel: SoundChannel) -> None:
        for _ in range(2):
            ringing = asyncio.create_task(channel.ring(INSISTENT))
            await asyncio.sleep(0.5)
            await channel.silence("marlow")
            await ringing

    play(story)
    assert speaker.is_set() == (False, FIVE_PER_CENT)


def started(speaker: Speaker) -> subprocess.Popen[bytes]:
    """A service that rings, as soon as it is heard."""
    mute(speaker)
    process = subprocess.Popen([sys.executable, "-c", RINGS])
    wait_until(lambda: speaker.is_set()[0] is False, "the output to be unmuted", seconds=30)
    return process


def its_children(process: subprocess.Popen[bytes]) -> list[int]:
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(pid) for pid in found]


def test_a_killed_service_leaves_nothing_loud(speaker: Speaker) -> None:
    process = started(speaker)
    process.kill()
    process.wait()
    wait_until(lambda: speaker.is_set() == (True, (FULL, FULL)), "the output to be muted again", seconds=30)


def killed_with_all_its_children(speaker: Speaker) -> None:
    process = started(speaker)
    children = its_children(process)
    process.send_signal(signal.SIGSTOP)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    process.kill()
    process.wait()
    assert speaker.is_set()[0] is False


def test_who_ends_while_it_is_being_put_back_waits_for_it(speaker: Speaker, state: Path) -> None:
    killed_with_all_its_children(speaker)

    async def story(_: SoundChannel) -> None:
        await asyncio.sleep(0.01)  # its child has hardly begun

    play(story)
    assert not state.exists()
    assert speaker.is_set() == (True, (FULL, FULL))


def test_what_was_killed_with_all_its_children_is_put_back_at_the_next_start(speaker: Speaker, state: Path) -> None:
    killed_with_all_its_children(speaker)
    assert state.exists()

    async def story(_: SoundChannel) -> None:
        await asyncio.to_thread(wait_until, lambda: not state.exists(), "it to be put back", 30)

    play(story)
    assert speaker.is_set() == (True, (FULL, FULL))


def test_a_folder_that_cannot_be_written_keeps_no_alarm_silent(speaker: Speaker, state: Path) -> None:
    state.parent.rmdir()
    state.parent.write_text("no folder")
    mute(speaker)
    speaker.listen()
    assert heard(speaker) > SOUNDING
    assert speaker.is_set() == (True, (FULL, FULL))


def test_a_mixer_that_hangs_delays_the_tone_only_for_a_moment(
    speaker: Speaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "programs"
    monkeypatch.setenv("PATH", only_these_programs(path, "paplay", "sleep", "parec", "sox"))
    (path / "pactl").write_text("#!/bin/sh\nexec sleep 60\n")
    (path / "pactl").chmod(0o755)
    speaker.listen()
    loud: list[float] = []

    async def story(channel: SoundChannel) -> None:
        measured = asyncio.create_task(asyncio.to_thread(speaker.loudness, 5))
        await channel.ring(INSISTENT)
        loud.append(await measured)

    play(story)
    assert loud[0] > SOUNDING


# ------------------------------------------------------------------ other mixers


def test_a_card_without_a_sound_server_is_unmuted_by_amixer(
    speaker: Speaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ALSA's own plug-in stands for the card."""
    (speaker.folder / ".asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
    turn(speaker, FIVE_PER_CENT)
    mute(speaker)
    speaker.listen()
    with monkeypatch.context() as patch:
        patch.setenv("PATH", only_these_programs(tmp_path / "programs", "aplay", "amixer", "sox"))
        assert heard(speaker) > SOUNDING
    assert speaker.is_set() == (True, FIVE_PER_CENT)


@pytest.mark.parametrize("mixer", ["pactl", "wpctl"])
def test_pipewire_is_unmuted_and_muted_again(
    wire: Wire, mixer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.ask("wpctl", "set-volume", "@DEFAULT_AUDIO_SINK@", "5%")
    wire.ask("wpctl", "set-mute", "@DEFAULT_AUDIO_SINK@", "1")
    assert wire.volume() == "Volume: 0.05 [MUTED]"
    monkeypatch.setenv("PATH", only_these_programs(tmp_path / "programs", "pw-play", "wpctl", mixer))
    seen = set()

    async def story(channel: SoundChannel) -> None:
        ringing = asyncio.create_task(channel.ring(INSISTENT))
        while not ringing.done():
            seen.add(await asyncio.to_thread(wire.volume))
        await ringing

    play(story)
    assert "Volume: 0.70" in seen
    assert wire.volume() == "Volume: 0.05 [MUTED]"


# ------------------------------------------------- headphones and loudspeakers


@pytest.fixture
def desk(speaker: Speaker) -> Speaker:
    """A machine with its own loudspeaker, and headphones that everything plays on."""
    for name, form in (("phones", "headphone"), ("inside", "internal")):
        speaker.ask(
            "load-module", "module-null-sink", f"sink_name={name}", f"sink_properties=device.form_factor={form}"
        )
    speaker.ask("set-default-sink", "phones")
    return speaker


def test_with_idle_headphones_it_is_heard_on_the_loudspeaker_too(desk: Speaker) -> None:
    mute(desk, "inside")
    desk.listen("inside")
    assert heard(desk, speakers=True) > SOUNDING
    assert desk.is_set("inside") == (True, (FULL, FULL))


# A card with a jack, which there is none of without a sound card: as much of pactl as is asked of it, on a state in a file.
JACK = """#!{python}
import json, pathlib, sys
file = pathlib.Path({state!r})
state = json.loads(file.read_text())
match [word for word in sys.argv[1:] if not word.startswith("--")]:
    case ["get-default-sink"]: print("card")
    case ["list", "sink-inputs"]: print("[]")
    case ["list", "sinks"]:
        at = state[state["port"]]
        ports = [dict(name=name, type=name.title(), availability="available") for name in ("speaker", "headphones")]
        volume = dict(mono=dict(value=at["volume"]))
        print(json.dumps([dict(index=1, name="card", mute=at["mute"], volume=volume, ports=ports, active_port=state["port"])]))
    case ["set-sink-port", "card", port]: state["port"] = port
    case ["set-sink-mute", "card", mute]: state[state["port"]]["mute"] = mute == "1"
    case ["set-sink-volume", "card", volume]: state[state["port"]]["volume"] = int(volume)
file.write_text(json.dumps(state))
"""


def test_headphones_in_the_jack_give_way_to_the_loudspeaker_of_the_same_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the two has a volume of its own, and gets it back."""
    as_it_was = {
        "port": "headphones",
        "headphones": {"mute": False, "volume": 900},
        "speaker": {"mute": True, "volume": 40},
    }
    file, path = tmp_path / "jack.json", tmp_path / "programs"
    file.write_text(json.dumps(as_it_was))
    monkeypatch.setenv("PATH", only_these_programs(path, "cp"))
    for name, script in {
        "pactl": JACK.format(python=sys.executable, state=str(file)),
        "paplay": f"#!/bin/sh\ncp {file} {file}.sounding\n",
    }.items():
        (path / name).write_text(script)
        (path / name).chmod(0o755)

    monkeypatch.setattr(louder, "READY", timedelta(seconds=30))  # the stand-in is slow

    async def story(channel: SoundChannel) -> None:
        await channel.ring(INSISTENT)

    play(story, speakers=True)
    sounding = json.loads(file.with_name("jack.json.sounding").read_text())
    assert (sounding["port"], sounding["speaker"]) == ("speaker", {"mute": False, "volume": 45_875})
    assert json.loads(file.read_text()) == as_it_was


def test_headphones_that_somebody_listens_to_are_not_idle(desk: Speaker, tmp_path: Path) -> None:
    desk.listen("inside")
    music = subprocess.Popen(["paplay", "--raw", "--device=phones", "/dev/zero"])
    wait_until(lambda: "Sink Input" in desk.ask("list", "sink-inputs"), "the music")
    assert heard(desk, speakers=True) < SILENT
    music.kill()
    music.wait()


def test_without_the_setting_the_loudspeaker_stays_silent(desk: Speaker) -> None:
    desk.listen("inside")
    assert heard(desk) < SILENT
