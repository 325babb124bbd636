"""One errand for the draft box `gmail`, in a process of its own: a request on standard input, an answer on standard output.

`{"where": ...}` or `{"trouble": ...}`, the latter in words for the person.
"""

from __future__ import annotations

import base64
import fcntl
import json
import sys
from contextlib import closing
from datetime import timedelta
from typing import Any

from showup import paths
from showup.errors import ShowupError
from showup_integrations import secrets
from showup_integrations.google.drafts import Drafts
from showup_integrations.google.gmail_api import GmailApi
from showup_integrations.google.grant import DRAFTS, granted
from showup_integrations.google.mailbox import folder
from showup_integrations.google.patience import Patience

__all__ = ["main"]

_PATIENCE = Patience(timedelta(seconds=7), timedelta(seconds=6), (timedelta(seconds=1), timedelta(seconds=2)))


def main() -> None:
    """Do it and say what came of it."""
    try:
        answer = {"where": _done(json.load(sys.stdin))}
    except ShowupError as error:
        answer = {"trouble": str(error)}
    except OSError as error:
        answer = {
            "trouble": f"What is known of your drafts cannot be kept in {folder()} ({error.strerror}). Make room."
        }
    json.dump(answer, sys.stdout)


def _done(asked: dict[str, Any]) -> str:
    account = asked["account"]
    deadline = _PATIENCE.begin()
    grant = granted(account, DRAFTS)
    if grant is None:
        raise secrets.absent(f"permission for drafts in the Gmail of {account}", DRAFTS.command(account))
    # One at a time: a child whose service was killed may still be at it. It ends soon, and whoever waits for too long is stopped.
    with (paths.made(folder()) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with closing(GmailApi(grant, account, deadline, asked["endpoint"])) as api:
            drafts = Drafts(api, account, folder())
            if "message" in asked:
                return drafts.put(asked["name"], base64.b64decode(asked["message"]))
            drafts.withdraw(asked["name"])
            return ""


if __name__ == "__main__":
    main()
