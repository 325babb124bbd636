"""Screens that are shared or recorded, as PipeWire carries them: what GNOME, Plasma and the portals of wlroots and Hyprland do.

A compositor puts the picture of the screen there as a node that runs while somebody takes frames from it. What is recorded in
other ways (on X11, or by wlr-screencopy without a portal) is not seen.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from showup.errors import ConfigError
from showup_integrations.known import unknown_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PipeWireSharing", "is_shared"]

_PROGRAM = "pw-dump"
_NODE = "PipeWire:Interface:Node"


class PipeWireSharing:
    """Implements showup.ports.Sharing. It has no settings."""

    def __init__(self, settings: Mapping[str, object]) -> None:
        if faults := unknown_keys(settings):
            raise ConfigError(" ".join(faults))

    @staticmethod
    def validate_environment() -> str | None:
        return None if shutil.which(_PROGRAM) else f"There is no {_PROGRAM}. Install the Debian package pipewire-bin."

    async def shared(self) -> bool:
        process = await asyncio.create_subprocess_exec(
            _PROGRAM, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, start_new_session=True
        )
        try:
            dump, _ = await process.communicate()
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return process.returncode == 0 and is_shared(dump)


def is_shared(dump: bytes) -> bool:
    """Is there the picture of a screen among what pw-dump lists, and does somebody take it? ValueError for no JSON."""
    objects = json.loads(dump)
    return any(_is_cast(one["info"]) for one in objects if one.get("type") == _NODE and one.get("info"))


def _is_cast(node: Mapping[str, Any]) -> bool:
    """Compositors have a stream of their own; portals offer a source, as a camera does, which is told by its name."""
    if node.get("state") != "running":
        return False
    props = node.get("props") or {}
    kind, name = props.get("media.class"), str(props.get("node.name", ""))
    return kind == "Stream/Output/Video" or (kind == "Video/Source" and name.startswith("xdg-desktop-portal"))
