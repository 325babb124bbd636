"""The draft box that needs nothing: a folder of .eml files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from showup.errors import ConfigError, DraftBoxError
from showup_integrations.eml import folder
from showup_integrations.eml.message import as_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showup.model import Draft, Profile

__all__ = ["EmlDraftBox"]


class EmlDraftBox:
    """Each draft is a file `<name>.eml` in the folder `path` of the settings; an edited one is left alone."""

    def __init__(self, settings: Mapping[str, object]) -> None:
        path = settings.get("path")
        if not isinstance(path, str | Path) or not str(path):
            raise ConfigError("The .eml draft box needs a folder: set path to one.")
        self._folder = Path(path).expanduser()

    def put(self, name: str, draft: Draft, sender: Profile) -> str:
        """Write it, beside the earlier one if that was edited; returns the path, raises DraftBoxError."""
        try:
            return str(folder.put(self._folder, name, as_bytes(draft, sender)))
        except OSError as err:
            raise DraftBoxError(self._advice("written", err)) from err

    def withdraw(self, name: str) -> None:
        """Delete the file, unless it was edited. Raises DraftBoxError."""
        try:
            folder.withdraw(self._folder, name)
        except OSError as err:
            raise DraftBoxError(self._advice("removed", err)) from err

    def _advice(self, done: str, err: OSError) -> str:
        return (
            f"The draft could not be {done} in {self._folder}: {err.strerror or err}."
            " Make room there and check that the folder is yours, or name another one in the settings."
        )
