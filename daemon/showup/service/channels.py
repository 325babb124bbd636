"""Makes the channels and the draft box of this machine out of the plug-ins that are installed and the configuration."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from showup import plugins
from showup.config import Config
from showup.config.values import DRAFT_BOX
from showup.errors import DraftBoxError
from showup.model import Draft, Profile
from showup.ports import Channel, DraftBox

__all__ = ["draft_box", "lost_channels", "make_channels", "spare_box"]


def make_channels(config: Config, *, foreground: bool) -> tuple[dict[str, Channel], dict[str, str]]:
    """The channels that can ring here, and for each other one why it cannot."""
    channels: dict[str, Channel] = {}
    off: dict[str, str] = {}
    for name, plugin in plugins.load(plugins.CHANNELS).items():
        settings = config.channel(name)
        if settings is None:
            off[name] = "switched off in the configuration"
        elif name == "terminal" and not foreground:
            off[name] = "only when showup runs in a terminal"
        elif plugin.factory is None:
            off[name] = plugin.trouble or "cannot run here"
        else:
            _make(name, plugin.factory, settings, channels, off)
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


def lost_channels(made: Collection[str], config: Config, *, foreground: bool) -> str:
    """Why channels that are made now could not be by `config`, a line each; not of those that the person switches off in it."""
    _, off = make_channels(config, foreground=foreground)
    lost = {name: why for name, why in off.items() if name in made and config.channel(name) is not None}
    return "\n".join(f"{config.path}: channel.{name}: {why}" for name, why in lost.items())


def draft_box(config: Config) -> tuple[DraftBox, str | None]:
    """The configured draft box, and why it is another one if it is: a broken box must not keep the alarms from starting."""
    name = config.draft_box
    box, why = _box(name, config)
    if box is None and name != DRAFT_BOX:
        box, _ = _box(DRAFT_BOX, config)
        why = f"{name}: {why}; drafts are files in {config.drafts_folder} instead"
    return box or NoDraftBox(why or "it cannot be used"), why


def spare_box(config: Config) -> DraftBox | None:
    """The files that a draft is put into while the configured box fails; None where they are that box."""
    return None if config.draft_box == DRAFT_BOX else _box(DRAFT_BOX, config)[0]


def _box(name: str, config: Config) -> tuple[DraftBox | None, str | None]:
    plugin = plugins.load_one(plugins.DRAFT_BOXES, name)
    if plugin.factory is None:
        return None, plugin.trouble
    try:
        return plugin.factory({**config.boxes.get(name, {}), "path": str(config.drafts_folder)}), None
    except Exception as err:  # noqa: BLE001 a guest's fault stays its own
        return None, str(err) or type(err).__name__


class NoDraftBox:
    """Where no draft box works. The texts stand in the ledger, and `showup draft` shows them."""

    def __init__(self, why: str) -> None:
        self._why = why

    def put(self, name: str, draft: Draft, sender: Profile) -> str:  # noqa: ARG002 the port's form
        raise DraftBoxError(f"There is no draft box: {self._why}. `showup draft` shows the text.")

    def withdraw(self, name: str) -> None:
        """There is nothing to take away."""
