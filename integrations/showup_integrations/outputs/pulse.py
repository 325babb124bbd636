"""PulseAudio, and PipeWire through its pulse interface: `pactl --format=json` (from version 16)."""

from __future__ import annotations

import json
from typing import Any

from showup_integrations.outputs.running import MixerError, said
from showup_integrations.outputs.values import Kind, Output, Port, Setting, Step

__all__ = ["apply", "outputs", "read"]

_FULL = 65536
_AUDIBLE = int(0.7 * _FULL)  # -9 dB: its volumes are cubic
_HEADPHONES = ("headphone", "headset", "earpiece", "hands-free", "handsfree", "handset")
_NOT_THERE = "not available"
_SET = {"port": "set-sink-port", "muted": "set-sink-mute", "volumes": "set-sink-volume"}


def outputs() -> list[Output]:
    """The outputs as they are now; raises MixerError."""
    try:
        default = said("pactl", "get-default-sink").strip()
        return read(_listed("sinks"), _listed("sink-inputs"), default)
    except (ValueError, LookupError, TypeError, AttributeError) as err:
        raise MixerError(f"pactl says what cannot be understood ({err})") from err


def apply(step: Step) -> None:
    """Set one thing; raises MixerError."""
    output, what, value = step
    if isinstance(value, tuple):
        words = [str(volume) for volume in value]
    else:
        words = [value if isinstance(value, str) else str(int(value))]
    said("pactl", _SET[what], output, *words)


def read(sinks: list[dict[str, Any]], inputs: list[dict[str, Any]], default: str) -> list[Output]:
    """The outputs, out of the lists of sinks and of sink inputs. Pure."""
    busy = {entry["sink"] for entry in inputs if not entry.get("corked")}
    return [_output(sink, sink["index"] in busy, sink["name"] == default) for sink in sinks]


def _listed(what: str) -> Any:  # noqa: ANN401 as JSON has it
    return json.loads(said("pactl", "--format=json", "list", what))


def _output(sink: dict[str, Any], busy: bool, default: bool) -> Output:
    ports = tuple(
        Port(port["name"], _kind(port.get("type", ""), port["name"]), port.get("availability") != _NOT_THERE)
        for port in sink.get("ports", ())
    )
    active = sink.get("active_port") or None
    by_port = next((port.kind for port in ports if port.name == active), Kind.OTHER)
    volumes = tuple(int(channel["value"]) for channel in sink["volume"].values())
    form = sink.get("properties", {}).get("device.form_factor", "")
    # A card that is built in ("internal") may lead to a screen: what it sounds from, its port says.
    by_form = Kind.OTHER if ports and form == "internal" else _kind(form)
    kind = by_form if by_port is Kind.OTHER else by_port
    setting = Setting(bool(sink["mute"]), volumes, active)
    return Output(sink["name"], setting, _FULL, _AUDIBLE, kind, ports, busy, default)


def _kind(*words: str) -> Kind:
    text = " ".join(words).casefold()
    if any(word in text for word in _HEADPHONES):
        return Kind.HEADPHONES
    return Kind.SPEAKER if "speaker" in text or "internal" in text else Kind.OTHER
