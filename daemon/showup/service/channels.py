"""Makes the channels and the draft box of this machine out of the plug-ins that are installed and the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from showup import plugins
from showup.config import Config
from showup.errors import ConfigError
from showup.ports import Channel, DraftBox

__all__ = ["draft_box", "make_channels"]


def make_channels(config: Config, *, foreground: bool) -> tuple[dict[str, Channel], dict[str, str]]:
    """The channels that can ring here, and for each other one why it cannot."""
    channels: dict[str, Channel] = {}
    off: dict[str, str] = {}
    for name, plugin in plugins.load(plugins.CHANNELS).items():
        if name in config.disabled:
            off[name] = "switched off in the configuration"
        elif name == "terminal" and not foreground:
            off[name] = "only when showup runs in a terminal"
        elif plugin.factory is None:
            off[name] = plugin.trouble or "cannot run here"
        else:
            _make(name, plugin.factory, config.channels.get(name, {}), channels, off)
    wanted = {name for rung in (*config.policy.rungs, *config.policy.deadline) for name in rung.channels}
    off |= dict.fromkeys(sorted(wanted - channels.keys() - off.keys()), "not installed; the ladder does without it")
    return channels, off


def _make(
    name: str, factory: plugins.Factory, settings: Mapping[str, Any], channels: dict[str, Channel], off: dict[str, str]
) -> None:
    try:
        channels[name] = factory(settings)
    except Exception as err:  # noqa: BLE001 a guest's fault stays its own
        off[name] = str(err) or type(err).__name__


def draft_box(config: Config) -> DraftBox:
    """The configured box; ConfigError when there is none of that name."""
    plugin = plugins.load_one(plugins.DRAFT_BOXES, config.draft_box)
    if plugin.factory is None:
        raise ConfigError(
            f"The draft box {config.draft_box}: {plugin.trouble}. Set [recovery] draft_box in {config.path}."
        )
    box: DraftBox = plugin.factory({"path": str(config.drafts_folder)})
    return box
