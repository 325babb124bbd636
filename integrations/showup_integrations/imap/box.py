"""The draft box `imap`: what the service sees. All that talks to the server is in a child process
(showup_integrations.imap.child): a server, a name lookup or a keyring may hang, and their libraries are large.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from showup.errors import ConfigError, DraftBoxError
from showup.plain import one_line
from showup_integrations.eml.message import as_bytes
from showup_integrations.extras import install
from showup_integrations.imap.account import account_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showup.model import Draft, Profile

__all__ = ["ImapDraftBox"]

_PROGRAM = "showup_integrations.imap.child"
_PATIENCE_S = 9.0  # the service waits for ten


class ImapDraftBox:
    """Settings: `host`, `user`; `port` (993) and `tls` (false only for this machine itself) where they are others; `mailbox`
    where the drafts are not in the one that the server calls that of drafts.
    """

    def __init__(self, settings: Mapping[str, object], patience_s: float = _PATIENCE_S) -> None:
        self._account = account_of({key: value for key, value in settings.items() if key != "path"})
        if self.validate_environment():
            raise ConfigError(f"It {self.validate_environment()}")
        self._patience_s = patience_s

    @staticmethod
    def validate_environment() -> str | None:
        """None when the library is there."""
        if find_spec("imapclient") is None:
            return f"needs the IMAPClient library. Install it with: {install('imap')}"
        return None

    def put(self, name: str, draft: Draft, sender: Profile) -> str:
        """Store it, in place of the earlier one unless that was edited, sent or deleted; the very same text is stored once and
        never again. Returns the mailbox, the server and the name; raises DraftBoxError.
        """
        message = base64.b64encode(as_bytes(draft, sender)).decode()
        return self._asked({"do": "put", "name": name, "message": message})

    def withdraw(self, name: str) -> None:
        """Take away what was stored under that name and is as it was. Raises DraftBoxError."""
        self._asked({"do": "withdraw", "name": name})

    def _asked(self, wanted: Mapping[str, str]) -> str:
        request = json.dumps({**wanted, "account": self._account.settings(), "patience_s": self._patience_s})
        try:
            done = subprocess.run(
                [sys.executable, "-m", _PROGRAM],
                input=request.encode(),
                capture_output=True,
                timeout=self._patience_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise self._error(f"it did not answer within {self._patience_s:.0f} s") from None
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise self._error(one_line(lines[-1] if lines else "", 400) or "it did not answer in time")
        return done.stdout.decode().strip("\n")

    def _error(self, why: str) -> DraftBoxError:
        return DraftBoxError(
            f"The mailbox of {self._account.shown} could not be used: {why.rstrip('.')}."
            " Mend that, or name another one in the settings."
        )
