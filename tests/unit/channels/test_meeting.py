"""Which program of meetings uses the microphone, by lists as real machines print them."""

from __future__ import annotations

import pytest

from showup_integrations.presence.meeting import meeting

# What `pactl --format=json list sources` prints, as far as it is read: PulseAudio names the sink of a monitor, PipeWire too.
MICROPHONE = {"index": 2, "name": "alsa_input.pci-0000_00_1f.3.analog-stereo", "monitor_source": "", "properties": {}}
MONITOR = {
    "index": 1,
    "name": "alsa_output.pci-0000_00_1f.3.analog-stereo.monitor",
    "monitor_source": "alsa_output.pci-0000_00_1f.3.analog-stereo",
    "properties": {"device.class": "monitor"},
}
SOURCES = [MONITOR, MICROPHONE]


def recorder(binary="", name="", source=2, corked=False, **more):
    """One entry of `pactl --format=json list source-outputs`."""
    properties = {"application.process.binary": binary, "application.name": name, **more}
    return {"index": 9, "source": source, "corked": corked, "properties": {k: v for k, v in properties.items() if v}}


@pytest.mark.parametrize(
    ("entry", "program"),
    [
        (recorder("zoom", "ZOOM VoiceEngine"), "Zoom"),
        (recorder("zoom.real", "ZOOM VoiceEngine"), "Zoom"),
        (recorder("firefox-esr", "Firefox"), "Firefox"),
        (recorder("chrome", "Google Chrome input"), "Chrome"),
        (recorder("brave", "Brave input"), "Brave"),
        (recorder("msedge", "Microsoft Edge input"), "Edge"),
        (recorder("teams-for-linux", "Chromium input"), "Microsoft Teams"),
        (recorder("electron", "Chromium input"), "Chromium"),
        (recorder("slack", "Chromium input"), "Slack"),
        (recorder("bwrap", "Firefox", **{"pipewire.access.portal.app_id": "org.mozilla.firefox"}), "Firefox"),
        (recorder(name="WEBRTC VoiceEngine", **{"pipewire.access.portal.app_id": "com.discordapp.Discord"}), "Discord"),
    ],
)
def test_programs_of_meetings_are_known_by_how_they_call_themselves(entry, program):
    assert meeting([entry], SOURCES) == program


@pytest.mark.parametrize(
    "entry",
    [
        recorder("audacity", "Audacity"),
        recorder("pavucontrol", "PulseAudio Volume Control"),
        recorder("zoomer", "zoomer"),
        recorder("showup", "showup"),
        recorder(),
        recorder("zoom", source=1),
        recorder("zoom", source=4294967295),
        recorder("zoom", corked=True),
    ],
    ids=["a recorder", "a mixer", "a like name", "showup", "no name", "a monitor", "no source", "on hold"],
)
def test_others_do_not_count(entry):
    assert meeting([entry], SOURCES) is None


def test_one_of_several_is_found():
    assert meeting([recorder("audacity"), recorder("zoom", source=1), recorder("firefox")], SOURCES) == "Firefox"
