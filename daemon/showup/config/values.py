"""What a configuration says, after every check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from showup import paths
from showup.ladder import Policy
from showup.model import Details, Helper, Profile
from showup.sync import SourceSpec

__all__ = ["DRAFT_BOX", "SYNC_INTERVAL", "Config"]

DRAFT_BOX = "eml"
SYNC_INTERVAL = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Config:
    """One configuration. `path` is None when there was no file.

    `follow_zone` says that the person named no zone: `profile.zone` is the machine's and changes with it.
    `channels` holds the settings by channel name, `disabled` the channels that the person switched off; one
    in neither rings with no settings. `boxes`: those of the draft boxes.
    `while_sharing` is what they show while others see the screen.

    `presence` names what may be looked at to see whether the person is in a meeting. `stay_awake` and `wake`: whether the
    machine is kept from sleeping before an interview, and woken for an alarm. `helper` is None where the person has none. `fault`
    says why the file as it stands now is not followed; this is the last that could be.
    """

    path: Path | None
    profile: Profile
    sources: tuple[SourceSpec, ...]
    policy: Policy
    drafts_folder: Path
    follow_zone: bool = True
    channels: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    boxes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    disabled: frozenset[str] = frozenset()
    while_sharing: Details = Details.NOTHING
    draft_box: str = DRAFT_BOX
    sync_interval: timedelta = SYNC_INTERVAL
    presence: tuple[str, ...] = ()
    stay_awake: bool = True
    wake: bool = True
    fault: str | None = None
    helper: Helper | None = None

    def channel(self, name: str) -> Mapping[str, Any] | None:
        """The settings to give to a channel, None for one that is switched off."""
        return None if name in self.disabled else self.channels.get(name, {})

    @property
    def rules_file(self) -> Path:
        """Where the person's rules stand, beside the configuration, whether the file exists or not."""
        return (self.path or paths.config_file()).absolute().parent / "rules.toml"
