"""What is decided about the sound outputs, on lists as real machines print them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from showup_integrations.outputs import alsa, pulse
from showup_integrations.outputs.deciding import audible, put_back, spare_speaker, steps
from showup_integrations.outputs.record import keep, kept
from showup_integrations.outputs.running import MixerError
from showup_integrations.outputs.values import Change, Kind, Output, Setting

FULL = 65536


def sink(name, ports=(), active=None, form=None, index=1, volume=(FULL, FULL), mute=False):
    """One entry of `pactl --format=json list sinks` (16.1), as far as it is read; ports are name, type, availability."""
    channels = zip(("front-left", "front-right"), volume, strict=True)
    return {
        "index": index,
        "state": "SUSPENDED",
        "name": name,
        "mute": mute,
        "volume": {channel: {"value": value, "value_percent": "", "db": ""} for channel, value in channels},
        "balance": 0.0,
        "properties": {"device.form_factor": form} if form else {},
        "ports": [
            {"name": port, "description": port, "type": kind, "priority": 1, "availability": there}
            for port, kind, there in ports
        ],
        "active_port": active,
    }


BUILT_IN = "alsa_output.pci-0000_00_1f.3.analog-stereo"
JACK = (
    ("analog-output-speaker", "Speaker", "availability unknown"),
    ("analog-output-headphones", "Headphones", "available"),
)
ONE_JACK = [sink(BUILT_IN, JACK, "analog-output-headphones", "internal")]
UNPLUGGED = [sink(BUILT_IN, JACK, "analog-output-speaker", "internal")]
UCM = "alsa_output.pci-0000_00_1f.3-platform-skl_hda_dsp_generic.HiFi"
NEW_LAPTOP = [
    sink(f"{UCM}__Speaker__sink", [("[Out] Speaker", "Speaker", "availability unknown")], "[Out] Speaker", index=1),
    sink(f"{UCM}__Headphones__sink", [("[Out] Headphones", "Headphones", "available")], "[Out] Headphones", index=2),
]
EARBUDS = "bluez_output.70_CE_8C_DA_10_81.1"
WITH_EARBUDS = [
    sink(EARBUDS, [("headset-output", "Headset", "available")], "headset-output", "headset", index=7),
    sink(BUILT_IN, JACK[:1], "analog-output-speaker", "internal", index=1),
]
HDMI = sink(
    "alsa_output.pci-0000_01_00.1.hdmi-stereo", [("hdmi-output-0", "HDMI", "available")], "hdmi-output-0", "internal"
)
PLAYING = [{"index": 3, "sink": 1, "corked": False}]


@pytest.mark.parametrize(
    ("sinks", "inputs", "default", "spare"),
    [
        (ONE_JACK, [], BUILT_IN, (BUILT_IN, "analog-output-speaker")),
        (ONE_JACK, PLAYING, BUILT_IN, None),
        (ONE_JACK, [{**PLAYING[0], "corked": True}], BUILT_IN, (BUILT_IN, "analog-output-speaker")),
        (UNPLUGGED, [], BUILT_IN, None),
        (NEW_LAPTOP, [], f"{UCM}__Headphones__sink", (f"{UCM}__Speaker__sink", None)),
        (NEW_LAPTOP, [], f"{UCM}__Speaker__sink", None),
        (WITH_EARBUDS, [], EARBUDS, (BUILT_IN, None)),
        (WITH_EARBUDS, PLAYING, EARBUDS, (BUILT_IN, None)),
        (WITH_EARBUDS, [{**PLAYING[0], "sink": 7}], EARBUDS, None),
        ([WITH_EARBUDS[0], HDMI], [], EARBUDS, None),
        ([sink("out")], [], "out", None),
        ([], [], "", None),
    ],
    ids=[
        "a plug in the jack", "music in them", "music that is paused", "nothing plugged in", "an output for each",
        "on the speaker anyway", "earbuds", "music on the speaker", "music in the earbuds", "only a screen beside them",
        "an output that says nothing of itself", "no output at all",
    ],
)  # fmt: skip
def test_where_it_is_heard_when_headphones_are_idle(sinks, inputs, default, spare):
    assert spare_speaker(pulse.read(sinks, inputs, default)) == spare


def test_a_speaker_of_which_the_hardware_says_that_it_is_not_there_is_none():
    gone = (("analog-output-speaker", "Speaker", "not available"), JACK[1])
    outputs = pulse.read([sink(BUILT_IN, gone, "analog-output-headphones", "internal")], [], BUILT_IN)
    assert spare_speaker(outputs) is None


OUT = Output("out", Setting(False, (60_000, 20_000)), FULL, 45_000, Kind.OTHER)


def test_only_what_is_too_low_is_raised():
    assert audible(OUT) == Setting(False, (60_000, 45_000))


def test_the_volume_is_set_before_it_is_unmuted_and_after_it_is_muted():
    low, loud = Setting(True, (1, 1)), Setting(False, (9, 9))
    assert [what for _, what, _ in steps("out", low, loud)] == ["volumes", "muted"]
    assert [what for _, what, _ in steps("out", loud, low)] == ["muted", "volumes"]


def put(was: Setting, ours: Setting, now: Setting):
    return [(what, value) for _, what, value in put_back(Change("out", was, ours), replace(OUT, now=now))]


LOW, OURS = Setting(True, (100, 50)), Setting(False, (45_000, 45_000))


def test_it_is_put_back_as_it_was():
    assert put(LOW, OURS, OURS) == [("muted", True), ("volumes", (100, 50))]


def test_what_a_mixer_rounds_is_still_ours():
    assert put(LOW, OURS, replace(OURS, volumes=(45_000 + 600, 45_000 - 600))) == put(LOW, OURS, OURS)


def test_another_volume_is_the_person_s_and_so_is_the_sound():
    assert put(LOW, OURS, Setting(False, (30_000, 30_000))) == []


def test_a_mute_of_the_person_s_stays_and_the_volume_is_put_back():
    low = Setting(False, (100, 50))
    assert put(low, OURS, replace(OURS, muted=True)) == [("volumes", (100, 50))]


def test_a_port_is_switched_back_and_its_volume_is_not_touched():
    phones, speaker = Setting(False, (100, 100), "phones"), Setting(False, (9, 9), "speaker")
    assert put(phones, speaker, replace(speaker, volumes=(5, 5))) == [("port", "phones")]


def test_headphones_that_were_pulled_out_meanwhile_are_not_switched_to():
    phones, speaker = Setting(False, (100, 100), "phones"), Setting(False, (9, 9), "speaker")
    assert put(phones, speaker, replace(speaker, port="line out")) == []


def test_what_is_to_be_put_back_is_read_as_it_was_written(tmp_path: Path):
    changes = [Change("out", LOW, OURS), Change("in", replace(LOW, port="phones"), OURS)]
    keep(tmp_path / "outputs.json", changes)
    assert kept(tmp_path / "outputs.json") == changes
    assert [path.name for path in tmp_path.iterdir()] == ["outputs.json"]


@pytest.mark.parametrize(
    "text", ["", "[{", "{}", "[1]", '[{"output": "out"}]', json.dumps([{"output": "o", "was": 1}])]
)
def test_a_file_that_was_cut_is_none(tmp_path: Path, text: str):
    (tmp_path / "outputs.json").write_text(text)
    assert kept(tmp_path / "outputs.json") == []


AMIXER = """Simple mixer control 'Master',0
  Capabilities: pvolume pswitch pswitch-joined
  Playback channels: Front Left - Front Right
  Limits: Playback 0 - 87
  Mono:
  Front Left: Playback 26 [30%] [-45.75dB] [off]
  Front Right: Playback 27 [31%] [-45.00dB] [off]
"""
MONO = """Simple mixer control 'Master',0
  Capabilities: pvolume pvolume-joined
  Playback channels: Mono
  Limits: Playback 0 - 31
  Mono: Playback 10 [32%] [-31.50dB]
"""


def test_amixer_is_understood():
    read = alsa.read(AMIXER)
    assert (read.now, read.full, read.audible) == (Setting(True, (26, 27)), 87, 73)
    assert alsa.read(MONO).now == Setting(False, (10,))


def test_a_card_without_a_volume_is_told():
    with pytest.raises(MixerError):
        alsa.read("Simple mixer control 'Master',0\n  Capabilities: pswitch\n  Mono: Playback [on]\n")
