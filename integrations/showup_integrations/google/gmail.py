"""The draft box `gmail`, as the service has it: Google's library works in a child of its own, which leaves again."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from showup.errors import ConfigError, DraftBoxError
from showup_integrations.eml.message import as_bytes
from showup_integrations.google.mailbox import Mailbox
from showup_integrations.google.source import GoogleSource, endpoint_of
from showup_integrations.known import text_of

if TYPE_CHECKING:
    from showup.model import Draft, Profile

__all__ = ["CHILD", "PATIENCE", "GmailDraftBox", "request_of"]

# -P: the folder that showup was started in must not be able to supply modules.
CHILD = (sys.executable, "-P", "-m", "showup_integrations.google.gmail_child")
PATIENCE = timedelta(seconds=9)
"""So long the child may take; the service waits for a second more."""
CONNECT = "showup connect google --drafts"
_INSTEAD = "`showup draft` shows the text; if it stays so, name another one in the settings (draft_box)."


class GmailDraftBox:
    """Drafts in the person's own Gmail. `account` is the one that `showup connect google --drafts` was given, `endpoint` another
    address of the API than Google's.
    """

    def __init__(self, settings: Mapping[str, object]) -> None:
        account, endpoint = text_of(settings, "account"), endpoint_of(text_of(settings, "endpoint"))
        if account is None:
            raise ConfigError(f"needs your permission to put drafts into your Gmail. Give it with: {CONNECT}")
        self._mailbox = Mailbox(account, endpoint)

    @staticmethod
    def validate_environment() -> str | None:
        """Whether Google's library is installed."""
        return GoogleSource.validate_environment()

    def put(self, name: str, draft: Draft, sender: Profile) -> str:
        """Create it, or replace it where nobody has touched it; says where it is. Raises DraftBoxError."""
        return _asked(request_of(self._mailbox, name, as_bytes(draft, sender)))

    def withdraw(self, name: str) -> None:
        """Delete it, unless it was edited or sent. Raises DraftBoxError."""
        _asked(request_of(self._mailbox, name, None))


def request_of(which: Mailbox, name: str, message: bytes | None) -> bytes:
    """What the child reads: JSON with the message in base64; without one, what stands under the name is withdrawn."""
    said = {"account": which.account, "endpoint": which.endpoint, "name": name}
    return json.dumps(said | ({"message": base64.b64encode(message).decode()} if message is not None else {})).encode()


def _asked(request: bytes) -> str:
    """What the child answers. Its standard error is not shown: a library's traceback could hold a token."""
    try:
        child = subprocess.run(
            CHILD,
            input=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE.total_seconds(),
            check=False,
        )
        said = json.loads(child.stdout)
        where, trouble = said.get("where"), said.get("trouble")
    except subprocess.TimeoutExpired:
        raise DraftBoxError(f"Gmail did not answer in time. Check the network. {_INSTEAD}") from None
    except OSError as error:
        raise DraftBoxError(f"No process could be started to reach Gmail ({error.strerror}). {_INSTEAD}") from None
    except (ValueError, AttributeError):
        where, trouble = None, "The child that was to reach Gmail has failed. If it stays so, please report it."
    if trouble:
        raise DraftBoxError(f"{trouble} {_INSTEAD}")
    return str(where or "")
